namespace ContactOffice.Api.SignIn;

/// <summary>The names of the authentication schemes.</summary>
public static class Schemes
{
    /// <summary>Chooses one of the others by what the request carries.</summary>
    public const string Any = "ContactOffice";

    /// <summary>A browser's session.</summary>
    public const string Session = "Session";

    /// <summary>User name and password, the account's or an app password, with every request (RFC 7617): phones, Outlook, CardDAV clients.</summary>
    public const string Basic = "Basic";

    /// <summary>A personal access token (RFC 6750).</summary>
    public const string Bearer = "Bearer";
}
