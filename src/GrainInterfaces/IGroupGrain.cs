namespace ContactOffice.GrainInterfaces;

/// <summary>
/// One group: its name, members, requests, granted rights and audit records. What it answers holds at that moment for every protocol; what it changes is one
/// transaction, of which the group's book and each account concerned are told.
/// </summary>
[Alias("Group")]
public interface IGroupGrain : IGrainWithGuidKey
{
    /// <summary>What an account is here. Never refused: of a group that is gone or was never there nobody is anything.</summary>
    [Alias("Standing")]
    Task<Standing> Standing(AccountId account);

    /// <summary>Whether an account is a member: for what is granted to all of them.</summary>
    [Alias("HasMember")]
    Task<bool> HasMember(AccountId account);

    /// <summary>Its present name; null where it is gone. For those who may read its book.</summary>
    [Alias("Name")]
    Task<string?> Name();

    /// <summary>Grows with every change of who may do what here: a cheap way to know that nothing did.</summary>
    [Alias("Revision")]
    Task<long> Revision();

    /// <summary>NotFound for who is neither a member nor invited, unless the group is listed.</summary>
    [Alias("Read")]
    Task<Answer<Group>> Read(AccountId actor);

    /// <summary>In order of their names. NotFound for others than members.</summary>
    /// <param name="text">Only those whose name, user name or e-mail address has a word that begins so; null for all.</param>
    /// <param name="limit">1 to 500.</param>
    [Alias("Members")]
    Task<Answer<MemberPage>> Members(AccountId actor, string? text, int offset, int limit);

    /// <summary>A member's picture. NotFound for others than members, for who is no member, and for one without a picture.</summary>
    [Alias("Picture")]
    Task<Answer<PersonPicture>> Picture(AccountId actor, AccountId member);

    /// <summary>Invitations and applications. Forbidden for others than administrators and co-administrators.</summary>
    [Alias("Requests")]
    Task<Answer<GroupRequest[]>> Requests(AccountId actor);

    /// <summary>Joins an open group, applies to one on application, accepts an invitation. Answers what the actor is afterwards: a member, or one who waits.</summary>
    [Alias("Join")]
    Task<Answer<Standing>> Join(AccountId actor);

    /// <summary>Invites an account; one that has applied is accepted. Invalid for an unknown account.</summary>
    [Alias("Invite")]
    Task<Answer<Standing>> Invite(AccountId actor, AccountId account);

    /// <summary>Takes an invitation or application away: the account its own, administrators and co-administrators any.</summary>
    [Alias("Dismiss")]
    Task<Answer<Standing>> Dismiss(AccountId actor, AccountId account);

    /// <summary>
    /// Leaves (of oneself), or removes a member. Withdrawn is what the account shared with the group. Invalid for the last administrator, who hands over first or deletes the group.
    /// </summary>
    [Alias("Remove")]
    Task<Answer<Standing>> Remove(AccountId actor, AccountId account);

    /// <summary>Makes a member a co-administrator, or an administrator, or neither. Only administrators do; Invalid where none would be left.</summary>
    [Alias("SetRole")]
    Task<Answer<Standing>> SetRole(AccountId actor, AccountId account, GroupRole role);

    /// <summary>Changes name and kind; null leaves it as it is. The old name leads here until another group is given it. NameTaken, Invalid.</summary>
    [Alias("Change")]
    Task<Answer<Group>> Change(AccountId actor, string? name, GroupKind? kind);

    /// <summary>Deletes the group with all that is at home in it; what was shared with it lives on elsewhere.</summary>
    [Alias("Delete")]
    Task<Answer<Group>> Delete(AccountId actor);

    /// <summary>Who was granted what. Members see it.</summary>
    [Alias("Grants")]
    Task<Answer<ContentGrant[]>> Grants(AccountId actor);

    /// <summary>Grants a right to each, or with <see cref="ContentRight.None"/> takes it away. Invalid for an unknown principal; nothing is done then.</summary>
    [Alias("Grant")]
    Task<Answer<ContentGrant[]>> Grant(AccountId actor, Principal[] principals, ContentRight right);

    /// <summary>Who changed what, the latest first, for administrators and co-administrators.</summary>
    /// <param name="before">Only records with smaller numbers; 0 for the latest.</param>
    [Alias("Audit")]
    Task<Answer<AuditRecord[]>> Audit(AccountId actor, long before, int limit);
}

/// <summary>Where groups are found and made. Any number of activations; key 0.</summary>
[Alias("GroupDirectory")]
public interface IGroupDirectoryGrain : IGrainWithIntegerKey
{
    /// <summary>The group that has or had this name, and its present one; null where there is none. Says nothing of who may see it.</summary>
    [Alias("Find")]
    Task<GroupName?> Find(string name);

