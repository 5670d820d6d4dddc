using ContactOffice.Formats;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace ContactOffice.Api.Http;

/// <summary>The two languages in which a contact is spoken.</summary>
internal enum Representation
{
    Json,
    VCard,
}

/// <summary>Which representation was sent, and which is wanted (RFC 9110 §12).</summary>
internal static class Negotiation
{
    public const string JsonType = "application/json";
    public const string MergePatchType = "application/merge-patch+json";
    public const string VCardType = "text/vcard";

    /// <summary>The registered type's predecessors, still sent by Apple and Microsoft programs.</summary>
    private static readonly string[] VCardTypes = [VCardType, "text/x-vcard", "text/directory"];

    /// <summary>Null where the content type is neither.</summary>
    public static Representation? Sent(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)) return null;
        if (type.MediaType.Equals(JsonType, StringComparison.OrdinalIgnoreCase)) return Representation.Json;
        foreach (var known in VCardTypes)
            if (type.MediaType.Equals(known, StringComparison.OrdinalIgnoreCase)) return Representation.VCard;
        return null;
    }

    /// <summary>Merge patch is the only kind of patch there is, so that plain JSON means it too.</summary>
    public static bool IsJsonPatch(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && (type.MediaType.Equals(MergePatchType, StringComparison.OrdinalIgnoreCase) || type.MediaType.Equals(JsonType, StringComparison.OrdinalIgnoreCase));

    /// <summary>False where the text names no version of vCard; null and true where there is no text.</summary>
    public static bool TryVersion(string? text, out VCardVersion? version)
    {
        version = text switch { "2.1" => VCardVersion.V21, "3.0" => VCardVersion.V30, "4.0" => VCardVersion.V40, _ => null };
        return version is not null || text is null;
    }

    /// <summary>As the VERSION property and the query say it.</summary>
    public static string Text(this VCardVersion version) => version switch { VCardVersion.V21 => "2.1", VCardVersion.V30 => "3.0", _ => "4.0" };

    public static Problem UnknownVersion(string? text) => Problem.At("version", "unknown-version", $"'{text}' is no version of vCard; there are 2.1, 3.0 and 4.0.", ("version", text ?? ""));

    /// <summary>The better of the two for this Accept; <paramref name="otherwise"/> where it does not care; null where it takes neither.</summary>
    public static Representation? Wanted(HttpRequest request, Representation otherwise)
    {
        var accept = request.Headers.Accept;
        if (StringValues.IsNullOrEmpty(accept) || accept == "*/*") return otherwise;
        if (accept == VCardType) return Representation.VCard;
        if (accept == JsonType) return Representation.Json;
        if (!MediaTypeHeaderValue.TryParseList(accept, out var ranges)) return otherwise;
        var (json, vcard) = (Quality(ranges, JsonType), Math.Max(Quality(ranges, VCardType), Quality(ranges, VCardTypes[1])));
        if (json <= 0 && vcard <= 0) return null;
        return json == vcard ? otherwise : json > vcard ? Representation.Json : Representation.VCard;
    }

    public static Problem Unsupported(HttpContext context, params string[] supported)
    {
        context.Response.Headers.Accept = string.Join(", ", supported);
        var sent = context.Request.ContentType is { Length: > 0 } type ? $"'{type}' is not taken here" : "The request has no content type";
        return new(ProblemKind.UnsupportedMediaType, $"{sent}; send {string.Join(" or ", supported)}.");
    }

    public static Problem NotAcceptable(params string[] available) => new(ProblemKind.NotAcceptable, $"It can be given as {string.Join(" or ", available)}.");

    /// <summary>The weight of the most specific range that covers the type (RFC 9110 §12.5.1).</summary>
    private static double Quality(IList<MediaTypeHeaderValue> ranges, string type)
    {
        var (quality, best) = (0.0, -1);
        foreach (var range in ranges)
        {
            var specificity = range.MatchesAllTypes ? 0
                : range.MatchesAllSubTypes ? type.AsSpan().StartsWith(range.Type.AsSpan(), StringComparison.OrdinalIgnoreCase) ? 1 : -1
                : range.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase) ? 2 : -1;
            if (specificity > best) (quality, best) = (range.Quality ?? 1, specificity);
        }
        return quality;
    }
}
