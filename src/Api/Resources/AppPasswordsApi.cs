using System.Security.Claims;
using ContactOffice.Api.Http;
using ContactOffice.Api.SignIn;
using ContactOffice.GrainInterfaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ContactOffice.Api.Resources;

/// <summary>Passwords for devices and programs: <c>/api/v1/me/app-passwords</c>. A device cannot make, see or revoke them by its own.</summary>
internal static class AppPasswordsApi
{
    public static void MapAppPasswordsApi(this IEndpointRouteBuilder api)
    {
        var passwords = api.MapGroup("/me/app-passwords").WithTags("Account").RequireAuthorization(ApiPolicies.Holder);
        passwords.MapGet("/", List).WithName("ListAppPasswords");
        passwords.MapPost("/", Issue).WithName("IssueAppPassword");
        passwords.MapDelete("/{id:guid}", Revoke).WithName("RevokeAppPassword");
    }

    /// <summary>List the app passwords.</summary>
    public static async Task<AppPassword[]> List(ClaimsPrincipal user, IGrainFactory grains) => await grains.Account(user.Account()).AppPasswords();

    /// <summary>Make an app password.</summary>
    /// <remarks>
    /// For one device or program, which sends it with the user name as Basic credentials. The answer's <c>secret</c> is told this once; blanks, dashes
    /// and case in it do not matter. It reads and writes contacts, but changes neither the account nor groups nor the server.
    /// </remarks>
    public static async Task<Results<Created<NewAppPassword>, Problem>> Issue(AppPasswordRequest request, HttpContext http, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (Missing.In((nameof(request.Name), request.Name)) is { } missing) return missing;
        var issued = await grains.Account(user.Account()).IssueAppPassword(request.Name);
        if (!issued.IsOk) return Problem.OfInput(issued.Refusal);
        http.Response.Headers.CacheControl = "no-store";
        var made = issued.Value.AppPassword;
        return TypedResults.Created((string?)null, new NewAppPassword(made.Id, made.Name, made.CreatedAt, issued.Value.Secret));
    }

    /// <summary>Revoke an app password.</summary>
    /// <remarks>Its device is refused from its next request on.</remarks>
    public static async Task<Results<NoContent, Problem>> Revoke(Guid id, ClaimsPrincipal user, IGrainFactory grains)
    {
        var revoked = await grains.Account(user.Account()).RevokeAppPassword(id);
        return revoked.IsOk ? TypedResults.NoContent() : Problem.Of(revoked.Refusal);
    }
}

/// <param name="Name">For people: which device or program it is. 1 to 100 characters.</param>
public sealed record AppPasswordRequest(string Name);

/// <param name="Secret">What is typed into the device, told this once.</param>
public sealed record NewAppPassword(Guid Id, string Name, DateTimeOffset CreatedAt, string Secret)
{
    /// <summary>Records print their members; a password must never reach a log.</summary>
    public override string ToString() => $"NewAppPassword {Name}";
}
