namespace ContactOffice.Grains.Tests.Hosting;

/// <summary>What comes between two grains while one calls the other: somebody else's edit, or a fault of the machine. Each happens once.</summary>
public sealed class Calls : IOutgoingGrainCallFilter
{
    private string? method;
    private int passing;
    private Func<Task> before = () => Task.CompletedTask;
    private Action after = () => { };

    /// <summary>Happens before a call of this method.</summary>
    public void Before(string called, Func<Task> what) => Set(called, 0, what, () => { });

    /// <summary>A call is not made.</summary>
    /// <param name="called">The method.</param>
    /// <param name="after">So many calls of it are made before.</param>
    public void Fail(string called, int after = 0) => Set(called, after, () => throw Fault, () => { });

    /// <summary>A call is made, but its answer does not come.</summary>
    public void FailAfter(string called) => Set(called, 0, () => Task.CompletedTask, () => throw Fault);

    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        if (context.MethodName != method || Interlocked.Decrement(ref passing) >= 0)
        {
            await context.Invoke();
            return;
        }
        method = null;
        await before();
        await context.Invoke();
        after();
    }

    private static TimeoutException Fault => new("The database does not answer.");

    private void Set(string called, int count, Func<Task> first, Action then) => (method, passing, before, after) = (called, count, first, then);
}
