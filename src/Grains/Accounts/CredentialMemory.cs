using System.Security.Cryptography;
using System.Text;

namespace ContactOffice.Grains.Accounts;

/// <summary>
/// What passwords were tried of late, as keyed hashes under a key that never leaves this activation. A right one is known again without the
/// slow hash; a wrong one that a device repeats is refused without it, and does not count as another guess. Few of each are kept.
/// </summary>
internal sealed class CredentialMemory
{
    private const int MaxEach = 16;
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);
    private readonly byte[] key = RandomNumberGenerator.GetBytes(32);
    private readonly List<(byte[] Mac, DateTimeOffset Until)> right = [];
    private readonly List<(byte[] Mac, DateTimeOffset Until)> wrong = [];

    /// <summary>True for a right one, false for a wrong one, null for one not met of late.</summary>
    public bool? Recall(string password, DateTimeOffset now)
    {
        var mac = Mac(password);
        return Has(right, mac, now) ? true : Has(wrong, mac, now) ? false : null;
    }

    public void Remember(string password, bool isRight, DateTimeOffset now)
    {
        var list = isRight ? right : wrong;
        if (list.Count == MaxEach) list.RemoveAt(0);
        list.Add((Mac(password), now + Life));
    }

    public void Forget()
    {
        right.Clear();
        wrong.Clear();
    }

    private byte[] Mac(string password) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(password));

    private static bool Has(List<(byte[] Mac, DateTimeOffset Until)> list, byte[] mac, DateTimeOffset now)
    {
        list.RemoveAll(entry => entry.Until <= now);
        var found = false;
        foreach (var entry in list) found |= CryptographicOperations.FixedTimeEquals(entry.Mac, mac);
        return found;
    }
}
