using ContactOffice.ActiveSync;
using ContactOffice.Api;
using ContactOffice.Dav;
using ContactOffice.Silo;
using ContactOffice.Silo.Demo;

if (!CommandLine.TryParse(args, out var commandLine, out var problem)) return Say.Problem(problem);
if (commandLine.Help) return Say.Help();

try
{
    PictureLimits.Set();
    var builder = Node.CreateBuilder(commandLine);
    ListenAddresses.Check(builder.Configuration);
    using var folder = DataFolder.Open(builder.Configuration);
    var isDemoToFill = DemoFolder.IsToFill(folder, builder.Configuration);
    builder.AddCluster(await DatabaseSetting.Prepare(builder.Configuration, folder));
    builder.Services.AddContactOfficeApi();
    builder.Services.AddContactOfficeActiveSync();
    builder.AddWebServer();
    builder.AddTelemetry();
    builder.AddHealth();
    builder.AddConsole(folder, isDemoToFill);

    await using var app = builder.Build();
    app.UseWebServer();
    app.UseContactOfficeActiveSync();
    app.UseContactOfficeApi();
    app.MapContactOfficeApi();
    app.MapContactOfficeDav(app.Configuration["ContactOffice:PublicUrl"]);
    app.MapContactOfficeActiveSync(app.Configuration["ContactOffice:PublicUrl"]);
    app.MapHealth();
    app.MapDashboard();
    app.MapWebClient();
    return await app.Serve();
}
catch (Exception fault)
{
    return Say.Fault(fault);
}
