using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ContactOffice.GrainInterfaces;
using ContactOffice.Grains.Groups;
using ContactOffice.Grains.Storage;

namespace ContactOffice.Grains.Accounts;

/// <summary>
/// Takes one call at a time: of ten requests that a device sends at once after its start, the first pays for the slow hash and nine find its
/// result remembered.
/// </summary>
internal sealed class AccountGrain([PersistentState("account")] IPersistentState<AccountState> state, PasswordHash hash, IContactStore store, Clock clock) : Grain, IAccountGrain
{
    private const int MinPassword = 8;
    private const int MaxPassword = 1000;
    private const int MaxDisplayName = 200;
    private const int MaxTokens = 100;
    private const int MaxAppPasswords = 50;
    private const int MaxAppPasswordName = 100;
    private const int SecretBytes = 32;

    /// <summary>How old a last use becomes before it is written again: a phone that asks each minute costs one write an hour.</summary>
    private static readonly TimeSpan UseNoted = TimeSpan.FromHours(1);

    private readonly CredentialMemory memory = new();
    private readonly Throttle throttle = new();

    /// <summary>The hash of the picture, which is kept with what members of groups see and nowhere else.</summary>
    private string? picture;

    private AccountId Id => new(this.GetPrimaryKeyString());

    // Orleans' ADO.NET storage takes keys that look like numbers for numbers: "7" and "007" share a row. It belongs to whom it names.
    private bool Exists => state.State.UserName == Id.Value;

    public override Task OnActivateAsync(CancellationToken cancellationToken) => Exists ? Publish() : Task.CompletedTask;

    public async Task<Answer<Account>> Create(NewAccount account)
    {
        if (!AccountId.TryParse(account.UserName, out var id) || id != Id) return Refusal.Of(new("userName", "user-name-form", "1 to 64 letters, digits or . _ - @, beginning with a letter or digit."));
        if (string.IsNullOrWhiteSpace(account.DisplayName) || account.DisplayName.Length > MaxDisplayName) return Length("displayName", 1, MaxDisplayName);
        if (WrongPassword(account.Password, account.IsDemo ? 1 : MinPassword) is { } wrong) return wrong;
        if (state.State.UserName is not null) return new Refusal(Outcome.NameTaken, "There is an account of this name.");
        var made = state.State;
        (made.UserName, made.DisplayName, made.IsAdministrator) = (Id.Value, account.DisplayName.Trim(), account.IsAdministrator);
        (made.Stamp, made.PasswordHash) = (NewSecret(), await hash.Of(account.Password));
        await Save();
        memory.Forget(); // of who tried to sign in before there was an account
        await Publish();
        return Told();
    }

    public Task<Answer<Account>> Profile() => Task.FromResult<Answer<Account>>(Exists ? Told() : NotFound);

    public async Task<Answer<Account>> ChangeProfile(string displayName, string? organisation, string? email)
    {
        if (!Exists) return NotFound;
        (organisation, email) = ((organisation ?? "").Trim(), (email ?? "").Trim());
        if (string.IsNullOrWhiteSpace(displayName) || displayName.Length > MaxDisplayName) return Length("displayName", 1, MaxDisplayName);
        if (organisation.Length > MaxDisplayName) return Length("organisation", 0, MaxDisplayName);
        if (email.Length > MaxDisplayName || email.Length > 0 && (email.IndexOf('@') is var at && (at < 1 || at == email.Length - 1) || email.Any(c => char.IsWhiteSpace(c) || char.IsControl(c))))
            return Refusal.Of(new("email", "email-form", "This is no e-mail address."));
        (state.State.DisplayName, state.State.Organisation, state.State.Email) = (displayName.Trim(), organisation.Length > 0 ? organisation : null, email.Length > 0 ? email : null);
        await Save();
        await Publish();
        return Told();
    }

