using ContactOffice.Api.Http;
using ContactOffice.Api.Resources;
using ContactOffice.Api.SignIn;
using ContactOffice.GrainInterfaces;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;

namespace ContactOffice.Api.Live;

/// <summary>
/// Changes as they happen. A client says up to which sequence number it knows a book and is answered with what it lacks; from then on it
/// receives <c>changed</c> events that each say which number they follow, so that a client that lost one sees the gap and watches anew. <c>private</c> and
/// groups' names are address books; <c>me</c> has no contacts, its events say that the account's groups, invitations or tags changed.
/// </summary>
[Authorize]
public sealed class LiveHub(LiveBooks books, IGrainFactory grains) : Hub
{
    public const string Path = "/live";

    /// <summary>The name of the event that clients receive.</summary>
    public const string Changed = "changed";

    /// <summary>The name of the event that says that a watched environment can be read no more: <c>{environment}</c>.</summary>
    public const string Lost = "lost";

    /// <summary>Starts watching an environment's book; again for one that is watched already, to catch up.</summary>
    /// <returns>As <c>GET …/changes</c>; or <c>{horizonPassed: true, seq}</c> where the change log does not reach back to <paramref name="since"/>.</returns>
    public async Task<RawJson> Watch(string environment, long since)
    {
        var actor = Context.User!.Account();
        if (since < 0) throw new HubException("invalid");
        if (await Environments.Find(grains, environment, actor) is not { } place) throw new HubException("not-found");
        var book = place.Book;
        // Who may not read it must not hear of it either.
        var allowed = await grains.AddressBook(book).Sequence(actor);
        if (!allowed.IsOk) throw new HubException(Problem.Of(allowed.Refusal).Kind.Code);
        Context.Items[book] = null;
        await books.Join(Context, book, environment); // first, so that no change falls between the answer and the first event
        var changes = await grains.AddressBook(book).ChangesSince(actor, since, ChangesApi.MaxLimit);
        if (changes.IsOk) return RawJson.Of(json => ChangesApi.Write(json, since, changes.Value));
        if (changes.Outcome != Outcome.HorizonPassed) throw new HubException(Problem.Of(changes.Refusal).Kind.Code);
        var seq = await grains.AddressBook(book).Sequence(actor);
        if (!seq.IsOk) throw new HubException(Problem.Of(seq.Refusal).Kind.Code);
        if (since > seq.Value) books.PutBack(book, seq.Value);
        return RawJson.Of(json =>
        {
            json.WriteStartObject();
            json.WriteBoolean("horizonPassed"u8, true);
            json.WriteNumber("seq"u8, seq.Value);
            json.WriteEndObject();
        });
    }

    /// <summary>Stops watching.</summary>
    public async Task Unwatch(string environment)
    {
        if (await Environments.Find(grains, environment, Context.User!.Account()) is not { } place) return;
        books.Leave(Context.ConnectionId, place.Book);
        Context.Items.Remove(place.Book);
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        foreach (var key in Context.Items.Keys)
            if (key is BookId book) books.Leave(Context.ConnectionId, book);
        return Task.CompletedTask;
    }
}
