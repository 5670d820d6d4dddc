using System.Text;

namespace ContactOffice.Formats;

/// <summary>Cards of one version as cards of another.</summary>
public static class VCardConverter
{
    /// <summary>
    /// The card in <paramref name="to"/>; its own bytes where it is of that version already. Properties that the other version lacks go by the
    /// name that clients use for them there, and unknown ones survive as they are. Lines that are no properties are left out.
    /// Give it the card with its pictures in place; a cut card is converted too, place holders and all.
    /// </summary>
    public static byte[] Convert(VCard card, VCardVersion to)
    {
        if (card.Version == to)
            return card.ToBytes();
        var conversion = new Conversion(card, to);
        conversion.Run();
        return conversion.ToBytes();
    }
}

/// <summary>One conversion: what is written so far.</summary>
internal sealed class Conversion(VCard card, VCardVersion to)
{
    private readonly CardLabels labels = new(card.Lines);
    private readonly List<byte[]> written = [];
    private readonly HashSet<string> groups = card.Lines.Where(l => l.Group is not null).Select(l => l.Group!).ToHashSet(StringComparer.OrdinalIgnoreCase);
    private bool hasAnniversary = card.Lines.Any(l => l.Name == "ANNIVERSARY");

    public void Run()
    {
        Write(null, "BEGIN", [], "VCARD");
        Write(null, "VERSION", [], to.Text());
        var hasFn = DisplayNames.Written(card.Lines) is not null;
        if (!hasFn && to != VCardVersion.V21)
            Write(null, "FN", [], Text.Whole(card.DisplayName, to));
        if (to != VCardVersion.V40 && card.Lines.All(l => l.Name != "N"))
            Write(null, "N", [], NameParts());
        foreach (var line in card.Lines)
            if (line.Name is not ("" or "BEGIN" or "END" or "VERSION") && line.Name.All(LineWriter.IsNameCharacter) && (line.Name != "FN" || hasFn || to == VCardVersion.V21))
                WriteLine(line);
        Write(null, "END", [], "VCARD");
    }

    public byte[] ToBytes() => [.. written.SelectMany(l => l)];

    private void Write(string? group, string name, IEnumerable<string> parameters, string value) =>
        written.Add(LineWriter.Write(to, "\r\n", group, name, parameters, value));

    /// <summary>RFC 2426 §3.1.2 requires N: what comes last in FN is the family name, unless FN is the company's.</summary>
    private string NameParts()
    {
        var name = card.DisplayName.Replace('\n', ' ');
        if (name.Length == 0 || card.Lines.Any(l => l.Name == "ORG" && Text.Clean(Text.Unescape(Text.Part(l.Value, 0))) == name))
            return ";;;;";
        var space = name.LastIndexOf(' ');
        var first = space < 0 ? name : name[..space];
        var last = space < 0 ? "" : name[(space + 1)..];
        return $"{Text.EscapeComponent(last, to)};{Text.EscapeComponent(first, to)};;;";
    }

    private void WriteLine(ContentLine line)
    {
        var name = ConvertedNames.Of(line, to, ListReader.IsAnniversary(line, labels));
        if (name == "ANNIVERSARY" && line.Name != "ANNIVERSARY")
        {
            // RFC 6350 §6.2.6 allows one; the others keep their own names.
            name = hasAnniversary ? line.Name : name;
            hasAnniversary = true;
        }
        var parameters = new ConvertedParameters(line, to, name);
        var group = line.Group;
        var label = Related(line, name, parameters, ref group);
        if (InlineValue.Find(line) is { } inline)
            WriteInline(line, inline, group, name, parameters);
        else
        {
            // The value first: it may ask for a parameter.
            var value = ConvertedValues.Of(line, name, to, parameters);
            Write(group, name == line.Name ? line.NameAsSent : name, parameters.ToList(), value);
        }
        if (label is not null)
            Write(group, "X-ABLabel", [], label);
        if (line.Name == "ADR" && card.Version == VCardVersion.V40 && line.Parameter("LABEL")?.Value is { Length: > 0 } formatted)
            Write(line.Group, "LABEL", parameters.ToList(), Text.Whole(Text.Clean(formatted), to));
    }

    /// <summary>A relation is a TYPE in 4.0 (RFC 6350 §6.6.6) and a label of the group before it; answers the label to write.</summary>
    private string? Related(ContentLine line, string name, ConvertedParameters parameters, ref string? group)
    {
        if (name == "RELATED" && line.Name != name && labels.Of(line) is { } present && AppleLabels.TypeOf(present) is { } type)
            parameters.AddType(type);
        if (name != "X-ABRELATEDNAMES" || line.Name == name || labels.Of(line) is not null || parameters.TakeType(t => AppleLabels.WordFor(t) is not null) is not { } taken)
            return null;
        if (group is null)
        {
            var number = 1;
            while (!groups.Add($"item{number}"))
                number++;
            group = $"item{number}";
        }
        return AppleLabels.WordFor(taken);
    }

    private void WriteInline(ContentLine line, InlineValue inline, string? group, string name, ConvertedParameters parameters)
    {
        if (BlobToken.TryParse(inline.Text(line), out var token))
        {
            WriteToken(token, inline.MediaType, group, name, parameters);
            return;
        }
        var base64 = Encoding.Latin1.GetString(inline.Text(line)).Where(c => c is not ('\r' or '\n' or ' ' or '\t')).ToArray().AsSpan().ToString();
        var mediaType = inline.MediaType;
        var list = parameters.ForInline(mediaType);
        if (to == VCardVersion.V40)
        {
            Write(group, name, list, $"data:{mediaType ?? "application/octet-stream"};base64,{base64}");
            return;
        }
        var header = string.Concat(list.Select(p => ";" + p));
        var prefix = group is null ? name : $"{group}.{name}";
        // vCard 2.1 §2.1.3 ends base64 by an empty line.
        written.Add([.. LineWriter.Fold($"{prefix}{header}:{base64}", "\r\n"), .. to == VCardVersion.V21 ? "\r\n"u8 : default]);
    }

    /// <summary>A place holder stays in one piece.</summary>
    private void WriteToken(BlobToken token, string? mediaType, string? group, string name, ConvertedParameters parameters)
    {
        var header = string.Concat(parameters.ForInline(mediaType).Select(p => ";" + p));
        var prefix = group is null ? name : $"{group}.{name}";
        var data = to == VCardVersion.V40 ? $"data:{mediaType ?? "application/octet-stream"};base64," : "";
        written.Add(Encoding.UTF8.GetBytes($"{prefix}{header}:{data}{token.Text}\r\n"));
    }
}
