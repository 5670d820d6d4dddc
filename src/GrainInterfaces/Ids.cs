using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace ContactOffice.GrainInterfaces;

/// <summary>An account, named by its user name in canonical (lower-case) form: it is also the account grain's key.</summary>
[GenerateSerializer, Immutable, Alias("AccountId")]
public readonly partial record struct AccountId([property: Id(0)] string Value)
{
    /// <summary>Accepts 1-64 characters of <c>a-z 0-9 . _ - @</c>, starting with a letter or digit, in any case.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out AccountId id)
    {
        id = default;
        if (text is null || !Form().IsMatch(text)) return false;
        id = new AccountId(text.ToLowerInvariant());
        return true;
    }

    public override string ToString() => Value;

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._@-]{0,63}\z")]
    private static partial Regex Form();
}

/// <summary>One environment's address book. The key of its grain, of its rows and of its change stream.</summary>
/// <param name="Value"><c>private/{account}</c> or <c>group/{id}</c>; <c>person/{account}</c> holds no contacts, its sequence moves with the account's groups and tags.</param>
[GenerateSerializer, Immutable, Alias("BookId")]
public readonly record struct BookId([property: Id(0)] string Value)
{
    public static BookId PrivateOf(AccountId account) => new("private/" + account.Value);

    public static BookId Of(GroupId group) => new(GroupPrefix + group);

    /// <summary>What one account alone is told of: its groups, invitations and tags.</summary>
    public static BookId PersonOf(AccountId account) => new("person/" + account.Value);

    private const string GroupPrefix = "group/";

    /// <summary>Whose group it is; null for what belongs to one account.</summary>
    public GroupId? Group => Value.StartsWith(GroupPrefix, StringComparison.Ordinal) && GroupId.TryParse(Value[GroupPrefix.Length..], out var group) ? group : null;

    public override string ToString() => Value;
}

/// <summary>A group, whatever its name is or was.</summary>
[GenerateSerializer, Immutable, Alias("GroupId")]
public readonly record struct GroupId([property: Id(0)] Guid Value)
{
    public static bool TryParse(string? text, out GroupId id)
    {
        var parsed = Guid.TryParseExact(text, "N", out var value);
        id = new GroupId(value);
        return parsed;
    }

    /// <summary>32 hexadecimal digits.</summary>
    public override string ToString() => Value.ToString("N");
}

/// <summary>To whom a right is granted: an account, or all members of a group, whoever they are when it is asked.</summary>
/// <param name="Value"><c>account/{name}</c> or <c>group/{id}</c>.</param>
[GenerateSerializer, Immutable, Alias("Principal")]
public readonly record struct Principal([property: Id(0)] string Value)
{
    private const string AccountPrefix = "account/";

    public static Principal Of(AccountId account) => new(AccountPrefix + account.Value);

    public static Principal AllOf(GroupId group) => new(BookId.Of(group).Value);

    public AccountId? Account => Value.StartsWith(AccountPrefix, StringComparison.Ordinal) ? new AccountId(Value[AccountPrefix.Length..]) : null;

    public GroupId? Group => new BookId(Value).Group;

    public override string ToString() => Value;
}

/// <summary>One contact, wherever it is referenced. Time-ordered (UUID version 7, RFC 9562 §5.7), so that new rows land together.</summary>
[GenerateSerializer, Immutable, Alias("ContactId")]
public readonly record struct ContactId([property: Id(0)] Guid Value)
{
    public static ContactId New() => new(Guid.CreateVersion7());

    public static bool TryParse(string? text, out ContactId id)
    {
        var parsed = Guid.TryParse(text, out var value);
        id = new ContactId(value);
        return parsed;
    }

    /// <summary>32 hexadecimal digits.</summary>
    public override string ToString() => Value.ToString("N");
}
