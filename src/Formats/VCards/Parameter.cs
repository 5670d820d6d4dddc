namespace ContactOffice.Formats;

/// <summary>
/// One parameter of a content line. Bare words of vCard 2.1 (<c>TEL;WORK;VOICE</c>) are read as the TYPE, ENCODING or VALUE that they mean.
/// </summary>
/// <param name="Name">In capitals; empty for what is no parameter.</param>
/// <param name="Values">Without quotes, RFC 6868 carets decoded; a list such as <c>TYPE="work,voice"</c> is taken apart.</param>
/// <param name="AsSent">The parameter's own text, so that a patched line can repeat it.</param>
public sealed record Parameter(string Name, IReadOnlyList<string> Values, string AsSent)
{
    public string Value => Values.Count > 0 ? Values[0] : "";
}
