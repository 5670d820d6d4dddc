using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ContactOffice.Formats;
using ContactOffice.GrainInterfaces;

namespace ContactOffice.Grains;

/// <summary>Reads a card that somebody sent, once, into all that is stored of it.</summary>
internal static class CardIntake
{
    // UIDs are indexed; PostgreSQL's index entries end at some 2,700 bytes.
    private const int MaxUidBytes = 1000;
    private const int MaxFindLength = 4000;
    private const int MaxNameLength = 200;

    // A card that takes about a millisecond to read is not read on a grain's turn.
    public const int LargeCard = 64 * 1024;

    public static Task<Answer<PreparedCard>> ReadAsync(ContactId id, byte[] sent) =>
        sent.Length > LargeCard ? Task.Run(() => Read(id, sent)) : Task.FromResult(Read(id, sent));

    /// <param name="id">The contact that the card is, or is to be.</param>
    /// <param name="sent">Its bytes.</param>
    /// <param name="firstLine">Where it begins in its file: problems are told by the file's lines.</param>
    public static Answer<PreparedCard> Read(ContactId id, byte[] sent, int firstLine = 1)
    {
        if (sent.Length > VCardLimits.MaxCardBytes) return Wrong("vcard.too-large", $"The card is larger than {VCardLimits.MaxCardBytes >> 20} MiB.", 0);
        var (cut, blobs) = CardBlobs.Cut(sent);
        return VCard.TryParse(cut, out var card, out var error)
            ? Of(id, card, cut, Pictures(blobs), firstLine)
            : error!.Line > 0 ? Wrong(error.Code, $"{error.Message} (line {error.Line + firstLine - 1})", error.Line + firstLine - 1) : Wrong(error.Code, error.Message, 0);
    }

    /// <summary>For a card that is parsed already. <paramref name="cut"/> are its bytes without the pictures.</summary>
    public static Answer<PreparedCard> Of(ContactId id, VCard card, byte[] cut, Picture[] pictures, int firstLine = 1)
    {
        var uid = card.Uid;
        if (uid is not null && (Encoding.UTF8.GetByteCount(uid) > MaxUidBytes || uid.Contains('\0')))
        {
            return Refusal.Of(new("", "uid-unfit", $"The UID is longer than {MaxUidBytes} bytes or holds a NUL character.", new() { ["max"] = MaxUidBytes.ToString(CultureInfo.InvariantCulture) }));
        }
        var digest = uid is null ? SHA256.HashData(cut)[..16] : null;
        return new PreparedCard(id, cut, uid, digest, CardSummary.Of(card), Shortened(card.DisplayName, MaxNameLength), pictures, Notices(card, firstLine), FindTextOf(card));
    }

    /// <summary>A large patch, which holds a picture, is not read on a grain's turn either.</summary>
    public static Task<Answer<PreparedCard>> PatchAsync(ContactId id, byte[] stored, byte[] fields) =>
        fields.Length > LargeCard ? Task.Run(() => Patch(id, stored, fields)) : Task.FromResult(Patch(id, stored, fields));

    /// <summary>Changes fields of a stored card, which is without its pictures; one that the patch brings is cut out of it as well.</summary>
    private static Answer<PreparedCard> Patch(ContactId id, byte[] stored, byte[] fields)
    {
        try
        {
            using var patch = JsonDocument.Parse(fields);
            if (!VCard.TryParse(stored, out var card, out var error)) throw new InvalidOperationException($"The stored card of {id} cannot be read: {error?.Code}.");
            if (CardFields.Patch(card, patch.RootElement) is { } problem) return Refusal.Of(new(problem.Path, problem.Code, problem.Message, problem.Values?.ToDictionary()));
            var (cut, blobs) = CardBlobs.CutEdited(stored, card);
            return Of(id, card, cut, Pictures(blobs));
        }
        catch (JsonException wrong)
        {
            return Refusal.Of(new("", "not-json", $"This is not JSON: {wrong.Message}"));
        }
    }

    /// <summary>The numbers in a reader's message; null where it has none.</summary>
    /// <param name="line">0 where the message names none.</param>
    public static Dictionary<string, string>? Values(string? code, int line)
    {
        var values = new Dictionary<string, string>();
        if (line > 0) values["line"] = line.ToString(CultureInfo.InvariantCulture);
        if (code is not null && FormatWarning.LimitOf(code) is { } max) values["max"] = max.ToString(CultureInfo.InvariantCulture);
        return values.Count == 0 ? null : values;
    }

    private static Refusal Wrong(string code, string message, int line) => Refusal.Of(new("", code, message, Values(code, line)));

    private static Picture[] Pictures(IReadOnlyList<CardBlob> blobs) => [.. blobs.Select(blob => new Picture(blob.Hash, blob.MediaType, blob.Bytes))];

    private static string FindTextOf(VCard card) => Shortened(CardSummary.FindText(card), MaxFindLength);

    private static Notice[] Notices(VCard card, int firstLine) =>
        [.. card.Warnings.Select(warning => new Notice(warning.Code, warning.Line == 0 ? 0 : warning.Line + firstLine - 1, warning.Message))];

    /// <summary>PostgreSQL's text holds neither NUL nor half of a surrogate pair.</summary>
    private static string Shortened(string text, int length)
    {
        if (text.Length > length) text = text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
        return text.Replace('\0', ' ');
    }
}
