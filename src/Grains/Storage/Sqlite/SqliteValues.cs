using ContactOffice.GrainInterfaces;

namespace ContactOffice.Grains.Storage.Sqlite;

/// <summary>How ids stand in SQLite: as 16 bytes in an order that keeps version 7 UUIDs together.</summary>
internal static class SqliteValues
{
    public static byte[] Bytes(this Guid id) => id.ToByteArray(bigEndian: true);

    public static byte[] Bytes(this ContactId id) => id.Value.Bytes();
}
