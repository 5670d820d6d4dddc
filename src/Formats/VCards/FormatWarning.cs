namespace ContactOffice.Formats;

/// <summary>Something that a lenient reader noticed, or the reason why it could read nothing.</summary>
/// <param name="Code">Stable, for programs: <c>vcard.missing-version</c>.</param>
/// <param name="Line">The line in the text given, from 1; 0 where there is none.</param>
/// <param name="Message">A sentence for people.</param>
public sealed record FormatWarning(string Code, int Line, string Message)
{
    /// <summary>The limit that the message of this code names, in MiB where it is a size; null where it names none.</summary>
    public static int? LimitOf(string code) => code switch
    {
        "vcard.too-large" => VCardLimits.MaxCardBytes >> 20,
        "vcard.too-many-lines" => VCardLimits.MaxLines,
        "vcard.too-deep" => VCardLimits.MaxDepth,
        "vcard.too-many-parameters" => VCardLimits.MaxParameters,
        _ => null,
    };
}