    /// <summary>Present names, by id; those that are gone are left out.</summary>
    [Alias("Names")]
    Task<GroupName[]> Names(GroupId[] groups);

    /// <summary>Makes a group with the actor as its administrator. Invalid (name), NameTaken, QuotaExceeded.</summary>
    [Alias("Create")]
    Task<Answer<Group>> Create(AccountId actor, string name, GroupKind kind);

    /// <summary>The groups of an account, those that it may add to through another group, its invitations and applications, in order of names.</summary>
    [Alias("Of")]
    Task<Group[]> Of(AccountId actor);

    /// <summary>Listed groups (open, or on application) whose name has this text, at most 100.</summary>
    [Alias("Search")]
    Task<Group[]> Search(AccountId actor, string text);
}

public enum GroupKind
{
    /// <summary>Who wants joins.</summary>
    Open,
    /// <summary>Who wants applies, an administrator accepts.</summary>
    OnApplication,
    /// <summary>Unlisted: only who is invited.</summary>
    ByInvitation,
}

/// <summary>What an account is in a group.</summary>
public enum GroupRole
{
    None,
    Member,
    CoAdministrator,
    Administrator,
}

/// <summary>What may be granted in a group. The later holds the earlier.</summary>
public enum ContentRight
{
    None,
    Add,
    AddAndDelete,
}

/// <summary>What an account is in a group, all that rights there depend on.</summary>
/// <param name="Content">The most that was granted to the account, or to all members of a group that it belongs to.</param>
/// <param name="Revision">The group's, when this was so.</param>
/// <param name="Waits">Invited, or applied.</param>
[GenerateSerializer, Immutable, Alias("Standing")]
public sealed record Standing(
    [property: Id(0)] GroupRole Role,
    [property: Id(1)] ContentRight Content,
    [property: Id(2)] long Revision = 0,
    [property: Id(3)] GroupWait Waits = GroupWait.None)
{
    public static readonly Standing Nobody = new(GroupRole.None, ContentRight.None);
}

/// <summary>Who must act next for an account to be a member.</summary>
public enum GroupWait
{
    None,
    /// <summary>Invited: the account decides.</summary>
    Invited,
    /// <summary>Applied: an administrator decides.</summary>
    Applied,
}

/// <summary>A group as one account sees it.</summary>
[GenerateSerializer, Immutable, Alias("GroupView")]
public sealed record Group(
    [property: Id(0)] GroupId Id,
    [property: Id(1)] string Name,
    [property: Id(2)] GroupKind Kind,
    [property: Id(3)] int Members,
    [property: Id(4)] Standing Mine);

/// <summary>A group's id and its present name.</summary>
[GenerateSerializer, Immutable, Alias("GroupName")]
public sealed record GroupName([property: Id(0)] GroupId Id, [property: Id(1)] string Name);

/// <summary>What members see of each other.</summary>
/// <param name="Picture">The hash of the picture; null without one.</param>
[GenerateSerializer, Immutable, Alias("GroupMember")]
public sealed record GroupMember(
    [property: Id(0)] AccountId Account,
    [property: Id(1)] string DisplayName,
    [property: Id(2)] GroupRole Role,
    [property: Id(3)] DateTimeOffset JoinedAt,
    [property: Id(4)] string? Organisation,
    [property: Id(5)] string? Email,
    [property: Id(6)] string? Picture = null);

[GenerateSerializer, Immutable, Alias("MemberPage")]
public sealed record MemberPage([property: Id(0)] GroupMember[] Members, [property: Id(1)] int Total);

/// <summary>An invitation, or with no one who invited an application.</summary>
[GenerateSerializer, Immutable, Alias("GroupRequest")]
public sealed record GroupRequest(
    [property: Id(0)] AccountId Account,
    [property: Id(1)] string DisplayName,
    [property: Id(2)] AccountId? InvitedBy,
    [property: Id(3)] DateTimeOffset AskedAt);

[GenerateSerializer, Immutable, Alias("ContentGrant")]
public sealed record ContentGrant([property: Id(0)] Principal Principal, [property: Id(1)] ContentRight Right);

/// <summary>One change of membership, rights or sharing.</summary>
/// <param name="N">Its number in the group, from 1.</param>
/// <param name="What">Stable: <c>member-joined</c>.</param>
/// <param name="Whom">The account or principal that it is about.</param>
/// <param name="Detail">What else there is to tell: a role, a right, a contact's name.</param>
[GenerateSerializer, Immutable, Alias("AuditRecord")]
public sealed record AuditRecord(
    [property: Id(0)] long N,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] AccountId Who,
    [property: Id(3)] string What,
    [property: Id(4)] string? Whom,
    [property: Id(5)] string? Detail);
