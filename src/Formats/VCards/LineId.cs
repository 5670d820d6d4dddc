using System.Globalization;

namespace ContactOffice.Formats;

internal static class LineId
{
    /// <summary>64-bit FNV-1a in hex. Not for security: it tells the lines of one card apart.</summary>
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        var hash = 14695981039346656037UL;
        foreach (var b in bytes.TrimEnd("\r\n"u8))
            hash = (hash ^ b) * 1099511628211UL;
        return hash.ToString("x16", CultureInfo.InvariantCulture);
    }
}
