using System.Globalization;
using ContactOffice.Dav.Resources;
using ContactOffice.GrainInterfaces;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace ContactOffice.Dav.Conditions;

/// <summary>
/// Strong entity tags of cards. The contact is part of them, since a name can be another contact's after a deletion, which would begin at version 1 again
/// (RFC 9110 §8.8.1).
/// </summary>
internal static class ETags
{
    public static string Of(ContactId contact, long version) => string.Create(CultureInfo.InvariantCulture, $"\"{contact}-{version}\"");

    /// <summary>Whether If-Match and If-None-Match let the request be done to what has this tag (RFC 9110 §13.1); null where there is nothing.</summary>
    public static bool Allow(HttpRequest request, string? current) =>
        (IsAbsent(request.Headers.IfMatch) || Names(request.Headers.IfMatch, current)) && (IsAbsent(request.Headers.IfNoneMatch) || !Names(request.Headers.IfNoneMatch, current));

    /// <summary>For reading: If-None-Match alone, whose match means 304.</summary>
    public static bool IsUnchanged(HttpRequest request, string current) => !IsAbsent(request.Headers.IfNoneMatch) && Names(request.Headers.IfNoneMatch, current);

    /// <summary>The version that a change must find, where the request has a condition of it.</summary>
    public static long? Expected(HttpRequest request, CardResource card) =>
        IsAbsent(request.Headers.IfMatch) && IsAbsent(request.Headers["If"]) ? null : card.Version;

    private static bool IsAbsent(StringValues header) => StringValues.IsNullOrEmpty(header);

    // Weak tags count, against the letter of the RFC: ours are made weak only by proxies that compress.
    private static bool Names(StringValues header, string? current)
    {
        if (current is null) return false;
        if (!EntityTagHeaderValue.TryParseList(header, out var tags)) return header.ToString().Trim() == current.Trim('"'); // without quotes: old Android clients
        foreach (var tag in tags)
            if (tag.Tag == "*" || tag.Tag == current) return true;
        return false;
    }
}
