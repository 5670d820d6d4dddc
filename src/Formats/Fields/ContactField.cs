namespace ContactOffice.Formats;

/// <summary>What a field's value is, and so how JSON and the edit form have it.</summary>
public enum FieldKind
{
    Text,
    Multiline,
    Date,
    Categories,
    Photo,
    /// <summary>A list of values of the kind in <see cref="ContactField.Items"/>.</summary>
    List,
    Address,
    Custom,
    /// <summary>One value of a list, under the one name that other formats have for it: ActiveSync's Email1Address.</summary>
    Slot,
}

/// <summary>What a list's values are.</summary>
public enum ItemKind
{
    None,
    Email,
    Phone,
    Url,
    Im,
    Related,
    Date,
    Address,
    Custom,
}

/// <summary>The section of the edit form.</summary>
public enum FieldGroup
{
    Name,
    Work,
    Reach,
    Address,
    Dates,
    People,
    Notes,
    More,
}

/// <summary>Another property that some clients use for the same, and the type that it implies in a list.</summary>
public readonly record struct Alias(string Property, string? Type = null);

/// <summary>Where a vCard has a value.</summary>
/// <param name="Property">As 4.0 or, where that has none, the most common client names it.</param>
/// <param name="Component">Of a structured value, from 0; -1 for the whole value.</param>
/// <param name="Types">The types that a slot's item has.</param>
/// <param name="NotTypes">Types that it does not have.</param>
/// <param name="Ordinal">Which of the items that fit, from 1.</param>
/// <param name="Bare">An item that has just these types fits too, behind those that really do.</param>
public sealed record FieldPlace(string Property, int Component = -1, string[]? Types = null, string[]? NotTypes = null, int Ordinal = 1, string[]? Bare = null);

/// <summary>
/// A row of the table: one value of a contact, named once by its place in a vCard, with the name that every other format has for it.
/// A name with <c>{n}</c> stands for numbered columns, from 1.
/// </summary>
public sealed record ContactField
{
    /// <summary>Unique; for a field of its own also its JSON name.</summary>
    public required string Name { get; init; }

    public required FieldKind Kind { get; init; }

    public required FieldPlace Place { get; init; }

    public FieldGroup Group { get; init; }

    /// <summary>Properties of clients that mean the same: read, and patched where they stand.</summary>
    public Alias[] Aliases { get; init; } = [];

    /// <summary>How vCard 2.1 and 3.0 name the property, where otherwise than 4.0.</summary>
    public string? PropertyBefore40 { get; init; }

    public ItemKind Items { get; init; }

    /// <summary>The list that a slot belongs to, by its name.</summary>
    public string? List { get; init; }

    /// <summary>Types that the edit form offers.</summary>
    public string[] Types { get; init; } = [];

    /// <summary>MS-ASCNTC: the element, with its code page before the colon (<c>Contacts:FirstName</c>, <c>Contacts2:NickName</c>).</summary>
    public string? ActiveSync { get; init; }

    /// <summary>MS-ASCMD §2.2.3.139: the element that the address list has for it.</summary>
    public string? Gal { get; init; }

    /// <summary>Attributes, the one to be written first.</summary>
    public string[] Ldif { get; init; } = [];

    /// <summary>Google's columns before 2023.</summary>
    public string? GoogleOld { get; init; }

    public string? Google { get; init; }

    public string? Outlook { get; init; }

    /// <summary>Our own CSV.</summary>
    public string? Csv { get; init; }

    /// <summary>Headers that people's own files have, lower case.</summary>
    public string[] Synonyms { get; init; } = [];

    /// <summary>Names how a format composes or parses the value where it is no plain text.</summary>
    public string? Converter { get; init; }

    /// <summary>How much a hit in this field counts; 0 is not searched.</summary>
    public int SearchWeight { get; init; }

    /// <summary>Lists show it.</summary>
    public bool Summary { get; init; }

    /// <summary>The edit form shows it before it is asked for more.</summary>
    public bool Common { get; init; }

    /// <summary>The JSON member; null for a slot, which is part of a list there.</summary>
    public string? Json => Kind == FieldKind.Slot ? null : Name;

    /// <summary>Key of the label in the catalogues.</summary>
    public string Label => "field." + Name;
}
