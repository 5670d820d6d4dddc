using System.Collections.Concurrent;
using ContactOffice.Benchmarks.Running;

namespace ContactOffice.Benchmarks.Crash;

/// <summary>One account's private book as its writers know it.</summary>
internal sealed class KnownBook(Session session)
{
    public Session Session { get; } = session;

    public ConcurrentDictionary<string, KnownContact> Contacts { get; } = [];

    /// <summary>Contacts that every writer of the account edits; nobody deletes them.</summary>
    public List<KnownContact> Shared { get; } = [];

    /// <summary>Cards that were sent to be created and had no answer when the server died, with the writer that they belong to.</summary>
    public ConcurrentDictionary<Content, Writer> Unanswered { get; } = [];

    /// <summary>The sequence number seen last: it never goes back.</summary>
    public long Seq { get; set; }
}
