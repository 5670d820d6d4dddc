using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ContactOffice.Api.SignIn;

/// <summary>The one set-up of sign-in for all protocols.</summary>
internal static class SignInServices
{
    public const string CookieName = "contactoffice";

    /// <summary>A session ends when it was not used for this long.</summary>
    private static readonly TimeSpan Unused = TimeSpan.FromDays(30);

    public static void AddSignIn(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<FailureLimit>();
        services.AddSingleton<Sessions>();
        services.AddScoped<SessionEvents>();
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>, KeyRing>();
        services.AddDataProtection().SetApplicationName("ContactOffice");
        services.AddAuthentication(Schemes.Any)
            .AddPolicyScheme(Schemes.Any, null, policy => policy.ForwardDefaultSelector = Choose)
            .AddScheme<AuthenticationSchemeOptions, BasicHandler>(Schemes.Basic, null)
            .AddScheme<AuthenticationSchemeOptions, BearerHandler>(Schemes.Bearer, null)
            .AddCookie(Schemes.Session, Configure);
        services.AddAuthorizationBuilder()
            .AddPolicy(ApiPolicies.Administrator, policy => policy.RequireRole(Principals.AdministratorRole))
            .AddPolicy(ApiPolicies.Holder, policy => policy.RequireAuthenticatedUser().RequireAssertion(context => !context.User.IsLimited()));
    }

    /// <summary>Credentials sent with the request go before a session that a browser merely has.</summary>
    private static string Choose(HttpContext context)
    {
        var authorization = context.Request.Headers.Authorization.ToString();
        if (authorization.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase)) return Schemes.Basic;
        if (authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)) return Schemes.Bearer;
        var isHub = context.Request.Path.StartsWithSegments(Live.LiveHub.Path, StringComparison.Ordinal);
        return isHub && context.Request.Query.ContainsKey("access_token") ? Schemes.Bearer : Schemes.Session;
    }

    private static void Configure(CookieAuthenticationOptions session)
    {
        session.Cookie.Name = CookieName;
        session.Cookie.HttpOnly = true;
        session.Cookie.SameSite = SameSiteMode.Strict;
        session.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest; // http://localhost has no other
        session.ExpireTimeSpan = Unused;
        session.SlidingExpiration = true;
        session.EventsType = typeof(SessionEvents);
    }
}
