using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace ContactOffice.Api.Http;

/// <summary>Reads JSON that has no class of its own, and explains JSON that cannot be read.</summary>
internal static partial class JsonBody
{
    /// <summary>Far more than any contact's fields need.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>Says of a value that it should have been an id.</summary>
    public const string NoContactId = "This is no contact id.";

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    /// <summary>The <c>fields</c> object of <c>{"fields": {…}}</c>.</summary>
    public static async Task<(JsonElement Fields, Problem? Problem)> ReadFields(HttpContext context)
    {
        var (bytes, problem) = await RawBody.Read(context, MaxBytes);
        if (bytes is null) return (default, problem);
        try
        {
            using var document = JsonDocument.Parse(bytes, Options);
            return FieldsOf(document.RootElement) is { } wrong ? (default, wrong) : (document.RootElement.GetProperty("fields").Clone(), null);
        }
        catch (JsonException fault)
        {
            return (default, Explain(fault));
        }
        catch (InvalidOperationException) // a string with half a surrogate pair, or bytes that are not UTF-8
        {
            return (default, new Problem(ProblemKind.Malformed, "The body holds text that is not valid UTF-8."));
        }
    }

    /// <summary>Says in the caller's words what is wrong, never in those of our classes.</summary>
    public static Problem Explain(JsonException fault)
    {
        var path = (fault.Path ?? "$").TrimStart('$').TrimStart('.');
        if (Unmapped().Match(fault.Message) is { Success: true } unmapped)
            return Problem.At(path.Length > 0 && path.EndsWith(unmapped.Groups[1].Value, StringComparison.Ordinal) ? path : unmapped.Groups[1].Value, "unknown-field", "This field is unknown.");
        if (fault.Message == NoContactId) return Problem.At(path, "contact-id-unreadable", NoContactId);
        if (fault.Message.StartsWith("The JSON value could not be converted", StringComparison.Ordinal))
            return Problem.At(path.Length > 0 ? path : "$", "wrong-type", "This value has the wrong type or form.");
        if (Duplicate().Match(fault.Message) is { Success: true } duplicate)
            return Problem.At(duplicate.Groups[1].Value, "given-twice", "This field is given twice.");
        var where = fault.LineNumber is { } line ? $" (line {line + 1}, byte {fault.BytePositionInLine + 1})" : "";
        return new(ProblemKind.Malformed, $"The body is not valid JSON{where}.");
    }

    private static Problem? FieldsOf(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object) return Problem.At("$", "not-an-object", "Expected an object with the member fields.");
        foreach (var member in body.EnumerateObject())
            if (!member.NameEquals("fields")) return Problem.At(member.Name, "unknown-field", "This field is unknown; contact fields stand inside the member fields.");
        if (!body.TryGetProperty("fields", out var fields)) return Problem.At("fields", "missing", "This member is missing.");
        return fields.ValueKind == JsonValueKind.Object ? null : Problem.At("fields", "not-an-object", "Expected an object.");
    }

    [GeneratedRegex("^The JSON property '([^']*)' could not be mapped")]
    private static partial Regex Unmapped();

    [GeneratedRegex("^Duplicate property '([^']*)' encountered")]
    private static partial Regex Duplicate();
}
