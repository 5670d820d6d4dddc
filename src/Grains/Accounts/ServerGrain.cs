using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using ContactOffice.GrainInterfaces;

namespace ContactOffice.Grains.Accounts;

/// <summary>The set-up secret is kept as a hash. Creating an account and noting that there is one are two writes: a repeated call does what the first left undone.</summary>
internal sealed class ServerGrain([PersistentState("server")] IPersistentState<ServerState> state) : Grain, IServerGrain
{
    private const int MaxOffers = 4;

    public async Task<string?> OfferSetup()
    {
        if (state.State.HasAdministrator) return null;
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24));
        var hashes = state.State.SetupHashes;
        if (hashes.Count == MaxOffers) hashes.RemoveAt(0);
        hashes.Add(Hash(secret));
        await Save();
        return secret;
    }

    public Task<bool> NeedsSetup() => Task.FromResult(!state.State.HasAdministrator);

    public async Task<Answer<Account>> SetUp(string secret, NewAccount administrator)
    {
        var hash = Hash(secret);
        var offered = false;
        foreach (var one in state.State.SetupHashes) offered |= CryptographicOperations.FixedTimeEquals(one, hash);
        if (state.State.HasAdministrator || !offered) return new Refusal(Outcome.Forbidden, "The link was used already or is not the latest one.");
        var made = await Make(administrator with { IsAdministrator = true });
        if (!made.IsOk) return made;
        (state.State.HasAdministrator, state.State.SetupHashes) = (true, []);
        await Save();
        return made;
    }

    public async Task<Answer<Account>> CreateAccount(AccountId actor, NewAccount account)
    {
        var profile = await GrainFactory.GetGrain<IAccountGrain>(actor.Value).Profile();
        if (profile.Value is not { IsAdministrator: true }) return new Refusal(Outcome.Forbidden, "Only administrators create accounts.");
        return await Make(account);
    }

    /// <summary>Who repeats a creation whose answer got lost, with the same password, gets the account that it made.</summary>
    private async Task<Answer<Account>> Make(NewAccount account)
    {
        if (!AccountId.TryParse(account.UserName, out var id)) return Refusal.Of(new("userName", "user-name-form", "1 to 64 letters, digits or . _ - @, beginning with a letter or digit."));
        var grain = GrainFactory.GetGrain<IAccountGrain>(id.Value);
        var made = await grain.Create(account);
        if (made.Outcome != Outcome.NameTaken || !account.IsAdministrator) return made;
        var existing = await grain.VerifyPassword(account.Password);
        return existing.Value is { IsAdministrator: true } same && same.DisplayName == account.DisplayName.Trim() ? existing : made;
    }

    private async Task Save()
    {
        try
        {
            await state.WriteStateAsync();
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
    }

    private static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
