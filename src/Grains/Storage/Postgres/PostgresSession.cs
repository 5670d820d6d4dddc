using System.Data.Common;
using ContactOffice.GrainInterfaces;
using Npgsql;

namespace ContactOffice.Grains.Storage.Postgres;

/// <summary>A connection as <see cref="ISqlSession"/>. Its calls block: it runs on a thread of its own.</summary>
internal sealed class PostgresSession(NpgsqlConnection connection) : ISqlSession
{
    public int Run(string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = Command(sql, values);
        return command.ExecuteNonQuery();
    }

    public T? One<T>(string sql, Func<DbDataReader, T> map, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = Command(sql, values);
        using var reader = command.ExecuteReader();
        return reader.Read() ? map(reader) : default;
    }

    public List<T> All<T>(string sql, Func<DbDataReader, T> map, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = Command(sql, values);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(map(reader));
        return rows;
    }

    public object Id(ContactId id) => id.Value;

    public object Ids(IEnumerable<ContactId> ids) => ids.Select(id => id.Value).ToArray();

    public object Texts(IEnumerable<string> texts) => texts.ToArray();

    public string AmongIds(string parameter) => $"= ANY ({parameter})";

    public string AmongTexts(string parameter) => AmongIds(parameter);

    public string IdText(string column) => $"replace({column}::text, '-', '')";

    public string ForUpdateOf(string table) => $" FOR UPDATE OF {table}";

    private NpgsqlCommand Command(string sql, ReadOnlySpan<(string Name, object? Value)> values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var (name, value) in values) command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        return command;
    }
}
