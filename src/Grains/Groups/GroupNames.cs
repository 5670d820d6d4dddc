using System.Collections.Concurrent;
using ContactOffice.GrainInterfaces;
using ContactOffice.Grains.Storage;

namespace ContactOffice.Grains.Groups;

/// <summary>
/// Which group a name in an address means. Every request to a group's book asks, so this node remembers an answer for a second; what one may do there is always
/// asked of the group itself.
/// </summary>
internal sealed class GroupNames(IContactStore store)
{
    private const int KeptMs = 1000;
    private const int Most = 10_000;
    private readonly ConcurrentDictionary<string, (GroupName Group, long ReadAt)> known = new(StringComparer.Ordinal);

    public async Task<GroupName?> Find(string name)
    {
        if (known.TryGetValue(name, out var kept) && Environment.TickCount64 - kept.ReadAt < KeptMs) return kept.Group;
        var readAt = Environment.TickCount64;
        if (await store.Query(session => GroupRows.Find(session, name)) is not { } found)
        {
            known.TryRemove(name, out _);
            return null;
        }
        if (known.Count >= Most) known.Clear();
        known[name] = (found, readAt);
        return found;
    }

    /// <summary>Of all names: one was taken or given up here.</summary>
    public void Forget() => known.Clear();
}
