namespace ContactOffice.Changes;

/// <summary>How long the node trusts its streams.</summary>
public sealed class BookFeedOptions
{
    /// <summary>After this time without an announcement a watched book's sequence number is read again.</summary>
    public TimeSpan Silence { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>An announcement may come this much later than the change that it announces before it counts as lost.</summary>
    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>A subscription outlives its last watcher by this time, so that polls that follow each other share it.</summary>
    public TimeSpan Linger { get; set; } = TimeSpan.FromMinutes(1);
}
