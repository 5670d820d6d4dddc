using ContactOffice.Dav.Resources;
using Microsoft.AspNetCore.Http;

namespace ContactOffice.Dav.Verbs;

/// <summary>What can be done here (RFC 4918 §10.1, RFC 9110 §9.3.7).</summary>
internal static class Options
{
    private const string OfCollections = "OPTIONS, PROPFIND, PROPPATCH, REPORT";
    private const string OfCards = "OPTIONS, GET, HEAD, PUT, DELETE, PROPFIND, PROPPATCH, MOVE, COPY";

    public static Task<IResult> Answer(DavRequest request)
    {
        request.Http.Response.Headers.Allow = Allowed(request.Target);
        request.Http.Response.ContentLength = 0;
        return Task.FromResult(Results.Ok());
    }

    public static IResult NotAllowed(DavRequest request)
    {
        request.Http.Response.Headers.Allow = request.Target is null ? $"{OfCards}, REPORT" : Allowed(request.Target);
        return new DavError(StatusCodes.Status405MethodNotAllowed);
    }

    private static string Allowed(Resource resource) => resource.IsCollection ? OfCollections : resource is NoCard ? "OPTIONS, PUT" : OfCards;
}
