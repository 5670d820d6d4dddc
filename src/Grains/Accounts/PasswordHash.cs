using System.Globalization;
using System.Security.Cryptography;

namespace ContactOffice.Grains.Accounts;

/// <summary>
/// Password hashes as text, <c>pbkdf2-sha512$iterations$salt$hash</c>: what a later release makes costlier, an older hash still tells how to verify. They are
/// made on the thread pool, few at a time, so that a burst of sign-ins leaves processors for everything else.
/// </summary>
/// <param name="iterations">Of new hashes.</param>
internal sealed class PasswordHash(int iterations) : IDisposable
{
    /// <summary>The OWASP cheat sheet's figure for PBKDF2 with HMAC-SHA-512: as strong as 600,000 of SHA-256, in less than half of the time where we measured.</summary>
    public const int Iterations = 210_000;

    private const string Name = "pbkdf2-sha512";
    private const int SaltBytes = 16;
    private const int HashBytes = 32;
    private readonly SemaphoreSlim atOnce = new(Math.Max(1, Environment.ProcessorCount / 2));

    /// <summary>A hash that no password has: verifying against it takes the time that an account's own would.</summary>
    public string OfNobody { get; } = Text(iterations, RandomNumberGenerator.GetBytes(SaltBytes), RandomNumberGenerator.GetBytes(HashBytes));

    public async Task<string> Of(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return Text(iterations, salt, await Derive(password, salt, iterations));
    }

    public async Task<bool> Matches(string password, string hash)
    {
        var parts = hash.Split('$');
        if (parts.Length != 4 || parts[0] != Name) return false;
        var derived = await Derive(password, Convert.FromBase64String(parts[2]), int.Parse(parts[1], CultureInfo.InvariantCulture));
        return CryptographicOperations.FixedTimeEquals(derived, Convert.FromBase64String(parts[3]));
    }

    public void Dispose() => atOnce.Dispose();

    private async Task<byte[]> Derive(string password, byte[] salt, int rounds)
    {
        await atOnce.WaitAsync();
        try
        {
            return await Task.Run(() => Rfc2898DeriveBytes.Pbkdf2(password, salt, rounds, HashAlgorithmName.SHA512, HashBytes));
        }
        finally
        {
            atOnce.Release();
        }
    }

    private static string Text(int iterations, byte[] salt, byte[] hash) =>
        string.Create(CultureInfo.InvariantCulture, $"{Name}${iterations}${Convert.ToBase64String(salt)}${Convert.ToBase64String(hash)}");
}
