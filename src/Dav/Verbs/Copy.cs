using Microsoft.AspNetCore.Http;

namespace ContactOffice.Dav.Verbs;

/// <summary>A copy into a group is a share: the contact stays one. A copy into one's own book is a contact of its own (RFC 4918 §9.8).</summary>
internal static class Copy
{
    public static async Task<IResult> Answer(DavRequest request)
    {
        var (transfer, error) = await Transfer.Read(request);
        if (transfer is null) return error!;
        return await transfer.Place(request, asReference: transfer.Book.Id.Group is not null) ?? Results.StatusCode(transfer.Status);
    }
}
