using System.Security.Claims;
using ContactOffice.Api.Http;
using ContactOffice.Api.SignIn;
using ContactOffice.GrainInterfaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ContactOffice.Api.Resources;

/// <summary>Accounts, for who administers the server: <c>/api/v1/accounts</c>.</summary>
internal static class AccountsApi
{
    public static void MapAccountsApi(this IEndpointRouteBuilder api) =>
        api.MapPost("/accounts", Create).WithName("CreateAccount").WithTags("Account").RequireAuthorization(ApiPolicies.Holder);

    /// <summary>Create an account.</summary>
    /// <remarks>For administrators; not with an app password.</remarks>
    public static async Task<Results<Created<AccountSummary>, Problem>> Create(AccountRequest request, ClaimsPrincipal user, IGrainFactory grains)
    {
        if (Missing.In((nameof(request.UserName), request.UserName), (nameof(request.Password), request.Password), (nameof(request.DisplayName), request.DisplayName)) is { } missing)
            return missing;
        var created = await grains.GetGrain<IServerGrain>(0).CreateAccount(user.Account(), new NewAccount(request.UserName, request.Password, request.DisplayName));
        return created.IsOk ? TypedResults.Created((string?)null, AccountSummary.Of(created.Value)) : Problem.OfInput(created.Refusal);
    }
}

/// <param name="UserName">1-64 characters of <c>a-z 0-9 . _ - @</c>, beginning with a letter or digit; case does not matter.</param>
/// <param name="Password">At least 8 characters.</param>
public sealed record AccountRequest(string UserName, string Password, string DisplayName)
{
    /// <summary>Records print their members; a password must never reach a log.</summary>
    public override string ToString() => $"AccountRequest {UserName}";
}

public sealed record AccountSummary(string UserName, string DisplayName, bool IsAdministrator)
{
    public static AccountSummary Of(Account account) => new(account.Id.Value, account.DisplayName, account.IsAdministrator);
}
