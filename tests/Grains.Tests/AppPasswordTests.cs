using System.Text.RegularExpressions;
using ContactOffice.GrainInterfaces;
using ContactOffice.Grains.Tests.Hosting;

namespace ContactOffice.Grains.Tests;

public sealed class App_passwords_on_SQLite(NodeFixture<Sqlite> fixture) : AppPasswordTests<Sqlite>(fixture);

public sealed class App_passwords_on_PostgreSQL(NodeFixture<Postgres> fixture) : AppPasswordTests<Postgres>(fixture);

public abstract partial class AppPasswordTests<TDatabase>(NodeFixture<TDatabase> fixture) : IClassFixture<NodeFixture<TDatabase>> where TDatabase : TestDatabase, new()
{
    private const string Password = "correct horse";
    private readonly AccountId owner = Owners.New();

    [Fact]
    public async Task An_app_password_serves_a_device_beside_the_accounts_own_until_it_is_revoked()
    {
        var account = await Create();
        var issued = (await account.IssueAppPassword(" Phone ")).Value!;
        Assert.Matches(Form(), issued.Secret);
        Assert.DoesNotContain(issued.Secret, issued.ToString(), StringComparison.Ordinal);
        var device = (await account.VerifyDevice(issued.Secret)).Value!;
        Assert.Equal((owner, true), (device.Id, device.IsLimited));
        Assert.False((await account.VerifyDevice(Password)).Value!.IsLimited);
        Assert.Equal("Phone", Assert.Single(await account.AppPasswords()).Name);

        Assert.True((await account.RevokeAppPassword(issued.AppPassword.Id)).IsOk);
        Assert.Equal(Outcome.Forbidden, (await account.VerifyDevice(issued.Secret)).Outcome);
        Assert.Equal(Outcome.NotFound, (await account.RevokeAppPassword(issued.AppPassword.Id)).Outcome);
        Assert.Empty(await account.AppPasswords());
    }

    [Fact]
    public async Task An_app_password_is_forgiven_blanks_dashes_and_case_and_nothing_else()
    {
        var account = await Create();
        var secret = (await account.IssueAppPassword("Tablet")).Value!.Secret;
        foreach (var typed in (string[])[secret.ToUpperInvariant(), secret.Replace("-", "", StringComparison.Ordinal), secret.Replace('-', ' '), $" {secret.Replace('-', '–')} "])
            Assert.True((await account.VerifyDevice(typed)).IsOk, typed);
        foreach (var typed in (string[])[secret[1..], secret + "b", secret.Replace('-', '_'), secret[^1] + secret[..^1]])
            Assert.NotEqual(Outcome.Ok, (await account.VerifyDevice(typed)).Outcome);
    }

    [Fact]
    public async Task An_app_password_signs_nobody_in_and_changes_no_password()
    {
        var account = await Create();
        var secret = (await account.IssueAppPassword("Phone")).Value!.Secret;
        Assert.Equal(Outcome.Forbidden, (await account.VerifyPassword(secret)).Outcome);
        Assert.Equal(Outcome.Forbidden, (await account.ChangePassword(secret, "another password")).Outcome);
        Assert.True((await account.ChangePassword(Password, "another password")).IsOk);
        Assert.True((await account.VerifyDevice(secret)).IsOk);
    }

    [Fact]
    public async Task Wrong_app_passwords_count_as_guesses_and_a_right_one_neither_waits_nor_forgives_them()
    {
        var account = await Create();
        var secret = (await account.IssueAppPassword("Phone")).Value!.Secret;
        using var time = fixture.Time.Stand();
        foreach (var letter in "bcdfg") Assert.Equal(Outcome.Forbidden, (await account.VerifyDevice(new string(letter, 20))).Outcome);
        Assert.Equal(Outcome.Throttled, (await account.VerifyDevice(new string('h', 20))).Outcome);
        Assert.True((await account.VerifyDevice(secret)).IsOk);
        Assert.Equal(Outcome.Throttled, (await account.VerifyDevice("a guess")).Outcome);
    }

    [Fact]
    public async Task The_last_use_is_told_to_the_hour()
    {
        var account = await Create();
        var secret = (await account.IssueAppPassword("Phone")).Value!.Secret;
        Assert.Null((await account.AppPasswords())[0].LastUsedAt);
        var before = fixture.Time.GetUtcNow();
        var first = await UseAfter(account, secret, TimeSpan.FromMinutes(5));
        Assert.InRange(first!.Value - before, TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(20));
        Assert.Equal(first, await UseAfter(account, secret, TimeSpan.FromMinutes(30)));
        Assert.True(await UseAfter(account, secret, TimeSpan.FromMinutes(40)) > first);
    }

    [Fact]
    public async Task App_passwords_have_a_name_that_need_not_be_their_own_and_are_bounded()
    {
        var account = await Create();
        Assert.Equal("name", (await account.IssueAppPassword(" ")).Input!.Path);
        Assert.Equal(Outcome.Invalid, (await account.IssueAppPassword(new string('x', 101))).Outcome);
        Assert.True((await account.IssueAppPassword(new string('x', 100))).IsOk);
        for (var i = 1; i < 50; i++) Assert.True((await account.IssueAppPassword("Phone")).IsOk);
        Assert.Equal(Outcome.QuotaExceeded, (await account.IssueAppPassword("Phone")).Outcome);
        var all = await account.AppPasswords();
        Assert.Equal(50, all.Select(one => one.Id).Distinct().Count());
        Assert.True((await account.RevokeAppPassword(all[7].Id)).IsOk);
        Assert.True((await account.IssueAppPassword("Phone")).IsOk);
    }

    [Fact]
    public async Task Nobody_has_app_passwords_without_an_account()
    {
        var nobody = (await fixture.Node()).Account(owner.Value);
        Assert.Equal(Outcome.NotFound, (await nobody.IssueAppPassword("Phone")).Outcome);
        Assert.Empty(await nobody.AppPasswords());
        Assert.Equal(Outcome.Forbidden, (await nobody.VerifyDevice(new string('b', 20))).Outcome);
    }

    private async Task<DateTimeOffset?> UseAfter(IAccountGrain account, string secret, TimeSpan time)
    {
        fixture.Time.Advance(time);
        Assert.True((await account.VerifyDevice(secret)).IsOk);
        return Assert.Single(await account.AppPasswords()).LastUsedAt;
    }

    private async Task<IAccountGrain> Create()
    {
        var account = (await fixture.Node()).Account(owner.Value);
        Assert.True((await account.Create(new(owner.Value, Password, "Somebody"))).IsOk);
        return account;
    }

    [GeneratedRegex("^[bcdfghjkmnpqrstvwxz]{5}(-[bcdfghjkmnpqrstvwxz]{5}){3}$")]
    private static partial Regex Form();
}
