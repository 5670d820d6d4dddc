using ContactOffice.GrainInterfaces;

namespace ContactOffice.Dav.Paths;

/// <summary>The addresses of what there is, encoded as hrefs. Collections end with a slash.</summary>
internal static class Addresses
{
    public const string Root = "/dav/";
    public const string Principals = "/dav/principals/";
    public const string AddressBooks = "/dav/addressbooks/";

    /// <summary>The name of an account's own book; no group can be called so.</summary>
    public const string Private = "private";

    /// <summary>What stands before groups where only one is to be seen; no group can be called so.</summary>
    public const string Groups = "groups";

    /// <summary>What stands behind a group's name for the book of its members.</summary>
    public const string MembersSuffix = " (members)";

    public static string Principal(AccountId account) => $"{Principals}{DavPath.Encode(account.Value)}/";

    public static string Home(AccountId account) => $"{AddressBooks}{DavPath.Encode(account.Value)}/";

    /// <summary>For Apple's clients that show one book of an account: a principal whose home holds that group's book alone.</summary>
    public static string GroupPrincipal(AccountId account, string group) => $"{Principal(account)}{Groups}/{DavPath.Encode(group)}/";

    public static string GroupHome(AccountId account, string group) => $"{Home(account)}{Groups}/{DavPath.Encode(group)}/";

    public static string In(string collection, string name) => $"{collection}{DavPath.Encode(name)}";

    public static string CollectionIn(string collection, string name) => $"{collection}{DavPath.Encode(name)}/";
}
