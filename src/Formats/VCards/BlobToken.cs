using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace ContactOffice.Formats;

/// <summary>
/// The place holder of a cut-out value: <c>x-blob:</c>, the SHA-256 of its bytes, and how its base64 was folded. What a client sends in this form
/// is kept as <c>x-blob-text:</c>, and what it sends in that form gets one more <c>-text</c>: a card from outside can never name a blob.
/// </summary>
/// <param name="Hash">Lower-case hex.</param>
/// <param name="Fold">How the base64 stood in lines.</param>
/// <param name="Length">Of the place holder itself.</param>
internal readonly partial record struct BlobToken(string Hash, Base64Fold Fold, int Length)
{
    private const int HashLength = 64;

    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789abcdef"u8);

    public static ReadOnlySpan<byte> Prefix => "x-blob:"u8;

    public string Text => $"x-blob:{Hash};{Fold.Description}";

    /// <summary>Reads the place holder that starts the text.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out BlobToken token)
    {
        token = default;
        if (!text.StartsWith(Prefix) || text.Length < Prefix.Length + HashLength + 1 || text[Prefix.Length + HashLength] != ';')
            return false;
        var hash = text.Slice(Prefix.Length, HashLength);
        if (hash.IndexOfAnyExcept(HexDigits) >= 0)
            return false;
        var rest = text[(Prefix.Length + HashLength + 1)..];
        var end = rest.IndexOfAny((byte)'\r', (byte)'\n');
        end = end < 0 ? rest.Length : end;
        if (end > Base64Fold.MaxDescription || Base64Fold.Parse(Encoding.ASCII.GetString(rest[..end])) is not { } fold)
            return false;
        token = new(Encoding.ASCII.GetString(hash), fold, Prefix.Length + HashLength + 1 + end);
        return true;
    }

    /// <summary>Escapes the colon in text that an edit writes, so that it stands for nothing.</summary>
    public static string Defuse(string text) =>
        text.Contains("x-blob", StringComparison.Ordinal) ? Form().Replace(text, @"$1\:") : text;

    /// <summary>Bytes from outside, with all that looks like a place holder made text.</summary>
    public static byte[] Shield(ReadOnlySpan<byte> bytes) => Rewrite(bytes, add: true);

    /// <summary>The reverse of <see cref="Shield"/>.</summary>
    public static byte[] Unshield(ReadOnlySpan<byte> bytes) => Rewrite(bytes, add: false);

    private static byte[] Rewrite(ReadOnlySpan<byte> bytes, bool add)
    {
        if (bytes.IndexOf("x-blob"u8) < 0)
            return bytes.ToArray();
        var rewritten = new List<byte>(bytes.Length + 64);
        while (true)
        {
            var at = bytes.IndexOf("x-blob"u8);
            if (at < 0)
                break;
            var end = at + 6;
            var texts = 0;
            for (; bytes[end..].StartsWith("-text"u8); end += 5)
                texts++;
            var isForm = end < bytes.Length && bytes[end] == ':';
            rewritten.AddRange(bytes[..(isForm && !add && texts > 0 ? end - 5 : end)]);
            if (isForm && add)
                rewritten.AddRange("-text"u8);
            bytes = bytes[end..];
        }
        rewritten.AddRange(bytes);
        return [.. rewritten];
    }

    [GeneratedRegex("(x-blob(?:-text)*):")]
    private static partial Regex Form();
}
