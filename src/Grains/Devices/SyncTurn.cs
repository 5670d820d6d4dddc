using ContactOffice.GrainInterfaces;
using ContactOffice.Grains.Storage;

namespace ContactOffice.Grains.Devices;

/// <summary>One Sync of one folder while it is worked on: what the device holds by its key, and what the answer brings.</summary>
internal sealed class SyncTurn(DeviceId device, FolderTurn request, FolderState folder, (long Key, long Seq) at, BookId book)
{
    private readonly Dictionary<ContactId, long> held = [];
    private readonly Dictionary<ContactId, long> brings = [];
    private readonly Dictionary<Guid, long> made = [];
    private readonly Dictionary<string, Guid> added = [];

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

    /// <summary>The version that nobody but the device itself has changed: the one that it has, or made by a request whose answer it did not get; 0 for none.</summary>
    public long Own(ContactId id) => !brings.ContainsKey(id) && MadeBefore?.GetValueOrDefault(id.Value) is > 0 and var version ? version : Held(id);

    /// <summary>The versions that the device made by this request; null for none.</summary>
    public Dictionary<Guid, long>? Made => made.Count > 0 ? made : null;

    /// <summary>What the device added by this request, by its own ids; null for nothing.</summary>
    public Dictionary<string, Guid>? Added => added.Count > 0 ? added : null;

    /// <summary>The device made this version, and has it.</summary>
    public void Makes(ContactId id, long version)
    {
        made[id.Value] = version;
        Brings(id, version);
    }

    /// <summary>The device made this contact, and has it.</summary>
    public void Adds(string? clientId, ContactId id)
    {
        Makes(id, 1);
        if (clientId is not null && !added.TryAdd(clientId, id.Value)) added[clientId] = default; // of two with one name neither is meant
    }

    /// <summary>What the device added by this name with a request whose answer it did not get; null for nothing.</summary>
    public ContactId? AddedBefore(string? clientId) => clientId is not null && WasLost && folder.Added?.GetValueOrDefault(clientId) is { } id && id != default ? new ContactId(id) : null;

    /// <summary>With the answer the device has this version; 0 for none.</summary>
    public void Brings(ContactId id, long version) => brings[id] = version;

    private bool WasLost => at.Key != folder.Key;

    private Dictionary<Guid, long>? MadeBefore => WasLost ? folder.Made : null;
}
