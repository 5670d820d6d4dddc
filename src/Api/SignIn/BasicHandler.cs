using System.Text;
using System.Text.Encodings.Web;
using ContactOffice.GrainInterfaces;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ContactOffice.Api.SignIn;

/// <summary>Basic credentials (RFC 7617) with the account's password or one of its app passwords, in UTF-8 as we announce it, or in ISO-8859-1 as Outlook may send them.</summary>
internal sealed class BasicHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder, IGrainFactory grains, FailureLimit limit)
    : CredentialsHandler(options, logs, encoder, grains, limit)
{
    protected override Task<Answer<Account>> Verify(IAccountGrain account, string secret) => account.VerifyDevice(secret);

    protected override (AccountId Account, string Secret)? Read()
    {
        var header = Request.Headers.Authorization.ToString().AsSpan();
        var encoded = header[Schemes.Basic.Length..].Trim();
        Span<byte> bytes = stackalloc byte[1024]; // far above the longest user name and password
        if (encoded.Length > 1024 || !Convert.TryFromBase64Chars(encoded, bytes, out var length)) return null;
        var text = Decode(bytes[..length]);
        var colon = text.IndexOf(':', StringComparison.Ordinal); // RFC 7617 §2: a user name holds no colon, a password may
        // Outlook and phones put their form's field "domain" before the name.
        var name = text.LastIndexOf('\\', Math.Max(colon, 0)) + 1;
        return colon > name && AccountId.TryParse(text[name..colon], out var account) ? (account, text[(colon + 1)..]) : null;
    }

    /// <summary>Clients that were given an e-mail address send it: ada@example.org is ada, unless somebody has that very name.</summary>
    protected override AccountId? Otherwise(AccountId claimed) =>
        claimed.Value.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && AccountId.TryParse(claimed.Value[..at], out var local) ? local : null;

    private static string Decode(ReadOnlySpan<byte> bytes) =>
        System.Text.Unicode.Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : Encoding.Latin1.GetString(bytes);
}
