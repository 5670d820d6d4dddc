using ContactOffice.GrainInterfaces;

namespace ContactOffice.Grains.Accounts;

/// <summary>What is kept of an account. Secrets are hashes.</summary>
[GenerateSerializer, Alias("AccountState")]
internal sealed class AccountState
{
    /// <summary>Null where the account was never created.</summary>
    [Id(0)] public string? UserName { get; set; }
    [Id(1)] public string DisplayName { get; set; } = "";
    [Id(2)] public bool IsAdministrator { get; set; }
    [Id(3)] public string Stamp { get; set; } = "";
    [Id(4)] public string PasswordHash { get; set; } = "";
    [Id(5)] public List<StoredToken> Tokens { get; set; } = [];
    [Id(6)] public string? Organisation { get; set; }
    [Id(7)] public string? Email { get; set; }
    [Id(8)] public List<StoredAppPassword> AppPasswords { get; set; } = [];
    [Id(9)] public long CredentialsRevision { get; set; }
}

/// <param name="SecretHash">SHA-256: the secret is random, so a slow hash would protect nothing.</param>
[GenerateSerializer, Immutable, Alias("StoredToken")]
internal sealed record StoredToken([property: Id(0)] AccessToken Token, [property: Id(1)] byte[] SecretHash);

/// <param name="SecretHash">SHA-256 of the secret in its plain form; random as a token's is.</param>
[GenerateSerializer, Immutable, Alias("StoredAppPassword")]
internal sealed record StoredAppPassword([property: Id(0)] AppPassword AppPassword, [property: Id(1)] byte[] SecretHash);

[GenerateSerializer, Alias("ServerState")]
internal sealed class ServerState
{
    [Id(0)] public bool HasAdministrator { get; set; }

    /// <summary>SHA-256 of the secrets offered, the newest last.</summary>
    [Id(1)] public List<byte[]> SetupHashes { get; set; } = [];
}
