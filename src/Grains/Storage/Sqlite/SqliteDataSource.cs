using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace ContactOffice.Grains.Storage.Sqlite;

/// <summary>
/// Opens connections for Orleans' own storage. <c>synchronous</c> belongs to a connection, not to the file, and pooled connections keep it
/// only as long as they live: so every opening sets it.
/// </summary>
internal sealed class SqliteDataSource(string path) : DbDataSource
{
    private const string Pragmas = "PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000";

    public override string ConnectionString { get; } = new SqliteConnectionStringBuilder { DataSource = path }.ToString();

    /// <summary>The file that Orleans' small grains are kept in: apart from the contacts, whose writer it would make wait.</summary>
    public static string FileIn(string folder) => Path.Combine(folder, "orleans.db");

    /// <summary>Creates the tables, and brings the statements up to those of this release.</summary>
    public static void Migrate(string folder)
    {
        var connectionString = new SqliteConnectionStringBuilder { DataSource = FileIn(folder), Pooling = false }.ToString();
        using var session = SqliteFiles.Open(connectionString, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000", OrleansTables.VersionTable, session =>
        {
            var version = session.Number("SELECT coalesce(max(version), 0) FROM orleans_schema_version");
            if (version > OrleansTables.Version) throw new DatabaseException(DatabaseFault.NewerSchema, $"The file {FileIn(folder)} was written by a newer release. Start that one.");
            if (version == 0)
            {
                session.Script(OrleansTables.Storage);
                session.Script($"INSERT INTO orleans_schema_version (version) VALUES ({OrleansTables.Version})");
            }
            foreach (var (key, text) in OrleansTables.SqliteQueries) session.Script(OrleansTables.Upsert(key, text));
        });
    }

    protected override DbConnection CreateDbConnection() => new SqliteConnection(ConnectionString);

    protected override DbConnection OpenDbConnection()
    {
        var connection = new SqliteConnection(ConnectionString);
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = Pragmas;
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    protected override ValueTask<DbConnection> OpenDbConnectionAsync(CancellationToken cancellationToken = default) => new(OpenDbConnection());
}
