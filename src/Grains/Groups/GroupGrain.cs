using ContactOffice.GrainInterfaces;
using ContactOffice.Grains.Books;
using ContactOffice.Grains.Storage;
using Orleans.Concurrency;

namespace ContactOffice.Grains.Groups;

/// <summary>
/// One group, in memory as one revision of its rows. Reentrant: rights are asked for while it writes. The revision in every write's condition keeps two writes,
/// or two activations, from losing each other's changes: the later one reads again and decides again.
/// </summary>
[Reentrant]
internal sealed class GroupGrain(IContactStore store, GroupNames names, Clock clock) : Grain, IGroupGrain
{
    private const int Attempts = 5;
    private const int MaxMembersTold = 1000;
    private const int MaxMembers = 20_000;
    private const int MaxGrants = 1000;
    private GroupSnapshot? now;

    private GroupId Id => new(this.GetPrimaryKey());

    private BookId Book => BookId.Of(Id);

    public override Task OnActivateAsync(CancellationToken cancellationToken) => Load();

    public async Task<Standing> Standing(AccountId account)
    {
        if (now is not { } group) return GrainInterfaces.Standing.Nobody;
        var content = group.ContentOf(account);
        foreach (var (other, right) in group.OtherGroups(content))
            if (right > content && await GrainFactory.Group(other).HasMember(account)) content = right;
        return new(group.RoleOf(account), content, group.Revision, group.WaitOf(account));
    }

    public Task<bool> HasMember(AccountId account) => Task.FromResult(now?.Members.ContainsKey(account) ?? false);

    public Task<string?> Name() => Task.FromResult(now?.Name);

    public Task<long> Revision() => Task.FromResult(now?.Revision ?? 0);

    public async Task<Answer<Group>> Read(AccountId actor)
    {
        var mine = await Standing(actor);
        if (now is not { } group) return NoGroup;
        if (mine is { Role: GroupRole.None, Waits: not GroupWait.Invited, Content: ContentRight.None } && group.Kind == GroupKind.ByInvitation) return NoGroup;
        return new Group(Id, group.Name, group.Kind, group.Members.Count, mine);
    }

    public async Task<Answer<MemberPage>> Members(AccountId actor, string? text, int offset, int limit)
    {
        if (Refused(actor, GroupRole.Member) is { } refusal) return refusal;
        var members = await store.Query(session => PersonRows.Members(session, Id));
        if (FindText.Asking(text) is { } passes) members = members.FindAll(member => passes(FindText.Folded($"{member.DisplayName} {member.Account} {member.Email}")));
        members.Sort((a, b) => StringComparer.InvariantCultureIgnoreCase.Compare(a.DisplayName, b.DisplayName) is var order and not 0 ? order : string.CompareOrdinal(a.Account.Value, b.Account.Value));
        return new MemberPage([.. members.Skip(Math.Max(0, offset)).Take(Math.Clamp(limit, 1, 500))], members.Count);
    }

    public async Task<Answer<PersonPicture>> Picture(AccountId actor, AccountId member)
    {
        if (Refused(actor, GroupRole.Member) is { } refusal) return refusal;
        if (!now!.Members.ContainsKey(member)) return new Refusal(Outcome.NotFound, "There is no such member.");
        return await store.Query(session => PersonRows.Picture(session, member)) is { } picture ? picture : new Refusal(Outcome.NotFound, "The member has no picture.");
    }

    public async Task<Answer<GroupRequest[]>> Requests(AccountId actor)
    {
        if (Refused(actor, GroupRole.CoAdministrator) is { } refusal) return refusal;
        var requests = now!.Requests;
        var names = await store.Query(session => PersonRows.DisplayNames(session, requests.Keys));
        return requests.OrderBy(request => request.Value.AskedAt)
            .Select(request => new GroupRequest(request.Key, names.GetValueOrDefault(request.Key.Value) ?? request.Key.Value, request.Value.InvitedBy, request.Value.AskedAt)).ToArray();
    }

