using System.Data.Common;
using System.Globalization;
using System.Text;
using System.Text.Json;
using ContactOffice.GrainInterfaces;
using ContactOffice.Grains.Books;
using ContactOffice.Grains.Storage;

namespace ContactOffice.Grains.Devices;

/// <summary>Devices and what they hold, as rows: a Sync writes those of what it brought, never all that the device has.</summary>
internal static class DeviceRows
{
    private const int AtOnce = 50;

    public static DeviceRecord? Read(ISqlSession session, DeviceId id) =>
        session.One("SELECT account, id, state, revision FROM device WHERE account = @who AND id = @device", static row =>
        {
            var state = Device(row).State;
            state.Revision = row.GetInt64(3);
            return state;
        }, ("@who", id.Account.Value), ("@device", id.Id));

    /// <summary>Those of an account, or of null all, the latest seen first.</summary>
    public static List<(DeviceId Id, DeviceRecord State)> Page(ISqlSession session, AccountId? account, int offset, int limit) =>
        session.All($"SELECT account, id, state FROM device {Of(account)} ORDER BY {Latest} LIMIT @limit OFFSET @offset", Device, [.. Who(account), ("@limit", limit), ("@offset", offset)]);

    /// <summary>The same of those whose words pass, and how many those are in all. Every one is looked at, and only the page kept.</summary>
    public static (List<(DeviceId Id, DeviceRecord State)> Devices, int Total) Find(ISqlSession session, AccountId? account, Func<byte[], bool> passes, int offset, int limit)
    {
        var total = 0;
        var page = session.All($"SELECT account, id, state, display_name FROM device LEFT JOIN person USING (account) {Of(account)} ORDER BY {Latest}", row =>
        {
            var (id, state) = Device(row);
            var words = FindText.Folded($"{row.TextOrNull(3)}\n{id.Account}\n{id.Id}\n{state.Type}\n{state.Told.GetValueOrDefault("FriendlyName")}\n{state.Told.GetValueOrDefault("Model")}");
            return passes(words) && total++ is var index && index >= offset && index - offset < limit ? (Id: id, State: state) : default;
        }, Who(account));
        return (page.FindAll(device => device.State is not null), total);
    }

    public static long Count(ISqlSession session, AccountId? account) => session.One($"SELECT COUNT(*) FROM device {Of(account)}", static row => row.GetInt64(0), Who(account));

    private const string Latest = "seen_at DESC, account, id";

    private static string Of(AccountId? account) => account is null ? "" : "WHERE account = @who";

    private static (string, object?)[] Who(AccountId? account) => account is { } who ? [("@who", who.Value)] : [];

    private static (DeviceId Id, DeviceRecord State) Device(DbDataReader row) => (new(row.Account(0), row.GetString(1)), JsonSerializer.Deserialize<DeviceRecord>(row.GetString(2))!);

    /// <summary>Only over what was read: where two nodes take themselves for the one that serves a device, neither undoes what the other did. Throws where that is not so.</summary>
    public static void Write(ISqlSession session, DeviceId id, DeviceRecord state)
    {
        var written = state.Revision == 0
            ? session.Run("INSERT INTO device (account, id, seen_at, state, revision) VALUES (@who, @device, @seen, @state, 1) ON CONFLICT (account, id) DO NOTHING", Values(id, state))
            : session.Run("UPDATE device SET seen_at = @seen, state = @state, revision = revision + 1 WHERE account = @who AND id = @device AND revision = @revision",
                [.. Values(id, state), ("@revision", state.Revision)]);
        if (written == 0) throw new InvalidOperationException($"The device {id} was changed by another node.");
    }

    private static (string, object?)[] Values(DeviceId id, DeviceRecord state) =>
        [("@who", id.Account.Value), ("@device", id.Id), ("@seen", state.LastSeen.ToUnixTimeMilliseconds()), ("@state", JsonSerializer.Serialize(state))];

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
