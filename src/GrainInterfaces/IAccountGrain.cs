using Orleans.Concurrency;

namespace ContactOffice.GrainInterfaces;

/// <summary>
/// One account: profile, password, access tokens, app passwords. All secrets are kept as hashes only. Verified passwords are remembered
/// in this grain's memory under a keyed hash for a short time, so that a device's Basic credentials cost one grain call and no password hash.
/// </summary>
[Alias("Account")]
public interface IAccountGrain : IGrainWithStringKey
{
    /// <summary>Makes the account. NameTaken, Invalid (password shorter than 8 characters or a display name that is empty or over 200).</summary>
    [Alias("Create")]
    Task<Answer<Account>> Create(NewAccount account);

    /// <summary>NotFound where there is no such account.</summary>
    [Alias("Profile")]
    Task<Answer<Account>> Profile();

    /// <summary>Changes what members of the same groups see. Invalid names the member. Empty organisation and e-mail address: none.</summary>
    [Alias("ChangeProfile")]
    Task<Answer<Account>> ChangeProfile(string displayName, string? organisation, string? email);

    /// <summary>The account's picture, as members of the same groups see it. NotFound without one.</summary>
    [Alias("Picture")]
    Task<Answer<PersonPicture>> Picture();

    /// <summary>Changes the picture.</summary>
    /// <param name="jpeg">A JPEG that was made here, never what somebody sent; null for no picture.</param>
    [Alias("SetPicture")]
    Task<Answer<Account>> SetPicture(byte[]? jpeg);

    /// <summary>Forbidden when wrong or when there is no such account (not told apart); Throttled after repeated failures.</summary>
    [Alias("VerifyPassword")]
    Task<Answer<Account>> VerifyPassword(string password);

    /// <summary>
    /// Verifies what a device sends as the password: one of the app passwords, for which the answer is an account that <see cref="Account.IsLimited"/>, or else
    /// the account's own as <see cref="VerifyPassword"/> does. Blanks, dashes and case of an app password do not matter.
    /// </summary>
    [Alias("VerifyDevice")]
    Task<Answer<Account>> VerifyDevice(string password);

    /// <summary>Verifies the secret part of a personal access token. Forbidden when unknown, revoked or expired.</summary>
    [Alias("VerifyToken")]
    Task<Answer<Account>> VerifyToken(string secret);

    /// <summary>Sets a new password, ends all web sessions (the account's stamp changes) and forgets remembered credentials. Tokens and app passwords stay.</summary>
    [Alias("ChangePassword")]
    Task<Answer<Account>> ChangePassword(string current, string changed);

    /// <summary>Makes a personal access token. Its secret is told this once.</summary>
    [Alias("IssueToken")]
    Task<Answer<IssuedToken>> IssueToken(string name, DateTimeOffset? expires);

    [Alias("Tokens")]
    Task<AccessToken[]> Tokens();

    /// <summary>Ok, or NotFound.</summary>
    [Alias("RevokeToken")]
    Task<Answer<AccessToken>> RevokeToken(Guid token);

    /// <summary>Makes an app password. Its secret is told this once. Invalid (name of 1 to 100 characters), QuotaExceeded. Several may have one name.</summary>
    [Alias("IssueAppPassword")]
    Task<Answer<IssuedAppPassword>> IssueAppPassword(string name);

    /// <summary>In the order in which they were made.</summary>
    [Alias("AppPasswords")]
    Task<AppPassword[]> AppPasswords();

    /// <summary>Ends it at once. Ok, or NotFound.</summary>
    [Alias("RevokeAppPassword")]
    Task<Answer<AppPassword>> RevokeAppPassword(Guid appPassword);

    /// <summary>Grows whenever a password or token is taken back: a request that waits since before then may have been signed in with it.</summary>
    [Alias("CredentialsRevision"), AlwaysInterleave]
    Task<long> CredentialsRevision();
}

/// <summary>Who is on this server, and whether it was set up. One for the cluster, key 0.</summary>
[Alias("Server")]
public interface IServerGrain : IGrainWithIntegerKey
{
    /// <summary>The secret of the one-time set-up link, made anew at each call (the last few stay good, for nodes that start together); null once there is an administrator.</summary>
    [Alias("OfferSetup")]
    Task<string?> OfferSetup();

    /// <summary>There is no administrator yet.</summary>
    [Alias("NeedsSetup")]
    Task<bool> NeedsSetup();

    /// <summary>Creates the first administrator. Forbidden when the secret is wrong or was used.</summary>
    [Alias("SetUp")]
    Task<Answer<Account>> SetUp(string secret, NewAccount administrator);

    /// <summary>Creates an account in an administrator's name. Forbidden for others; NameTaken; Invalid.</summary>
    [Alias("CreateAccount")]
    Task<Answer<Account>> CreateAccount(AccountId actor, NewAccount account);
}

/// <summary>What others may know of an account, and what it may do here.</summary>
/// <param name="Stamp">Changes when web sessions must end.</param>
/// <param name="IsLimited">Verified by an app password: it reads and writes contacts, but administers neither the account nor groups nor the server.</param>
/// <param name="Picture">The hash of its picture; null without one.</param>
[GenerateSerializer, Immutable, Alias("AccountProfile")]
public sealed record Account(
    [property: Id(0)] AccountId Id,
    [property: Id(1)] string DisplayName,
    [property: Id(2)] bool IsAdministrator,
    [property: Id(3)] string Stamp,
    [property: Id(4)] string? Organisation = null,
    [property: Id(5)] string? Email = null,
    [property: Id(6)] bool IsLimited = false,
    [property: Id(7)] string? Picture = null);

/// <summary>The picture of a person.</summary>
/// <param name="Hash">SHA-256 of <paramref name="Jpeg"/> in lower-case hex.</param>
[GenerateSerializer, Immutable, Alias("PersonPicture")]
public sealed record PersonPicture([property: Id(0)] string Hash, [property: Id(1)] byte[] Jpeg);

/// <summary>What it takes to create an account.</summary>
/// <param name="IsDemo">May have a short password.</param>
[GenerateSerializer, Immutable, Alias("NewAccount")]
public sealed record NewAccount(
    [property: Id(0)] string UserName,
    [property: Id(1)] string Password,
    [property: Id(2)] string DisplayName,
    [property: Id(3)] bool IsAdministrator = false,
    [property: Id(4)] bool IsDemo = false)
{
    /// <summary>Records print their members; a password must never reach a log.</summary>
    public override string ToString() => $"NewAccount {UserName}";
}

[GenerateSerializer, Immutable, Alias("AccessToken")]
public sealed record AccessToken(
    [property: Id(0)] Guid Id,
    [property: Id(1)] string Name,
    [property: Id(2)] DateTimeOffset CreatedAt,
    [property: Id(3)] DateTimeOffset? ExpiresAt);

/// <summary>A token and, this once, the whole text that the holder sends as bearer.</summary>
[GenerateSerializer, Immutable, Alias("IssuedToken")]
public sealed record IssuedToken([property: Id(0)] AccessToken Token, [property: Id(1)] string Bearer)
{
    public override string ToString() => $"IssuedToken {Token.Name}";
}
