using System.Security.Claims;
using ContactOffice.Api.Http;
using ContactOffice.Api.Pictures;
using ContactOffice.Api.SignIn;
using ContactOffice.GrainInterfaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ContactOffice.Api.Resources;

/// <summary>The pictures of people: <c>/api/v1/me/picture</c>, and for members of the same groups <c>/api/v1/groups/{group}/members/{userName}/picture</c>.</summary>
internal static class PersonPictureApi
{
    public static void MapPersonPictureApi(this IEndpointRouteBuilder api)
    {
        var mine = api.MapGroup("/me/picture").WithTags("Account").RequireAuthorization();
        mine.MapGet("/", Mine).WithName("ReadMyPicture");
        var holder = mine.MapGroup("").RequireAuthorization(ApiPolicies.Holder);
        holder.MapPut("/", Set).WithName("SetMyPicture").Produces(StatusCodes.Status204NoContent);
        holder.MapDelete("/", Clear).WithName("DeleteMyPicture").Produces(StatusCodes.Status204NoContent);
        api.MapGet("/groups/{group}/members/{userName}/picture", OfMember).WithName("ReadMemberPicture").WithTags("Groups").RequireAuthorization();
    }

    /// <summary>Read your picture.</summary>
    /// <remarks>As WebP. With <c>v</c>, the hash that <c>/me</c> tells as <c>picture</c>, it may be kept for good.</remarks>
    /// <param name="size">Pixels of the longer side; the next size that is made is given: 48, 96, 192, 384 or 768.</param>
    /// <param name="v">The picture's hash.</param>
    public static async Task<IResult> Mine(HttpContext http, ClaimsPrincipal user, IGrainFactory grains, Pictures.Pictures pictures, int size = 96, string? v = null) =>
        PictureAnswer.WrongSize(size) ?? await Shown(http, pictures, await grains.Account(user.Account()).Picture(), size, v);

    /// <summary>Give yourself a picture.</summary>
    /// <remarks>
    /// Members of your groups see it. Takes the bytes of a GIF, JPEG, BMP, PNG, TIFF, WebP, HEIC or camera RAW up to 64 MiB; kept is a JPEG of at most
    /// 768 pixels a side, upright and without what the camera noted.
    /// </remarks>
    public static async Task<IResult> Set(HttpContext http, ClaimsPrincipal user, IGrainFactory grains, Pictures.Pictures pictures)
    {
        var (portrait, problem) = await PictureBody.Read(http, pictures);
        return portrait is { } made ? await Change(grains, user, made.Jpeg) : problem!;
    }

    /// <summary>Take your picture away.</summary>
    public static Task<IResult> Clear(ClaimsPrincipal user, IGrainFactory grains) => Change(grains, user, null);

    /// <summary>Read a member's picture.</summary>
    /// <remarks>For members, as WebP. With <c>v</c>, the hash that the list of members tells as <c>picture</c>, it may be kept for good.</remarks>
    /// <param name="size">Pixels of the longer side; the next size that is made is given: 48, 96, 192, 384 or 768.</param>
    /// <param name="v">The picture's hash.</param>
    public static async Task<IResult> OfMember(string group, string userName, Where where, HttpContext http, ClaimsPrincipal user, IGrainFactory grains, Pictures.Pictures pictures, int size = 96, string? v = null)
    {
        if (PictureAnswer.WrongSize(size) is { } wrong) return wrong;
        if (!AccountId.TryParse(userName, out var member)) return new Problem(ProblemKind.NotFound, "There is no such member.");
        return await Shown(http, pictures, await grains.Group(where.Group).Picture(user.Account(), member), size, v);
    }

    private static async Task<IResult> Shown(HttpContext http, Pictures.Pictures pictures, Answer<PersonPicture> picture, int size, string? v) =>
        picture.IsOk ? await PictureAnswer.Of(http, pictures, picture.Value.Hash, picture.Value.Jpeg, size, v) : Problem.Of(picture.Refusal);

    private static async Task<IResult> Change(IGrainFactory grains, ClaimsPrincipal user, byte[]? jpeg)
    {
        var changed = await grains.Account(user.Account()).SetPicture(jpeg);
        return changed.IsOk ? TypedResults.NoContent() : Problem.Of(changed.Refusal);
    }
}
