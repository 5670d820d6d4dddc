using ContactOffice.GrainInterfaces;
using ContactOffice.Grains.Storage;

namespace ContactOffice.Grains;

/// <summary>One account's properties in memory and as rows.</summary>
internal sealed class DavPropertiesGrain(IContactStore store) : Grain, IDavPropertiesGrain
{
    private const int MaxLength = 200_000;
    private const int MaxProperties = 2_000;
    private DavProperty[] properties = [];

    private string Account => this.GetPrimaryKeyString();

    public override Task OnActivateAsync(CancellationToken cancellationToken) => Load();

    public Task<DavProperty[]> All() => Task.FromResult(properties);

    public async Task<Answer<DavProperty[]>> Change(string resource, ContactId? contact, DavPropertyChange[] changes)
    {
        if (IsTooMuch(After(resource, changes)))
        {
            await Load(); // what was kept with cards that are gone by now does not count
            if (IsTooMuch(After(resource, changes))) return new Refusal(Outcome.QuotaExceeded, $"At most {MaxProperties} properties of together {MaxLength} characters are kept.");
        }
        await store.Transact(session =>
        {
            foreach (var change in changes)
            {
                session.Run("DELETE FROM dav_property WHERE account = @who AND resource = @resource AND name = @name", ("@who", Account), ("@resource", resource), ("@name", change.Name));
                if (change.Value is null) continue;
                session.Run("INSERT INTO dav_property (account, resource, name, value, contact) VALUES (@who, @resource, @name, @value, @contact)",
                    ("@who", Account), ("@resource", resource), ("@name", change.Name), ("@value", change.Value), ("@contact", contact is { } id ? session.Id(id) : null));
            }
            return changes.Length;
        });
        await Load();
        return properties;
    }

    private Dictionary<(string, string), string> After(string resource, DavPropertyChange[] changes)
    {
        var after = properties.ToDictionary(property => (property.Resource, property.Name), property => property.Value);
        foreach (var change in changes)
        {
            if (change.Value is null) after.Remove((resource, change.Name));
            else after[(resource, change.Name)] = change.Value;
        }
        return after;
    }

    private static bool IsTooMuch(Dictionary<(string, string), string> kept) => kept.Count > MaxProperties || kept.Sum(one => (long)one.Value.Length) > MaxLength;

    private async Task Load() => properties = [.. await store.Query(session => session.All("SELECT resource, name, value FROM dav_property WHERE account = @who ORDER BY resource, name",
        static row => new DavProperty(row.GetString(0), row.GetString(1), row.GetString(2)), ("@who", Account)))];
}
