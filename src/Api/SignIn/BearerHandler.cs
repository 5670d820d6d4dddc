using System.Text.Encodings.Web;
using ContactOffice.GrainInterfaces;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ContactOffice.Api.SignIn;

/// <summary>Personal access tokens (RFC 6750 §2.1); for the live hub also as its <c>access_token</c>, since browsers' WebSockets take no headers.</summary>
internal sealed class BearerHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder, IGrainFactory grains, FailureLimit limit)
    : CredentialsHandler(options, logs, encoder, grains, limit)
{
    protected override Task<Answer<Account>> Verify(IAccountGrain account, string secret) => account.VerifyToken(secret);

    protected override (AccountId Account, string Secret)? Read()
    {
        var header = Request.Headers.Authorization.ToString();
        var token = header.Length > 0 ? header[Schemes.Bearer.Length..].Trim() : Request.Query["access_token"].ToString();
        return Bearer.TryParse(token, out var account, out var secret) ? (account, secret) : null;
    }
}
