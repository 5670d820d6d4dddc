using System.Data.Common;
using System.Text.Json;
using ContactOffice.GrainInterfaces;
using Microsoft.Data.Sqlite;

namespace ContactOffice.Grains.Storage.Sqlite;

/// <summary>One connection with its prepared statements, which live as long as it does. For one thread at a time.</summary>
internal sealed class SqliteSession : ISqlSession, IDisposable
{
    private readonly SqliteConnection connection;
    private readonly Dictionary<string, SqliteCommand> statements = [];

    public SqliteSession(string connectionString, string pragmas)
    {
        connection = new SqliteConnection(connectionString);
        connection.Open();
        Script(pragmas);
    }

    /// <summary>Runs several statements without parameters, such as a migration.</summary>
    public void Script(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>How many rows it changed.</summary>
    public int Run(string sql, params ReadOnlySpan<(string Name, object? Value)> values) => Statement(sql, values).ExecuteNonQuery();

    /// <summary>The first row as <paramref name="map"/> makes it; default where there is none.</summary>
    public T? One<T>(string sql, Func<DbDataReader, T> map, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var reader = Statement(sql, values).ExecuteReader();
        return reader.Read() ? map(reader) : default;
    }

    public List<T> All<T>(string sql, Func<DbDataReader, T> map, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var reader = Statement(sql, values).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(map(reader));
        return rows;
    }

    /// <summary>Row by row, for who may not want them all. The statement is not to be run again meanwhile.</summary>
    public IEnumerable<T> Each<T>(string sql, Func<DbDataReader, T> map, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        return Rows(Statement(sql, values), map);

        static IEnumerable<T> Rows(SqliteCommand statement, Func<DbDataReader, T> map)
        {
            using var reader = statement.ExecuteReader();
            while (reader.Read()) yield return map(reader);
        }
    }

    /// <summary>A NULL is answered as default.</summary>
    public long Number(string sql, params ReadOnlySpan<(string Name, object? Value)> values) =>
        One(sql, static row => row.IsDBNull(0) ? 0 : row.GetInt64(0), values);

    public object Id(ContactId id) => id.Bytes();

    public object Ids(IEnumerable<ContactId> ids) => Texts(ids.Select(id => Convert.ToHexString(id.Bytes())));

    public object Texts(IEnumerable<string> texts) => JsonSerializer.Serialize(texts.ToArray());

    public string AmongIds(string parameter) => $"IN (SELECT unhex(value) FROM json_each({parameter}))";

    public string AmongTexts(string parameter) => $"IN (SELECT value FROM json_each({parameter}))";

    public string IdText(string column) => $"lower(hex({column}))";

    public string ForUpdateOf(string table) => "";

    public void Dispose()
    {
        foreach (var statement in statements.Values) statement.Dispose();
        connection.Dispose();
    }

    private SqliteCommand Statement(string sql, ReadOnlySpan<(string Name, object? Value)> values)
    {
        if (!statements.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = sql;
            foreach (var (name, _) in values) command.Parameters.Add(new SqliteParameter { ParameterName = name });
            statements.Add(sql, command);
        }
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i].Value ?? DBNull.Value;
        return command;
    }
}
