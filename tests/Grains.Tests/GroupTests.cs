using ContactOffice.GrainInterfaces;
using ContactOffice.Grains.Tests.Hosting;

namespace ContactOffice.Grains.Tests;

public sealed class Groups_on_SQLite(NodeFixture<Sqlite> fixture) : GroupTests<Sqlite>(fixture);

public sealed class Groups_on_PostgreSQL(NodeFixture<Postgres> fixture) : GroupTests<Postgres>(fixture);

public abstract class GroupTests<TDatabase>(NodeFixture<TDatabase> fixture) : IClassFixture<NodeFixture<TDatabase>> where TDatabase : TestDatabase, new()
{
    [Theory]
    [InlineData("Sales & Co")]
    [InlineData("Продажи")]
    [InlineData("営業部")]
    [InlineData("x")]
    [InlineData("7")]
    [InlineData("🙂 team")]
    public async Task A_name_in_any_script_can_be_had_once(string name)
    {
        var node = await fixture.Node();
        var alice = await Team.NewAccount(node);
        name = $"{name} {Guid.NewGuid():N}"[..Math.Min(40, name.Length + 33)];
        var made = await node.Grains.GroupDirectory().Create(alice, $"  {name} ", GroupKind.Open);
        Assert.Equal((Outcome.Ok, name), (made.Outcome, made.Value?.Name));
        Assert.Equal(Outcome.NameTaken, (await node.Grains.GroupDirectory().Create(alice, name, GroupKind.Open)).Outcome);
        Assert.True((await node.Grains.GroupDirectory().Create(alice, $"{name} a", GroupKind.Open)).IsOk);
        Assert.True((await node.Grains.GroupDirectory().Create(alice, $"{name} A", GroupKind.Open)).IsOk);
        Assert.Equal(made.Value!.Id, (await node.Grains.GroupDirectory().Find(name))!.Id);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("private")]
    [InlineData("Private")]
    [InlineData("me")]
    [InlineData("..")]
    [InlineData(".hidden")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("what?")]
    [InlineData("100%")]
    [InlineData("#1")]
    [InlineData("a  b")]
    [InlineData("a\tb")]
    [InlineData("a\0b")]
    [InlineData("zero\u200bwidth")]
    [InlineData("\ud800")]
    [InlineData(null)]
    public async Task A_name_that_no_address_can_hold_is_refused(string? name)
    {
        var node = await fixture.Node();
        Assert.Equal(Outcome.Invalid, (await node.Grains.GroupDirectory().Create(await Team.NewAccount(node), name!, GroupKind.Open)).Outcome);
    }

    [Fact]
    public async Task A_long_name_is_refused_and_equal_ones_are_one_however_composed()
    {
        var node = await fixture.Node();
        var alice = await Team.NewAccount(node);
        Assert.Equal(Outcome.Invalid, (await node.Grains.GroupDirectory().Create(alice, new string('n', 300), GroupKind.Open)).Outcome);
        var mark = Guid.NewGuid().ToString("N");
        Assert.True((await node.Grains.GroupDirectory().Create(alice, "Cafe\u0301 " + mark, GroupKind.Open)).IsOk);
        Assert.Equal(Outcome.NameTaken, (await node.Grains.GroupDirectory().Create(alice, "Caf\u00e9 " + mark, GroupKind.Open)).Outcome);
    }

    [Fact]
    public async Task Kinds_decide_who_comes_in_and_who_sees_it()
    {
        var node = await fixture.Node();
        var (alice, bob) = (await Team.NewAccount(node), await Team.NewAccount(node));
        var groups = new List<IGroupGrain>();
        foreach (var kind in Enum.GetValues<GroupKind>()) groups.Add(node.Grains.Group((await node.Grains.GroupDirectory().Create(alice, $"{kind} {Guid.NewGuid():N}", kind)).Value!.Id));
        var (open, onApplication, byInvitation) = (groups[0], groups[1], groups[2]);
        Assert.Equal(GroupRole.Member, (await open.Join(bob)).Value!.Role);
        Assert.Equal(GroupWait.Applied, (await onApplication.Join(bob)).Value!.Waits);
        Assert.Equal(Outcome.NotFound, (await byInvitation.Join(bob)).Outcome);
        Assert.Equal(Outcome.NotFound, (await byInvitation.Read(bob)).Outcome);
        Assert.Equal(Outcome.NotFound, (await onApplication.Members(bob, null, 0, 10)).Outcome);
        Assert.Equal(bob, Assert.Single((await onApplication.Requests(alice)).Value!).Account);
        Assert.Equal(GroupRole.Member, (await onApplication.Invite(alice, bob)).Value!.Role);
        Assert.Equal(GroupWait.Invited, (await byInvitation.Invite(alice, bob)).Value!.Waits);
        Assert.Equal(3, (await node.Grains.GroupDirectory().Of(bob)).Length);
        Assert.True((await byInvitation.Dismiss(bob, bob)).IsOk);
        Assert.Equal(2, (await node.Grains.GroupDirectory().Of(bob)).Length);
        Assert.Equal(Outcome.Invalid, (await byInvitation.Invite(alice, new("nobody-at-all"))).Outcome);
        Assert.Equal(Outcome.Forbidden, (await open.Invite(bob, alice)).Outcome);
    }

