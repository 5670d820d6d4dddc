using System.Security.Claims;
using ContactOffice.GrainInterfaces;

namespace ContactOffice.Api.SignIn;

/// <summary>An account as ASP.NET Core's principal, and back.</summary>
public static class Principals
{
    private const string StampClaim = "stamp";
    private const string LimitedClaim = "limited";
    internal const string AdministratorRole = "administrator";

    public static ClaimsPrincipal Of(Account account, string scheme)
    {
        var identity = new ClaimsIdentity(scheme, ClaimTypes.Name, ClaimTypes.Role);
        identity.AddClaim(new(ClaimTypes.Name, account.Id.Value));
        identity.AddClaim(new(StampClaim, account.Stamp));
        if (account.IsLimited) identity.AddClaim(new(LimitedClaim, ""));
        else if (account.IsAdministrator) identity.AddClaim(new(ClaimTypes.Role, AdministratorRole));
        return new(identity);
    }

    /// <summary>Who acts. Only for endpoints that require authorization.</summary>
    public static AccountId Account(this ClaimsPrincipal user) =>
        new(user.Identity?.Name ?? throw new InvalidOperationException("Nobody is signed in: the endpoint lacks RequireAuthorization."));

    public static bool IsAdministrator(this ClaimsPrincipal user) => user.IsInRole(AdministratorRole);

    /// <summary>Signed in by an app password: see <see cref="ApiPolicies.Holder"/>.</summary>
    internal static bool IsLimited(this ClaimsPrincipal user) => user.HasClaim(claim => claim.Type == LimitedClaim);

    internal static string? Stamp(this ClaimsPrincipal user) => user.FindFirstValue(StampClaim);
}
