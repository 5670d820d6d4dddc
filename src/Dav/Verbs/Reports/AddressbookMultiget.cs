using System.Xml.Linq;
using ContactOffice.Dav.Paths;
using ContactOffice.Dav.Properties;
using ContactOffice.Dav.Resources;
using ContactOffice.Dav.Xml;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ContactOffice.Dav.Verbs.Reports;

/// <summary>Named cards of one book (RFC 6352 §8.7).</summary>
internal static class AddressbookMultiget
{
    private const int Batch = 100;

    public static async Task<IResult> Answer(DavRequest request, Book book, XElement body)
    {
        var (asked, error) = PropRequest.Parse(body);
        if (asked is null) return error!;
        _ = DavPath.TrySplit(request.Http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget, out var inBook);
        var hrefs = body.Elements(Names.Href).Select(element => element.Value.Trim()).Distinct(StringComparer.Ordinal);

        using var answer = await Multistatus.Begin(request, asked);
        foreach (var batch in hrefs.Chunk(Batch))
        {
            var names = Array.ConvertAll(batch, href => NameOf(href, inBook!));
            string[] known = [.. names.OfType<string>()];
            var cards = (await book.Find(request, known, asked.NeedsBodies)).OfType<Card>().DistinctBy(card => card.Name).ToDictionary(card => card.Name, StringComparer.Ordinal);
            for (var i = 0; i < batch.Length; i++)
            {
                if (names[i] is { } name && cards.TryGetValue(name, out var card)) answer.Add(card);
                else answer.Add(batch[i], StatusCodes.Status404NotFound);
            }
            await answer.Breathe();
        }
        return await answer.End();
    }

    /// <summary>Null for what is not in this book, whatever else it may be.</summary>
    private static string? NameOf(string href, string[] inBook) =>
        DavPath.TrySplit(href.Replace(" ", "%20", StringComparison.Ordinal), out var segments) && segments.Length == inBook.Length + 1 && segments.AsSpan(0, inBook.Length).SequenceEqual(inBook) ? segments[^1] : null;
}
