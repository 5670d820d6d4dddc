using System.Data.Common;
using ContactOffice.Grains.Storage.Postgres;
using ContactOffice.Grains.Storage.Sqlite;

namespace ContactOffice.Grains.Storage;

/// <summary>The database of this node: our rows, and the place where Orleans keeps its small grains.</summary>
public sealed class Database : IAsyncDisposable
{
    private readonly DatabaseOptions options;

    /// <summary>Throws <see cref="DatabaseException"/> for a connection string that cannot be read; it connects to nothing yet.</summary>
    public Database(DatabaseOptions options)
    {
        this.options = options;
        if (options.IsPostgres)
        {
            var source = PostgresDatabase.Source(options.Postgres!);
            (Contacts, GrainStates) = (new PostgresContactStore(source), source);
        }
        else
        {
            (Contacts, GrainStates) = (new SqliteContactStore(options.Folder), new SqliteDataSource(SqliteDataSource.FileIn(options.Folder)));
        }
    }

    public IContactStore Contacts { get; }

    public DbDataSource GrainStates { get; }

    /// <summary>The name by which Orleans knows the dialect.</summary>
    public string Invariant => options.IsPostgres ? "Npgsql" : "System.Data.SQLite";

    /// <summary>Connects, creates what is missing and migrates what is old. Throws <see cref="DatabaseException"/>.</summary>
    public async Task Open(CancellationToken stop)
    {
        await Contacts.Open(stop);
        if (GrainStates is Npgsql.NpgsqlDataSource source) await PostgresOrleansTables.Migrate(source, stop);
        else SqliteDataSource.Migrate(options.Folder);
    }

    /// <summary>Opens and closes it: for a program that wants to say what is wrong before it starts anything else.</summary>
    public static async Task Prepare(DatabaseOptions options, CancellationToken stop)
    {
        await using var database = new Database(options);
        await database.Open(stop);
    }

    public async ValueTask DisposeAsync()
    {
        await Contacts.DisposeAsync();
        await GrainStates.DisposeAsync();
    }
}