    [Fact]
    public async Task A_group_keeps_an_administrator_and_its_former_name()
    {
        var team = await Team.Of(await fixture.Node(), groups: 1);
        var (group, directory) = (team.Node.Grains.Group(team.Groups[0]), team.Node.Grains.GroupDirectory());
        Assert.Equal(Outcome.Invalid, (await group.SetRole(team.Alice, team.Alice, GroupRole.Member)).Outcome);
        Assert.Equal(Outcome.Forbidden, (await group.SetRole(team.Bob, team.Bob, GroupRole.Administrator)).Outcome);
        Assert.Equal(GroupRole.Administrator, (await group.SetRole(team.Alice, team.Bob, GroupRole.Administrator)).Value!.Role);
        Assert.Equal(GroupRole.None, (await group.Remove(team.Alice, team.Alice)).Value!.Role);
        var before = (await group.Read(team.Bob)).Value!.Name;
        var renamed = "Renamed " + Guid.NewGuid().ToString("N");
        Assert.Equal(renamed, (await group.Change(team.Bob, renamed, GroupKind.Open)).Value!.Name);
        Assert.Equal(renamed, (await directory.Find(before))!.Name);
        // Another one may have the name that is free.
        var other = (await directory.Create(team.Alice, before, GroupKind.Open)).Value!;
        Assert.Equal(other.Id, (await directory.Find(before))!.Id);
        Assert.Equal(Outcome.NameTaken, (await group.Change(team.Bob, before, null)).Outcome);
        Assert.Equal(renamed, (await group.Read(team.Bob)).Value!.Name);
        var audit = (await group.Audit(team.Bob, 0, 100)).Value!.Select(record => record.What).ToList();
        Assert.Equal(["group-changed", "member-left", "role-changed", "member-joined", "member-invited", "group-created"], audit);
        Assert.Equal(Outcome.NotFound, (await group.Audit(team.Alice, 0, 100)).Outcome);
    }

    [Fact]
    public async Task Members_see_each_others_pictures_which_the_profile_leaves_alone()
    {
        var team = await Team.Of(await fixture.Node(), groups: 1);
        var (group, bob) = (team.Node.Grains.Group(team.Groups[0]), team.Node.Account(team.Bob.Value));
        var stranger = await Team.NewAccount(team.Node);
        Assert.Equal(Outcome.NotFound, (await group.Picture(team.Alice, team.Bob)).Outcome);
        byte[] jpeg = [0xFF, 0xD8, 0xFF, 0, 1, 2];
        var hash = (await bob.SetPicture(jpeg)).Value!.Picture;
        Assert.Equal(hash, (await bob.ChangeProfile("Bob", "Bob & Co", null)).Value!.Picture);
        var seen = (await group.Picture(team.Alice, team.Bob)).Value!;
        Assert.Equal(hash, seen.Hash);
        Assert.Equal(jpeg, seen.Jpeg);
        Assert.Equal(hash, (await group.Members(team.Alice, null, 0, 10)).Value!.Members.Single(member => member.Account == team.Bob).Picture);
        Assert.Equal(Outcome.NotFound, (await group.Picture(stranger, team.Bob)).Outcome);
        Assert.Equal(Outcome.NotFound, (await group.Picture(team.Alice, stranger)).Outcome);
        Assert.Null((await bob.SetPicture(null)).Value!.Picture);
        Assert.Equal(Outcome.NotFound, (await group.Picture(team.Alice, team.Bob)).Outcome);
        Assert.Equal(Outcome.NotFound, (await bob.Picture()).Outcome);
        Assert.Equal(Outcome.NotFound, (await team.Node.Account("nobody-at-all").SetPicture(jpeg)).Outcome);
    }

    [Fact]
    public async Task Rights_are_evaluated_when_they_are_asked_for()
    {
        var team = await Team.Of(await fixture.Node(), groups: 2);
        var (one, other) = (team.Node.Grains.Group(team.Groups[0]), team.Groups[1]);
        await one.Grant(team.Alice, [Principal.AllOf(other)], ContentRight.AddAndDelete);
        await one.Remove(team.Alice, team.Bob);
        Assert.Equal((GroupRole.None, ContentRight.AddAndDelete), ((await one.Standing(team.Bob)).Role, (await one.Standing(team.Bob)).Content));
        await team.Node.Grains.Group(other).Remove(team.Alice, team.Bob);
        Assert.Equal(ContentRight.None, (await one.Standing(team.Bob)).Content);
        Assert.Equal(Outcome.Invalid, (await one.Grant(team.Alice, [Principal.Of(team.Alice), Principal.Of(new("nobody-at-all"))], ContentRight.Add)).Outcome);
        Assert.Single((await one.Grants(team.Alice)).Value!);
        Assert.Equal(Outcome.NotFound, (await one.Grant(team.Bob, [Principal.Of(team.Bob)], ContentRight.Add)).Outcome);
    }

    [Fact]
    public async Task Forty_who_join_at_once_are_all_members()
    {
        var node = await fixture.Node();
        var alice = await Team.NewAccount(node);
        var group = node.Grains.Group((await node.Grains.GroupDirectory().Create(alice, $"Crowd {Guid.NewGuid():N}", GroupKind.Open)).Value!.Id);
        var crowd = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Team.NewAccount(node)));
        var joined = await Task.WhenAll(crowd.Select(async one =>
        {
            while (true)
                if (await group.Join(one) is { Outcome: not Outcome.Stale } answer) return answer;
        }));
        Assert.All(joined, answer => Assert.Equal(GroupRole.Member, answer.Value!.Role));
        Assert.Equal(41, (await group.Members(alice, null, 0, 100)).Value!.Total);
        Assert.Equal(1, (await group.Members(alice, crowd[7].Value, 0, 100)).Value!.Total);
        Assert.Equal(Enumerable.Range(1, 41).Select(n => (long)n).Reverse(), (await group.Audit(alice, 0, 100)).Value!.Select(record => record.N));
    }
}
