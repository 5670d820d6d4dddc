using ContactOffice.Grains.Storage;

namespace ContactOffice.Grains.Tests.Hosting;

/// <summary>A new, empty database for a test class.</summary>
public abstract class TestDatabase : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("contactoffice-tests-");

    public string Folder => folder.FullName;

    public abstract Task<DatabaseOptions> Create();

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        try
        {
            folder.Delete(recursive: true);
        }
        catch (IOException)
        {
            // A node that is just being killed wrote into it. It is a temporary one.
        }
    }
}

public sealed class Sqlite : TestDatabase
{
    public override Task<DatabaseOptions> Create() => Task.FromResult(new DatabaseOptions(Folder));
}

public sealed class Postgres : TestDatabase
{
    public override async Task<DatabaseOptions> Create() => new(Folder, await (await PostgresServer.Shared()).NewDatabase());
}
