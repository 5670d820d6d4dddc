using ContactOffice.Dav.Properties;
using ContactOffice.Dav.Resources;
using ContactOffice.Dav.Xml;
using Microsoft.AspNetCore.Http;

namespace ContactOffice.Dav;

/// <summary>
/// A 207 answer (RFC 4918 §13), sent while it is written: whoever writes many responses calls <see cref="Breathe"/> between them, so that no more than a batch is
/// held however large the book is.
/// </summary>
internal sealed class Multistatus : IDisposable
{
    public const string MediaType = "application/xml; charset=utf-8";
    private const int SendAt = 32 * 1024;
    private readonly DavRequest request;
    private readonly PropRequest asked;
    private readonly List<System.Xml.Linq.XName> missing = [];
    private bool isSending;

    private Multistatus(DavRequest request, PropRequest asked) => (this.request, this.asked) = (request, asked);

    public XmlOut Xml { get; } = new();

    public static async Task<Multistatus> Begin(DavRequest request, PropRequest asked)
    {
        if (asked.NeedsKept) await request.ReadKept();
        var answer = new Multistatus(request, asked);
        var response = request.Http.Response;
        response.StatusCode = StatusCodes.Status207MultiStatus;
        response.ContentType = MediaType;
        response.Headers.CacheControl = "no-store";
        if (request.IsMinimal) response.Headers["Preference-Applied"] = "return=minimal";
        answer.Xml.Begin(Names.Multistatus);
        return answer;
    }

    /// <summary>A resource with the properties that were asked for; those that it lacks with 404, unless that was not to be said.</summary>
    public void Add(Resource resource)
    {
        Xml.Start(Names.Response);
        Xml.Element(Names.Href, resource.Href);
        var context = new PropertyContext(resource, request, asked, Xml);
        var start = Xml.Length;
        missing.Clear();
        Xml.Start(Names.Propstat);
        Xml.Start(Names.Prop);
        var found = asked.Write(context, missing);
        EndPropstat(StatusCodes.Status200OK);
        if (!found && missing.Count > 0 && !request.IsMinimal) Xml.Rewind(start);
        if (missing.Count > 0 && !request.IsMinimal)
        {
            Xml.Start(Names.Propstat);
            Xml.Start(Names.Prop);
            foreach (var name in missing) Xml.Empty(name);
            EndPropstat(StatusCodes.Status404NotFound);
        }
        Xml.End(Names.Response);
    }

    /// <summary>A resource of which there is only a status to tell.</summary>
    public void Add(string href, int status, DavError? error = null)
    {
        Xml.Start(Names.Response);
        Xml.Element(Names.Href, href);
        Xml.Element(Names.Status, DavError.Line(status));
        if (error is not null)
        {
            Xml.Start(Names.Error);
            error.WriteInside(Xml);
            Xml.End(Names.Error);
        }
        Xml.End(Names.Response);
    }

    /// <summary>The answer ends before all was told (RFC 6352 §8.6.2, RFC 6578 §3.6).</summary>
    public void AddTruncated(string href) => Add(href, StatusCodes.Status507InsufficientStorage, new DavError(0, Names.D + "number-of-matches-within-limits"));

    /// <summary>Sends what is ready where that is enough to be sent.</summary>
    public ValueTask Breathe() => Xml.Length < SendAt ? ValueTask.CompletedTask : Send();

    public async Task<IResult> End()
    {
        Xml.End(Names.Multistatus);
        if (!isSending && !request.Http.RequestAborted.IsCancellationRequested) request.Http.Response.ContentLength = Xml.Length;
        await Send();
        return Results.Empty;
    }

    public void Dispose() => Xml.Dispose();

    private void EndPropstat(int status)
    {
        Xml.End(Names.Prop);
        Xml.Element(Names.Status, DavError.Line(status));
        Xml.End(Names.Propstat);
    }

    private ValueTask Send()
    {
        isSending = true;
        return Xml.Flush(request.Http.Response.BodyWriter, request.Aborted);
    }
}
