namespace ContactOffice.Api;

/// <summary>The names of the authorization policies.</summary>
public static class ApiPolicies
{
    /// <summary>Only who administers the server, for example at the dashboard.</summary>
    public const string Administrator = "administrator";
}
