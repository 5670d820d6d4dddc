using System.Data.Common;
using ContactOffice.GrainInterfaces;

namespace ContactOffice.Grains.Storage;

/// <summary>How our values stand in rows: times as Unix milliseconds, ids as each dialect keeps them.</summary>
internal static class RowValues
{
    /// <summary>PostgreSQL has a type for it; SQLite has 16 bytes in an order that keeps version 7 UUIDs together.</summary>
    public static ContactId Id(this DbDataReader row, int column) => new(row.GetFieldType(column) == typeof(Guid) ? row.GetGuid(column) : new Guid(row.Blob(column), bigEndian: true));

    public static byte[] Blob(this DbDataReader row, int column) => row.GetFieldValue<byte[]>(column);

    public static DateTimeOffset Time(this DbDataReader row, int column) => DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));

    public static AccountId Account(this DbDataReader row, int column) => new(row.GetString(column));

    public static AccountId? AccountOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : new AccountId(row.GetString(column));

    public static string? TextOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
