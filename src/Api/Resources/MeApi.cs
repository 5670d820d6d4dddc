using System.Security.Claims;
using ContactOffice.Api.Http;
using ContactOffice.Api.SignIn;
using ContactOffice.GrainInterfaces;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ContactOffice.Api.Resources;

/// <summary>The account that asks: <c>/api/v1/me</c>.</summary>
internal static class MeApi
{
    public static void MapMeApi(this IEndpointRouteBuilder api)
    {
        var me = api.MapGroup("/me").WithTags("Account").RequireAuthorization();
        me.MapGet("/", Read).WithName("ReadMe");
        var holder = me.MapGroup("").RequireAuthorization(ApiPolicies.Holder);
        holder.MapPatch("/", Change).WithName("ChangeMe");
        holder.MapPost("/password", ChangePassword).WithName("ChangePassword");
        holder.MapGet("/tokens", Tokens).WithName("ListTokens");
        holder.MapPost("/tokens", IssueToken).WithName("IssueToken");
        holder.MapDelete("/tokens/{id:guid}", RevokeToken).WithName("RevokeToken");
    }

    /// <summary>Read who is signed in.</summary>
    public static async Task<Results<Ok<Me>, Problem>> Read(ClaimsPrincipal user, IGrainFactory grains)
    {
        var profile = await Self(grains, user).Profile();
        return profile.IsOk ? TypedResults.Ok(Me.Of(profile.Value)) : Problem.Of(profile.Refusal);
    }

    /// <summary>Change what members of your groups see of you.</summary>
    /// <remarks>What is left out stays as it is; an empty text takes it away.</remarks>
    public static async Task<Results<Ok<Me>, Problem>> Change(Profile profile, ClaimsPrincipal user, IGrainFactory grains)
    {
        var now = await Self(grains, user).Profile();
        if (!now.IsOk) return Problem.Of(now.Refusal);
        var changed = await Self(grains, user).ChangeProfile(profile.DisplayName ?? now.Value.DisplayName, profile.Organisation ?? now.Value.Organisation, profile.Email ?? now.Value.Email);
        return changed.IsOk ? TypedResults.Ok(Me.Of(changed.Value)) : Problem.OfInput(changed.Refusal);
    }

    /// <summary>Change the password.</summary>
    /// <remarks>Ends all other sessions in browsers; tokens and app passwords stay.</remarks>
    public static async Task<Results<NoContent, Problem>> ChangePassword(NewPassword password, HttpContext http, ClaimsPrincipal user, IGrainFactory grains, Sessions sessions)
    {
        if (Missing.In((nameof(password.Current), password.Current), (nameof(password.Changed), password.Changed)) is { } missing) return missing;
        var changed = await Self(grains, user).ChangePassword(password.Current, password.Changed);
        if (!changed.IsOk) return changed.Outcome == Outcome.Forbidden ? Problem.At("current", "wrong-password", "This is not the current password.") : Problem.OfInput(changed.Refusal);
        sessions.Remember(changed.Value);
        if (user.Identity!.AuthenticationType == Schemes.Session)
            await http.SignInAsync(Schemes.Session, Principals.Of(changed.Value, Schemes.Session), new AuthenticationProperties { IsPersistent = true });
        return TypedResults.NoContent();
    }

    /// <summary>List the personal access tokens.</summary>
    public static async Task<AccessToken[]> Tokens(ClaimsPrincipal user, IGrainFactory grains) => await Self(grains, user).Tokens();

    /// <summary>Make a personal access token.</summary>
    /// <remarks>The answer's <c>bearer</c> is told this once.</remarks>
    public static async Task<Results<Created<NewToken>, Problem>> IssueToken(TokenRequest request, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (Missing.In((nameof(request.Name), request.Name)) is { } missing) return missing;
        var issued = await Self(grains, user).IssueToken(request.Name, request.ExpiresAt);
        if (!issued.IsOk) return Problem.OfInput(issued.Refusal);
        var token = issued.Value.Token;
        return TypedResults.Created($"/api/v1/me/tokens/{token.Id}", new NewToken(token.Id, token.Name, token.CreatedAt, token.ExpiresAt, issued.Value.Bearer));
    }

    /// <summary>Revoke a personal access token.</summary>
    public static async Task<Results<NoContent, Problem>> RevokeToken(Guid id, ClaimsPrincipal user, IGrainFactory grains)
    {
        var revoked = await Self(grains, user).RevokeToken(id);
        return revoked.IsOk ? TypedResults.NoContent() : Problem.Of(revoked.Refusal);
    }

    private static IAccountGrain Self(IGrainFactory grains, ClaimsPrincipal user) => grains.Account(user.Account());
}

/// <summary>Who is signed in.</summary>
/// <param name="Picture">The hash of the account's picture.</param>
public sealed record Me(string UserName, string DisplayName, bool IsAdministrator, string? Organisation, string? Email, string? Picture)
{
    public static Me Of(Account account) => new(account.Id.Value, account.DisplayName, account.IsAdministrator, account.Organisation, account.Email, account.Picture);
}

public sealed record Profile(string? DisplayName = null, string? Organisation = null, string? Email = null);

public sealed record NewPassword(string Current, string Changed)
{
    /// <summary>Records print their members; a password must never reach a log.</summary>
    public override string ToString() => nameof(NewPassword);
}

/// <param name="Name">For people: where the token is used.</param>
/// <param name="ExpiresAt">When it ends; null for never.</param>
public sealed record TokenRequest(string Name, DateTimeOffset? ExpiresAt);

/// <param name="Bearer">The whole text for <c>Authorization: Bearer</c>, told this once.</param>
public sealed record NewToken(Guid Id, string Name, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, string Bearer)
{
    public override string ToString() => $"NewToken {Name}";
}
