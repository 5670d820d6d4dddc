using ContactOffice.GrainInterfaces;
using ContactOffice.Grains.Storage;

namespace ContactOffice.Grains.Devices;

/// <summary>One Sync of one folder while it is worked on: what the device holds by its key, and what the answer brings.</summary>
internal sealed class SyncTurn(DeviceId device, FolderTurn request, FolderState folder, (long Key, long Seq) at, BookId book)
{
    private readonly Dictionary<ContactId, long> held = [];
    private readonly Dictionary<ContactId, long> brings = [];
    private readonly Dictionary<Guid, OwnEdit> own = [];
    private ILookup<string, Guid>? addedBefore;

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

    /// <summary>The version that nobody but the device itself has changed: the one that it has, or that it made and was not told of yet; 0 for none.</summary>
    public long Own(ContactId id) => OwnEdit(id)?.Version ?? Held(id);

    /// <summary>What the device made of this contact last: by this request, by one whose answer it did not get, or while nothing was told to it.</summary>
    public OwnEdit? OwnEdit(ContactId id) => own.GetValueOrDefault(id.Value) ?? OwnBefore(id);

    private OwnEdit? OwnBefore(ContactId id) =>
        !own.ContainsKey(id.Value) && !brings.ContainsKey(id) && folder.Own?.GetValueOrDefault(id.Value) is { } edit && IsAlive(edit) ? edit : null;

    private bool IsAlive(OwnEdit edit) => WasLost || edit is { IsNews: true, IsTold: false };

    /// <summary>What the device added by a request whose answer it did not get: this very one, else what had this name. A device may name it anew each time that it sends it.</summary>
    public ContactId? AddedBefore(string what, string? clientId)
    {
        if (!WasLost || folder.Own is not { } before) return null;
        addedBefore ??= before.Where(one => one.Value.ClientId is not null).SelectMany(one => new[] { ("what " + one.Value.What, one.Key), ("name " + one.Value.ClientId, one.Key) }).ToLookup(one => one.Item1, one => one.Key);
        var same = addedBefore["what " + what].Where(IsFree).ToList();
        var found = same.Find(id => before[id].ClientId == clientId) is var exact && exact != default ? exact : same.FirstOrDefault();
        // Of two that had one name neither is meant.
        if (found == default && addedBefore["name " + clientId].ToList() is [var named] && IsFree(named)) found = named;
        return found == default ? null : new ContactId(found);

        bool IsFree(Guid id) => OwnBefore(new(id)) is not null;
    }

    /// <summary>The device's own edits by this request, and by those before it that showed the same key. Null for none.</summary>
    public Dictionary<Guid, OwnEdit>? AllOwn()
    {
        if (folder.Own is { } before && before.Count + own.Count <= MaxOwn)
            foreach (var (id, edit) in before)
                if (IsAlive(edit)) own.TryAdd(id, edit);
        return own.Count == 0 ? null : own.ToDictionary(one => one.Key, one => one.Value with { IsTold = one.Value.IsNews && brings.TryGetValue(new(one.Key), out var version) && (version == 0 || version >= one.Value.Version) });
    }

    /// <summary>The device made this version, and has it where that is all that it said.</summary>
    public void Makes(ContactId id, OwnEdit edit)
    {
        Keep(id, edit);
        if (!edit.IsNews) Brings(id, edit.Version);
    }

    /// <summary>That it made this holds further on, and the device gets what there is.</summary>
    public void Keep(ContactId id, OwnEdit edit) => own[id.Value] = edit;

    public void Forget(ContactId id) => own.Remove(id.Value);

    /// <summary>The device gets no answer.</summary>
    public void BringsNothing() => brings.Clear();

    /// <summary>With the answer the device has this version; 0 for none.</summary>
    public void Brings(ContactId id, long version) => brings[id] = version;

    private const int MaxOwn = 10_000;

    private bool WasLost => at.Key != folder.Key;
}
