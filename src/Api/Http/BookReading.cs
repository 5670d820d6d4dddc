using ContactOffice.GrainInterfaces;
using Microsoft.AspNetCore.Http;

namespace ContactOffice.Api.Http;

/// <summary>Reads many cards through their book in batches, while they are sent: never more than one batch is held.</summary>
internal static class BookReading
{
    private const int Batch = 200;

    /// <summary>Those of the ids, none twice, that the book has, in that order. Where the book refuses midway the connection is cut.</summary>
    public static async IAsyncEnumerable<BookCard> Cards(HttpContext http, IAddressBookGrain book, AccountId actor, ContactId[] ids)
    {
        for (var next = 0; next < ids.Length;)
        {
            var wanted = ids[next..Math.Min(next + Batch, ids.Length)];
            var cards = await book.ReadCards(actor, wanted);
            // The status is sent: cutting the connection is the only way left to say that this is not all.
            if (!cards.IsOk) http.Abort();
            if (!cards.IsOk) yield break;
            foreach (var card in cards.Value) yield return card;
            // A book answers less than asked when the cards are large; an answer without any ends the batch: those are gone by now.
            next += cards.Value is [.., var last] ? Array.IndexOf(wanted, last.Id) + 1 : wanted.Length;
        }
    }
}
