using ContactOffice.GrainInterfaces;
using ContactOffice.Grains.Storage;

namespace ContactOffice.Grains.Devices;

/// <summary>One Sync of one folder while it is worked on: what the device holds by its key, and what the answer brings.</summary>
internal sealed class SyncTurn(DeviceId device, FolderTurn request, FolderState folder, (long Key, long Seq) at, BookId book)
{
    private readonly Dictionary<ContactId, long> held = [];
    private readonly Dictionary<ContactId, long> brings = [];
    private readonly Dictionary<Guid, long> made = [];

    public DeviceId Device => device;

    public FolderTurn Request => request;

    public FolderState Folder => folder;

    /// <summary>The key that the device shows, and how far it is in the book.</summary>
    public (long Key, long Seq) At => at;

    public BookId Book => book;

    public bool BringsAnything => brings.Count > 0;

    public IEnumerable<(ContactId Contact, long Version, long Before)> Brought => brings.Select(one => (one.Key, one.Value, held.GetValueOrDefault(one.Key)));

    /// <summary>Reads what the device holds of these.</summary>
    public async Task Look(IContactStore store, IEnumerable<ContactId> contacts)
    {
        var unknown = contacts.Where(id => !held.ContainsKey(id)).ToHashSet();
        if (unknown.Count == 0) return;
        var found = await store.Query(session => DeviceRows.Held(session, device, request.Folder, at.Key, unknown));
        foreach (var id in unknown) held[id] = found.GetValueOrDefault(id);
    }

    /// <summary>The version that the device has; 0 for none.</summary>
    public long Held(ContactId id) => brings.TryGetValue(id, out var version) ? version : held.GetValueOrDefault(id);

    /// <summary>The versions that the device made by this request; null for none.</summary>
    public Dictionary<Guid, long>? Made => made.Count > 0 ? made : null;

    /// <summary>The device made this version, and has it.</summary>
    public void Makes(ContactId id, long version)
    {
        made[id.Value] = version;
        Brings(id, version);
    }

    /// <summary>Whether the device made this version by the same request, whose answer it did not get.</summary>
    public bool HasMade(ContactId id, long version) => at.Key != folder.Key && folder.Made?.GetValueOrDefault(id.Value) == version;

    /// <summary>With the answer the device has this version; 0 for none.</summary>
    public void Brings(ContactId id, long version) => brings[id] = version;
}
