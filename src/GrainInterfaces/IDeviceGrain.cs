using System.Text.RegularExpressions;

namespace ContactOffice.GrainInterfaces;

/// <summary>
/// One phone or desktop program of one account, as it shows itself over Exchange ActiveSync: its policy, what it is, and of each folder the two last sync keys with
/// what the device holds of it. Requests of one device are served one after the other. Whatever it answers is durable before.
/// </summary>
[Alias("Device")]
public interface IDeviceGrain : IGrainWithStringKey
{
    /// <summary>What a request begins with: makes the device known, and tells whether it may go on. QuotaExceeded where the account has too many.</summary>
    [Alias("Arrive")]
    Task<Answer<DeviceStanding>> Arrive(DeviceArrival arrival);

    /// <summary>What the device tells of itself (MS-ASCMD 2.2.3.45): names of the specification, values as sent.</summary>
    [Alias("Inform")]
    Task Inform(Dictionary<string, string> told);

    /// <summary>A key for the policy that is offered now; the device shows it when it acknowledges (MS-ASPROV 3.1.5.1.1).</summary>
    [Alias("OfferPolicy")]
    Task<long> OfferPolicy();

    /// <summary>The device has applied what it was offered: its key from now on. Null where it shows another key.</summary>
    [Alias("TakePolicy")]
    Task<long?> TakePolicy(long offered);

    /// <summary>The device says that it has deleted its data, or will.</summary>
    [Alias("Wiped")]
    Task Wiped();

    /// <summary>Whether the key is the hierarchy's present one; a new one with 0.</summary>
    /// <returns>The key that holds now; null where the device's is unknown.</returns>
    [Alias("SyncFolders")]
    Task<string?> SyncFolders(string key);

    /// <summary>One folder's part of a Sync: the device's edits, then what it does not have yet.</summary>
    [Alias("Sync")]
    Task<FolderSynced> Sync(FolderTurn request);

    /// <summary>How many changes a Sync with this key would bring; null where the key is unknown.</summary>
    [Alias("Estimate")]
    Task<int?> Estimate(string folder, string key);

    /// <summary>How far the device is in a folder: a change beyond is news to it. Null before its first Sync; -1 where it has to begin anew.</summary>
    /// <param name="key">That it shows; null for the last one that it was given.</param>
    [Alias("Known")]
    Task<long?> Known(string folder, string? key);

    /// <summary>Keeps what requests leave out where the device said it before; null leaves it, and what is too long is not kept. Answers what is kept.</summary>
    [Alias("Remember")]
    Task<DeviceMemory> Remember(DeviceMemory? memory);

    /// <summary>Allows it, refuses all its requests, or has it delete its data at its next request. Only the device itself says that it is wiped: Invalid.</summary>
    [Alias("Order")]
    Task<Answer<Device>> Order(DeviceState order);

    /// <summary>Forgets it; at its next request it is a new one.</summary>
    [Alias("Remove")]
    Task<Answer<Device>> Remove();
}

/// <summary>Lists devices. Any number of activations; key 0.</summary>
[Alias("DeviceDirectory")]
public interface IDeviceDirectoryGrain : IGrainWithIntegerKey
{
    /// <summary>A part of those of one account, the latest seen first; of null all, for an administrator.</summary>
    /// <param name="text">Only those whose owner's names, or whose own names, model or type have words that begin so.</param>
    /// <param name="offset">Index of the first.</param>
    /// <param name="limit">1 to 500.</param>
    [Alias("List")]
    Task<DevicePage> List(AccountId? account, string? text, int offset, int limit);
}

/// <param name="Total">How many match in all.</param>
[GenerateSerializer, Immutable, Alias("DevicePage")]
public sealed record DevicePage([property: Id(0)] Device[] Devices, [property: Id(1)] int Total);

