using System.Security.Claims;
using ContactOffice.Api.Http;
using ContactOffice.Api.Pictures;
using ContactOffice.Api.SignIn;
using ContactOffice.Formats;
using ContactOffice.GrainInterfaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ContactOffice.Api.Resources;

/// <summary>Pictures: <c>/api/v1/contacts/{id}/picture</c> shows a contact's, <c>/api/v1/pictures</c> prepares one for a contact.</summary>
internal static class PictureApi
{
    public static void MapPictureApi(this IEndpointRouteBuilder api)
    {
        api.MapGet("/contacts/{id}/picture", Picture).WithName("ReadPicture").WithTags("Contacts").RequireAuthorization();
        api.MapPost("/pictures", Prepare).WithName("PreparePicture").WithTags("Contacts").Produces<PreparedPicture>().RequireAuthorization();
    }

    /// <summary>Prepare a picture for a contact.</summary>
    /// <remarks>
    /// Takes the bytes of a GIF, JPEG, BMP, PNG, TIFF, WebP, HEIC or camera RAW up to 64 MiB and answers a JPEG of at most 768 pixels a side, upright
    /// and without what the camera noted, to be set as <c>fields.photo</c> of a contact. Nothing is stored.
    /// </remarks>
    public static async Task<IResult> Prepare(HttpContext http, Pictures.Pictures pictures)
    {
        var (portrait, problem) = await PictureBody.Read(http, pictures);
        return portrait is var (jpeg, width, height) ? TypedResults.Ok(new PreparedPicture(jpeg, "image/jpeg", width, height)) : problem!;
    }

    /// <summary>Read a contact's picture.</summary>
    /// <remarks>Decoded and encoded anew as WebP, whatever was stored. With <c>v</c>, the hash that lists tell as <c>picture</c>, it may be kept for good.</remarks>
    /// <param name="id">The contact's id.</param>
    /// <param name="size">Pixels of the longer side; the next size that is made is given: 48, 96, 192, 384 or 768.</param>
    /// <param name="v">The picture's hash.</param>
    public static async Task<IResult> Picture(ContactId id, HttpContext http, ClaimsPrincipal user, IGrainFactory grains, Pictures.Pictures pictures, int size = 96, string? v = null)
    {
        if (PictureAnswer.WrongSize(size) is { } wrong) return wrong;
        var contact = await grains.Contact(id).Read(user.Account());
        if (!contact.IsOk) return Problem.Of(contact.Refusal);
        if (PhotoOf(contact.Value.Card) is not { } photo) return new Problem(ProblemKind.NotFound, "The contact has no picture.");
        return await PictureAnswer.Of(http, pictures, photo.Hash, photo.Bytes, size, v);
    }

    private static CardBlob? PhotoOf(byte[] bytes)
    {
        if (!VCard.TryParse(bytes, out var card, out _)) return null;
        var hash = (string?)CardFields.Read(card)["photo"]?["hash"];
        return hash is null ? null : CardBlobs.Cut(bytes).Blobs.FirstOrDefault(blob => blob.Hash == hash);
    }
}

/// <summary>A picture as <c>fields.photo</c> takes it.</summary>
/// <param name="Data">The bytes, in base64.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
public sealed record PreparedPicture(byte[] Data, string MediaType, int Width, int Height);
