namespace ContactOffice.Grains.Tests.Hosting;

/// <summary>What comes between two grains while one calls the other: somebody else's edit, or a fault of the machine.</summary>
public sealed class Calls : IOutgoingGrainCallFilter
{
    private Func<Task>? happening;
    private string? method;
    private int passing;

    /// <summary>Happens once, before the call of this method that comes after so many others of it.</summary>
    public void Before(string called, Func<Task> what, int after = 0) => (method, happening, passing) = (called, what, after);

    /// <summary>The call is not answered.</summary>
    public void Fail(string called, int after = 0) => Before(called, () => throw new TimeoutException("The database does not answer."), after);

    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        if (happening is { } now && context.MethodName == method && Interlocked.Decrement(ref passing) < 0)
        {
            happening = null;
            await now();
        }
        await context.Invoke();
    }
}