    public Task<Answer<Standing>> Join(AccountId actor) => Write(actor, actor, group => group switch
    {
        _ when group.Members.ContainsKey(actor) => Nothing,
        { Kind: GroupKind.Open } => Enter(actor, "member-joined"),
        _ when group.WaitOf(actor) == GroupWait.Invited => Enter(actor, "member-joined"),
        { Kind: GroupKind.ByInvitation } => NoGroup,
        _ when group.WaitOf(actor) == GroupWait.Applied => Nothing,
        { Requests.Count: >= MaxMembers } => new Refusal(Outcome.QuotaExceeded, $"At most {MaxMembers} requests wait."),
        _ => new Step(session => GroupRows.SetRequest(session, Id, actor, null, clock.Now), "member-applied", actor.Value),
    });

    public async Task<Answer<Standing>> Invite(AccountId actor, AccountId account)
    {
        if (Refused(actor, GroupRole.CoAdministrator) is { } refusal) return refusal;
        if (!(await store.Query(session => GroupRows.Known(session, [account]))).Contains(account.Value)) return Refusal.Of(new("userName", "unknown-account", "There is no such account."));
        return await Write(actor, account, group => group switch
        {
            _ when group.RoleOf(actor) < GroupRole.CoAdministrator => MayNot(group, actor),
            _ when group.Members.ContainsKey(account) => Nothing,
            { Members.Count: >= MaxMembers } => new Refusal(Outcome.QuotaExceeded, $"A group has at most {MaxMembers} members."),
            _ when group.WaitOf(account) == GroupWait.Applied => Enter(account, "member-accepted"),
            _ when group.WaitOf(account) == GroupWait.Invited => Nothing,
            _ => new Step(session => GroupRows.SetRequest(session, Id, account, actor, clock.Now), "member-invited", account.Value),
        });
    }

    public Task<Answer<Standing>> Dismiss(AccountId actor, AccountId account) => Write(actor, account, group => group switch
    {
        _ when actor != account && group.RoleOf(actor) < GroupRole.CoAdministrator => MayNot(group, actor),
        _ when group.WaitOf(account) == GroupWait.None => new Refusal(Outcome.NotFound, "There is no such request."),
        _ => new Step(session => GroupRows.ClearRequest(session, Id, account), actor == account ? "request-withdrawn" : "request-dismissed", account.Value),
    });

    public Task<Answer<Standing>> Remove(AccountId actor, AccountId account) => Write(actor, account, group => group switch
    {
        _ when group.RoleOf(actor) == GroupRole.None => NoGroup,
        _ when !group.Members.ContainsKey(account) => new Refusal(Outcome.NotFound, "There is no such member."),
        // A co-administrator removes members, an administrator everybody.
        _ when actor != account && (group.RoleOf(actor) < GroupRole.CoAdministrator || group.RoleOf(actor) <= group.RoleOf(account) && group.RoleOf(actor) != GroupRole.Administrator) => MayNot(group, actor),
        _ when group.RoleOf(account) == GroupRole.Administrator && !group.HasOtherAdministrator(account) => LastAdministrator,
        _ => new Step(session => GroupRows.RemoveMember(session, Id, account), actor == account ? "member-left" : "member-removed", account.Value)
        {
            Withdraws = account,
        },
    });

    public Task<Answer<Standing>> SetRole(AccountId actor, AccountId account, GroupRole role) => Write(actor, account, group => group switch
    {
        _ when group.RoleOf(actor) < GroupRole.Administrator => MayNot(group, actor),
        _ when role is < GroupRole.Member or > GroupRole.Administrator => Refusal.Of(new("role", "unknown-value", "It is member, coAdministrator or administrator.")),
        _ when !group.Members.ContainsKey(account) => new Refusal(Outcome.NotFound, "There is no such member."),
        _ when group.RoleOf(account) == role => Nothing,
        _ when group.RoleOf(account) == GroupRole.Administrator && !group.HasOtherAdministrator(account) => LastAdministrator,
        _ => new Step(session => GroupRows.SetMember(session, Id, account, role, clock.Now), "role-changed", account.Value, role.ToString()),
    });

