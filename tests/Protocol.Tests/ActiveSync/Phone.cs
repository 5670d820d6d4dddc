using System.Xml.Linq;
using ContactOffice.Protocol.Tests.Clients;
using ContactOffice.Protocol.Tests.Running;
using static ContactOffice.Protocol.Tests.ActiveSync.EasClient;

namespace ContactOffice.Protocol.Tests.ActiveSync;

/// <summary>A device with what it holds. It fails where it is told to add what it has, or to change or delete what it has not: so each change comes once.</summary>
internal sealed class Phone(EasClient client)
{
    private readonly Dictionary<string, XElement> held = [];

    public EasClient Client { get; private set; } = client;

    public string Key { get; set; } = "0";

    /// <summary>What it holds: the data by ServerId.</summary>
    public IReadOnlyDictionary<string, XElement> Held => held;

    /// <summary>Said with each Sync.</summary>
    public int? Window { get; set; }

    public object[] Options { get; set; } = [];

    /// <summary>Begins, and takes all that there is.</summary>
    /// <param name="supported">With the first request; null for none.</param>
    public async Task<Phone> Begin(XElement? supported = null)
    {
        (Key, var first) = ("0", await Send(Request("0", supported is null ? [] : [supported])));
        Assert.Equal("1", first!.Status);
        Take(first);
        await Fetch();
        return this;
    }

    /// <summary>Takes all that is new; answers how many changes that were.</summary>
    public async Task<int> Fetch()
    {
        var count = 0;
        while (await Sync() is { } answer)
        {
            Assert.Equal("1", answer.Status);
            count += answer.Commands.Count;
            if (!answer.More) break;
        }
        return count;
    }

    /// <summary>One Sync with these edits. Null where the answer has no body.</summary>
    public async Task<Synced?> Sync(params XElement[] edits)
    {
        var answer = await Send(Request(Key, [], edits));
        if (answer is not null) Take(answer);
        return answer;
    }

    /// <summary>The request that <see cref="Sync"/> sends.</summary>
    public XElement Request(string key, object[]? options = null, params XElement[] edits)
    {
        var collection = new XElement(AirSync + "Collection",
            Client.Version == "12.1" ? new XElement(AirSync + "Class", "Contacts") : null,
            new XElement(AirSync + "SyncKey", key), new XElement(AirSync + "CollectionId", ContactsId), options,
            Window is { } most && key != "0" ? new XElement(AirSync + "WindowSize", most) : null,
            Options.Length > 0 && key != "0" ? new XElement(AirSync + "Options", Options) : null,
            edits.Length > 0 ? new XElement(AirSync + "Commands", edits) : null);
        return new(AirSync + "Sync", new XElement(AirSync + "Collections", collection));
    }

    /// <summary>Sends without taking the answer, as if it got lost.</summary>
    public async Task<Synced?> Send(XElement request)
    {
        var reply = await Client.Send(request);
        Assert.Equal(200, reply.Http);
        if (reply.Body is null) return null;
        var collection = reply.Body.Element(AirSync + "Collections")?.Element(AirSync + "Collection");
        Assert.True(collection is not null, reply.Body.ToString());
        return new(collection);
    }

    public void Take(Synced answer)
    {
        if (answer.Status != "1") return;
        Key = answer.Key;
        foreach (var command in answer.Commands)
        {
            var (id, data) = (command.Element(AirSync + "ServerId")!.Value, command.Element(AirSync + "ApplicationData"));
            Assert.True(command.Name.LocalName switch
            {
                "Add" => held.TryAdd(id, data!),
                "Change" => held.Remove(id) && held.TryAdd(id, data!),
                _ => held.Remove(id),
            }, $"{command.Name.LocalName} of {id}, which the device {(held.ContainsKey(id) ? "has" : "has not")}");
        }
    }

    /// <summary>The same device with another connection.</summary>
    public Phone With(EasClient other)
    {
        Client = other;
        return this;
    }

