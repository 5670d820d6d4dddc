using System.Text;

namespace ContactOffice.Formats;

/// <summary>Cards in UTF-16, told by their byte order mark: old Windows programs save them so.</summary>
internal static class Utf16
{
    public static bool ToUtf8(ReadOnlySpan<byte> bytes, out byte[]? utf8)
    {
        utf8 = Find(bytes) is { } encoding ? Encoding.UTF8.GetBytes(encoding.GetString(bytes[2..])) : null;
        return utf8 is not null;
    }

    public static Encoding? Find(ReadOnlySpan<byte> start) =>
        start.StartsWith<byte>([0xFF, 0xFE]) ? Encoding.Unicode : start.StartsWith<byte>([0xFE, 0xFF]) ? Encoding.BigEndianUnicode : null;
}
