using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;

namespace ContactOffice.Formats;

/// <summary>
/// A parsed card: its content lines in order, with the bytes they came from. What is not edited is written as it was sent.
/// Not safe for use by several threads at once.
/// </summary>
public sealed class VCard
{
    private readonly byte[]? asSent;
    private readonly ReadOnlyMemory<byte> prefix;
    private readonly ReadOnlyMemory<byte> suffix;
    private IReadOnlyList<ContentLine> lines;
    private bool edited;

    private VCard(IReadOnlyList<ContentLine> lines, VCardVersion version, IReadOnlyList<FormatWarning> warnings, ReadOnlyMemory<byte> prefix, ReadOnlyMemory<byte> suffix, byte[]? asSent)
    {
        this.lines = lines;
        this.prefix = prefix;
        this.suffix = suffix;
        this.asSent = asSent;
        Version = version;
        Warnings = warnings;
    }

    /// <summary>3.0 where the card does not say.</summary>
    public VCardVersion Version { get; }

    public IReadOnlyList<FormatWarning> Warnings { get; }

    /// <summary>From BEGIN to END. A nested card is the value of its AGENT line.</summary>
    public IReadOnlyList<ContentLine> Lines => lines;

    /// <summary>The first UID; null where there is none or it is empty.</summary>
    public string? Uid
    {
        get
        {
            foreach (var line in lines)
                if (line.Name == "UID" && Text.Clean(Text.Unescape(line.Value)) is { Length: > 0 } uid)
                    return uid;
            return null;
        }
    }

    /// <summary>FN; where that is missing a name made of N, NICKNAME, ORG, EMAIL or TEL; empty where all are.</summary>
    public string DisplayName => DisplayNames.Of(lines);

    /// <summary>
    /// Reads one card of any version. False where the bytes hold no whole card: no BEGIN:VCARD, no END:VCARD, several cards, or more than
    /// <see cref="VCardLimits"/> allow; the error says what and where. Everything else is read, with warnings. Never throws for what it reads.
    /// </summary>
    public static bool TryParse(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out VCard? card, out FormatWarning? error)
    {
        card = null;
        error = null;
        if (bytes.Length > VCardLimits.MaxCardBytes)
        {
            error = new("vcard.too-large", 0, $"The card is larger than {VCardLimits.MaxCardBytes / 1024 / 1024} MiB.");
            return false;
        }
        var asSent = Utf16.ToUtf8(bytes.Span, out var transcoded) ? bytes.ToArray() : null;
        var text = transcoded ?? bytes;
        var reader = new CardReader(text.Span);
        error = reader.Read();
        if (error is not null)
            return false;
        var version = FindVersion(ref reader, text);
        var lines = new ContentLine[reader.Lines.Count];
        var isUtf8 = Utf8.IsValid(text.Span);
        for (var i = 0; i < lines.Length; i++)
        {
            lines[i] = new(reader.Lines[i], text, version);
            WarnOfValue(ref reader, lines[i], isUtf8);
        }
        card = new(lines, version, reader.Warnings, text[..reader.PrefixEnd], text[reader.SuffixStart..], asSent);
        return true;
    }

    /// <summary>As sent, with what was edited.</summary>
    public byte[] ToBytes()
    {
        if (asSent is not null && !edited)
            return [.. asSent];
        var bytes = new byte[prefix.Length + lines.Sum(l => l.Raw.Length) + suffix.Length];
        prefix.CopyTo(bytes);
        var at = prefix.Length;
        foreach (var line in lines)
        {
            line.Raw.CopyTo(bytes.AsMemory(at));
            at += line.Raw.Length;
        }
        suffix.CopyTo(bytes.AsMemory(at));
        return bytes;
    }

    /// <summary>The line end that this card uses.</summary>
    internal string NewLine
    {
        get
        {
            var begin = lines[0].Raw.Span;
            return begin.EndsWith("\r\n"u8) ? "\r\n" : begin.EndsWith("\r"u8) ? "\r" : "\n";
        }
    }

    internal ReadOnlyMemory<byte> Prefix => prefix;

    internal ReadOnlyMemory<byte> Suffix => suffix;

    internal void Commit(IReadOnlyList<ContentLine> changed)
    {
        lines = changed;
        edited = true;
    }

    private static VCardVersion FindVersion(ref CardReader reader, ReadOnlyMemory<byte> bytes)
    {
        foreach (var raw in reader.Lines)
        {
            if (raw.Header.Name != "VERSION")
                continue;
            var text = Encoding.Latin1.GetString(bytes.Span[raw.ValueStart..raw.ValueEnd]);
            if (VCardVersions.Parse(text) is { } version)
                return version;
            reader.Warn("vcard.unknown-version", raw.FirstLine, "This vCard version is unknown; it was read as 3.0.");
            return VCardVersion.V30;
        }
        reader.Warn("vcard.missing-version", 0, "The card does not say its version; it was read as 3.0.");
        return VCardVersion.V30;
    }

    private static void WarnOfValue(ref CardReader reader, ContentLine line, bool isUtf8)
    {
        if (isUtf8 && line.Transfer != TransferEncoding.QuotedPrintable && line.Parameter("CHARSET") is null)
            return;
        _ = ValueReader.Read(line, line.Version, out var problem);
        if (problem is not null)
            reader.Warn(problem, line.FirstLine, ValueProblem(problem));
    }

    private static string ValueProblem(string code) => code switch
    {
        "vcard.not-utf8" => "This is not UTF-8; it was read as Windows-1252.",
        "vcard.unknown-charset" => "The character set is unknown; the text may be wrong.",
        _ => "The quoted-printable text is malformed; what is no escape was kept.",
    };
}
