using System.Text.Json.Serialization;
using ContactOffice.GrainInterfaces;

namespace ContactOffice.Grains.Devices;

/// <summary>All that is kept of a device but for what it holds, as its row has it in JSON.</summary>
internal sealed class DeviceRecord
{
    public string Type { get; set; } = "";
    public string Agent { get; set; } = "";
    public string Version { get; set; } = "";
    public Dictionary<string, string> Told { get; set; } = [];

    [JsonConverter(typeof(JsonStringEnumConverter<DeviceState>))]
    public DeviceState State { get; set; }

    public DateTimeOffset FirstSeen { get; set; }
    public DateTimeOffset LastSeen { get; set; }
    public DateTimeOffset? LastSync { get; set; }
    public long PolicyKey { get; set; }
    public long OfferedPolicy { get; set; }

    /// <summary>The offered key that was acknowledged and exchanged for the present one.</summary>
    public long TakenPolicy { get; set; }

    public string? FolderKey { get; set; }
    public string? Ping { get; set; }
    public string? Sync { get; set; }
    public Dictionary<string, string> Options { get; set; } = [];

    /// <summary>How it was sent notes, the latest way last: it may hold one that was cut so. Those without a limit cut none.</summary>
    public List<NotesForm> NoteForms { get; set; } = [];

    public Dictionary<string, FolderState> Folders { get; set; } = [];

    /// <summary>How often its row was written; 0 where it has none yet.</summary>
    [JsonIgnore]
    public long Revision { get; set; }
}

/// <summary>Where a device is in a folder.</summary>
internal sealed class FolderState
{
    /// <summary>Made with each beginning, so that keys of an earlier one are never taken for these.</summary>
    public string Series { get; set; } = "";

    /// <summary>The book that it shows; null where it is always empty.</summary>
    public string? Book { get; set; }

    /// <summary>The number of the last key that was given.</summary>
    public long Key { get; set; }

    /// <summary>How far the device is in the book when it has the answer with that key.</summary>
    public long Seq { get; set; }

    /// <summary>The key before it, which a device shows again that did not get the last answer; 0 for none.</summary>
    public long KeyBefore { get; set; }

    public long SeqBefore { get; set; }

    /// <summary>Of what was deleted in the book up to here the device has nothing, also while it is in the middle of reading it.</summary>
    public long Horizon { get; set; }

    /// <summary>The device's own edits before the last answer, by contact: where that got lost, they are no news to it, and no conflict.</summary>
    public Dictionary<Guid, OwnEdit>? Own { get; set; }

    /// <summary>When the request came that was answered last, in ticks of UTC (100 ns).</summary>
    public long ArrivedAt { get; set; }

    /// <summary>How often edits failed, for a reason that was not theirs, since a request was answered.</summary>
    public int Faults { get; set; }

    /// <summary>The fields that the device manages, by name; null for all.</summary>
    public string[]? Managed { get; set; }

    /// <summary>Whether the device itself made nothing after <see cref="Seq"/>, so that each contact there is news to it; false where that is not known.</summary>
    [JsonIgnore]
    public bool IsPastOwnEdits { get; set; }

    [JsonIgnore]
    public string KeyText => $"{Series}-{Key}";

    /// <summary>Where the device is that shows this key; null where it is none of the two last.</summary>
    public (long Key, long Seq)? At(string key)
    {
        if (key == KeyText) return (Key, Seq);
        return KeyBefore > 0 && key == $"{Series}-{KeyBefore}" ? (KeyBefore, SeqBefore) : null;
    }
}
