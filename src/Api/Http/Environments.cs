using System.Reflection;
using ContactOffice.Api.SignIn;
using ContactOffice.GrainInterfaces;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ContactOffice.Api.Http;

/// <summary>The names by which people call the places where data lives: <c>private</c>, or a group's name.</summary>
internal static class Environments
{
    public const string Private = "private";

    /// <summary>What belongs to one account and is no address book: watched for its groups and tags.</summary>
    public const string Me = "me";

    /// <summary>The book that a name leads to, and the name that it has now. Whether the actor may read it the book decides.</summary>
    public static async ValueTask<(BookId Book, string Name)?> Find(IGrainFactory grains, string environment, AccountId actor)
    {
        if (environment == Private) return (BookId.PrivateOf(actor), Private);
        if (environment == Me) return (BookId.PersonOf(actor), Me);
        return await grains.GroupDirectory().Find(environment) is { } group ? (BookId.Of(group.Id), group.Name) : null;
    }

    /// <summary>Null for another's private environment, and for a group that is gone.</summary>
    public static async ValueTask<string?> NameOf(IGrainFactory grains, BookId book, AccountId actor)
    {
        if (book == BookId.PrivateOf(actor)) return Private;
        if (book == BookId.PersonOf(actor)) return Me;
        return book.Group is { } group && await grains.GroupDirectory().Names([group]) is [var named] ? named.Name : null;
    }

    /// <summary>
    /// Finds the book of every address that names one, before its endpoint runs. A group's former name is answered with where it is now, to who may know
    /// of the group; who may not is told the same as of a name that nobody ever had.
    /// </summary>
    public static Task Resolve(HttpContext http, Func<Task> next)
    {
        var group = http.GetRouteValue("group") as string;
        var asked = http.GetRouteValue("environment") as string ?? group;
        return asked is null || http.User.Identity is not { IsAuthenticated: true } ? next() : Resolve(http, next, asked, group);
    }

    private static async Task Resolve(HttpContext http, Func<Task> next, string asked, string? group)
    {
        var grains = http.RequestServices.GetRequiredService<IGrainFactory>();
        var actor = http.User.Account();
        var found = group is null || asked is not (Private or Me) ? await Find(grains, asked, actor) : null;
        if (found is not { } place || asked == Me)
        {
            await Unknown(isGroup: group is not null).ExecuteAsync(http);
            return;
        }
        if (place.Name != asked)
        {
            var readable = place.Book.Group is { } id && (await grains.Group(id).Read(actor)).IsOk;
            if (readable) await Moved(http, asked, place.Name).ExecuteAsync(http);
            else await Unknown(isGroup: group is not null).ExecuteAsync(http);
            return;
        }
        http.Items[typeof(Where)] = new Where(place.Book, place.Name);
        await next();
    }

    private static Problem Unknown(bool isGroup) => new(ProblemKind.NotFound, isGroup ? "There is no such group." : "There is no such address book.");

    // 308: a POST stays one (RFC 9110 §15.4.9).
    private static Microsoft.AspNetCore.Http.HttpResults.RedirectHttpResult Moved(HttpContext http, string before, string now)
    {
        var segments = http.Request.Path.Value!.Split('/');
        var at = Array.IndexOf(segments, before);
        segments[at] = now;
        return TypedResults.LocalRedirect(string.Join('/', segments.Select(Uri.EscapeDataString)) + http.Request.QueryString, permanent: true, preserveMethod: true);
    }
}

/// <summary>The book that the address of a request names.</summary>
/// <param name="Name">Its environment's.</param>
internal sealed record Where(BookId Book, string Name)
{
    public GroupId Group => Book.Group ?? throw new InvalidOperationException($"{Book} is no group's.");

    public static ValueTask<Where?> BindAsync(HttpContext http, ParameterInfo parameter) => ValueTask.FromResult((Where?)http.Items[typeof(Where)]);
}
