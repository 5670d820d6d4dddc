using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace ContactOffice.Api.SignIn;

/// <summary>Ends sessions whose account says so, and answers with problem details where the cookie scheme would redirect.</summary>
internal sealed class SessionEvents(Sessions sessions) : CookieAuthenticationEvents
{
    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        var user = context.Principal;
        var account = user?.Identity?.Name is null ? null : await sessions.Check(user.Account(), user.Stamp());
        if (account is null)
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(Schemes.Session);
        }
        else if (account.IsAdministrator != user!.IsAdministrator())
        {
            context.ReplacePrincipal(Principals.Of(account, Schemes.Session));
        }
    }

    public override Task RedirectToLogin(RedirectContext<CookieAuthenticationOptions> context) => Challenge.Answer(context.HttpContext);

    public override Task RedirectToAccessDenied(RedirectContext<CookieAuthenticationOptions> context) => Challenge.Forbid(context.HttpContext);

    public override Task RedirectToLogout(RedirectContext<CookieAuthenticationOptions> context) => Task.CompletedTask;

    public override Task RedirectToReturnUrl(RedirectContext<CookieAuthenticationOptions> context) => Task.CompletedTask;
}
