using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace ContactOffice.Api.Http;

/// <summary>
/// The entity tags of a contact: <c>"7"</c> names version 7 as its stored vCard, <c>"7.json"</c> as JSON, <c>"7.v3.0"</c> converted,
/// because strong validators differ per representation (RFC 9110 §8.8.3). Preconditions compare versions: whoever has seen
/// version 7 in any form may replace it.
/// </summary>
internal static class ETags
{
    public const string Json = ".json";

    /// <param name="form">Empty for the stored vCard, otherwise the suffix of another representation.</param>
    public static string Of(long version, string form = "") => $"\"{version}{form}\"";

    /// <summary>
    /// The versions of which If-Match asks that one be the current (RFC 9110 §13.1.1); null where every version will do, empty where none
    /// can. Weak tags count, against the letter of the RFC: ours are made weak only by proxies that compress.
    /// </summary>
    public static long[]? IfMatch(HttpRequest request)
    {
        var header = request.Headers.IfMatch;
        if (StringValues.IsNullOrEmpty(header)) return null;
        if (!EntityTagHeaderValue.TryParseList(header, out var tags)) return [];
        var versions = new List<long>(tags.Count);
        foreach (var tag in tags)
        {
            if (tag.Tag == "*") return null;
            if (TryVersion(tag.Tag.AsSpan(), out var version)) versions.Add(version);
        }
        return [.. versions];
    }

    /// <summary>Whether If-None-Match names this tag, by weak comparison (RFC 9110 §13.1.2).</summary>
    public static bool NoneMatch(HttpRequest request, string current)
    {
        var header = request.Headers.IfNoneMatch;
        if (StringValues.IsNullOrEmpty(header) || !EntityTagHeaderValue.TryParseList(header, out var tags)) return false;
        foreach (var tag in tags)
            if (tag.Tag == "*" || tag.Tag == current) return true;
        return false;
    }

    private static bool TryVersion(ReadOnlySpan<char> tag, out long version)
    {
        var text = tag.Trim('"');
        if (text.IndexOf('.') is >= 0 and var dot) text = text[..dot];
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out version);
    }
}
