namespace ContactOffice.Benchmarks.Team;

/// <summary>Many may share it, or one has it alone.</summary>
internal sealed class SharedLock
{
    private const int Places = 16;
    private readonly SemaphoreSlim places = new(Places);
    private readonly SemaphoreSlim alone = new(1);

    public async Task<IDisposable> Share()
    {
        // Who wants it alone comes first: otherwise it would wait for ever.
        await alone.WaitAsync();
        await places.WaitAsync();
        alone.Release();
        return new Held(() => places.Release());
    }

    public async Task<IDisposable> Take()
    {
        await alone.WaitAsync();
        for (var i = 0; i < Places; i++) await places.WaitAsync();
        return new Held(() =>
        {
            places.Release(Places);
            alone.Release();
        });
    }

    private sealed class Held(Action release) : IDisposable
    {
        public void Dispose() => release();
    }
}
