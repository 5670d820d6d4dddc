using ContactOffice.Api.SignIn;
using ContactOffice.GrainInterfaces;
using Microsoft.AspNetCore.SignalR;

namespace ContactOffice.Api.Live;

/// <summary>One connection that watches one book.</summary>
internal sealed class LiveConnection(HubCallerContext context, ISingleClientProxy client, string environment)
{
    private Task _sending = Task.CompletedTask;

    public AccountId Account { get; } = context.User!.Account();

    /// <summary>The name by which this client watches.</summary>
    public string Environment => environment;

    /// <summary>
    /// Sends without waiting. A connection that has not taken the previous event is passed over, so that one slow reader neither delays the
    /// others nor fills the memory; it sees the gap at the next event and watches anew.
    /// </summary>
    public void Send(RawJson changes)
    {
        if (!_sending.IsCompleted) return;
        _sending = client.SendAsync(LiveHub.Changed, changes);
    }

    /// <summary>Says that the book is out of sight; the connection goes on with the others that it watches.</summary>
    public void Lose() => _ = client.SendAsync(LiveHub.Lost, RawJson.Of(json =>
    {
        json.WriteStartObject();
        json.WriteString("environment"u8, environment);
        json.WriteEndObject();
    }));

    /// <summary>Ends the connection where its web session ended.</summary>
    public async ValueTask EndWithSession(Sessions sessions)
    {
        if (context.User!.Identity!.AuthenticationType != Schemes.Session) return;
        if (await sessions.Check(Account, context.User!.Stamp()) is null) context.Abort();
    }
}
