using System.Security.Claims;
using ContactOffice.Api.Http;
using ContactOffice.Api.SignIn;
using ContactOffice.GrainInterfaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ContactOffice.Api.Resources;

/// <summary>Files into a book: <c>/api/v1/books/{environment}/import</c> and <c>/api/v1/imports/{id}</c>.</summary>
internal static class ImportApi
{
    private const long MaxBytes = 256 * 1024 * 1024;

    public static void MapImportApi(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/").WithTags("Import and export").RequireAuthorization();
        group.MapPost("/books/{environment}/import", Import).WithName("Import").Produces<ImportStatus>();
        group.MapGet("/imports/{id:guid}", Report).WithName("ReadImport");
        group.MapPost("/imports/{id:guid}/undo", Undo).WithName("UndoImport");
    }

    /// <summary>Import a vCard file.</summary>
    /// <remarks>
    /// Up to 256 MiB, read while it arrives. One bad record never stops the rest; the report tells of each record that was not simply imported, with
    /// its line and the reason. Where the upload breaks off, what came before stays and the report says so.
    /// </remarks>
    /// <param name="environment">Where to: <c>private</c>, or a group's name.</param>
    /// <param name="import">An id that the caller makes, so that it can ask for the progress meanwhile.</param>
    /// <param name="preview">Tell what would happen, and do nothing.</param>
    public static async Task<IResult> Import(
        string environment, Where where, HttpContext http, ClaimsPrincipal user, IGrainFactory grains, Guid? import = null, bool preview = false)
    {
        var actor = user.Account();
        if (Negotiation.Sent(http.Request) is not Representation.VCard) return Negotiation.Unsupported(http, Negotiation.VCardType);
        if (http.Request.ContentLength > MaxBytes) return RawBody.TooLarge(MaxBytes);
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = MaxBytes;

        var grain = grains.GetGrain<IImportGrain>(import ?? Guid.CreateVersion7());
        var begun = await grain.Begin(actor, where.Book, preview, http.Request.ContentLength ?? 0);
        if (!begun.IsOk) return Problem.Of(begun.Refusal);
        return await new ImportStream(grain, actor, where.Name).Read(http);
    }

    /// <summary>Read how far an import is, or how it ended.</summary>
    public static async Task<Results<Ok<ImportStatus>, Problem>> Report(Guid id, ClaimsPrincipal user, IGrainFactory grains)
    {
        var report = await grains.GetGrain<IImportGrain>(id).Report(user.Account());
        if (!report.IsOk) return Problem.Of(report.Refusal);
        return TypedResults.Ok(ImportStatus.Of(report.Value, await Environments.NameOf(grains, report.Value.Book, user.Account()) ?? ""));
    }

    /// <summary>Undo an import.</summary>
    /// <remarks>Removes what it added, but for contacts that were edited since.</remarks>
    public static async Task<Results<Ok<UndoneImport>, Problem>> Undo(Guid id, ClaimsPrincipal user, IGrainFactory grains)
    {
        var undone = await grains.GetGrain<IImportGrain>(id).Undo(user.Account());
        return undone.IsOk ? TypedResults.Ok(undone.Value) : Problem.Of(undone.Refusal);
    }
}

/// <summary>How an import stands.</summary>
/// <param name="TotalBytes">The file's length; 0 where the caller did not say it.</param>
/// <param name="Failure">Why the file could not be read to its end.</param>
/// <param name="Records">Skipped and broken records and those with warnings; in a preview all of them.</param>
public sealed record ImportStatus(
    Guid Id,
    string Environment,
    ImportState State,
    bool Preview,
    int Imported,
    int Skipped,
    int Broken,
    long BytesRead,
    long TotalBytes,
    string? Failure,
    IReadOnlyList<ImportedCard> Records)
{
    public static ImportStatus Of(ImportReport report, string environment) => new(
        report.Id, environment, report.State, report.Preview, report.Imported, report.Skipped, report.Broken,
        report.BytesRead, report.TotalBytes, report.Failure, report.Records);
}