    public async Task<Answer<PersonPicture>> Picture()
    {
        var id = Id;
        return await store.Query(session => PersonRows.Picture(session, id)) is { } found ? found : new Refusal(Outcome.NotFound, "The account has no picture.");
    }

    public async Task<Answer<Account>> SetPicture(byte[]? jpeg)
    {
        if (!Exists) return NotFound;
        var (id, changed) = (Id, jpeg is null ? null : new PersonPicture(Convert.ToHexStringLower(SHA256.HashData(jpeg)), jpeg));
        await OrStartAnew(store.Transact(session => PersonRows.SetPicture(session, id, changed)));
        picture = changed?.Hash;
        return Told();
    }

    public async Task<Answer<Account>> VerifyPassword(string password)
    {
        if (await Check(password) is { } refusal) return refusal;
        return Told();
    }

    public async Task<Answer<Account>> VerifyDevice(string password)
    {
        if (FindAppPassword(password) is not { } used) return await VerifyPassword(password);
        // A right one is no guess and does not wait, nor does it give those who guess at the account's own a new start.
        if (!(clock.Now - used.AppPassword.LastUsedAt < UseNoted)) await NoteUse(used);
        return Told() with { IsLimited = true };
    }

    public Task<Answer<Account>> VerifyToken(string secret)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(secret));
        var found = false;
        if (Exists)
        {
            foreach (var token in state.State.Tokens)
            {
                found |= CryptographicOperations.FixedTimeEquals(token.SecretHash, digest) && !(token.Token.ExpiresAt <= clock.Now);
            }
        }
        return Task.FromResult<Answer<Account>>(found ? Told() : new Refusal(Outcome.Forbidden, "The token is unknown, revoked or expired."));
    }

    public async Task<Answer<Account>> ChangePassword(string current, string changed)
    {
        if (await Check(current) is { } refusal) return refusal;
        if (WrongPassword(changed, MinPassword) is { } wrong) return wrong;
        (state.State.Stamp, state.State.PasswordHash) = (NewSecret(), await hash.Of(changed));
        memory.Forget();
        state.State.CredentialsRevision++;
        await Save();
        return Told();
    }

    public async Task<Answer<IssuedToken>> IssueToken(string name, DateTimeOffset? expires)
    {
        if (!Exists) return NotFound;
        if (string.IsNullOrWhiteSpace(name) || name.Length > MaxDisplayName) return Length("name", 1, MaxDisplayName);
        if (expires <= clock.Now) return Refusal.Of(new("expiresAt", "in-the-past", "It lies in the past."));
        state.State.Tokens.RemoveAll(token => token.Token.ExpiresAt <= clock.Now);
        if (state.State.Tokens.Count >= MaxTokens) return new Refusal(Outcome.QuotaExceeded, $"An account has at most {MaxTokens} tokens.");
        var secret = NewSecret();
        var token = new AccessToken(Guid.NewGuid(), name.Trim(), clock.Now, expires);
        state.State.Tokens.Add(new(token, SHA256.HashData(Encoding.UTF8.GetBytes(secret))));
        await Save();
        return new IssuedToken(token, Bearer.Compose(Id, secret));
    }

    public Task<AccessToken[]> Tokens() => Task.FromResult(Exists ? state.State.Tokens.Select(token => token.Token).ToArray() : []);

    public async Task<Answer<AccessToken>> RevokeToken(Guid token)
    {
        var found = Exists ? state.State.Tokens.Find(stored => stored.Token.Id == token) : null;
        if (found is null) return new Refusal(Outcome.NotFound, "There is no such token.");
        state.State.Tokens.Remove(found);
        state.State.CredentialsRevision++;
        await Save();
        return found.Token;
    }

    public async Task<Answer<IssuedAppPassword>> IssueAppPassword(string name)
    {
        if (!Exists) return NotFound;
        if (string.IsNullOrWhiteSpace(name) || name.Trim().Length > MaxAppPasswordName) return Length("name", 1, MaxAppPasswordName);
        if (state.State.AppPasswords.Count >= MaxAppPasswords) return new Refusal(Outcome.QuotaExceeded, $"An account has at most {MaxAppPasswords} app passwords.");
        var secret = AppSecret.New();
        var made = new AppPassword(Guid.NewGuid(), name.Trim(), clock.Now);
        state.State.AppPasswords.Add(new(made, AppSecret.Hash(secret)!));
        await Save();
        return new IssuedAppPassword(made, secret);
    }

    public Task<AppPassword[]> AppPasswords() => Task.FromResult(Exists ? state.State.AppPasswords.Select(stored => stored.AppPassword).ToArray() : []);

    public async Task<Answer<AppPassword>> RevokeAppPassword(Guid appPassword)
    {
        var found = Exists ? state.State.AppPasswords.Find(stored => stored.AppPassword.Id == appPassword) : null;
        if (found is null) return new Refusal(Outcome.NotFound, "There is no such app password.");
        state.State.AppPasswords.Remove(found);
        state.State.CredentialsRevision++;
        await Save();
        return found.AppPassword;
    }

    public Task<long> CredentialsRevision() => Task.FromResult(state.State.CredentialsRevision);

    private static Refusal NotFound => new(Outcome.NotFound, "There is no such account.");

    /// <summary>
    /// Null where the password is right. A wait keeps out guesses, not those whose password was verified of late: a device with an old password cannot
    /// lock its owner out. For an account that is not there everything takes the same way and time.
    /// </summary>
    private async Task<Refusal?> Check(string password)
    {
        var forbidden = new Refusal(Outcome.Forbidden, "The user name or the password is wrong.");
        if (password.Length > MaxPassword) return forbidden;
        switch (memory.Recall(password, clock.Now))
        {
            case true: return null;
            case false: return forbidden;
        }
        if (throttle.Wait(clock.Now) is var seconds and > 0) return new(Outcome.Throttled, seconds.ToString(CultureInfo.InvariantCulture));
        var right = await hash.Matches(password, Exists ? state.State.PasswordHash : hash.OfNobody) && Exists;
        memory.Remember(password, right, clock.Now);
        if (right) throttle.Succeeded();
        else throttle.Failed(clock.Now);
        return right ? null : forbidden;
    }

    private StoredAppPassword? FindAppPassword(string typed)
    {
        if (!Exists || AppSecret.Hash(typed) is not { } hash) return null;
        StoredAppPassword? found = null;
        foreach (var stored in state.State.AppPasswords)
            if (CryptographicOperations.FixedTimeEquals(stored.SecretHash, hash)) found = stored;
        return found;
    }

    private Task NoteUse(StoredAppPassword used)
    {
        var all = state.State.AppPasswords;
        all[all.IndexOf(used)] = used with { AppPassword = used.AppPassword with { LastUsedAt = clock.Now } };
        return Save();
    }

    private static Refusal Length(string path, int min, int max) => Refusal.Of(new(path, "length", $"{min} to {max} characters.", new() { ["min"] = $"{min}", ["max"] = $"{max}" }));

    private static Refusal? WrongPassword(string password, int atLeast) => password.Length < atLeast || password.Length > MaxPassword
        ? Length("password", atLeast, MaxPassword)
        : null;

    private Task Save() => OrStartAnew(state.WriteStateAsync());

    private async Task OrStartAnew(Task writing)
    {
        try
        {
            await writing;
        }
        catch
        {
            DeactivateOnIdle(); // what memory holds and the database lacks goes with this activation
            throw;
        }
    }

    /// <summary>Groups read names beside the accounts. Repeated at each activation, should a node have died before.</summary>
    private async Task Publish()
    {
        var account = Told(); // the transaction runs on a thread of its own
        picture = await store.Transact(session => PersonRows.Set(session, account));
    }

    private static string NewSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));

    private Account Told() => new(Id, state.State.DisplayName, state.State.IsAdministrator, state.State.Stamp, state.State.Organisation, state.State.Email, Picture: picture);
}
