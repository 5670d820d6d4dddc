using ContactOffice.Api;
using Orleans.Dashboard;

namespace ContactOffice.Silo;

/// <summary>Orleans' own dashboard at <c>/dashboard</c>, for administrators. Its pages take 20 MB of memory, so they are unpacked for whoever asks first; its figures begin with whoever opens it.</summary>
public static class Dashboard
{
    private const string Path = "/dashboard";

    public static void MapDashboard(this WebApplication app)
    {
        var dashboard = new Lazy<RequestDelegate>(() => Unpack(app.Services));
        app.Map(Path + "/{**page}", http =>
        {
            if (http.Request.Path.Value is Path + "/" or Path + "/index.html") DashboardFigures.StartEverywhere(app.Services.GetRequiredService<IGrainFactory>());
            // Otherwise the dashboard's own routing would take this for its answer.
            http.SetEndpoint(null);
            http.Request.RouteValues.Clear();
            return dashboard.Value(http);
        }).RequireAuthorization(ApiPolicies.Administrator).ExcludeFromDescription();
    }

    private static RequestDelegate Unpack(IServiceProvider services)
    {
        var app = new ApplicationBuilder(services);
        app.UseRouting();
        // Endpoints of any branch are described with those of the program.
        app.UseEndpoints(endpoints => endpoints.MapOrleansDashboard(Path).ExcludeFromDescription().AddEndpointFilter(async (context, next) =>
            // Its grain state page would show administrators the insides of other people's accounts.
            context.HttpContext.Request.Path.StartsWithSegments(Path + "/GrainState") ? Results.NotFound() : await next(context)));
        return app.Build();
    }
}
