using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace ContactOffice.Dav.Paths;

/// <summary>
/// Paths as clients write them, taken apart and put together. The framework's own decoding leaves <c>%2F</c> as it is and so cannot tell it from
/// <c>%252F</c>: names are decoded here, from the request's target itself.
/// </summary>
internal static class DavPath
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>
    /// The decoded segments of a path or absolute URI. False where an escape is none or is no UTF-8, where a segment is empty or goes up. The last slash
    /// says nothing.
    /// </summary>
    public static bool TrySplit(string target, [NotNullWhen(true)] out string[]? segments)
    {
        segments = null;
        var path = PathOf(target);
        if (path is null) return false;
        var parts = path.Split('/')[1..];
        if (parts is [.., ""]) parts = parts[..^1];
        for (var i = 0; i < parts.Length; i++)
        {
            if (Decode(parts[i]) is not { Length: > 0 } decoded || decoded is "." or "..") return false;
            parts[i] = decoded;
        }
        segments = parts;
        return true;
    }

    /// <summary>The host and port of an absolute URI; null for a path.</summary>
    public static string? AuthorityOf(string target) => target.StartsWith('/') ? null : Uri.TryCreate(target, UriKind.Absolute, out var uri) ? uri.Authority : "";

    /// <summary>One segment as it stands in an href: what RFC 3986 §3.3 calls pchar stays, so that names come back as clients sent them.</summary>
    public static string Encode(string segment)
    {
        if (segment.All(IsPlain)) return segment;
        var encoded = new StringBuilder(segment.Length + 16);
        foreach (var rune in segment.EnumerateRunes())
        {
            if (rune.IsAscii && IsPlain((char)rune.Value)) encoded.Append((char)rune.Value);
            else encoded.Append(Uri.EscapeDataString(rune.ToString()));
        }
        return encoded.ToString();
    }

    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || "-._~@!$'()*+,;=:".Contains(c, StringComparison.Ordinal);

    private static string? PathOf(string target)
    {
        if (!target.StartsWith('/'))
        {
            var authority = target.IndexOf("://", StringComparison.Ordinal);
            if (authority < 0) return null;
            var start = target.IndexOf('/', authority + 3);
            target = start < 0 ? "/" : target[start..];
        }
        var end = target.AsSpan().IndexOfAny('?', '#');
        return end < 0 ? target : target[..end];
    }

    private static string? Decode(string part)
    {
        if (!part.Contains('%', StringComparison.Ordinal) && part.All(char.IsAscii)) return part;
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(part.Length)];
        var length = 0;
        for (var i = 0; i < part.Length; i++)
        {
            if (part[i] != '%') length += Encoding.UTF8.GetBytes(part.AsSpan(i, char.IsHighSurrogate(part[i]) && i + 1 < part.Length ? 2 : 1), bytes.AsSpan(length));
            else if (i + 2 < part.Length && char.IsAsciiHexDigit(part[i + 1]) && char.IsAsciiHexDigit(part[i + 2])) bytes[length++] = Convert.FromHexString(part.AsSpan(i + 1, 2))[0];
            else return null;
            i += part[i] == '%' ? 2 : char.IsHighSurrogate(part[i]) && i + 1 < part.Length ? 1 : 0;
        }
        try
        {
            var decoded = Strict.GetString(bytes, 0, length);
            return decoded.Contains('/', StringComparison.Ordinal) || decoded.Contains('\0', StringComparison.Ordinal) ? null : decoded;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
