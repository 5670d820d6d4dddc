using System.Globalization;
using ContactOffice.GrainInterfaces;
using ContactOffice.Grains.Tests.Hosting;

namespace ContactOffice.Grains.Tests;

public sealed class Accounts_on_SQLite(NodeFixture<Sqlite> fixture) : AccountTests<Sqlite>(fixture);

public sealed class Accounts_on_PostgreSQL(NodeFixture<Postgres> fixture) : AccountTests<Postgres>(fixture);

public abstract class AccountTests<TDatabase>(NodeFixture<TDatabase> fixture) : IClassFixture<NodeFixture<TDatabase>> where TDatabase : TestDatabase, new()
{
    private const string Password = "correct horse";
    private readonly AccountId owner = Owners.New();

    [Fact]
    public async Task A_password_is_verified_and_nothing_else_passes()
    {
        var account = await Create();
        Assert.Equal(owner, (await account.VerifyPassword(Password)).Value!.Id);
        Assert.Equal(Outcome.Forbidden, (await account.VerifyPassword("wrong")).Outcome);
        Assert.Equal(Outcome.Forbidden, (await (await fixture.Node()).Account("nobody-here").VerifyPassword(Password)).Outcome);
        Assert.Equal(Outcome.NameTaken, (await account.Create(new(owner.Value, Password, "Again"))).Outcome);
        Assert.Equal(Outcome.NotFound, (await (await fixture.Node()).Account("nobody-here").Profile()).Outcome);
    }

    [Fact]
    public async Task Who_tried_to_sign_in_before_the_account_was_made_gets_in_afterwards()
    {
        var account = (await fixture.Node()).Account(owner.Value);
        Assert.Equal(Outcome.Forbidden, (await account.VerifyPassword(Password)).Outcome);
        await Create();
        Assert.Equal(owner, (await account.VerifyPassword(Password)).Value!.Id);
    }

    [Fact]
    public async Task Accounts_need_a_name_and_a_password_of_some_length()
    {
        var account = (await fixture.Node()).Account(owner.Value);
        Assert.Equal(Outcome.Invalid, (await account.Create(new(owner.Value, "short", "Name"))).Outcome);
        Assert.Equal(Outcome.Invalid, (await account.Create(new(owner.Value, Password, " "))).Outcome);
        Assert.Equal(Outcome.Invalid, (await account.Create(new("another", Password, "Name"))).Outcome);
        Assert.True((await account.Create(new(owner.Value, "demo", "Name", IsDemo: true))).IsOk);
    }

    [Fact]
    public async Task Guesses_wait_longer_and_longer_while_a_known_device_passes()
    {
        var account = await Create();
        using var time = fixture.Time.Stand();
        Assert.True((await account.VerifyPassword(Password)).IsOk);
        for (var guess = 0; guess < 5; guess++) Assert.Equal(Outcome.Forbidden, (await account.VerifyPassword($"guess {guess}")).Outcome);
        var throttled = await account.VerifyPassword("guess 5");
        Assert.Equal((Outcome.Throttled, 1), (throttled.Outcome, int.Parse(throttled.Detail!, CultureInfo.InvariantCulture)));
        Assert.True((await account.VerifyPassword(Password)).IsOk);

        fixture.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(Outcome.Forbidden, (await account.VerifyPassword("guess 6")).Outcome);
        Assert.Equal("2", (await account.VerifyPassword("guess 7")).Detail);
    }

    [Fact]
    public async Task A_device_that_repeats_an_old_password_does_not_lock_its_owner_out()
    {
        var account = await Create();
        for (var attempt = 0; attempt < 30; attempt++) Assert.Equal(Outcome.Forbidden, (await account.VerifyPassword("old password")).Outcome);
        Assert.True((await account.VerifyPassword(Password)).IsOk);
    }

