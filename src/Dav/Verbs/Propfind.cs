using ContactOffice.Dav.Properties;
using ContactOffice.Dav.Resources;
using ContactOffice.Dav.Xml;
using Microsoft.AspNetCore.Http;

namespace ContactOffice.Dav.Verbs;

/// <summary>Properties of a resource and, with Depth 1, of its members (RFC 4918 §9.1).</summary>
internal static class Propfind
{
    public static async Task<IResult> Answer(DavRequest request)
    {
        if (!request.TryDepth(Depth.Infinity, out var depth)) return DavError.Bad("The depth is 0 or 1.");
        var (body, error) = await XmlBody.Read(request);
        if (error is not null) return error;
        if (body is not null && body.Name != Names.D + "propfind") return DavError.Bad("The body is no propfind.");
        if (depth == Depth.Infinity && request.Target.IsCollection) return DavError.Forbidden(Names.D + "propfind-finite-depth");
        (var asked, error) = body is null ? (PropRequest.Allprop, null) : PropRequest.Parse(body);
        if (asked is null) return error!;
        if (request.Target is NoCard || await request.Target.Open(request) is not null) return DavError.NotFound;
        if (await WithBody(request, asked) is not { } target) return DavError.NotFound;

        using var answer = await Multistatus.Begin(request, asked);
        answer.Add(target);
        if (depth == Depth.Zero) return await answer.End();
        await foreach (var members in target.Members(request, asked.NeedsBodies))
        {
            foreach (var member in members) answer.Add(member);
            await answer.Breathe();
        }
        return await answer.End();
    }

    private static async ValueTask<Resource?> WithBody(DavRequest request, PropRequest asked) =>
        request.Target is Card card && asked.NeedsBodies ? (await card.Book.Find(request, [card.Name], withBodies: true))[0] : request.Target;
}
