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
    /// <param name="denied">Which edit of this version was denied to who is told, so that his client fetches it again; 0 for none.</param>
    public static string Of(ContactId contact, long version, long denied = 0) =>
        denied == 0 ? string.Create(CultureInfo.InvariantCulture, $"\"{contact}-{version}\"") : string.Create(CultureInfo.InvariantCulture, $"\"{contact}-{version}.{denied}\"");

    /// <summary>Whether it is a tag of this version, whatever was denied.</summary>
    public static bool IsOf(string tag, ContactId contact, long version) => Of(contact, version) is var plain && (tag == plain || tag.StartsWith(plain[..^1] + ".", StringComparison.Ordinal));

    /// <summary>Whether If-Match and If-None-Match let the request be done to a card (RFC 9110 §13.1); null where there is none.</summary>
    public static bool Allow(HttpRequest request, Card? card) =>
        (IsAbsent(request.Headers.IfMatch) || card is not null && Names(request.Headers.IfMatch, card.Is)) && (IsAbsent(request.Headers.IfNoneMatch) || card is null || !Names(request.Headers.IfNoneMatch, card.Is));

    /// <summary>For reading: If-None-Match alone, whose match means 304.</summary>
    public static bool IsUnchanged(HttpRequest request, string current) => !IsAbsent(request.Headers.IfNoneMatch) && Names(request.Headers.IfNoneMatch, tag => tag == current);

    /// <summary>The version that a change must find, where the request has a condition of it.</summary>
    public static long? Expected(HttpRequest request, CardResource card) =>
        IsAbsent(request.Headers.IfMatch) && IsAbsent(request.Headers["If"]) ? null : card.Version;

    private static bool IsAbsent(StringValues header) => StringValues.IsNullOrEmpty(header);

    // Weak tags count, against the letter of the RFC: ours are made weak only by proxies that compress.
    private static bool Names(StringValues header, Func<string, bool> isIt)
    {
        if (!EntityTagHeaderValue.TryParseList(header, out var tags)) return isIt($"\"{header.ToString().Trim()}\""); // without quotes: old Android clients
        foreach (var tag in tags)
            if (tag.Tag == "*" || isIt(tag.Tag.ToString())) return true;
        return false;
    }
}
