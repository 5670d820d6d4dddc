using ContactOffice.Api;
using Orleans.Dashboard;

namespace ContactOffice.Silo;

/// <summary>Orleans' own dashboard at <c>/dashboard</c>, for administrators.</summary>
public static class Dashboard
{
    public static void MapDashboard(this WebApplication app)
    {
        var dashboard = app.MapOrleansDashboard("/dashboard");
        dashboard.RequireAuthorization(ApiPolicies.Administrator).ExcludeFromDescription();
        dashboard.AddEndpointFilter(async (context, next) =>
            // Its grain state page would show administrators the insides of other people's accounts.
            context.HttpContext.Request.Path.StartsWithSegments("/dashboard/GrainState") ? Results.NotFound() : await next(context));
    }
}
