using ContactOffice.Protocol.Tests.Running;

namespace ContactOffice.Protocol.Tests.Clients;

/// <summary>An account, its password, and clients that use it.</summary>
public sealed class Person(Node node, string userName, string password)
{
    public string UserName { get; } = userName;

    public string Password { get; } = password;

    /// <summary>A client that sends Basic credentials.</summary>
    public Rest Rest { get; } = new Rest(node.Address).Basic(userName, password);

    /// <summary>A browser with a session.</summary>
    public async Task<Rest> SignIn()
    {
        var browser = new Rest(node.Address).Ours();
        await browser.Post("/session").Json(new { userName = UserName, password = Password }).Expect(200);
        return browser;
    }

    public Task<Live> Watch(long since) => Live.Start(node.Address, UserName, Password, since);

    /// <summary>Creates a contact and tells its id.</summary>
    public async Task<string> Add(string card)
    {
        var reply = await Rest.Post("/books/private/contacts").Card(card).Accept("application/json").Expect(201);
        return (string)reply.Json["id"]!;
    }
}
