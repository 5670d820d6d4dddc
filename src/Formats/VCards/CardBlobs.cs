using System.Security.Cryptography;
using System.Text;

namespace ContactOffice.Formats;

/// <summary>A value that was cut out of a card.</summary>
/// <param name="Hash">SHA-256 of <paramref name="Bytes"/> in lower-case hex.</param>
/// <param name="MediaType">As the bytes or the card tell it; null where neither does.</param>
/// <param name="Bytes">Decoded: the picture itself.</param>
public sealed record CardBlob(string Hash, string? MediaType, byte[] Bytes);

/// <summary>
/// Pictures and other big base64 values cut out into blobs and put back byte for byte. A cut card is a card: it can be parsed, patched
/// and summed up without its blobs.
/// </summary>
public static class CardBlobs
{
    /// <summary>Smaller values stay in the card, except photos, which lists show by their hash.</summary>
    private const int SmallestCut = 1024;

    /// <summary>
    /// The card with place holders, and what they stand for. A value whose base64 could not be written the same way again stays in the card,
    /// and so does all of what is no card. What looks like a place holder already is made text, so always store what comes out of here.
    /// </summary>
    public static (byte[] Cut, IReadOnlyList<CardBlob> Blobs) Cut(byte[] card)
    {
        if (Utf16.Find(card) is not null)
            return (card, []);
        var shielded = BlobToken.Shield(card);
        if (!VCard.TryParse(shielded, out var parsed, out _))
            return (shielded, []);
        var (cut, blobs) = CutLines(parsed);
        return (cut ?? shielded, blobs);
    }

    /// <summary>Cuts out what an edit of a cut card put in; the place holders that it had stay what they are.</summary>
    /// <param name="before">The cut card's bytes before the edit.</param>
    /// <param name="edited">The card that was made of them, after it.</param>
    public static (byte[] Cut, IReadOnlyList<CardBlob> Blobs) CutEdited(byte[] before, VCard edited)
    {
        // UTF-16 is stored as it came and becomes UTF-8 by its first edit: nothing in it was shielded.
        if (Utf16.Find(before) is not null)
            return Cut(edited.ToBytes());
        var (cut, blobs) = CutLines(edited);
        return (cut ?? edited.ToBytes(), blobs);
    }

    private static (byte[]? Cut, IReadOnlyList<CardBlob> Blobs) CutLines(VCard card)
    {
        var blobs = new List<CardBlob>();
        var pieces = new List<ReadOnlyMemory<byte>> { card.Prefix };
        foreach (var line in card.Lines)
        {
            if (CutLine(line) is var (blob, place, token))
            {
                blobs.Add(blob);
                pieces.Add(line.Raw[..place.Start]);
                pieces.Add(Encoding.ASCII.GetBytes(token.Text));
                pieces.Add(line.Raw[place.End..]);
            }
            else
                pieces.Add(line.Raw);
        }
        pieces.Add(card.Suffix);
        return (blobs.Count == 0 ? null : Join(pieces), blobs);
    }

    /// <summary>The card as it was cut. A blob that is missing leaves its property out.</summary>
    public static byte[] Restore(byte[] cut, Func<string, byte[]?> blobByHash)
    {
        if (cut.AsSpan().IndexOf("x-blob"u8) < 0 || Utf16.Find(cut) is not null)
            return cut;
        if (cut.AsSpan().IndexOf(BlobToken.Prefix) < 0 || !VCard.TryParse(cut, out var parsed, out _))
            return BlobToken.Unshield(cut);
        var pieces = new List<ReadOnlyMemory<byte>> { BlobToken.Unshield(parsed.Prefix.Span) };
        foreach (var line in parsed.Lines)
        {
            if (TokenOf(line) is not var (place, token))
                pieces.Add(BlobToken.Unshield(line.Raw.Span));
            else if (blobByHash(token.Hash) is { } bytes)
            {
                pieces.Add(BlobToken.Unshield(line.Raw.Span[..place.Start]));
                pieces.Add(token.Fold.Write(bytes));
                pieces.Add(BlobToken.Unshield(line.Raw.Span[(place.Start + token.Length)..]));
            }
        }
        pieces.Add(BlobToken.Unshield(parsed.Suffix.Span));
        return Join(pieces);
    }

    /// <summary>The blobs that a cut card stands on, each once.</summary>
    public static IReadOnlyList<string> Hashes(byte[] cut)
    {
        if (cut.AsSpan().IndexOf(BlobToken.Prefix) < 0 || Utf16.Find(cut) is not null || !VCard.TryParse(cut, out var parsed, out _))
            return [];
        return [.. parsed.Lines.Select(TokenOf).Where(t => t is not null).Select(t => t!.Value.Token.Hash).Distinct()];
    }

    private static (InlineValue Place, BlobToken Token)? TokenOf(ContentLine line) =>
        InlineValue.Find(line) is { } place && BlobToken.TryParse(place.Text(line), out var token) ? (place, token) : null;

    private static (CardBlob Blob, InlineValue Place, BlobToken Token)? CutLine(ContentLine line)
    {
        if (InlineValue.Find(line) is not { } place || place.End - place.Start < (line.Name == "PHOTO" ? 1 : SmallestCut))
            return null;
        if (place.Decode(line) is not { Length: > 0 } bytes || Base64Fold.Of(place.Text(line)) is not { } fold)
            return null;
        if (fold.Description.Length > Base64Fold.MaxDescription || !fold.Write(bytes).AsSpan().SequenceEqual(place.Text(line)))
            return null;
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        return (new(hash, MediaTypes.Of(bytes) ?? place.MediaType, bytes), place, new(hash, fold, 0));
    }

    private static byte[] Join(List<ReadOnlyMemory<byte>> pieces)
    {
        var whole = new byte[pieces.Sum(p => p.Length)];
        var at = 0;
        foreach (var piece in pieces)
        {
            piece.CopyTo(whole.AsMemory(at));
            at += piece.Length;
        }
        return whole;
    }
}
