using System.Globalization;
using System.Security;
using System.Security.Cryptography;
using System.Text;
using ContactOffice.Dav.Paths;
using ContactOffice.GrainInterfaces;
using Microsoft.AspNetCore.Http;

namespace ContactOffice.Dav;

/// <summary>
/// A configuration profile that sets up the account on iPhone, iPad and Mac (Apple's Device Management, payload <c>com.apple.carddav.account</c>). It holds no
/// password: the device asks for one. With <c>?group=</c> it names that group's principal.
/// </summary>
internal static class AppleProfile
{
    public const string Path = "/dav/apple.mobileconfig";

    public static Task Answer(HttpContext http, string? publicUrl)
    {
        var account = new AccountId(http.User.Identity!.Name!);
        var url = new Uri(ContactOfficeDav.BaseUrl(http, publicUrl));
        var group = http.Request.Query["group"].ToString();
        var principal = group.Length == 0 ? Addresses.Principal(account) : Addresses.GroupPrincipal(account, group);
        var title = group.Length == 0 ? "Contacts" : group;
        http.Response.ContentType = "application/x-apple-aspen-config; charset=utf-8";
        http.Response.Headers.ContentDisposition = "attachment; filename=\"contacts.mobileconfig\"";
        http.Response.Headers.CacheControl = "no-store";
        return http.Response.WriteAsync(Write(account, url, principal, title), http.RequestAborted);
    }

    private static string Write(AccountId account, Uri url, string principal, string title)
    {
        var name = $"{url.Host}.contactoffice.{account}.{Id(principal)[..8]}".Replace('@', '-');
        var payload = new StringBuilder();
        Text(payload, "PayloadType", "com.apple.carddav.account");
        Text(payload, "PayloadIdentifier", name + ".carddav");
        Text(payload, "PayloadUUID", Id(url + principal + "carddav"));
        Number(payload, "PayloadVersion", 1);
        Text(payload, "PayloadDisplayName", title);
        Text(payload, "CardDAVAccountDescription", title);
        Text(payload, "CardDAVHostName", url.Host);
        Number(payload, "CardDAVPort", url.Port);
        payload.Append("<key>CardDAVUseSSL</key>").Append(url.Scheme == Uri.UriSchemeHttps ? "<true/>" : "<false/>");
        Text(payload, "CardDAVPrincipalURL", principal);
        Text(payload, "CardDAVUsername", account.Value);
        var profile = new StringBuilder();
        Text(profile, "PayloadType", "Configuration");
        Text(profile, "PayloadIdentifier", name);
        Text(profile, "PayloadUUID", Id(url + principal));
        Number(profile, "PayloadVersion", 1);
        Text(profile, "PayloadDisplayName", $"{title} ({url.Host})");
        profile.Append("<key>PayloadContent</key><array><dict>").Append(payload).Append("</dict></array>");
        return $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
            <plist version="1.0"><dict>{profile}</dict></plist>
            """;
    }

    private static void Text(StringBuilder to, string key, string value) => to.Append(CultureInfo.InvariantCulture, $"<key>{key}</key><string>{SecurityElement.Escape(value)}</string>");

    private static void Number(StringBuilder to, string key, int value) => to.Append(CultureInfo.InvariantCulture, $"<key>{key}</key><integer>{value}</integer>");

    /// <summary>The same each time, so that a profile that is installed again replaces itself.</summary>
    private static string Id(string of) => new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(of)).AsSpan(0, 16)).ToString().ToUpperInvariant();
}
