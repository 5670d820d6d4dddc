using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ContactOffice.Formats;
using ContactOffice.GrainInterfaces;

namespace ContactOffice.ActiveSync.Contacts;

/// <summary>How a client wants notes (MS-ASAIRS §2.2.2.12).</summary>
/// <param name="Type">1 plain text, 2 HTML.</param>
/// <param name="TruncationSize">In bytes; null for the whole.</param>
/// <param name="AllOrNone">Nothing rather than a part.</param>
internal sealed partial record BodyPreference(int Type, int? TruncationSize, bool AllOrNone)
{
    public const int Text = 1;
    public const int Html = 2;

    private static readonly XNamespace Base = Names.AirSyncBase;

    public static readonly BodyPreference Whole = new(Text, null, false);

    /// <summary>The plainest of those that a client takes; the whole plain text where it says nothing.</summary>
    /// <exception cref="FormatException">A preference that is none.</exception>
    public static BodyPreference Read(XElement? options)
    {
        BodyPreference? best = null;
        foreach (var element in options?.Elements(Base + "BodyPreference") ?? [])
        {
            var type = element.Number(Base + "Type") ?? throw new FormatException("A BodyPreference has no Type.");
            if (type is < 1 or > 4) throw new FormatException($"There is no body type {type}.");
            var one = new BodyPreference(type, element.Number(Base + "TruncationSize"), element.Flag(Base + "AllOrNone") ?? false);
            if (type is Text or Html && (best is null || type < best.Type)) best = one;
        }
        return best ?? Whole;
    }

    /// <summary>The same for who has to know a cut note again.</summary>
    public NotesForm Form => new(Type == Html, TruncationSize, AllOrNone);

    /// <summary>MS-ASAIRS §2.2.2.9. Cut to the byte, but never through a character.</summary>
    /// <param name="from">First byte of a range of ItemOperations.</param>
    public XElement Write(string note, int from = 0, long? length = null, List<ReadOnlyMemory<byte>>? parts = null)
    {
        var bytes = Encoding.UTF8.GetBytes(ActiveSyncCard.Note(note, Type == Html));
        var end = Math.Min(bytes.Length, TruncationSize ?? bytes.Length);
        if (AllOrNone && end < bytes.Length) end = 0;
        var begin = ActiveSyncCard.Boundary(bytes, Math.Min(from, end));
        if (length is { } most) end = (int)Math.Min(end, begin + most);
        end = Math.Max(begin, ActiveSyncCard.Boundary(bytes, end));
        var body = new XElement(Base + "Body", new XElement(Base + "Type", Type), new XElement(Base + "EstimatedDataSize", bytes.Length));
        if (end - begin < bytes.Length) body.Add(new XElement(Base + "Truncated", 1));
        if (parts is not null && end > begin)
        {
            parts.Add(bytes.AsMemory(begin, end - begin));
            body.Add(new XElement(Names.ItemOperations + "Part", parts.Count));
        }
        else if (end > begin) body.Add(new XElement(Base + "Data", Encoding.UTF8.GetString(bytes, begin, end - begin)));
        return body;
    }

    /// <summary>What a client sent as notes; null where it is in a form that is not read, or in HTML of which no text can be made in a second.</summary>
    public static string? Read(XElement body, out bool isThere)
    {
        isThere = body.Element(Base + "Data") is not null || body.Element(Base + "Type") is not null;
        var data = body.Text(Base + "Data") ?? "";
        return body.Text(Base + "Type") switch
        {
            "1" or null => data,
            "2" => FromHtml(data),
            _ => null,
        };
    }

    /// <summary>Lines of the source are no lines of the text: programs wrap HTML between words.</summary>
    private static string? FromHtml(string html)
    {
        try
        {
            var text = Breaks().Replace(LineEnds().Replace(Unseen().Replace(html, ""), " "), "\n");
            return WebUtility.HtmlDecode(Indents().Replace(Tags().Replace(text, ""), "\n")).Trim();
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"<(head|style|script)\b.*?</\1\s*>|<!--.*?-->", RegexOptions.IgnoreCase | RegexOptions.Singleline, 1000)]
    private static partial Regex Unseen();

    // Each run of blanks is looked at from its beginning only: the cost stays linear.
    [GeneratedRegex(@"(?<![ \t])[ \t]*\r?\n[ \t]*", RegexOptions.None, 1000)]
    private static partial Regex LineEnds();

    [GeneratedRegex(@"(?<![ \t])[ \t]*\n[ \t]*", RegexOptions.None, 1000)]
    private static partial Regex Indents();

    [GeneratedRegex(@"<br\s*/?>|</(p|div|li|tr|h\d)\s*>", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Breaks();

    [GeneratedRegex("<[^>]*>", RegexOptions.None, 1000)]
    private static partial Regex Tags();
}
