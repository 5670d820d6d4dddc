using System.Collections.Concurrent;
using ContactOffice.GrainInterfaces;

namespace ContactOffice.Api.SignIn;

/// <summary>
/// Knows which web sessions still stand. A session carries the stamp that its account had when it began; a new password gives the
/// account a new one. This node asks the account at most once a minute, so a session ended elsewhere ends here within that time.
/// </summary>
public sealed class Sessions(IGrainFactory grains, TimeProvider clock)
{
    private static readonly TimeSpan Trusted = TimeSpan.FromMinutes(1);

    /// <summary>An unknown stamp may be newer than what this node remembers: then it asks again, but not for every request of an old session.</summary>
    private static readonly TimeSpan Doubted = TimeSpan.FromSeconds(1);

    private const int MaxRemembered = 10_000;

    private readonly ConcurrentDictionary<AccountId, (Account Account, long ReadAt)> _remembered = new();

    /// <summary>The account as it is now; null where the session ended.</summary>
    public async ValueTask<Account?> Check(AccountId id, string? stamp)
    {
        if (_remembered.TryGetValue(id, out var known))
        {
            var age = clock.GetElapsedTime(known.ReadAt);
            if (age < (known.Account.Stamp == stamp ? Trusted : Doubted)) return known.Account.Stamp == stamp ? known.Account : null;
        }
        var profile = await grains.Account(id).Profile();
        if (!profile.IsOk) return null;
        Remember(profile.Value);
        return profile.Value.Stamp == stamp ? profile.Value : null;
    }

    /// <summary>Takes note of what was just read or changed through this node.</summary>
    public void Remember(Account account)
    {
        if (_remembered.Count >= MaxRemembered) _remembered.Clear(); // at worst they are all asked again
        _remembered[account.Id] = (account, clock.GetTimestamp());
    }
}
