using System.Diagnostics.Metrics;

namespace ContactOffice.Changes;

/// <summary>What the node's ear counts.</summary>
public sealed class FeedMeter
{
    public const string Name = "ContactOffice.Changes";

    public FeedMeter(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        Announcements = meter.CreateCounter<long>("contactoffice.changes.announcements", description: "Stream events that reached this node.");
        Unannounced = meter.CreateCounter<long>("contactoffice.changes.unannounced", description: "Changes found by reading that no stream event announced; each made this node subscribe anew.");
        Watchers = meter.CreateUpDownCounter<long>("contactoffice.changes.watchers", description: "Connections and parked requests that wait for changes.");
    }

    public Counter<long> Announcements { get; }

    public Counter<long> Unannounced { get; }

    public UpDownCounter<long> Watchers { get; }
}
