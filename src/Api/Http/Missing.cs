using System.Text.Json;

namespace ContactOffice.Api.Http;

/// <summary>Finds members of a request body that are required and were not given.</summary>
internal static class Missing
{
    /// <summary>Null where all are there.</summary>
    public static Problem? In(params ReadOnlySpan<(string Name, string? Value)> members)
    {
        List<FieldError>? errors = null;
        foreach (var (name, value) in members)
            if (value is null) (errors ??= []).Add(new(JsonNamingPolicy.CamelCase.ConvertName(name), "missing", "This member is missing."));
        return errors is null ? null : new(ProblemKind.Invalid, $"{errors[0].Path}: {errors[0].Message}", errors);
    }
}
