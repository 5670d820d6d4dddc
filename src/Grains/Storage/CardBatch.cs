using ContactOffice.Formats;
using ContactOffice.GrainInterfaces;

namespace ContactOffice.Grains.Storage;

/// <summary>Puts pictures back into cards and ends a batch when it has grown large enough to be sent.</summary>
internal static class CardBatch
{
    private const int MaxBytes = 16 << 20;

    /// <param name="pictures">Null: cards without their pictures, place holders in their stead.</param>
    public static BookCard[] Read(IReadOnlyList<ContactId> ids, Func<ContactId, BookCard?> card, Func<ContactId, Dictionary<string, byte[]>>? pictures)
    {
        var batch = new List<BookCard>(ids.Count);
        long bytes = 0;
        foreach (var id in ids)
        {
            if (bytes >= MaxBytes) break;
            if (card(id) is not { } read) continue;
            var whole = pictures is null ? read.Card : Whole(read.Card, () => pictures(id));
            bytes += whole.Length;
            batch.Add(read with { Card = whole });
        }
        return [.. batch];
    }

    /// <summary>The pictures are asked for where the card turns out to have one, so that it is read once.</summary>
    private static byte[] Whole(byte[] cut, Func<Dictionary<string, byte[]>> pictures)
    {
        Dictionary<string, byte[]>? own = null;
        return CardBlobs.Restore(cut, hash => (own ??= pictures()).GetValueOrDefault(hash));
    }
}
