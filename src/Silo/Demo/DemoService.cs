using ContactOffice.GrainInterfaces;

namespace ContactOffice.Silo.Demo;

/// <summary>Fills the demo when the silo runs and before anybody can connect: who sees the page sees the book.</summary>
internal sealed class DemoService(IGrainFactory grains, DataFolder folder) : IHostedService
{
    private const string Password = "demo";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        DemoFolder.Begin(folder);
        var alice = await CreateAdministrator(new NewAccount("alice", Password, "Alice Martens", IsAdministrator: true, IsDemo: true));
        var bob = await Create(alice, new NewAccount("bob", Password, "Bob Okafor", IsDemo: true));
        var carol = await Create(alice, new NewAccount("carol", Password, "Carol Lindqvist", IsDemo: true));
        foreach (var account in (AccountId[])[alice, bob, carol]) await Fill(account);
        await Share(alice, bob, carol);
        DemoFolder.End(folder);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<AccountId> CreateAdministrator(NewAccount account)
    {
        var server = grains.GetGrain<IServerGrain>(0);
        var secret = await server.OfferSetup()
            ?? throw new StartupException("The database has an administrator already: --demo fills an empty one only. Name another in ContactOffice:Database, or leave --demo out.");
        return Made(await server.SetUp(secret, account)).Id;
    }

    private async Task<AccountId> Create(AccountId actor, NewAccount account) =>
        Made(await grains.GetGrain<IServerGrain>(0).CreateAccount(actor, account)).Id;

    private async Task Fill(AccountId account)
    {
        var cards = DemoCards.Of(account.Value).Select((card, index) => new ImportCard(index + 1, card)).ToArray();
        var bytes = cards.Sum(card => (long)card.Card.Length);
        var import = grains.GetGrain<IImportGrain>(Guid.NewGuid());
        Made(await import.Begin(account, BookId.PrivateOf(account), preview: false, bytes));
        Made(await import.Add(account, cards, bytes));
        var report = Made(await import.Finish(account, failure: null));
        if (report.Imported != cards.Length)
            throw new InvalidOperationException($"Of {cards.Length} demo cards of {account} {report.Imported} were imported; first: {report.Records.FirstOrDefault()}");
    }

    /// <summary>A group with contacts that all three see and may edit, and an invitation that waits.</summary>
    private async Task Share(AccountId alice, AccountId bob, AccountId carol)
    {
        var club = Made(await grains.GroupDirectory().Create(alice, "Book club", GroupKind.OnApplication)).Id;
        foreach (var member in (AccountId[])[bob, carol])
        {
            Made(await grains.Group(club).Invite(alice, member));
            Made(await grains.Group(club).Join(member));
        }
        Made(await grains.Group(club).Grant(alice, [Principal.AllOf(club)], ContentRight.Add));
        var shared = Made(await grains.AddressBook(BookId.PrivateOf(alice)).Ids(alice, NameOrder.FirstLast)).Take(6).ToArray();
        Made(await grains.AddressBook(BookId.PrivateOf(alice)).Share(alice, shared, [club]));
        foreach (var contact in shared.Take(3)) Made(await grains.Contact(contact).Grant(alice, [Principal.AllOf(club)]));
        var sailors = Made(await grains.GroupDirectory().Create(carol, "Sailing", GroupKind.ByInvitation)).Id;
        Made(await grains.Group(sailors).Invite(carol, alice));
    }

    private static T Made<T>(Answer<T> answer) =>
        answer.IsOk ? answer.Value : throw new InvalidOperationException($"The demo could not be filled: {answer.Outcome}, {answer.Detail}");
}
