using System.Security.Claims;
using ContactOffice.Api.Http;
using ContactOffice.Api.SignIn;
using ContactOffice.GrainInterfaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ContactOffice.Api.Resources;

/// <summary>A book as one file: <c>/api/v1/books/{environment}/export</c>.</summary>
internal static class ExportApi
{
    public static void MapExportApi(this IEndpointRouteBuilder api) =>
        api.MapGet("/books/{environment}/export", Export).WithName("ExportBook").WithTags("Import and export").RequireAuthorization();

    /// <summary>Export a book.</summary>
    /// <remarks>All cards as they are stored, byte for byte, in the order <i>First Last</i>; or converted to one version.</remarks>
    /// <param name="environment">Where: <c>private</c>, or a group's name.</param>
    /// <param name="version">Converts the cards to this version of vCard: 2.1, 3.0 or 4.0.</param>
    public static async Task<IResult> Export(string environment, Where where, ClaimsPrincipal user, IGrainFactory grains, string? version = null)
    {
        if (!Negotiation.TryVersion(version, out var converted)) return Negotiation.UnknownVersion(version);
        var grain = grains.AddressBook(where.Book);
        var ids = await grain.Ids(user.Account(), NameOrder.FirstLast);
        if (!ids.IsOk) return Problem.Of(ids.Refusal);
        return new CardsAnswer(grain, user.Account(), ids.Value) { Converted = converted, FileName = $"contacts-{environment}.vcf" };
    }
}
