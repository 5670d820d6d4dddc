using ContactOffice.Silo.Demo;

namespace ContactOffice.Silo;

/// <summary>The host of one node and where its settings come from.</summary>
public static class Node
{
    public const string DefaultUrl = "http://localhost:5080";

    /// <summary>
    /// Settings, the later the stronger: appsettings.json beside the program, the environment, the command line. Files are found
    /// beside the program, never in the working directory, which only decides where <c>./data</c> is.
    /// </summary>
    public static WebApplicationBuilder CreateBuilder(CommandLine commandLine)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory,
            ApplicationName = typeof(Node).Assembly.GetName().Name,
            // Nobody edits settings under a running server, and each watcher takes one of the machine's few inotify instances.
            Args = ["--hostBuilder:reloadConfigOnChange=false"],
        });
        builder.Configuration.AddInMemoryCollection(commandLine.Settings ?? []);
        builder.Configuration.AddInMemoryCollection(Named(commandLine));
        if (builder.Configuration["urls"] is null && builder.Configuration["http_ports"] is null) builder.Configuration["urls"] = DefaultUrl;
        if (builder.Configuration["urls"] is { } urls) builder.WebHost.UseUrls(urls);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(30));
        builder.Services.AddHostedService<IdleMemory>();
        return builder;
    }

    /// <summary>What a person at the console sees of a start: the demo being filled, then the announcement.</summary>
    public static void AddConsole(this WebApplicationBuilder builder, DataFolder folder, bool isDemoToFill)
    {
        builder.Services.AddSingleton(folder);
        if (isDemoToFill) builder.Services.AddHostedService<DemoService>();
        builder.Services.AddHostedService<Announcement>();
    }

    /// <summary>Serves until it is asked to stop; answers the exit code.</summary>
    public static async Task<int> Serve(this WebApplication app)
    {
        try
        {
            await app.RunAsync();
        }
        catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // It was asked to stop while it was still starting.
        }
        return 0;
    }

    private static IEnumerable<KeyValuePair<string, string?>> Named(CommandLine commandLine)
    {
        if (commandLine.Urls is { } urls) yield return new("urls", urls);
        if (commandLine.Data is { } data) yield return new(DataFolder.Setting, data);
        if (commandLine.Demo) yield return new(DemoFolder.Setting, "true");
    }
}
