using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using ContactOffice.Formats;
using ContactOffice.GrainInterfaces;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace ContactOffice.Api.Http;

/// <summary>One wrong place in a request.</summary>
/// <param name="Path">A JSON path such as <c>fields.emails[1].value</c>, or the name of a parameter or header; empty for the whole body.</param>
/// <param name="Code">Stable, for programs that say it in another language: <c>too-long</c>.</param>
/// <param name="Values">What the message has of numbers and names, by name.</param>
public sealed record FieldError(string Path, string Code, string Message, IReadOnlyDictionary<string, string>? Values = null);

/// <summary>Why a request was not done, as RFC 9457 problem details.</summary>
public sealed record Problem(
    [property: JsonIgnore] ProblemKind Kind,
    string? Detail = null,
    IReadOnlyList<FieldError>? Errors = null) : IResult, IEndpointMetadataProvider
{
    private const string MediaType = "application/problem+json";

    /// <summary>Names the kind of problem; the same for all occurrences.</summary>
    public string Type => "/problems/" + Kind.Code;

    public string Title => Kind.Title;

    public int Status => Kind.Status;

    public string? Instance { get; private init; }

    /// <summary>Seconds after which a throttled caller may try again.</summary>
    [JsonIgnore]
    public int? RetryAfter { get; init; }

    /// <summary>The one translation of what grains refuse.</summary>
    public static Problem Of(Refusal refusal) => refusal.Outcome switch
    {
        Outcome.NotFound => new(ProblemKind.NotFound, refusal.Detail),
        Outcome.Forbidden => new(ProblemKind.Forbidden, refusal.Detail),
        Outcome.Stale => Stale(refusal.Detail),
        Outcome.UidTaken => new(ProblemKind.UidTaken, refusal.Detail is { } other ? $"It is the contact {other}." : null),
        Outcome.Invalid => OfInput(refusal),
        Outcome.KeyTaken => new(ProblemKind.KeyTaken, refusal.Detail),
        Outcome.NameTaken => new(ProblemKind.NameTaken, refusal.Detail),
        Outcome.QuotaExceeded => new(ProblemKind.QuotaExceeded, refusal.Detail),
        Outcome.HorizonPassed => new(ProblemKind.HorizonPassed, refusal.Detail),
        Outcome.Throttled => Throttled(refusal.Detail),
        _ => throw new InvalidOperationException($"{refusal.Outcome} is no refusal."),
    };

    /// <summary>As <see cref="Of"/>, with the place of what is wrong in the input.</summary>
    /// <param name="prefix">Where in the body the grain's input is.</param>
    public static Problem OfInput(Refusal refusal, string prefix = "") => refusal switch
    {
        { Outcome: not Outcome.Invalid } => Of(refusal),
        { Input: { } input } => At(new FieldError(prefix + input.Path, input.Code, input.Message, input.Values)),
        _ => new(ProblemKind.Invalid, refusal.Detail),
    };

    /// <summary>Fields that cannot be written.</summary>
    public static Problem OfFields(FieldProblem wrong) => At(new FieldError("fields." + wrong.Path, wrong.Code, wrong.Message, wrong.Values));

    /// <param name="version">The current version, where it is known.</param>
    public static Problem Stale(string? version) => new(ProblemKind.Stale, version is null ? null : $"The current version is {version}.");

    /// <summary>A value of the request that cannot be used, with its place.</summary>
    public static Problem At(string path, string code, string message, params (string Name, object Value)[] values) => At(new FieldError(
        path, code, message, values.Length == 0 ? null : values.ToDictionary(value => value.Name, value => Convert.ToString(value.Value, CultureInfo.InvariantCulture)!)));

    private static Problem At(FieldError error) => new(ProblemKind.Invalid, error.Path.Length == 0 ? error.Message : $"{error.Path}: {error.Message}", [error]);

    /// <param name="seconds">After how many seconds to try again; a minute where it is no number.</param>
    public static Problem Throttled(string? seconds)
    {
        var wait = int.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : 60;
        return new(ProblemKind.Throttled, $"Too many failures. Try again in {wait} seconds.") { RetryAfter = wait };
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        response.ContentType = MediaType;
        response.Headers.CacheControl = "no-store";
        if (RetryAfter is { } seconds) response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (HttpMethods.IsHead(httpContext.Request.Method)) return;
        var problem = this with { Instance = httpContext.Request.Path.Value };
        await JsonSerializer.SerializeAsync(response.Body, problem, ApiJson.Default.Problem, httpContext.RequestAborted);
    }

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, Microsoft.AspNetCore.Builder.EndpointBuilder builder) =>
        builder.Metadata.Add(new CanFail());
}

/// <summary>Marks endpoints that may answer with a <see cref="Problem"/>, for the OpenAPI document.</summary>
internal sealed class CanFail;
