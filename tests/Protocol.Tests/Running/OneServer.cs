using ContactOffice.Protocol.Tests.Clients;
using ContactOffice.Protocol.Tests.Running;

[assembly: AssemblyFixture(typeof(OneServer))]

namespace ContactOffice.Protocol.Tests.Running;

/// <summary>One node on SQLite for all tests. Each test has people of its own, so that tests do not meet.</summary>
public sealed class OneServer : IAsyncLifetime
{
    public const string AdministratorPassword = "administrator's passphrase";

    private readonly Folder _folder = new();
    private Node? _node;
    private int _people;

    public Node Node => _node!;

    /// <summary>The administrator, who was made with the link from the console.</summary>
    public Person Administrator { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _node = await Node.Start(_folder.Path);
        Administrator = await SetUp(Node);
    }

    public static async Task<Person> SetUp(Node node)
    {
        var anonymous = new Rest(node.Address);
        await anonymous.Post("/setup").Json(new { secret = node.SetupSecret, userName = "admin", password = AdministratorPassword, displayName = "Administrator" }).Expect(201);
        return new Person(node, "admin", AdministratorPassword);
    }

    /// <summary>Somebody who has an account and an empty address book.</summary>
    public async Task<Person> NewPerson()
    {
        var name = $"person{Interlocked.Increment(ref _people):D5}";
        var password = $"{name}'s passphrase";
        await Administrator.Rest.Post("/accounts").Json(new { userName = name, password, displayName = name }).Expect(201);
        return new Person(Node, name, password);
    }

    public async ValueTask DisposeAsync()
    {
        if (_node is not null) await _node.DisposeAsync();
        _folder.Dispose();
    }
}
