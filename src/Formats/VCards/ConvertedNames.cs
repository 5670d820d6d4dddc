namespace ContactOffice.Formats;

/// <summary>What a property is called in another version: RFC 6350 gave names to what clients had kept in their own before it.</summary>
internal static class ConvertedNames
{
    private static readonly (string V40, string Before)[] Pairs =
    [
        ("KIND", "X-ADDRESSBOOKSERVER-KIND"), ("MEMBER", "X-ADDRESSBOOKSERVER-MEMBER"), ("GENDER", "X-GENDER"), ("RELATED", "X-ABRELATEDNAMES"), ("ANNIVERSARY", "X-ANNIVERSARY"),
    ];

    public static string Of(ContentLine line, VCardVersion to, bool isAnniversary)
    {
        if (to == VCardVersion.V40 && (isAnniversary || line.Name is "X-EVOLUTION-ANNIVERSARY" or "X-MS-ANNIVERSARY"))
            return "ANNIVERSARY";
        foreach (var (v40, before) in Pairs)
        {
            if (to == VCardVersion.V40 && line.Name == before)
                return v40;
            if (to != VCardVersion.V40 && line.Version == VCardVersion.V40 && line.Name == v40)
                return before;
        }
        return line.Name;
    }
}
