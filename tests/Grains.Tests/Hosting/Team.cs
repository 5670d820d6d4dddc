using ContactOffice.GrainInterfaces;

namespace ContactOffice.Grains.Tests.Hosting;

/// <summary>Alice with groups that she administers, and Bob, who is a member of all of them.</summary>
public sealed class Team
{
    public required Node Node { get; init; }

    public required AccountId Alice { get; init; }

    public required AccountId Bob { get; init; }

    public required GroupId[] Groups { get; init; }

    public static async Task<Team> Of(Node node, int groups)
    {
        var (alice, bob) = (await NewAccount(node), await NewAccount(node));
        var made = new GroupId[groups];
        for (var i = 0; i < groups; i++)
        {
            var group = await node.Grains.GroupDirectory().Create(alice, $"Group {Guid.NewGuid():N}", GroupKind.ByInvitation);
            Assert.True(group.IsOk, group.Detail);
            made[i] = group.Value.Id;
            Assert.True((await node.Grains.Group(made[i]).Invite(alice, bob)).IsOk);
            Assert.Equal(GroupRole.Member, (await node.Grains.Group(made[i]).Join(bob)).Value!.Role);
        }
        return new Team { Node = node, Alice = alice, Bob = bob, Groups = made };
    }

    public static async Task<AccountId> NewAccount(Node node)
    {
        var id = Owners.New();
        var made = await node.Account(id.Value).Create(new(id.Value, "a long password", id.Value));
        Assert.True(made.IsOk, made.Detail);
        return id;
    }

    public IAddressBookGrain Book(GroupId group) => Node.Grains.AddressBook(BookId.Of(group));

    public async Task<ContactId> Add(AccountId who, string name, string? uid = null)
    {
        var created = await Node.Contact(ContactId.New()).Create(who, new(BookId.PrivateOf(who), Cards.Of(name, uid)));
        Assert.True(created.IsOk, created.Detail);
        return created.Value.Id;
    }

    public async Task<ContactId[]> AddMany(AccountId who, int count)
    {
        var import = Node.Grains.GetGrain<IImportGrain>(Guid.NewGuid());
        Assert.True((await import.Begin(who, BookId.PrivateOf(who), false, 1)).IsOk);
        foreach (var part in Enumerable.Range(0, count).Chunk(500)) Assert.True((await import.Add(who, [.. part.Select(i => new ImportCard(i + 1, Cards.Of($"Person {i:00000}")))], 1)).IsOk);
        await import.Finish(who, null);
        return (await Node.Book(who).Ids(who, NameOrder.FirstLast)).Value!;
    }

    public async Task Share(ContactId id, GroupId[] groups)
    {
        var shared = await Node.Book(Alice).Share(Alice, [id], groups);
        Assert.True(shared.IsOk, shared.Detail);
        Assert.Equal([id], shared.Value.Shared);
    }

    /// <summary>Of Alice's book and each group's.</summary>
    public async Task<List<long>> Sequences()
    {
        List<long> all = [(await Node.Book(Alice).Sequence(Alice)).Value];
        foreach (var group in Groups) all.Add((await Book(group).Sequence(Alice)).Value);
        return all;
    }
}
