namespace ContactOffice.Silo;

/// <summary>
/// Behind a proxy a node that was asked to stop keeps serving for some seconds while <c>/health/ready</c> says no, so that the proxy
/// stops sending it requests before it stops taking them.
/// </summary>
internal sealed class Draining(TimeSpan time) : IHostedLifecycleService
{
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.Delay(time, cancellationToken);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
