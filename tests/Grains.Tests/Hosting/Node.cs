using ContactOffice.GrainInterfaces;
using ContactOffice.Grains.Accounts;
using ContactOffice.Grains.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ContactOffice.Grains.Tests.Hosting;

/// <summary>A node as the program composes it, without its web server.</summary>
public sealed class Node : IAsyncDisposable
{
    private readonly IHost host;

    private Node(IHost host) => this.host = host;

    public static async Task<Node> Start(DatabaseOptions options, TimeProvider? time = null)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        if (time is not null) builder.Services.AddSingleton(new Clock(time));
        builder.Services.AddSingleton(new PasswordHash(iterations: 1000)); // the tests verify passwords hundreds of times
        builder.Services.AddSingleton<Calls>().AddSingleton<IOutgoingGrainCallFilter>(services => services.GetRequiredService<Calls>());
        builder.UseOrleans(silo =>
        {
            silo.AddContactOffice(options);
            silo.UseContactOfficeClustering(options, Ports.Free());
            silo.Configure<Orleans.Configuration.EndpointOptions>(endpoint => endpoint.AdvertisedIPAddress = System.Net.IPAddress.Loopback);
        });
        var host = builder.Build();
        await host.StartAsync();
        return new Node(host);
    }

    public IGrainFactory Grains => host.Services.GetRequiredService<IGrainFactory>();

    public IClusterClient Client => host.Services.GetRequiredService<IClusterClient>();

    public Calls Calls => host.Services.GetRequiredService<Calls>();

    public IContactStore Store => host.Services.GetRequiredService<IContactStore>();

    public IContactGrain Contact(ContactId id) => Grains.GetGrain<IContactGrain>(id.Value);

    public IAddressBookGrain Book(AccountId owner) => Grains.GetGrain<IAddressBookGrain>(BookId.PrivateOf(owner).Value);

    public IAccountGrain Account(string name) => Grains.GetGrain<IAccountGrain>(name);

    /// <summary>Ends at once: nothing is handed over, nobody is told.</summary>
    public async Task Kill()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await host.StopAsync(now.Token);
        await Dispose(host);
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        await Dispose(host);
    }

    private static ValueTask Dispose(IHost host) => ((IAsyncDisposable)host).DisposeAsync();
}
