using System.Text;

namespace ContactOffice.Formats;

/// <summary>Lines as they stand in a file: ended by CRLF, a bare LF or a bare CR.</summary>
internal static class PhysicalLines
{
    /// <summary>Where the line that starts at <paramref name="start"/> has its line end; the length where it has none.</summary>
    public static int ContentEnd(ReadOnlySpan<byte> bytes, int start)
    {
        var at = bytes[start..].IndexOfAny((byte)'\r', (byte)'\n');
        return at < 0 ? bytes.Length : start + at;
    }

    /// <summary>Where the next line starts, behind the line end at <paramref name="contentEnd"/>.</summary>
    public static int NextStart(ReadOnlySpan<byte> bytes, int contentEnd)
    {
        if (contentEnd >= bytes.Length)
            return bytes.Length;
        return bytes[contentEnd] == '\r' && contentEnd + 1 < bytes.Length && bytes[contentEnd + 1] == '\n' ? contentEnd + 2 : contentEnd + 1;
    }

    public static bool IsBlank(ReadOnlySpan<byte> line) => line.IndexOfAnyExcept((byte)' ', (byte)'\t') < 0;

    /// <summary><c>BEGIN:VCARD</c> in any case, with blanks where people put them.</summary>
    public static bool IsBegin(ReadOnlySpan<byte> line) => IsDelimiter(line, "BEGIN"u8);

    public static bool IsEnd(ReadOnlySpan<byte> line) => IsDelimiter(line, "END"u8);

    private static bool IsDelimiter(ReadOnlySpan<byte> line, ReadOnlySpan<byte> word)
    {
        if (line.Length < word.Length + 6 || !Ascii.EqualsIgnoreCase(line[..word.Length], word))
            return false;
        line = line[word.Length..].TrimStart(" \t"u8);
        if (line.IsEmpty || line[0] != ':')
            return false;
        return Ascii.EqualsIgnoreCase(line[1..].Trim(" \t"u8), "VCARD"u8);
    }

    /// <summary>Whether a line is <c>AGENT:</c> with nothing behind it: only there may another card begin within a card.</summary>
    public static bool OpensAgent(ReadOnlySpan<byte> line)
    {
        line = line.TrimEnd(" \t"u8);
        if (line.Length < 6 || line[^1] != ':')
            return false;
        var dot = line.IndexOf((byte)'.');
        var name = line[(dot + 1)..];
        return name.Length >= 6 && Ascii.EqualsIgnoreCase(name[..5], "AGENT"u8) && (name[5] is (byte)':' or (byte)';');
    }

    /// <summary>Only letters of base64: outlook-2003 ends such a value by a blank line, and not every writer indents it.</summary>
    public static bool IsBase64(ReadOnlySpan<byte> line) => !line.IsEmpty && line.IndexOfAnyExcept(Base64Letters) < 0;

    private static readonly System.Buffers.SearchValues<byte> Base64Letters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/= \t"u8);
}