    [Fact]
    public async Task A_changed_password_ends_the_old_one_and_all_sessions()
    {
        var account = await Create();
        var before = (await account.VerifyPassword(Password)).Value!;
        Assert.Equal(Outcome.Forbidden, (await account.ChangePassword("wrong", "something else")).Outcome);
        Assert.Equal(Outcome.Invalid, (await account.ChangePassword(Password, "short")).Outcome);
        var changed = (await account.ChangePassword(Password, "battery staple")).Value!;
        Assert.NotEqual(before.Stamp, changed.Stamp);
        Assert.Equal(Outcome.Forbidden, (await account.VerifyPassword(Password)).Outcome);
        Assert.True((await account.VerifyPassword("battery staple")).IsOk);
    }

    [Fact]
    public async Task A_token_serves_until_it_expires_or_is_revoked()
    {
        var account = await Create();
        var issued = (await account.IssueToken("laptop", fixture.Time.GetUtcNow().AddHours(1))).Value!;
        Assert.True(Bearer.TryParse(issued.Bearer, out var named, out var secret));
        Assert.Equal(owner, named);
        Assert.True((await account.VerifyToken(secret)).IsOk);
        Assert.Equal(Outcome.Forbidden, (await account.VerifyToken(secret + "x")).Outcome);
        Assert.DoesNotContain(secret, issued.ToString());
        Assert.Equal("laptop", Assert.Single(await account.Tokens()).Name);

        fixture.Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(Outcome.Forbidden, (await account.VerifyToken(secret)).Outcome);
        var lasting = (await account.IssueToken("phone", null)).Value!;
        Assert.True(Bearer.TryParse(lasting.Bearer, out _, out var lastingSecret));
        Assert.True((await account.RevokeToken(lasting.Token.Id)).IsOk);
        Assert.Equal(Outcome.Forbidden, (await account.VerifyToken(lastingSecret)).Outcome);
        Assert.Equal(Outcome.NotFound, (await account.RevokeToken(lasting.Token.Id)).Outcome);
    }

    [Fact]
    public async Task Names_that_read_as_the_same_number_are_never_taken_for_each_other()
    {
        var node = await fixture.Node();
        Assert.True((await node.Account("1742").Create(new("1742", Password, "Number"))).IsOk);
        Assert.Equal(Outcome.NotFound, (await node.Account("01742").Profile()).Outcome);
        Assert.Equal(Outcome.Forbidden, (await node.Account("01742").VerifyPassword(Password)).Outcome);
    }

    [Fact]
    public async Task The_first_administrator_is_made_with_the_secret_and_only_once()
    {
        var node = await fixture.Node();
        var server = node.Grains.GetGrain<IServerGrain>(0);
        Assert.True(await server.NeedsSetup());
        var (first, second) = ((await server.OfferSetup())!, (await server.OfferSetup())!);
        Assert.NotEqual(first, second);
        var administrator = new NewAccount(owner.Value, Password, "Root");
        Assert.Equal(Outcome.Forbidden, (await server.SetUp("guess", administrator)).Outcome);
        Assert.Equal(Outcome.Invalid, (await server.SetUp(first, administrator with { Password = "short" })).Outcome);
        Assert.True((await server.SetUp(first, administrator)).Value!.IsAdministrator);
        Assert.Equal(Outcome.Forbidden, (await server.SetUp(second, new NewAccount("second", Password, "Root"))).Outcome);
        Assert.Null(await server.OfferSetup());
        Assert.False(await server.NeedsSetup());

        var person = Owners.New();
        Assert.True((await server.CreateAccount(owner, new(person.Value, Password, "Person"))).IsOk);
        Assert.Equal(Outcome.Forbidden, (await server.CreateAccount(person, new("third", Password, "Third"))).Outcome);
        Assert.Equal(Outcome.NameTaken, (await server.CreateAccount(owner, new(person.Value, Password, "Person"))).Outcome);
    }

    private async Task<IAccountGrain> Create()
    {
        var account = (await fixture.Node()).Account(owner.Value);
        var created = await account.Create(new(owner.Value, Password, "Somebody"));
        Assert.True(created.IsOk, created.Detail);
        return account;
    }
}
