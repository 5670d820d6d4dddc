using Npgsql;

namespace ContactOffice.Grains.Storage.Postgres;

/// <summary>Orleans' own tables beside ours.</summary>
internal static class PostgresOrleansTables
{
    /// <summary>Creates the tables, and brings the statements up to those of this release.</summary>
    public static Task Migrate(NpgsqlDataSource source, CancellationToken stop) => PostgresDatabase.Migrate(source, OrleansTables.VersionTable, async (connection, stop) =>
    {
        await using var read = new NpgsqlCommand("SELECT coalesce(max(version), 0) FROM orleans_schema_version", connection);
        var version = Convert.ToInt64(await read.ExecuteScalarAsync(stop), null);
        if (version > OrleansTables.Version) throw new DatabaseException(DatabaseFault.NewerSchema, "The database was written by a newer release. Start that one.");
        if (version == 0)
        {
            await PostgresDatabase.Run(connection, OrleansTables.Storage, stop);
            await PostgresDatabase.Run(connection, OrleansTables.Membership, stop);
            await PostgresDatabase.Run(connection, $"INSERT INTO orleans_schema_version (version) VALUES ({OrleansTables.Version})", stop);
        }
        foreach (var (key, text) in OrleansTables.PostgresQueries)
        {
            // QueryText holds @names that are for later: as a parameter's value Npgsql leaves them alone.
            await using var upsert = new NpgsqlCommand("INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ($1, $2) ON CONFLICT (QueryKey) DO UPDATE SET QueryText = excluded.QueryText", connection);
            upsert.Parameters.Add(new NpgsqlParameter { Value = key });
            upsert.Parameters.Add(new NpgsqlParameter { Value = text });
            await upsert.ExecuteNonQueryAsync(stop);
        }
    }, stop);
}