/// <param name="Account">Whose it is.</param>
/// <param name="Id">As the device names itself: at most 64 letters, digits and <c>. _ { } -</c>.</param>
[GenerateSerializer, Immutable, Alias("DeviceId")]
public readonly partial record struct DeviceId([property: Id(0)] AccountId Account, [property: Id(1)] string Id)
{
    /// <summary>Whether a device may call itself so.</summary>
    public static bool IsName(string text) => Name().IsMatch(text);

    public override string ToString() => $"{Account}/{Id}";

    public static DeviceId Parse(string text) => text.IndexOf('/', StringComparison.Ordinal) is var slash ? new(new(text[..slash]), text[(slash + 1)..]) : default;

    [GeneratedRegex(@"\A[A-Za-z0-9._{}-]{1,64}\z")]
    private static partial Regex Name();
}

/// <summary>What a request shows of its device (MS-ASHTTP 2.2.1.1).</summary>
/// <param name="PolicyKey">0 for none.</param>
[GenerateSerializer, Immutable, Alias("DeviceArrival")]
public sealed record DeviceArrival(
    [property: Id(0)] string Type,
    [property: Id(1)] string Agent,
    [property: Id(2)] string Version,
    [property: Id(3)] long PolicyKey);

/// <summary>Whether a device may go on.</summary>
public enum DeviceStanding
{
    Welcome,
    /// <summary>The policy key is not the one that it was given: it asks for the policy again.</summary>
    WrongPolicyKey,
    Blocked,
    /// <summary>It is to delete its data: it hears so when it asks for the policy.</summary>
    ToBeWiped,
}

/// <summary>What was ordered of a device, and what came of it.</summary>
public enum DeviceState
{
    Allowed,
    /// <summary>All its requests are refused.</summary>
    Blocked,
    /// <summary>It is told to delete its data when it connects next.</summary>
    Wiping,
    /// <summary>It said that it deletes its data.</summary>
    Wiped,
}

/// <summary>What requests leave out where the device said it before (MS-ASCMD 2.2.1.13, 2.2.1.21, 2.2.3.125.6).</summary>
/// <param name="Ping">The last Ping's seconds and folders.</param>
/// <param name="Sync">The last Sync's folders and keys, as the protocol room writes them.</param>
/// <param name="Options">By folder the options that it was given last, as the protocol room writes them; empty for none. Folders that are not named keep theirs.</param>
/// <param name="Notes">How the device is sent notes now outside of a Sync.</param>
[GenerateSerializer, Immutable, Alias("DeviceMemory")]
public sealed record DeviceMemory([property: Id(0)] string? Ping, [property: Id(1)] string? Sync, [property: Id(2)] Dictionary<string, string>? Options = null, [property: Id(3)] NotesForm? Notes = null);

/// <summary>A device as its owner and administrators see it.</summary>
/// <param name="Told">What it told of itself: Model, FriendlyName, OS.</param>
[GenerateSerializer, Immutable, Alias("DeviceView")]
public sealed record Device(
    [property: Id(0)] DeviceId Id,
    [property: Id(1)] string Type,
    [property: Id(2)] string Agent,
    [property: Id(3)] string Version,
    [property: Id(4)] Dictionary<string, string> Told,
    [property: Id(5)] DeviceState State,
    [property: Id(6)] DateTimeOffset FirstSeen,
    [property: Id(7)] DateTimeOffset LastSeen,
    [property: Id(8)] DateTimeOffset? LastSync);

/// <summary>One folder of a Sync request.</summary>
/// <param name="Book">Which book the folder shows; null for folders that are always empty.</param>
/// <param name="Key">0 to begin.</param>
/// <param name="Managed">With key 0: the fields of the table that the device manages, by name; those it leaves out of a Change are cleared. Null: all of them.</param>
/// <param name="Window">At most so many changes are answered; 0 for none.</param>
/// <param name="ClientWins">Where both sides changed a contact (MS-ASCMD 2.2.3.34).</param>
/// <param name="ReplacesAll">Versions 16: a Change replaces all but an omitted picture or note.</param>
/// <param name="Notes">How the device is sent notes.</param>
/// <param name="HasWaited">It was put off until there was news: where the device has gone on by another connection meanwhile, or was blocked, nothing is told and nothing done.</param>
/// <param name="ArrivedAt">When the request came, in ticks of UTC (100 ns).</param>
[GenerateSerializer, Immutable, Alias("FolderTurn")]
public sealed record FolderTurn(
    [property: Id(0)] string Folder,
    [property: Id(1)] BookId? Book,
    [property: Id(2)] string Key,
    [property: Id(3)] string[]? Managed,
    [property: Id(4)] DeviceEdit[] Edits,
    [property: Id(5)] int Window,
    [property: Id(6)] bool ClientWins,
    [property: Id(7)] bool ReplacesAll,
    [property: Id(8)] NotesForm Notes,
    [property: Id(9)] bool HasWaited = false,
    [property: Id(10)] long ArrivedAt = 0);

