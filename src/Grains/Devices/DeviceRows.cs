using System.Globalization;
using System.Text;
using System.Text.Json;
using ContactOffice.GrainInterfaces;
using ContactOffice.Grains.Storage;

namespace ContactOffice.Grains.Devices;

/// <summary>Devices and what they hold, as rows: a Sync writes those of what it brought, never all that the device has.</summary>
internal static class DeviceRows
{
    private const int AtOnce = 50;

    public static DeviceRecord? Read(ISqlSession session, DeviceId id) =>
        session.One("SELECT state FROM device WHERE account = @who AND id = @device", static row => row.GetString(0), ("@who", id.Account.Value), ("@device", id.Id)) is { } state
            ? JsonSerializer.Deserialize<DeviceRecord>(state)
            : null;

    public static List<(DeviceId Id, DeviceRecord State)> All(ISqlSession session, AccountId? account, int limit) =>
        session.All(account is null
                ? "SELECT account, id, state FROM device ORDER BY seen_at DESC LIMIT @limit"
                : "SELECT account, id, state FROM device WHERE account = @who ORDER BY seen_at DESC LIMIT @limit",
            static row => (new DeviceId(row.Account(0), row.GetString(1)), JsonSerializer.Deserialize<DeviceRecord>(row.GetString(2))!),
            account is { } who ? [("@who", who.Value), ("@limit", limit)] : [("@limit", limit)]);

    public static long Count(ISqlSession session, AccountId account) =>
        session.One("SELECT COUNT(*) FROM device WHERE account = @who", static row => row.GetInt64(0), ("@who", account.Value));

    public static void Write(ISqlSession session, DeviceId id, DeviceRecord state) =>
        session.Run("INSERT INTO device (account, id, seen_at, state) VALUES (@who, @device, @seen, @state) ON CONFLICT (account, id) DO UPDATE SET seen_at = excluded.seen_at, state = excluded.state",
            ("@who", id.Account.Value), ("@device", id.Id), ("@seen", state.LastSeen.ToUnixTimeMilliseconds()), ("@state", JsonSerializer.Serialize(state)));

    public static void Delete(ISqlSession session, DeviceId id)
    {
        session.Run("DELETE FROM device_item WHERE account = @who AND device = @device", ("@who", id.Account.Value), ("@device", id.Id));
        session.Run("DELETE FROM device WHERE account = @who AND id = @device", ("@who", id.Account.Value), ("@device", id.Id));
    }

    /// <summary>The device begins anew: it holds nothing of the folder.</summary>
    public static void Empty(ISqlSession session, DeviceId id, string folder) =>
        session.Run("DELETE FROM device_item WHERE account = @who AND device = @device AND folder = @folder", ("@who", id.Account.Value), ("@device", id.Id), ("@folder", folder));

    /// <summary>Of these contacts the versions that the device holds when it has the answer with <paramref name="key"/>.</summary>
    public static Dictionary<ContactId, long> Held(ISqlSession session, DeviceId id, string folder, long key, IReadOnlyCollection<ContactId> contacts) =>
        session.All($"SELECT contact, key, version, before FROM device_item WHERE account = @who AND device = @device AND folder = @folder AND contact {session.AmongIds("@ids")}",
                static row => (Contact: row.Id(0), Key: row.GetInt64(1), Version: row.GetInt64(2), Before: row.GetInt64(3)),
                ("@who", id.Account.Value), ("@device", id.Id), ("@folder", folder), ("@ids", session.Ids(contacts)))
            .ToDictionary(row => row.Contact, row => row.Key > key ? row.Before : row.Version);

    /// <summary>The device shows <paramref name="key"/>: what later answers would have brought, it does not have; what went before it, it has no more.</summary>
    public static void Settle(ISqlSession session, DeviceId id, string folder, long key)
    {
        session.Run("UPDATE device_item SET version = before, key = @key WHERE account = @who AND device = @device AND folder = @folder AND key > @key",
            ("@key", key), ("@who", id.Account.Value), ("@device", id.Id), ("@folder", folder));
        session.Run("DELETE FROM device_item WHERE account = @who AND device = @device AND folder = @folder AND key = @key AND version = 0",
            ("@who", id.Account.Value), ("@device", id.Id), ("@folder", folder), ("@key", key));
    }

    /// <summary>What the answer with <paramref name="key"/> brings.</summary>
    public static void Bring(ISqlSession session, DeviceId id, string folder, long key, IEnumerable<(ContactId Contact, long Version, long Before)> items)
    {
        foreach (var some in items.Chunk(AtOnce))
        {
            var sql = new StringBuilder("INSERT INTO device_item (account, device, folder, key, contact, version, before) VALUES ");
            var values = new List<(string, object?)> { ("@who", id.Account.Value), ("@device", id.Id), ("@folder", folder), ("@key", key) };
            for (var i = 0; i < some.Length; i++)
            {
                sql.Append(CultureInfo.InvariantCulture, $"{(i > 0 ? ", " : "")}(@who, @device, @folder, @key, @c{i}, @v{i}, @b{i})");
                values.AddRange([($"@c{i}", session.Id(some[i].Contact)), ($"@v{i}", some[i].Version), ($"@b{i}", some[i].Before)]);
            }
            sql.Append(" ON CONFLICT (account, device, folder, contact) DO UPDATE SET key = excluded.key, version = excluded.version, before = excluded.before");
            session.Run(sql.ToString(), [.. values]);
        }
    }
}
