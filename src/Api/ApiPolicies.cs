namespace ContactOffice.Api;

/// <summary>The names of the authorization policies.</summary>
public static class ApiPolicies
{
    /// <summary>Only who administers the server, for example at the dashboard.</summary>
    public const string Administrator = "administrator";

    /// <summary>Only the account's holder: not a device that has an app password. For what changes or gives away the account, and for the administration of groups.</summary>
    public const string Holder = "holder";
}