    public async Task<Answer<Group>> Change(AccountId actor, string? name, GroupKind? kind)
    {
        string? wanted = null;
        if (name is not null)
        {
            var read = GroupNameRules.Read(name);
            if (!read.IsOk) return read.Refusal;
            wanted = read.Value;
        }
        var taken = false;
        var written = await Write(actor, actor, group => group switch
        {
            _ when group.RoleOf(actor) < GroupRole.Administrator => MayNot(group, actor),
            _ when (wanted ?? group.Name) == group.Name && (kind ?? group.Kind) == group.Kind => Nothing,
            _ => new Step(session =>
            {
                if (wanted is not null && (taken = GroupRows.IsTaken(session, wanted, Id))) return;
                if (wanted is not null) GroupRows.SetName(session, Id, wanted);
                if (kind is { } changed) GroupRows.SetKind(session, Id, changed);
            }, "group-changed", wanted, kind?.ToString())
            {
                ConcernsAll = true,
                Undone = () => taken ? new Refusal(Outcome.NameTaken, "There is a group of this name.") : null,
            },
        });
        names.Forget();
        return written.IsOk ? await Read(actor) : written.Refusal;
    }

    public async Task<Answer<Group>> Delete(AccountId actor)
    {
        var before = now is null ? null : new Group(Id, now.Name, now.Kind, now.Members.Count, await Standing(actor));
        var written = await Write(actor, actor, group => group.RoleOf(actor) < GroupRole.Administrator
            ? MayNot(group, actor)
            : new Step(session => GroupRows.Delete(session, Id, clock.Now), "group-deleted", null) { ConcernsAll = true });
        names.Forget();
        if (!written.IsOk) return written.Refusal;
        while (await store.Transact(session => GroupRows.Empty(session, Book, actor, clock.Now)) is { } emptied) await GrainFactory.TellMoved(actor, emptied.Books);
        return before!;
    }

    public Task<Answer<ContentGrant[]>> Grants(AccountId actor) => Task.FromResult<Answer<ContentGrant[]>>(Refused(actor, GroupRole.Member) is { } refusal ? refusal : Granted());

    public async Task<Answer<ContentGrant[]>> Grant(AccountId actor, Principal[] principals, ContentRight right)
    {
        if (Rights.Refuse(Deed.GrantContent, Place.Of(await Standing(actor))) is { } refused) return refused;
        var (accounts, groups) = (principals.Select(one => one.Account).OfType<AccountId>().ToList(), principals.Select(one => one.Group).OfType<GroupId>().ToList());
        if (principals.Length is 0 or > 100 || !Enum.IsDefined(right)) return Refusal.Of(new("principals", "out-of-range", "1 to 100 principals."));
        if (right != ContentRight.None)
        {
            var unknown = await store.Query(session =>
                accounts.Count > GroupRows.Known(session, accounts).Count || groups.Distinct().Count() > GroupRows.Names(session, groups).Count || accounts.Count + groups.Count < principals.Length);
            if (unknown) return UnknownPrincipal;
        }
        var written = await Write(actor, actor, group => group switch
        {
            _ when Rights.Refuse(Deed.GrantContent, new(false, group.RoleOf(actor), ContentRight.None)) is { } refusal => refusal,
            _ when right != ContentRight.None && group.Grants.Count + principals.Length > MaxGrants => new Refusal(Outcome.QuotaExceeded, $"A group has at most {MaxGrants} granted rights."),
            _ => new Step(session =>
            {
                foreach (var principal in principals) GroupRows.SetGrant(session, Id, principal, right);
            }, right == ContentRight.None ? "right-revoked" : "right-granted", string.Join(' ', principals), right.ToString())
            {
                Concerns = [.. accounts],
            },
        });
        return written.IsOk ? Granted() : written.Refusal;
    }

    public async Task<Answer<AuditRecord[]>> Audit(AccountId actor, long before, int limit)
    {
        if (Refused(actor, GroupRole.CoAdministrator) is { } refusal) return refusal;
        return await store.Query(session => GroupRows.Audit(session, Id, before, Math.Clamp(limit, 1, 500)));
    }

    /// <summary>For an unknown principal, or one that the granter cannot know.</summary>
    public static Refusal UnknownPrincipal => Refusal.Of(new("principals", "unknown-principal", "One of them is no account and no group here."));

    private static Refusal NoGroup => new(Outcome.NotFound, "There is no such group.");

