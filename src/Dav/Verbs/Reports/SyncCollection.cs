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
        var token = body.Element(Names.SyncToken)?.Value.Trim() ?? "";
        var since = 0L;
        if (token.Length > 0 && !SyncToken.TryParse(token, book.Id, out since)) return InvalidToken;

        // Asked before the answer begins: a token too old is told by the status.
        var first = await book.Grain(request).ChangesSince(request.Actor, since, 1, cards: true);
        if (first.Outcome is Outcome.HorizonPassed or Outcome.Invalid) return InvalidToken;
        if (!first.IsOk) return DavError.Of(first.Refusal, book.Href, Privileges.Read);

        using var answer = await Multistatus.Begin(request, asked);
        var until = first.Value.Entries.Length == 0 ? first.Value.CardSeq : await Write(request, book, answer, asked, since, limit, isInitial: token.Length == 0);
        answer.Xml.Element(Names.SyncToken, SyncToken.Of(book.Id, until));
        return await answer.End();
    }

    private static DavError InvalidToken => DavError.Forbidden(Names.D + "valid-sync-token");

    /// <summary>Answers the number up to which all was told.</summary>
    private static async Task<long> Write(DavRequest request, BookResource book, Multistatus answer, PropRequest asked, long since, int limit, bool isInitial)
    {
        var (told, until) = (0, since);
        await foreach (var changes in book.Changes(request, since))
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
        foreach (var gone in entries.Where(entry => entry.Deleted)) answer.Add(book.HrefOf(gone.Href), StatusCodes.Status404NotFound);
        await foreach (var cards in book.Read(request, entries.Where(entry => !entry.Deleted), asked.NeedsBodies))
        {
            foreach (var card in cards) answer.Add(card);
            await answer.Breathe();
        }
    }
}