/// <summary>How a device is sent notes (MS-ASAIRS 2.2.2.12).</summary>
/// <param name="IsHtml">As HTML rather than as plain text.</param>
/// <param name="Limit">Bytes of that at most; null for no limit.</param>
/// <param name="AllOrNone">Of a longer one nothing rather than a part.</param>
[GenerateSerializer, Immutable, Alias("NotesForm")]
public readonly record struct NotesForm([property: Id(0)] bool IsHtml, [property: Id(1)] int? Limit, [property: Id(2)] bool AllOrNone);

public enum DeviceEditKind
{
    Add,
    Change,
    Delete,
    Fetch,
}

/// <summary>One edit of a device.</summary>
/// <param name="ClientId">Of an Add.</param>
/// <param name="Contact">Of all others; null where the device's id is none of ours.</param>
/// <param name="Fields">Names of the table with their values; none clears.</param>
/// <param name="Fault">What the protocol room found wrong with it already: a status. It is answered, and nothing done.</param>
[GenerateSerializer, Immutable, Alias("DeviceEdit")]
public sealed record DeviceEdit(
    [property: Id(0)] DeviceEditKind Kind,
    [property: Id(1)] string? ClientId,
    [property: Id(2)] ContactId? Contact,
    [property: Id(3)] Dictionary<string, string[]> Fields,
    [property: Id(4)] int Fault = 0);

/// <summary>How a folder's Sync ended.</summary>
public enum SyncOutcome
{
    Ok,
    /// <summary>The device begins anew with key 0.</summary>
    UnknownKey,
    /// <summary>The server failed; the same request may be repeated.</summary>
    Failed,
}

/// <summary>A folder's answer.</summary>
/// <param name="Key">The next request's.</param>
/// <param name="Results">Of the edits, in their order.</param>
/// <param name="More">There are changes beyond the window.</param>
[GenerateSerializer, Immutable, Alias("FolderSynced")]
public sealed record FolderSynced(
    [property: Id(0)] SyncOutcome Outcome,
    [property: Id(1)] string Key,
    [property: Id(2)] DeviceEditResult[] Results,
    [property: Id(3)] DeviceChange[] Changes,
    [property: Id(4)] bool More)
{
    public static readonly FolderSynced UnknownKey = new(SyncOutcome.UnknownKey, "0", [], [], false);
}

/// <summary>What became of an edit.</summary>
public enum DeviceEditOutcome
{
    Done,
    /// <summary>The other side changed it too, and won.</summary>
    Conflict,
    NotFound,
    /// <summary>What it says cannot be stored.</summary>
    Invalid,
    /// <summary>The server failed; the device may send it again.</summary>
    Failed,
}

/// <param name="Card">For a Fetch.</param>
[GenerateSerializer, Immutable, Alias("DeviceEditResult")]
public sealed record DeviceEditResult(
    [property: Id(0)] DeviceEditKind Kind,
    [property: Id(1)] DeviceEditOutcome Outcome,
    [property: Id(2)] string? ClientId,
    [property: Id(3)] ContactId? Contact,
    [property: Id(4)] byte[]? Card = null,
    [property: Id(5)] int Fault = 0);

/// <summary>News for a device. The card is null where the contact is gone.</summary>
[GenerateSerializer, Immutable, Alias("DeviceChange")]
public sealed record DeviceChange([property: Id(0)] ContactId Contact, [property: Id(1)] bool IsNew, [property: Id(2)] byte[]? Card);
