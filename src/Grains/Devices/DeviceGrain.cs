using System.Security.Cryptography;
using ContactOffice.GrainInterfaces;
using ContactOffice.Grains.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ContactOffice.Grains.Devices;

/// <summary>
/// A device's row in memory, and its folders. Not reentrant: what a device asks twice at once, as after a lost answer, is done one after the other.
/// </summary>
[CollectionAgeLimit(Minutes = 5)]
internal sealed partial class DeviceGrain(IContactStore store, Clock clock, IOptions<DeviceOptions> options, ILogger<DeviceGrain> logger, IPhonePictures? pictures = null) : Grain, IDeviceGrain
{
    private const int MaxTold = 20;
    private const int MaxText = 300;
    private const int MaxMemory = 20_000;
    private const int MaxForms = 10;
    private static readonly TimeSpan SeenEvery = TimeSpan.FromMinutes(10);
    private DeviceRecord? state;

    /// <summary>Whether the row lacks something that may be lost: the next write brings it.</summary>
    private bool isBehind;

    private DeviceId Id => DeviceId.Parse(this.GetPrimaryKeyString());

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var id = Id;
        state = await store.Query(session => DeviceRows.Read(session, id));
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (!isBehind || state is null) return;
        try
        {
            await Save(state);
        }
        catch (Exception fault)
        {
            LogNotSaved(fault, Id);
        }
    }

    public async Task<Answer<DeviceStanding>> Arrive(DeviceArrival arrival)
    {
        if (state is null && await MakeRoom(arrival) is { } refusal) return refusal;
        var now = clock.Now;
        var known = state ?? new() { FirstSeen = now };
        var (type, agent, version) = (Short(arrival.Type), Short(arrival.Agent), Short(arrival.Version));
        if (state is null || now - known.LastSeen > SeenEvery || (known.Type, known.Agent, known.Version) != (type, agent, version))
        {
            (known.Type, known.Agent, known.Version, known.LastSeen) = (type, agent, version, now);
            await Save(known);
        }
        return known.State switch
        {
            // One that deleted its data stays away until somebody allows it or removes it.
            DeviceState.Blocked or DeviceState.Wiped => DeviceStanding.Blocked,
            DeviceState.Wiping => DeviceStanding.ToBeWiped,
            _ => arrival.PolicyKey == 0 || arrival.PolicyKey == known.PolicyKey ? DeviceStanding.Welcome : DeviceStanding.WrongPolicyKey,
        };
    }

    public Task Inform(Dictionary<string, string> told)
    {
        var known = Known();
        foreach (var (name, value) in told.Take(MaxTold)) known.Told[Short(name)] = Short(value);
        return Save(known);
    }

    public async Task<long> OfferPolicy()
    {
        var known = Known();
        known.OfferedPolicy = NewKey();
        await Save(known);
        return known.OfferedPolicy;
    }

    public async Task<long?> TakePolicy(long offered)
    {
        var known = Known();
        // An acknowledgement whose answer was lost comes again.
        if (offered != 0 && offered == known.TakenPolicy) return known.PolicyKey;
        if (offered == 0 || offered != known.OfferedPolicy) return null;
        (known.PolicyKey, known.TakenPolicy, known.OfferedPolicy) = (NewKey(), offered, 0);
        await Save(known);
        return known.PolicyKey;
    }

    public async Task Wiped()
    {
        var known = Known();
        if (known.State != DeviceState.Wiping) return;
        known.State = DeviceState.Wiped;
        (known.PolicyKey, known.TakenPolicy, known.OfferedPolicy, known.FolderKey) = (0, 0, 0, null);
        known.Folders.Clear();
        await Save(known);
    }

    public async Task<string?> SyncFolders(string key)
    {
        var known = Known();
        if (key != "0") return key == known.FolderKey ? key : null;
        if (known.FolderKey is null)
        {
            known.FolderKey = $"{Guid.NewGuid():N}-1";
            await Save(known);
        }
        return known.FolderKey;
    }

    public async Task<DeviceMemory> Remember(DeviceMemory? memory)
    {
        var known = Known();
        // A Sync writes what it was with what it did; were it lost, the device would be asked to say it again (status 13).
        if (memory?.Sync is { } sync && sync != known.Sync) (known.Sync, isBehind) = (Kept(sync), true);
        foreach (var (folder, options) in memory?.Options ?? [])
            if (known.Options.GetValueOrDefault(folder) != options) (known.Options[folder], isBehind) = (Kept(options) ?? "", true);
        var isNews = memory?.Notes is { } notes && Keep(known, notes);
        if (memory?.Ping is { } ping && ping != known.Ping) (known.Ping, isNews) = (Kept(ping), true);
        if (isNews) await Save(known);
        return new(known.Ping, known.Sync, new(known.Options));
    }

    public async Task<Answer<Device>> Order(DeviceState order)
    {
        if (order == DeviceState.Wiped) return Refusal.Of(new("state", "unknown-value", "Only the device says that it is wiped."));
        if (state is null) return NoDevice;
        state.State = order;
        await Save(state);
        return View(Id, state);
    }

    public async Task<Answer<Device>> Remove()
    {
        if (state is null) return NoDevice;
        var (id, gone) = (Id, state);
        await store.Transact(session =>
        {
            DeviceRows.Delete(session, id);
            return 0;
        });
        state = null;
        return View(id, gone);
    }

    public static Device View(DeviceId id, DeviceRecord state) =>
        new(id, state.Type, state.Agent, state.Version, new(state.Told), state.State, state.FirstSeen, state.LastSeen, state.LastSync);

    private static Refusal NoDevice => new(Outcome.NotFound, "There is no such device.");

    /// <summary>Every request begins with <see cref="Arrive"/>; one that overtook a removal finds a new device.</summary>
    private DeviceRecord Known() => state ?? new() { FirstSeen = clock.Now, LastSeen = clock.Now };

    /// <param name="also">What is written in the same transaction.</param>
    private async Task Save(DeviceRecord changed, Action<ISqlSession>? also = null)
    {
        var id = Id;
        try
        {
            await store.Transact(session =>
            {
                also?.Invoke(session);
                DeviceRows.Write(session, id, changed);
                return 0;
            });
            changed.Revision++;
            (state, isBehind) = (changed, false);
        }
        catch
        {
            Forget();
            throw;
        }
    }

    /// <summary>What was changed in memory only is not what holds: the next request reads what does.</summary>
    private void Forget()
    {
        isBehind = false;
        DeactivateOnIdle();
    }

    /// <summary>Some programs name themselves anew at every start: the oldest of their kind gives way to the newest.</summary>
    private async Task<Refusal?> MakeRoom(DeviceArrival arrival)
    {
        var most = options.Value.MostPerAccount;
        var count = await store.Query(session => DeviceRows.Count(session, Id.Account));
        if (count < most) return null;
        var all = await store.Query(session => DeviceRows.Page(session, Id.Account, 0, (int)count));
        var same = all.FindLast(device => device.State.Type == Short(arrival.Type) && Program(device.State.Agent) == Program(arrival.Agent) && device.State.State == DeviceState.Allowed);
        if (same.State is null) return new Refusal(Outcome.QuotaExceeded, $"An account has at most {most} devices.");
        await GrainFactory.Device(same.Id).Remove();
        return null;
    }

    /// <summary>Whether that is news.</summary>
    private static bool Keep(DeviceRecord known, NotesForm form)
    {
        if (form.Limit is null || known.NoteForms.Contains(form)) return false;
        if (known.NoteForms.Count == MaxForms) known.NoteForms.RemoveAt(0);
        known.NoteForms.Add(form);
        return true;
    }

    private static string? Kept(string said) => said.Length <= MaxMemory ? said : null;

    private static string Program(string agent) => agent.Split(['/', '('], 2)[0];

    private static string Short(string text) => new([.. text.Where(c => !char.IsControl(c) && !char.IsSurrogate(c)).Take(MaxText)]);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What device {Device} was told of was not saved; it may have to begin anew")]
    private partial void LogNotSaved(Exception fault, DeviceId device);

    private static long NewKey() => RandomNumberGenerator.GetInt32(1, int.MaxValue);
}
