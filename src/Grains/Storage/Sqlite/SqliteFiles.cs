using Microsoft.Data.Sqlite;

namespace ContactOffice.Grains.Storage.Sqlite;

/// <summary>Opens a database file and brings it up to date, or says in words why that cannot be.</summary>
internal static class SqliteFiles
{
    public static SqliteSession Open(string connectionString, string pragmas, string versionTable, Action<SqliteSession> migrate)
    {
        var path = new SqliteConnectionStringBuilder(connectionString).DataSource;
        SqliteSession? session = null;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            session = new SqliteSession(connectionString, pragmas);
            session.Script("BEGIN IMMEDIATE");
            session.Script(versionTable);
            migrate(session);
            session.Script("COMMIT");
            return session;
        }
        catch (DatabaseException)
        {
            session?.Dispose();
            throw;
        }
        catch (Exception fault) when (fault is SqliteException or IOException or UnauthorizedAccessException)
        {
            session?.Dispose();
            throw Translated(fault, path);
        }
    }

    private static DatabaseException Translated(Exception fault, string path) => fault switch
    {
        SqliteException { SqliteErrorCode: 11 or 26 } => new(DatabaseFault.Damaged, $"The file {path} is not a sound SQLite database ({fault.Message}). Restore it from a backup, or name another data folder.", fault),
        SqliteException { SqliteErrorCode: 5 or 6 } => new(DatabaseFault.NotWritable, $"The file {path} is locked by another program.", fault),
        _ => new(DatabaseFault.NotWritable, $"The database file {path} cannot be opened for writing ({fault.Message.TrimEnd('.')}).", fault),
    };
}
