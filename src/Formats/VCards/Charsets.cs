using System.Collections.Concurrent;
using System.Text;
using System.Text.Unicode;

namespace ContactOffice.Formats;

/// <summary>Character sets by the names that cards give them. UTF-8 unless a line says otherwise; what is no UTF-8 is read as Windows-1252.</summary>
internal static class Charsets
{
    private static readonly Encoding Windows1252;

    private static readonly ConcurrentDictionary<string, Encoding?> Found = new(StringComparer.OrdinalIgnoreCase);

    static Charsets()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        Windows1252 = Encoding.GetEncoding(1252);
    }

    public static string Latin(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);

    public static string Utf8OrLatin(ReadOnlySpan<byte> bytes) => Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : Windows1252.GetString(bytes);

    /// <param name="charset">The CHARSET parameter; null where there is none.</param>
    /// <param name="problem">Why the text may be wrong; null where it is not.</param>
    public static string Decode(ReadOnlySpan<byte> bytes, string? charset, out string? problem)
    {
        problem = null;
        if (charset is null || IsUtf8(charset))
        {
            if (Utf8.IsValid(bytes))
                return Encoding.UTF8.GetString(bytes);
            problem = "vcard.not-utf8";
            return Windows1252.GetString(bytes);
        }
        if (Find(charset) is { } encoding)
            return encoding.GetString(bytes);
        problem = "vcard.unknown-charset";
        return Utf8OrLatin(bytes);
    }

    private static bool IsUtf8(string charset) =>
        charset.Equals("UTF-8", StringComparison.OrdinalIgnoreCase) || charset.Equals("UTF8", StringComparison.OrdinalIgnoreCase);

    private static Encoding? Find(string charset)
    {
        if (Found.TryGetValue(charset, out var found))
            return found;
        found = LookUp(charset.Trim());
        // Names come from anywhere; only so many are worth remembering.
        if (Found.Count < 200 && charset.Length < 40)
            Found[charset] = found;
        return found;
    }

    private static Encoding? LookUp(string charset)
    {
        try
        {
            return Encoding.GetEncoding(charset);
        }
        catch (Exception unknown) when (unknown is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
