using System.Globalization;
using System.Xml.Linq;

namespace ContactOffice.ActiveSync;

/// <summary>Reading requests.</summary>
internal static class Xml
{
    /// <summary>The text of a child; null where there is none.</summary>
    public static string? Text(this XElement element, XName child) => element.Element(child)?.Value;

    /// <summary>A child that is a switch: there and empty means on (MS-ASDTYPE §2.1).</summary>
    /// <returns>Null where there is none.</returns>
    /// <exception cref="FormatException">It is neither 0 nor 1.</exception>
    public static bool? Flag(this XElement element, XName child) => element.Text(child) switch
    {
        null => null,
        "" or "1" => true,
        "0" => false,
        var other => throw new FormatException($"{child.LocalName} is no switch: {other}"),
    };

    /// <summary>A number that is not negative; null where there is no such child.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static int? Number(this XElement element, XName child) => element.Text(child) is not { } text ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? (int)Math.Min(number, int.MaxValue) : throw new FormatException($"{child.LocalName} is no number: {text}");
}
