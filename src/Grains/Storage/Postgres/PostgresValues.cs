using ContactOffice.GrainInterfaces;
using Npgsql;
using NpgsqlTypes;

namespace ContactOffice.Grains.Storage.Postgres;

/// <summary>
/// Positional parameters that always tell their type, also of a null: a statement is prepared once for each set of types.
/// </summary>
internal static class PostgresValues
{
    public static NpgsqlBatchCommand Statement(string sql, params ReadOnlySpan<NpgsqlParameter> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values) command.Parameters.Add(value);
        return command;
    }

    public static NpgsqlParameter Text(string? value) => Of(value, NpgsqlDbType.Text);

    public static NpgsqlParameter Bytes(byte[]? value) => Of(value, NpgsqlDbType.Bytea);

    public static NpgsqlParameter Number(long? value) => Of(value, NpgsqlDbType.Bigint);

    public static NpgsqlParameter Time(DateTimeOffset value) => Number(value.ToUnixTimeMilliseconds());

    public static NpgsqlParameter Flag(bool value) => Of(value, NpgsqlDbType.Boolean);

    public static NpgsqlParameter Id(ContactId id) => Id(id.Value);

    public static NpgsqlParameter Id(Guid? id) => Of(id, NpgsqlDbType.Uuid);

    public static NpgsqlParameter Texts(IEnumerable<string?> values) => Of(values.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text);

    public static NpgsqlParameter Ids(IEnumerable<ContactId> values) => Of(values.Select(id => id.Value).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Uuid);

    public static NpgsqlParameter Numbers(IEnumerable<long> values) => Of(values.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Bigint);

    public static NpgsqlParameter Blobs(IEnumerable<byte[]?> values) => Of(values.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Bytea);

    private static NpgsqlParameter Of(object? value, NpgsqlDbType type) => new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };
}
