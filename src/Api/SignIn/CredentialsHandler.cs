using System.Text.Encodings.Web;
using ContactOffice.Api.Http;
using ContactOffice.GrainInterfaces;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ContactOffice.Api.SignIn;

/// <summary>Authenticates requests that carry their credentials in the Authorization header.</summary>
internal abstract class CredentialsHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder, IGrainFactory grains, FailureLimit limit)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    private static readonly AuthenticateResult Wrong = AuthenticateResult.Fail("The credentials are wrong.");

    /// <summary>The account that is claimed and the proof of it; null where the request carries none that can be read.</summary>
    protected abstract (AccountId Account, string Secret)? Read();

    /// <summary>Who else may be meant, where the one that is named is not it.</summary>
    protected virtual AccountId? Otherwise(AccountId claimed) => null;

    protected abstract Task<Answer<Account>> Verify(IAccountGrain account, string secret);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var address = Context.Connection.RemoteIpAddress;
        if (limit.WaitFor(address) is { } seconds)
        {
            Challenge.Because(Context, Problem.Throttled($"{seconds}"));
            return Wrong;
        }
        if (Read() is not { } claimed) return Wrong;
        var answer = await Verify(grains.Account(claimed.Account), claimed.Secret);
        if (!answer.IsOk && Otherwise(claimed.Account) is { } other) answer = await Verify(grains.Account(other), claimed.Secret);
        if (answer.IsOk) return AuthenticateResult.Success(new(Principals.Of(answer.Value, Scheme.Name), Scheme.Name));
        limit.Count(address);
        if (answer.Outcome == Outcome.Throttled) Challenge.Because(Context, Problem.Of(answer.Refusal));
        return Wrong;
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) => Challenge.Answer(Context);

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => Challenge.Forbid(Context);
}
