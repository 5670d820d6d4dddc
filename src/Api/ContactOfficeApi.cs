using ContactOffice.Api.Http;
using ContactOffice.Api.Live;
using ContactOffice.Api.OpenApi;
using ContactOffice.Api.Resources;
using ContactOffice.Api.SignIn;
using ContactOffice.Changes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ContactOffice.Api;

/// <summary>What the composing program calls: services, then middleware, then endpoints.</summary>
public static class ContactOfficeApi
{
    /// <summary>The longest message that a client of the live hub has reason to send.</summary>
    private const int MaxHubMessage = 4 * 1024;

    /// <summary>
    /// Sign-in, authorization, data protection, problem details, SignalR, OpenAPI and the feeds of changes. Call it after Orleans
    /// was added, so that the silo runs before the first key is read and stops after the last feed.
    /// </summary>
    public static IServiceCollection AddContactOfficeApi(this IServiceCollection services)
    {
        services.AddBookFeeds();
        services.AddSignIn();
        services.ConfigureHttpJsonOptions(json => ApiJson.Configure(json.SerializerOptions));
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true); // so that Failures can explain it
        services.AddSignalR(signalR => signalR.MaximumReceiveMessageSize = MaxHubMessage).AddHubOptions<LiveHub>(hub => hub.MaximumParallelInvocationsPerClient = 1);
        services.AddSingleton<LiveBooks>();
        services.AddHostedService(provider => provider.GetRequiredService<LiveBooks>());
        services.AddSingleton<Pictures.Pictures>();
        services.AddApiDocument();
        return services;
    }

    /// <summary>Error pages, security headers, authentication, authorization, the rule against cross-site requests. Call it before static files and every endpoint.</summary>
    public static IApplicationBuilder UseContactOfficeApi(this IApplicationBuilder app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = Failures.Handle,
            SuppressDiagnosticsCallback = context => context.Exception is BadHttpRequestException or OperationCanceledException,
        });
        app.UseStatusCodePages(Failures.HandleStatus);
        app.Use(SecurityHeaders.Apply);
        app.UseAuthentication();
        app.Use(CrossSiteRule.Apply);
        app.UseAuthorization();
        app.Use(Environments.Resolve);
        return app;
    }

    /// <summary>REST under <c>/api/v1</c>, the hub at <c>/live</c>, the OpenAPI document and its pages.</summary>
    public static IEndpointRouteBuilder MapContactOfficeApi(this IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapGroup("/api/v1");
        api.MapSessionApi();
        api.MapMeApi();
        api.MapAppPasswordsApi();
        api.MapDevicesApi();
        api.MapAppleProfileApi();
        api.MapAccountsApi();
        api.MapFieldsApi();
        api.MapBookContactsApi();
        api.MapLettersApi();
        api.MapContactApi();
        api.MapContactFactsApi();
        api.MapGroupsApi();
        api.MapMembersApi();
        api.MapTagsApi();
        api.MapTrashApi();
        api.MapPictureApi();
        api.MapPersonPictureApi();
        api.MapChangesApi();
        api.MapImportApi();
        api.MapExportApi();
        // Without this an unknown path would fall through to the web client's page. With other methods it would hide why a known path refuses.
        api.MapFallback("/{**path}", () => new Problem(ProblemKind.NotFound, "There is nothing at this address."))
            .WithMetadata(new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head])).ExcludeFromDescription();
        endpoints.MapHub<LiveHub>(LiveHub.Path).ExcludeFromDescription();
        endpoints.MapApiDocument();
        return endpoints;
    }
}
