using System.Security.Claims;
using ContactOffice.Api.Http;
using ContactOffice.Api.SignIn;
using ContactOffice.GrainInterfaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ContactOffice.Api.Resources;

/// <summary>The configuration profile for Apple's devices: <c>/api/v1/me/carddav.mobileconfig</c>.</summary>
internal static class AppleProfileApi
{
    public static void MapAppleProfileApi(this IEndpointRouteBuilder api) =>
        api.MapGet("/me/carddav.mobileconfig", Read).WithName("ReadAppleProfile").WithTags("Account").RequireAuthorization();

    /// <summary>Read a configuration profile for Apple's devices.</summary>
    /// <remarks>
    /// Adds a CardDAV account on iPhone, iPad and Mac; the device asks for the password. With <c>group</c> the account holds that group's book alone,
    /// for these devices show one book of an account.
    /// </remarks>
    public static async Task<Results<FileContentHttpResult, Problem>> Read(string? group, HttpContext http, ClaimsPrincipal user, IGrainFactory grains)
    {
        var account = user.Account();
        string? name = null;
        if (group is not null && (name = await NameOf(grains, group, account)) is null) return new Problem(ProblemKind.NotFound, "There is no such group.");
        http.Response.Headers.CacheControl = "no-store";
        var profile = new AppleProfile(account, http.Request.Host, http.Request.IsHttps, name);
        return TypedResults.File(profile.Bytes(), AppleProfile.MediaType, "contacts.mobileconfig");
    }

    /// <summary>The present name of a group that the account belongs to; null where it does not.</summary>
    private static async Task<string?> NameOf(IGrainFactory grains, string group, AccountId account) =>
        await grains.GroupDirectory().Find(group) is { } found && await grains.Group(found.Id).HasMember(account) ? found.Name : null;
}
