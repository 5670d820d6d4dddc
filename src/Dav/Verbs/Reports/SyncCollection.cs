using System.Xml.Linq;
using ContactOffice.Dav.Conditions;
using ContactOffice.Dav.Properties;
using ContactOffice.Dav.Resources;
using ContactOffice.Dav.Xml;
using ContactOffice.GrainInterfaces;
using Microsoft.AspNetCore.Http;

namespace ContactOffice.Dav.Verbs.Reports;

/// <summary>What changed in a book since a token (RFC 6578 §3), in order, so that the last one told is where a limit can end.</summary>
internal static class SyncCollection
{
    public static async Task<IResult> Answer(DavRequest request, Book target, XElement body)
    {
        if (target is not BookResource book) return Report.Unsupported;
        var (asked, error) = PropRequest.Parse(body);
        if (asked is null) return error!;
        if (!AddressbookQuery.TryLimit(body.Element(Names.D + "limit")?.Element(Names.D + "nresults"), out var limit)) return DavError.Bad("nresults is a number above 0.");
        var text = body.Element(Names.SyncToken)?.Value.Trim() ?? "";
        var token = text.Length == 0 ? new SyncToken(0, book.Denied) : SyncToken.Parse(text, book.Id);
        if (token is not var (since, denied, horizon)) return InvalidToken;

        // Asked before the answer begins: a token too old is told by the status.
        var first = await book.Grain(request).ChangesSince(request.Actor, since, 1, cards: true, horizon);
        if (first.Outcome is Outcome.HorizonPassed or Outcome.Invalid) return InvalidToken;
        if (!first.IsOk) return DavError.Of(first.Refusal, book.Href, Privileges.Read);

        using var answer = await Multistatus.Begin(request, asked);
        if (book.Denied > denied)
        {
            (var left, denied) = await WriteDenied(request, book, answer, asked, since, denied, limit);
            limit = left;
        }
        var until = limit == 0 ? since : first.Value.Entries.Length == 0 ? first.Value.CardSeq : await Write(request, book, answer, asked, since, horizon, limit, isInitial: text.Length == 0);
        answer.Xml.Element(Names.SyncToken, new SyncToken(until, denied, first.Value.Horizon).Of(book.Id));
        return await answer.End();
    }

    private static DavError InvalidToken => DavError.Forbidden(Names.D + "valid-sync-token");

    /// <summary>
    /// What the client was not allowed to change and holds otherwise, as it is here. Answers how many more it may be told, 0 where the answer ends, and up to which denied
    /// edit it was.
    /// </summary>
    private static async Task<(int Left, long Denied)> WriteDenied(DavRequest request, BookResource book, Multistatus answer, PropRequest asked, long since, long denied, int limit)
    {
        var entries = await book.Grain(request).DeniedSince(request.Actor, denied);
        if (!entries.IsOk) return (limit, denied);
        // What changed since the token is told anyway.
        var untold = Array.FindAll(entries.Value, entry => entry.CardSeq <= since);
        var fits = Math.Min(untold.Length, limit);
        await WriteEntries(request, book, answer, asked, untold[..fits]);
        if (fits < limit) return (limit - fits, book.Denied);
        answer.AddTruncated(book.Href);
        return (0, untold[fits - 1].Denied);
    }

    /// <summary>Answers the number up to which all was told.</summary>
    private static async Task<long> Write(DavRequest request, BookResource book, Multistatus answer, PropRequest asked, long since, long horizon, int limit, bool isInitial)
    {
        var (told, until) = (0, since);
        await foreach (var changes in book.Changes(request, since, horizon))
        {
            // Who begins has nothing that could have been deleted.
            var entries = isInitial ? Array.FindAll(changes.Entries, entry => !entry.Deleted) : changes.Entries;
            var fits = Math.Min(entries.Length, limit - told);
            await WriteEntries(request, book, answer, asked, entries[..fits]);
            told += fits;
            if (fits < entries.Length)
            {
                answer.AddTruncated(book.Href);
                return fits == 0 ? until : entries[fits - 1].CardSeq;
            }
            until = changes.More ? changes.Seq : changes.CardSeq;
        }
        return until;
    }

    private static async Task WriteEntries(DavRequest request, BookResource book, Multistatus answer, PropRequest asked, BookEntry[] entries)
    {
        foreach (var gone in await Gone(request, book, entries)) answer.Add(book.HrefOf(gone), StatusCodes.Status404NotFound);
        await foreach (var cards in book.Read(request, entries.Where(entry => !entry.Deleted), asked.NeedsBodies))
        {
            foreach (var card in cards) answer.Add(card);
            await answer.Breathe();
        }
    }

    /// <summary>The names that are gone. One that is another contact's by now is not: that is told as a change, here or in the next answer (RFC 6578 §3.5.1).</summary>
    private static async Task<IEnumerable<string>> Gone(DavRequest request, BookResource book, BookEntry[] entries)
    {
        string[] names = [.. entries.Where(entry => entry.Deleted).Select(entry => entry.Href).Distinct()];
        if (names.Length == 0) return names;
        var living = await book.Find(request, names, withBodies: false);
        return names.Where((_, i) => living[i] is null);
    }
}
