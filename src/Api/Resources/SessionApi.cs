using ContactOffice.Api.Http;
using ContactOffice.Api.SignIn;
using ContactOffice.GrainInterfaces;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ContactOffice.Api.Resources;

/// <summary>A browser's session, and the first administrator: <c>/api/v1/session</c>, <c>/api/v1/setup</c>.</summary>
internal static class SessionApi
{
    public static void MapSessionApi(this IEndpointRouteBuilder api)
    {
        var session = api.MapGroup("/").WithTags("Session").AllowAnonymous();
        session.MapPost("/session", SignIn).WithName("SignIn");
        session.MapDelete("/session", (Delegate)SignOut).WithName("SignOut");
        session.MapGet("/setup", NeedsSetup).WithName("ReadSetup");
        session.MapPost("/setup", SetUp).WithName("SetUp");
    }

    /// <summary>Sign in from a browser.</summary>
    /// <remarks>Sets a session cookie. Programs send Basic credentials or a token with each request instead.</remarks>
    public static async Task<Results<Ok<Me>, Problem>> SignIn(Credentials credentials, HttpContext http, IGrainFactory grains, Sessions sessions, FailureLimit limit)
    {
        if (Missing.In((nameof(credentials.UserName), credentials.UserName), (nameof(credentials.Password), credentials.Password)) is { } missing) return missing;
        var address = http.Connection.RemoteIpAddress;
        if (limit.WaitFor(address) is { } seconds) return Problem.Throttled($"{seconds}");
        var account = AccountId.TryParse(credentials.UserName, out var id)
            ? await grains.Account(id).VerifyPassword(credentials.Password)
            : new Refusal(Outcome.Forbidden);
        if (account.IsOk) return TypedResults.Ok(await Begin(http, sessions, account.Value));
        limit.Count(address);
        return account.Outcome == Outcome.Throttled ? Problem.Of(account.Refusal) : new Problem(ProblemKind.WrongCredentials);
    }

    /// <summary>Sign out.</summary>
    public static async Task<NoContent> SignOut(HttpContext http)
    {
        await http.SignOutAsync(Schemes.Session);
        return TypedResults.NoContent();
    }

    /// <summary>Ask whether the server still lacks its administrator.</summary>
    public static async Task<Setup> NeedsSetup(IGrainFactory grains) => new(await grains.GetGrain<IServerGrain>(0).NeedsSetup());

    /// <summary>Create the first administrator.</summary>
    /// <remarks>With the secret of the link that the server prints when it starts.</remarks>
    public static async Task<Results<Created<Me>, Problem>> SetUp(FirstAdministrator first, HttpContext http, IGrainFactory grains, Sessions sessions, FailureLimit limit)
    {
        if (Missing.In((nameof(first.Secret), first.Secret), (nameof(first.UserName), first.UserName), (nameof(first.Password), first.Password), (nameof(first.DisplayName), first.DisplayName)) is { } missing)
            return missing;
        var address = http.Connection.RemoteIpAddress;
        if (limit.WaitFor(address) is { } seconds) return Problem.Throttled($"{seconds}");
        var account = await grains.GetGrain<IServerGrain>(0).SetUp(first.Secret, new NewAccount(first.UserName, first.Password, first.DisplayName, IsAdministrator: true));
        if (account.IsOk) return TypedResults.Created("/api/v1/me", await Begin(http, sessions, account.Value));
        if (account.Outcome == Outcome.Forbidden) limit.Count(address);
        return Problem.OfInput(account.Refusal);
    }

    private static async Task<Me> Begin(HttpContext http, Sessions sessions, Account account)
    {
        sessions.Remember(account);
        await http.SignInAsync(Schemes.Session, Principals.Of(account, Schemes.Session), new AuthenticationProperties { IsPersistent = true });
        return Me.Of(account);
    }
}

public sealed record Credentials(string UserName, string Password)
{
    /// <summary>Records print their members; a password must never reach a log.</summary>
    public override string ToString() => $"Credentials {UserName}";
}

/// <param name="Secret">From the link that the server printed.</param>
public sealed record FirstAdministrator(string Secret, string UserName, string Password, string DisplayName)
{
    /// <summary>Records print their members; a password must never reach a log.</summary>
    public override string ToString() => $"FirstAdministrator {UserName}";
}

/// <param name="Needed">There is no administrator yet.</param>
public sealed record Setup(bool Needed);
