namespace ContactOffice.Benchmarks.Crash;

/// <summary>
/// All that a client can know of one contact: which edits were acknowledged at which version, and which were sent without an
/// answer when the server died. Each edit of any kind moves the version by one.
/// </summary>
internal sealed class KnownContact
{
    private readonly Lock gate = new();
    private readonly Dictionary<long, Edit> acknowledged = [];
    private readonly List<Edit> unanswered = [];
    private Observed settled;
    /// <summary>What a deleted contact can have been before: what its restoration must bring back.</summary>
    private Content?[] beforeDeletion = [];

    public KnownContact(string id, Observed settled) => (Id, this.settled, LatestVersion) = (id, settled, settled.Version);

    public string Id { get; }

    /// <summary>The highest version that the server told.</summary>
    public long LatestVersion { get; private set; }

    /// <summary>Only meaningful for a contact that one writer alone edits.</summary>
    public bool Deleted { get; private set; }

    public int UnansweredCount
    {
        get { lock (gate) return unanswered.Count; }
    }

    public void Send(Edit edit)
    {
        lock (gate) unanswered.Add(edit);
    }

    /// <summary>The server refused the edit: it must not show.</summary>
    public void Refused(Edit edit)
    {
        lock (gate) unanswered.Remove(edit);
    }

    /// <returns>What is wrong with the version that the server told, or null.</returns>
    public string? Acknowledged(Edit edit, long version, long? expected)
    {
        lock (gate)
        {
            unanswered.Remove(edit);
            Deleted = edit.Kind == EditKind.Delete;
            LatestVersion = Math.Max(LatestVersion, version);
            if (version <= settled.Version) return $"contact {Id}: version {version} was acknowledged anew";
            if (!acknowledged.TryAdd(version, edit)) return $"contact {Id}: two edits were acknowledged as version {version}";
            return expected is { } e && version != e + 1 ? $"contact {Id}: an edit of version {e} alone became version {version}" : null;
        }
    }

    /// <summary>Compares what is there with what must and may be there, and takes it for granted from now on.</summary>
    public Verdict Settle(Observed observed)
    {
        lock (gate)
        {
            var verdict = Judge(observed);
            if (observed.Deleted && !(settled.Deleted && settled.Version == observed.Version)) beforeDeletion = [.. PossibleAt(observed.Version - 1)];
            settled = observed;
            LatestVersion = observed.Version;
            Deleted = observed.Deleted;
            acknowledged.Clear();
            unanswered.Clear();
            return verdict;
        }
    }

    private Verdict Judge(Observed observed)
    {
        var told = acknowledged.Count == 0 ? settled.Version : acknowledged.Keys.Max();
        if (observed.Version < told) return new Verdict(Fault.Lost, $"contact {Id}: version {told} was acknowledged, {observed.Version} is there");
        var silent = observed.Version - settled.Version - acknowledged.Count;
        if (silent > unanswered.Count) return new Verdict(Fault.Duplicate, $"contact {Id}: {silent} edits took effect unanswered, {unanswered.Count} were sent");
        var possible = observed.Version == told ? PossibleAt(told) : unanswered.SelectMany(edit => After(edit, observed.Version - 1));
        return possible.Any(content => content == observed.Content)
            ? new Verdict(null, null, (int)silent)
            : new Verdict(Fault.Lost, $"contact {Id}: version {observed.Version} (acknowledged up to {told}) holds what nobody sent for it:\n{observed.Content?.Note} {observed.Content?.Rest}");
    }

    /// <summary>What the contact can have been at a version: one thing, unless the version below it went unanswered. Null for deleted.</summary>
    private IEnumerable<Content?> PossibleAt(long version)
    {
        if (version <= settled.Version) return [settled.Content];
        return acknowledged.TryGetValue(version, out var edit) ? After(edit, version - 1) : unanswered.SelectMany(sent => After(sent, version - 1));
    }

    private IEnumerable<Content?> After(Edit edit, long before) => edit.Kind switch
    {
        EditKind.Delete => [null],
        EditKind.Patch => PossibleAt(before).OfType<Content>().Select(content => content with { Note = edit.Note! }).Distinct(),
        // Nobody edits a deleted contact: what comes back is what was there one version before the deletion.
        EditKind.Restore => before <= settled.Version ? beforeDeletion : PossibleAt(before - 1),
        _ => [edit.Content],
    };
}

internal enum Fault
{
    /// <summary>Something acknowledged is gone, or what is there was never sent.</summary>
    Lost,
    /// <summary>The book and its contacts do not agree.</summary>
    Stale,
    /// <summary>An edit took effect twice, or a number was given twice.</summary>
    Duplicate,
}

/// <param name="Fault">Null where all is well.</param>
/// <param name="Silent">How many unanswered edits had taken effect: allowed, and told for information.</param>
internal sealed record Verdict(Fault? Fault, string? What, int Silent = 0);
