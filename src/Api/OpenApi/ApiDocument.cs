using ContactOffice.Api.SignIn;
using ContactOffice.GrainInterfaces;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace ContactOffice.Api.OpenApi;

/// <summary>The interface's description at <c>/openapi/v1.json</c>, to be read by people at <c>/openapi</c>.</summary>
internal static class ApiDocument
{
    private const string Route = "/openapi/{documentName}.json";

    private const string About = """
        Contacts over HTTP. Sign in with Basic credentials (the password, or an app password) or a personal access token in every request; browsers use a session cookie and send
        `X-Requested-With: ContactOffice` with requests that change something. What is refused is told as problem details (RFC 9457) whose `type` names the kind.
        For changes as they happen there is a SignalR hub at `/live`: invoke `Watch(environment, since)`, apply the answer, then apply each `changed` event whose
        `from` you know, and invoke `Watch` again where you do not. `private` and groups' names are watched so; `me` has no contacts: its events say that your
        groups, invitations or tags changed. A `lost` event names an environment that you can read no more.
        """;

    public static void AddApiDocument(this IServiceCollection services) => services.AddOpenApi("v1", document =>
    {
        document.AddOperationTransformer(NeedsSignIn);
        document.AddSchemaTransformer(IdsAreText);
        document.AddDocumentTransformer(Complete);
    });

    public static void MapApiDocument(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapOpenApi(Route).AllowAnonymous();
        endpoints.MapScalarApiReference("/openapi", page => page
            .WithTitle("ContactOffice")
            .WithOpenApiRoutePattern(Route)
            .DisableDefaultFonts() // they would come from another server
            .HideDeveloperTools() // they offer to publish the document elsewhere
            .HideClientButton()
            .DisableAgent()
            .DisableTelemetry()
            .DisableMcp()).AllowAnonymous();
    }

    private static Task NeedsSignIn(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        if (!context.Description.ActionDescriptor.EndpointMetadata.OfType<IAuthorizeData>().Any()) return Task.CompletedTask;
        operation.Security = [.. new[] { Schemes.Basic, Schemes.Bearer, Schemes.Session }.Select(scheme => new OpenApiSecurityRequirement
        {
            [new OpenApiSecuritySchemeReference(scheme, context.Document)] = [],
        })];
        return Task.CompletedTask;
    }

    /// <summary>A converter of our own writes them, of which the framework knows nothing.</summary>
    private static Task IdsAreText(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        if (context.JsonTypeInfo.ElementType == typeof(ContactId)) schema.Items = Schema.Text("A contact's id.");
        if (context.JsonTypeInfo.Type == typeof(ContactId)) schema.Type = Microsoft.OpenApi.JsonSchemaType.String;
        if (context.JsonTypeInfo.Type == typeof(AccountId)) schema.Type = Microsoft.OpenApi.JsonSchemaType.String;
        return Task.CompletedTask;
    }

    private static Task Complete(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        document.Info = new OpenApiInfo { Title = "ContactOffice", Version = "v1", Description = About };
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.AddComponent<IOpenApiSecurityScheme>(Schemes.Basic, new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "basic", Description = "User name and password; an app password serves for contacts, not for changing the account, groups or the server." });
        document.AddComponent<IOpenApiSecurityScheme>(Schemes.Bearer, new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A personal access token." });
        document.AddComponent<IOpenApiSecurityScheme>(
            Schemes.Session, new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Cookie, Name = SignInServices.CookieName, Description = "A browser's session." });
        ContactSchemas.AddTo(document);
        var operations = new Operations(document);
        foreach (var operation in document.Paths.Values.SelectMany(path => path.Operations ?? []).Select(pair => pair.Value)) operations.Describe(operation);
        Sort(document);
        return Task.CompletedTask;
    }

    /// <summary>The committed copy of the document shall change only where the interface does.</summary>
    private static void Sort(OpenApiDocument document)
    {
        var paths = new OpenApiPaths();
        foreach (var (path, item) in document.Paths.OrderBy(pair => pair.Key, StringComparer.Ordinal)) paths[path] = item;
        document.Paths = paths;
        if (document.Components?.Schemas is { } schemas)
            document.Components.Schemas = schemas.OrderBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary(pair => pair.Key, pair => pair.Value);
    }
}
