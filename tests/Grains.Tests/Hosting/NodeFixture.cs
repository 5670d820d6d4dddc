using ContactOffice.GrainInterfaces;
using ContactOffice.Grains.Storage;

namespace ContactOffice.Grains.Tests.Hosting;

/// <summary>One node on one new database for all tests of a class, started by the first of them. Each test takes owners of its own.</summary>
public sealed class NodeFixture<TDatabase> : IAsyncDisposable where TDatabase : TestDatabase, new()
{
    private readonly TDatabase database = new();
    private readonly Lazy<Task<Node>> node;
    private DatabaseOptions? options;

    public NodeFixture() => node = new(async () => await Hosting.Node.Start(options = await database.Create(), Time));

    public TestTime Time { get; } = new();

    public Task<Node> Node() => node.Value;

    public DatabaseOptions Options => options!;

    public async ValueTask DisposeAsync()
    {
        if (node.IsValueCreated && node.Value.IsCompletedSuccessfully) await (await node.Value).DisposeAsync();
        database.Dispose();
    }
}

public static class Owners
{
    public static AccountId New() => new("owner-" + Guid.NewGuid().ToString("N")[..12]);
}

/// <summary>The real time, moved by what a test says, and standing still while it says so.</summary>
public sealed class TestTime : TimeProvider
{
    private TimeSpan ahead;
    private DateTimeOffset? standing;

    public void Advance(TimeSpan by) => ahead += by;

    /// <summary>Until what is returned is disposed.</summary>
    public IDisposable Stand()
    {
        standing = base.GetUtcNow();
        return new Standing(this);
    }

    public override DateTimeOffset GetUtcNow() => (standing ?? base.GetUtcNow()) + ahead;

    private sealed class Standing(TestTime time) : IDisposable
    {
        public void Dispose() => time.standing = null;
    }
}
