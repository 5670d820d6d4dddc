using System.Globalization;
using System.Xml.Linq;
using ContactOffice.Dav.Cards;
using ContactOffice.Dav.Properties;
using ContactOffice.Dav.Resources;
using ContactOffice.Dav.Xml;
using Microsoft.AspNetCore.Http;

namespace ContactOffice.Dav.Verbs.Reports;

/// <summary>The cards of a book that pass a filter (RFC 6352 §8.6).</summary>
internal static class AddressbookQuery
{
    public static async Task<IResult> Answer(DavRequest request, Book book, XElement body)
    {
        var (asked, error) = body.Element(Names.Prop) is null && body.Element(Names.D + "allprop") is null && body.Element(Names.D + "propname") is null ? (PropRequest.Nothing, null) : PropRequest.Parse(body);
        if (asked is null) return error!;
        (var filter, error) = Filter.Parse(body.Element(Names.C + "filter"));
        if (filter is null) return error!;
        if (!TryLimit(body.Element(Names.C + "limit")?.Element(Names.C + "nresults"), out var limit)) return DavError.Bad("nresults is a number above 0.");

        using var answer = await Multistatus.Begin(request, asked);
        if (filter.Uid is { } uid && await book.FindUid(request, uid) is (true, var only))
        {
            if (only is not null) answer.Add(only);
            return await answer.End();
        }
        await foreach (var cards in filter.CanTell ? book.Candidates(request, filter.MayPass) : book.Members(request, asked.NeedsBodies || !filter.IsEmpty))
        {
            foreach (var card in cards.OfType<Card>())
            {
                if (!filter.IsEmpty && !filter.Passes(card.Bytes!)) continue;
                if (limit-- == 0)
                {
                    answer.AddTruncated(book.Href);
                    return await answer.End();
                }
                answer.Add(card);
            }
            await answer.Breathe();
        }
        return await answer.End();
    }

    /// <summary>The largest number where there is no limit.</summary>
    public static bool TryLimit(XElement? element, out int limit)
    {
        limit = int.MaxValue;
        return element is null || int.TryParse(element.Value.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit > 0;
    }
}
