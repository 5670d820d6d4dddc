using System.Xml.Linq;
using ContactOffice.Dav.Resources;
using ContactOffice.Dav.Verbs.Reports;
using ContactOffice.Dav.Xml;
using Microsoft.AspNetCore.Http;

namespace ContactOffice.Dav.Verbs;

/// <summary>Questions that PROPFIND cannot ask (RFC 3253 §3.6): each in a file of its own.</summary>
internal static class Report
{
    private static readonly Dictionary<XName, Func<DavRequest, XElement, Task<IResult>>> All = new()
    {
        [Names.C + "addressbook-multiget"] = OfBook(AddressbookMultiget.Answer),
        [Names.C + "addressbook-query"] = OfBook(AddressbookQuery.Answer),
        [Names.D + "sync-collection"] = OfBook(SyncCollection.Answer),
        [Names.D + "principal-property-search"] = PrincipalPropertySearch.Answer,
        [Names.D + "principal-search-property-set"] = PrincipalPropertySearch.AnswerSet,
    };

    public static async Task<IResult> Answer(DavRequest request)
    {
        if (!request.TryDepth(Depth.Zero, out _)) return DavError.Bad("The depth is 0 or 1.");
        var (body, error) = await XmlBody.Read(request);
        if (error is not null) return error;
        if (body is null) return DavError.Bad("The body names no report.");
        if (request.Target is NoCard) return DavError.NotFound;
        return All.TryGetValue(body.Name, out var report) ? await report(request, body) : Unsupported;
    }

    /// <summary>RFC 3253 §3.6.</summary>
    public static DavError Unsupported => DavError.Forbidden(Names.D + "supported-report");

    private static Func<DavRequest, XElement, Task<IResult>> OfBook(Func<DavRequest, Book, XElement, Task<IResult>> report) => async (request, body) =>
    {
        if (request.Target is not Book book) return Unsupported;
        return await book.Open(request) is { } error ? error : await report(request, book, body);
    };
}
