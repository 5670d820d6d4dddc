namespace ContactOffice.Formats;

/// <summary>The three versions in use: versit 2.1 (1996), RFC 2426, RFC 6350.</summary>
public enum VCardVersion
{
    V21,
    V30,
    V40,
}

internal static class VCardVersions
{
    public static string Text(this VCardVersion version) => version switch
    {
        VCardVersion.V21 => "2.1",
        VCardVersion.V30 => "3.0",
        _ => "4.0",
    };

    public static VCardVersion? Parse(ReadOnlySpan<char> text) => text.Trim() switch
    {
        "2.1" => VCardVersion.V21,
        "3.0" => VCardVersion.V30,
        "4.0" => VCardVersion.V40,
        _ => null,
    };
}
