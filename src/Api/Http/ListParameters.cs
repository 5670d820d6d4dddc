using ContactOffice.GrainInterfaces;

namespace ContactOffice.Api.Http;

/// <summary>The query parameters that name a list of a book.</summary>
internal static class ListParameters
{
    private const int MaxText = 200;
    private const int MaxLocale = 35; // RFC 5646 §4.4.1

    /// <summary>Null where they can be used. A language that is not known is no mistake: its reader gets the order of most languages.</summary>
    public static Problem? Read(string? order, string? locale, string? text, out NameOrder sorted)
    {
        sorted = order switch { "lastFirst" => NameOrder.LastFirst, "recent" => NameOrder.Recent, _ => NameOrder.FirstLast };
        if (order is not (null or "firstLast" or "lastFirst" or "recent")) return Problem.At("order", "not-a-choice", "It can be firstLast, lastFirst or recent.", ("choices", "firstLast, lastFirst, recent"));
        if (locale?.Length > MaxLocale) return Problem.At("locale", "too-long", $"It can have {MaxLocale} characters.", ("max", MaxLocale));
        return text?.Length > MaxText ? Problem.At("q", "too-long", $"It can have {MaxText} characters.", ("max", MaxText)) : null;
    }
}