    /// <summary>The device has made it, and been told its id.</summary>
    public void Keep(string id, XElement data) => Assert.True(held.TryAdd(id, data), id);

    public void Forget(string id) => Assert.True(held.Remove(id), id);

    /// <summary>Adds one contact and answers its id.</summary>
    public async Task<string> Add(params object[] data)
    {
        var added = Edit.Add($"c{Guid.NewGuid():N}"[..12], data);
        var response = (await Sync(added))!.Responses.Single();
        Assert.Equal("1", response.Element(AirSync + "Status")?.Value);
        var id = response.Element(AirSync + "ServerId")!.Value;
        Keep(id, added.Element(AirSync + "ApplicationData")!);
        return id;
    }

    /// <summary>Changes one contact, and fails where it is refused.</summary>
    public async Task Change(string id, params object[] data) => Assert.Empty((await Sync(Edit.Change(id, data)))?.Responses ?? []);

    /// <summary>Until what was sent surely waits on the server: where that is busy, so are these round trips to it.</summary>
    public static async Task AreWaiting(Person person, params Task[] sent)
    {
        for (var i = 0; i < 6; i++)
        {
            await person.Rest.Get("/me").Expect(200);
            await Task.Delay(50);
        }
        Assert.DoesNotContain(sent, one => one.IsCompleted);
    }

    public string? Text(string id, XName name) => held[id].Element(name)?.Value;
}

/// <summary>A folder's answer.</summary>
internal sealed class Synced(XElement collection)
{
    public XElement Collection => collection;

    public string Status => collection.Element(AirSync + "Status")!.Value;

    public string Key => collection.Element(AirSync + "SyncKey")!.Value;

    public bool More => collection.Element(AirSync + "MoreAvailable") is not null;

    public IReadOnlyList<XElement> Commands { get; } = [.. collection.Element(AirSync + "Commands")?.Elements() ?? []];

    public IReadOnlyList<XElement> Responses { get; } = [.. collection.Element(AirSync + "Responses")?.Elements() ?? []];

    /// <summary>The statuses of the responses, in their order.</summary>
    public string Outcomes => string.Join(' ', Responses.Select(response => $"{response.Name.LocalName}:{response.Element(AirSync + "Status")?.Value}"));
}

/// <summary>A device's edits, as a Sync has them.</summary>
internal static class Edit
{
    public static XElement Add(string clientId, params object[] data) =>
        new(AirSync + "Add", new XElement(AirSync + "ClientId", clientId), new XElement(AirSync + "ApplicationData", data));

    public static XElement Change(string serverId, params object[] data) =>
        new(AirSync + "Change", new XElement(AirSync + "ServerId", serverId), new XElement(AirSync + "ApplicationData", data));

    public static XElement Delete(string serverId) => new(AirSync + "Delete", new XElement(AirSync + "ServerId", serverId));

    public static XElement Fetch(string serverId) => new(AirSync + "Fetch", new XElement(AirSync + "ServerId", serverId));

    public static XElement C(string name, object? value = null) => new(Contacts + name, value);

    public static XElement Body(string text, string type = "1") => new(Base + "Body", new XElement(Base + "Type", type), new XElement(Base + "Data", text));
}

/// <summary>Of one class of tests: the answers, which other people's decoders read at its end, all at once. Where they are not installed, nothing is read.</summary>
public sealed class Decoded : IAsyncLifetime
{
    internal OutsideDecoders Decoders { get; } = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (Dav.Installed.AreThere("wbxml2xml", "tshark")) await Decoders.Check();
    }

    /// <summary>A new account with an empty book, and a phone that has not synchronised yet.</summary>
    internal async Task<(Person Person, Phone Phone)> NewPhone(OneServer server, string version = "14.1", bool isShort = false)
    {
        var person = await server.NewPerson();
        return (person, PhoneOf(person, version, isShort: isShort));
    }

    internal Phone PhoneOf(Person person, string version = "14.1", string device = "PHONE1", bool isShort = false) => new(EasClient.Of(person, Decoders, version, device, isShort));
}
