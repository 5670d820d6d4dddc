using ContactOffice.Formats;
using ContactOffice.GrainInterfaces;

namespace ContactOffice.Grains.Storage;

/// <summary>Puts pictures back into cards and ends a batch when it has grown large enough to be sent.</summary>
internal static class CardBatch
{
    private const int MaxBytes = 16 << 20;

    /// <param name="cards">Without pictures; read no further than the batch goes.</param>
    public static BookCard[] WithPictures(IEnumerable<BookCard> cards, Func<ContactId, Dictionary<string, byte[]>> pictures) =>
        Filled(cards.Select(card => card with { Card = Whole(card.Card, () => pictures(card.Id)) }), static card => card.Card);

    public static CardText[] Texts(IEnumerable<CardText> texts) => Filled(texts, static text => text.Card);

    private static T[] Filled<T>(IEnumerable<T> cards, Func<T, byte[]> bytes)
    {
        var batch = new List<T>();
        long length = 0;
        foreach (var card in cards)
        {
            batch.Add(card);
            if ((length += bytes(card).Length) >= MaxBytes) break;
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
