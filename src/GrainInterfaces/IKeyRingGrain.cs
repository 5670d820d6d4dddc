namespace ContactOffice.GrainInterfaces;

/// <summary>
/// The keys with which the nodes protect their session cookies: the same for all nodes, and kept over restarts. One for the cluster, key 0.
/// </summary>
[Alias("KeyRing")]
public interface IKeyRingGrain : IGrainWithIntegerKey
{
    /// <summary>All keys, as the XML that ASP.NET Core's data protection made, in the order in which they came.</summary>
    [Alias("All")]
    Task<string[]> All();

    /// <summary>
    /// Adds a key where there still are <paramref name="seen"/> of them. Two nodes that miss a key at the same time each make one: the second is told no,
    /// reads again and uses the first's.
    /// </summary>
    [Alias("Add")]
    Task<bool> Add(string key, int seen);
}
