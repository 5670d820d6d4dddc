using System.Net.Sockets;
using Npgsql;

namespace ContactOffice.Grains.Storage.Postgres;

/// <summary>Connects to the database and brings it up to date, or says in words why that cannot be.</summary>
internal static class PostgresDatabase
{
    // Held while tables are made or migrated, so that nodes which start at once do it one after the other. The number is ours alone.
    private const long MigrationLock = 0x436F6E7461637473;

    // Each statement is planned once, by its indexes. A plan for the values at hand costs more than the statement does, and in tables that have grown since
    // PostgreSQL last counted them it takes every book for a small one and reads it whole.
    private const string Planning = "SET plan_cache_mode = force_generic_plan";

    public static NpgsqlDataSource Source(string connectionString)
    {
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(connectionString);
            // Measured: 16 connections do more edits a second than 64.
            if (!settings.ContainsKey("Maximum Pool Size")) settings.MaxPoolSize = 16;
            if (settings.MaxAutoPrepare == 0) settings.MaxAutoPrepare = 64;
            settings.AutoPrepareMinUsages = 2;
            settings.NoResetOnClose = true; // we leave nothing behind in a session
            settings.ApplicationName ??= "contactoffice";
            var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
            builder.UsePhysicalConnectionInitializer(
                connection =>
                {
                    using var command = new NpgsqlCommand(Planning, connection);
                    command.ExecuteNonQuery();
                },
                connection => Run(connection, Planning, CancellationToken.None));
            return builder.Build();
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException or KeyNotFoundException)
        {
            // The text of the exception may quote the connection string, which holds a password.
            throw new DatabaseException(DatabaseFault.Misconfigured, "The PostgreSQL connection string cannot be read. It looks like: Host=localhost;Database=contacts;Username=contacts;Password=...");
        }
    }

    /// <summary>Runs <paramref name="migrate"/> in one transaction that no other node runs at the same time.</summary>
    public static async Task Migrate(NpgsqlDataSource source, string versionTable, Func<NpgsqlConnection, CancellationToken, Task> migrate, CancellationToken stop)
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync(stop);
            await using var transaction = await connection.BeginTransactionAsync(stop);
            await Run(connection, $"SELECT pg_advisory_xact_lock({MigrationLock})", stop);
            await Run(connection, versionTable, stop);
            await migrate(connection, stop);
            await transaction.CommitAsync(stop);
        }
        catch (Exception fault) when (fault is NpgsqlException or SocketException or TimeoutException or IOException)
        {
            throw Translated(fault, source);
        }
    }

    public static async Task Run(NpgsqlConnection connection, string sql, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(stop);
    }

    private static DatabaseException Translated(Exception fault, NpgsqlDataSource source)
    {
        var settings = new NpgsqlConnectionStringBuilder(source.ConnectionString);
        var where = $"The PostgreSQL database '{settings.Database}' at {settings.Host}:{settings.Port}";
        return fault switch
        {
            PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } =>
                new(DatabaseFault.Unreachable, $"{where} refuses the user '{settings.Username}' or the password.", fault),
            PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } =>
                new(DatabaseFault.Unreachable, $"{where} does not exist. Create it: createdb {settings.Database}", fault),
            PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } refused =>
                new(DatabaseFault.NotWritable, $"{where} does not let the user '{settings.Username}' create tables ({refused.MessageText}).", fault),
            PostgresException other => new(DatabaseFault.Unreachable, $"{where} cannot be used ({other.MessageText}).", fault),
            _ => new(DatabaseFault.Unreachable, $"{where} cannot be reached ({fault.Message.TrimEnd('.')}). Is it running, and is ContactOffice:Database right?", fault),
        };
    }
}