    private static Refusal LastAdministrator => Refusal.Of(new("", "last-administrator", "A group is never without an administrator: make another member one first, or delete the group."));

    private static Step Nothing => new(null, "", null);

    private static Refusal MayNot(GroupSnapshot group, AccountId actor) =>
        group.RoleOf(actor) == GroupRole.None ? NoGroup : new(Outcome.Forbidden, "Your role in this group does not allow it.");

    private Step Enter(AccountId account, string what) => new(session => GroupRows.SetMember(session, Id, account, GroupRole.Member, clock.Now), what, account.Value);

    private Refusal? Refused(AccountId actor, GroupRole least) => now is not { } group ? NoGroup : group.RoleOf(actor) >= least ? null : MayNot(group, actor);

    private ContentGrant[] Granted() => [.. now?.Grants.OrderBy(grant => grant.Key.Value, StringComparer.Ordinal).Select(grant => new ContentGrant(grant.Key, grant.Value)) ?? []];

    /// <summary>Decides by the group as it is, writes if nobody changed it meanwhile, and tells everybody concerned. Answers what <paramref name="whose"/> account is then.</summary>
    private async Task<Answer<Standing>> Write(AccountId actor, AccountId whose, Func<GroupSnapshot, Decision> decide)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            if (now is not { } group) return NoGroup;
            var decision = decide(group);
            if (decision.Refusal is { } refusal) return refusal;
            if (decision.Step is not { Write: { } } step) return await Standing(whose);
            var written = await store.Transact(session => Apply(session, group, step, actor, whose), result => result is { Moved.Count: > 0 });
            if (step.Undone?.Invoke() is { } undone) return undone;
            if (written is null)
            {
                await Load();
                continue;
            }
            if (written.After is null || written.After.Revision > (now?.Revision ?? 0)) now = written.After;
            await GrainFactory.TellMoved(actor, written.Moved);
            return await Standing(whose);
        }
        return new Refusal(Outcome.Stale, null);
    }

    private Written? Apply(ISqlSession session, GroupSnapshot group, Step step, AccountId actor, AccountId whose)
    {
        if (!GroupRows.Advance(session, group)) return null;
        step.Write!(session);
        if (step.Undone?.Invoke() is not null) return new(null, []);
        GroupRows.Note(session, Id, clock.Now, actor, step.What, step.Whom, step.Detail);
        var after = GroupRows.Load(session, Id);
        var moved = step.Withdraws is { } leaver ? ItemRows.Withdraw(session, Book, leaver, clock.Now) : [];
        // All books in one order: the group's comes before the persons'.
        moved.Add(BookRows.Move(session, Book));
        var told = step.ConcernsAll && group.Members.Count <= MaxMembersTold ? group.Members.Keys.Concat(group.Requests.Keys) : Managers(group).Append(whose).Concat(step.Concerns);
        moved.AddRange(told.Distinct().OrderBy(account => account.Value, StringComparer.Ordinal).Select(account => BookRows.Move(session, BookId.PersonOf(account))));
        return new(after, moved);
    }

    // They see who waits.
    private static IEnumerable<AccountId> Managers(GroupSnapshot group) => group.Members.Where(member => member.Value.Role >= GroupRole.CoAdministrator).Select(member => member.Key).Take(20);

    private async Task Load() => now = await store.Transact(session => GroupRows.Load(session, Id));

    private sealed record Written(GroupSnapshot? After, List<BookMoved> Moved);

    /// <param name="Write">Null where there is nothing to do.</param>
    private sealed record Step(Action<ISqlSession>? Write, string What, string? Whom, string? Detail = null)
    {
        public AccountId? Withdraws { get; init; }

        public AccountId[] Concerns { get; init; } = [];

        public bool ConcernsAll { get; init; }

        /// <summary>Found within the transaction, which then does nothing.</summary>
        public Func<Refusal?>? Undone { get; init; }
    }

    private readonly record struct Decision(Step? Step, Refusal? Refusal)
    {
        public static implicit operator Decision(Step step) => new(step, null);

        public static implicit operator Decision(Refusal refusal) => new(null, refusal);
    }
}
