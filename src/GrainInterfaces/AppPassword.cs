namespace ContactOffice.GrainInterfaces;

/// <summary>A password that one device or program has for itself, so that the account's own need not be kept there.</summary>
/// <param name="Name">For people: which device it is.</param>
/// <param name="LastUsedAt">To the hour, since it is not written at each request; null where it never signed in.</param>
[GenerateSerializer, Immutable, Alias("AppPassword")]
public sealed record AppPassword(
    [property: Id(0)] Guid Id,
    [property: Id(1)] string Name,
    [property: Id(2)] DateTimeOffset CreatedAt,
    [property: Id(3)] DateTimeOffset? LastUsedAt = null);

/// <summary>An app password and, this once, what is typed into the device.</summary>
[GenerateSerializer, Immutable, Alias("IssuedAppPassword")]
public sealed record IssuedAppPassword([property: Id(0)] AppPassword AppPassword, [property: Id(1)] string Secret)
{
    /// <summary>Records print their members; a password must never reach a log.</summary>
    public override string ToString() => $"IssuedAppPassword {AppPassword.Name}";
}
