namespace ContactOffice.Formats;

/// <summary>The parameters of a line that is written: those of the old line, with what the edit changes.</summary>
internal sealed class ItemParameters
{
    private readonly VCardVersion version;
    private readonly List<Parameter> parameters = [];

    public ItemParameters(VCardVersion version, ContentLine? old)
    {
        this.version = version;
        if (old is null)
            return;
        // How the old value was encoded says nothing of the new one.
        parameters.AddRange(old.Parameters.Where(p => p.Name is not ("ENCODING" or "CHARSET")));
    }

    public List<string> ToList() => [.. parameters.Select(p => p.AsSent)];

    public string? Find(string name) => parameters.Find(p => p.Name == name)?.Value;

    /// <summary>Sets a parameter, or takes it away.</summary>
    public void Set(string name, string? value)
    {
        var at = parameters.FindIndex(p => p.Name == name);
        if (at >= 0 && value is not null && parameters[at].Value.Equals(value, StringComparison.OrdinalIgnoreCase))
            return;
        if (at >= 0)
            parameters.RemoveAt(at);
        if (value is not null)
            parameters.Insert(at < 0 ? parameters.Count : at, new(name, [value], $"{name}={ParameterText.Encode(value)}"));
    }

    /// <summary>Sets the TYPE values that people see; hidden ones such as <c>internet</c> stay, and so does all writing that still holds.</summary>
    public void SetTypes(string[] types, bool preferred, ItemKind kind)
    {
        var present = parameters.Where(p => p.Name == "TYPE").SelectMany(p => p.Values).ToList();
        var wasPreferred = present.Exists(IsPref) || parameters.Exists(p => p.Name == "PREF" && p.Value == "1");
        var visible = present.Select(Types.Token).Where(t => !Types.IsHidden(t)).ToHashSet(StringComparer.Ordinal);
        if (preferred != wasPreferred && version == VCardVersion.V40)
            Set("PREF", preferred ? "1" : null);
        if (visible.SetEquals(types) && (preferred == wasPreferred || version == VCardVersion.V40) && (preferred || !present.Exists(IsPref)))
            return;
        var kept = present.Where(t => Types.IsHidden(Types.Token(t)) ? KeepsHidden(Types.Token(t), types, preferred) : types.Contains(Types.Token(t))).ToList();
        var have = kept.Select(Types.Token).ToHashSet(StringComparer.Ordinal);
        kept.AddRange(types.Where(t => !have.Contains(t)));
        if (kind == ItemKind.Email && present.Count == 0 && parameters.Count == 0 && version != VCardVersion.V40)
            kept.Insert(0, "INTERNET");
        if (preferred && version != VCardVersion.V40 && !have.Contains("pref"))
            kept.Add("pref");
        if (!preferred)
            parameters.RemoveAll(p => p.Name == "PREF" && p.Value == "1");
        WriteTypes(kept);
    }

    /// <summary>What described the old value and cannot describe the new one.</summary>
    public void DropStale(ItemKind kind)
    {
        if (kind == ItemKind.Address)
            parameters.RemoveAll(p => p.Name is "LABEL" or "GEO");
        if (kind == ItemKind.Url)
            parameters.RemoveAll(p => p.Name == "X-USER");
    }

    private static bool IsPref(string type) => type.Equals("pref", StringComparison.OrdinalIgnoreCase);

    private static bool KeepsHidden(string token, string[] types, bool preferred) =>
        token switch { "pref" => preferred, "voice" => !types.Contains("fax"), _ => true };

    private void WriteTypes(List<string> types)
    {
        var at = parameters.FindIndex(p => p.Name == "TYPE");
        parameters.RemoveAll(p => p.Name == "TYPE");
        at = at < 0 ? 0 : Math.Min(at, parameters.Count);
        if (types.Count == 0)
            return;
        if (version == VCardVersion.V40)
        {
            var list = string.Join(',', types.Select(ParameterText.Encode));
            parameters.Insert(at, new("TYPE", types, "TYPE=" + list));
            return;
        }
        // Outlook and phones read 2.1 types as bare words; in 3.0 one TYPE each is read by everybody.
        foreach (var type in Enumerable.Reverse(types))
        {
            var word = ParameterText.Encode(IsPref(type) ? "pref" : type.ToUpperInvariant());
            parameters.Insert(at, new("TYPE", [type], version == VCardVersion.V21 && IsBareWord(word) ? word.ToUpperInvariant() : "TYPE=" + word));
        }
    }

    private static bool IsBareWord(string word) => word.ToUpperInvariant() is not ("B" or "URL" or "CID" or "INLINE" or "BASE64" or "8BIT" or "7BIT");
}
