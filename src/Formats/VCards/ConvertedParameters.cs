namespace ContactOffice.Formats;

/// <summary>A line's parameters in the manner of another version.</summary>
internal sealed class ConvertedParameters
{
    private readonly VCardVersion to;
    private readonly List<string> types = [];
    private readonly List<Parameter> others = [];
    private bool preferred;

    public ConvertedParameters(ContentLine line, VCardVersion to, string name)
    {
        this.to = to;
        foreach (var parameter in line.Parameters)
        {
            if (parameter.Name == "TYPE")
                AddTypes(parameter, name);
            else if (parameter is { Name: "PREF", Value: "1" })
                preferred = true;
            else if (parameter.Name is not ("ENCODING" or "CHARSET" or "") && !(parameter.Name is "LABEL" or "X-APPLE-OMIT-YEAR"))
                others.Add(parameter);
        }
    }

    public void Set(string name, string? value)
    {
        others.RemoveAll(p => p.Name == name);
        if (value is not null)
            others.Add(new(name, [value], $"{name}={value}"));
    }

    public void AddType(string type) => types.Add(type);

    public string? TakeType(Func<string, bool> wanted)
    {
        var at = types.FindIndex(t => wanted(Types.Token(t)));
        if (at < 0)
            return null;
        var type = Types.Token(types[at]);
        types.RemoveAt(at);
        return type;
    }

    public List<string> ToList()
    {
        var list = new List<string>();
        if (to == VCardVersion.V40)
        {
            if (types.Count > 0)
                list.Add("TYPE=" + string.Join(',', types.Select(t => ParameterText.Encode(t.ToLowerInvariant()))));
            if (preferred)
                list.Add("PREF=1");
        }
        else
            list.AddRange(types.Append(preferred ? "PREF" : "").Where(t => t.Length > 0)
                .Select(t => to == VCardVersion.V21 && Types.IsValid(t) ? t.ToUpperInvariant() : "TYPE=" + Plain(t.ToUpperInvariant())));
        list.AddRange(others.Select(p => p.AsSent.Contains('=', StringComparison.Ordinal) ? Plain(p) : p.Name + "=" + p.Value));
        return list;
    }

    /// <summary>For a value in base64: its media type is a TYPE before 4.0, and part of the data: URI in it.</summary>
    public List<string> ForInline(string? mediaType)
    {
        types.RemoveAll(t => MediaTypes.OfWord(t) is not null);
        Set("MEDIATYPE", null);
        Set("VALUE", null);
        var list = ToList();
        if (to == VCardVersion.V40)
            return list;
        list.Insert(0, to == VCardVersion.V21 ? "ENCODING=BASE64" : "ENCODING=b");
        if (mediaType is not null)
            list.Insert(1, to == VCardVersion.V21 ? MediaTypes.WordOf(mediaType) : "TYPE=" + MediaTypes.WordOf(mediaType));
        return list;
    }

    private void AddTypes(Parameter parameter, string name)
    {
        foreach (var type in parameter.Values)
        {
            if (type.Equals("pref", StringComparison.OrdinalIgnoreCase))
                preferred = true;
            // RFC 6350 §6.4.2 has no other kind of e-mail any more.
            else if (!(to == VCardVersion.V40 && name == "EMAIL" && type.Equals("internet", StringComparison.OrdinalIgnoreCase)))
                types.Add(type);
        }
    }

    private string Plain(Parameter parameter) => to == VCardVersion.V21 ? $"{parameter.Name}={Plain(string.Join(',', parameter.Values))}" : parameter.AsSent;

    /// <summary>2.1 knows no quotes: what would need them cannot be said there.</summary>
    private string Plain(string value) =>
        to == VCardVersion.V21 ? string.Concat(value.Select(c => c is ';' or ':' or '"' || char.IsControl(c) ? ' ' : c)) : ParameterText.Encode(value);
}
