using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace ContactOffice.Api.Http;

/// <summary>Turns what the framework refuses, and faults, into problem details.</summary>
internal static class Failures
{
    /// <summary>For what an endpoint or the framework threw. Faults are logged by the framework and tell the caller nothing of the inside.</summary>
    public static Task Handle(HttpContext context)
    {
        var fault = context.Features.Get<IExceptionHandlerFeature>()?.Error;
        return Explain(fault).ExecuteAsync(context);
    }

    /// <summary>For error answers without a body, such as an unknown path's.</summary>
    public static Task HandleStatus(StatusCodeContext context)
    {
        var problem = context.HttpContext.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => new Problem(ProblemKind.NotFound),
            StatusCodes.Status405MethodNotAllowed => new Problem(ProblemKind.MethodNotAllowed),
            StatusCodes.Status406NotAcceptable => new Problem(ProblemKind.NotAcceptable),
            StatusCodes.Status415UnsupportedMediaType => new Problem(ProblemKind.UnsupportedMediaType),
            StatusCodes.Status400BadRequest => new Problem(ProblemKind.Malformed),
            _ => null,
        };
        return problem?.ExecuteAsync(context.HttpContext) ?? Task.CompletedTask;
    }

    public static Problem Explain(Exception? fault) => fault switch
    {
        BadHttpRequestException { InnerException: JsonException json } => JsonBody.Explain(json),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => new(ProblemKind.TooLarge),
        BadHttpRequestException { StatusCode: StatusCodes.Status415UnsupportedMediaType } => new(ProblemKind.UnsupportedMediaType, "Send application/json."),
        BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout } => new(ProblemKind.TimedOut),
        BadHttpRequestException bad => new(ProblemKind.Malformed, bad.Message),
        JsonException json => JsonBody.Explain(json),
        _ => new(ProblemKind.Fault),
    };
}
