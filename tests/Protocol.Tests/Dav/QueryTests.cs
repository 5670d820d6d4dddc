using ContactOffice.Protocol.Tests.Clients;
using ContactOffice.Protocol.Tests.Running;
using static ContactOffice.Protocol.Tests.Dav.DavClient;

namespace ContactOffice.Protocol.Tests.Dav;

/// <summary>The filters of addressbook-query.</summary>
public sealed class QueryTests(OneServer server)
{
    [Theory]
    [InlineData("", "ada grace zoe")]
    [InlineData("<c:filter/>", "ada grace zoe")]
    [InlineData("<c:filter><c:prop-filter name='FN'><c:text-match>GRACE</c:text-match></c:prop-filter></c:filter>", "grace")]
    [InlineData("<c:filter><c:prop-filter name='fn'><c:text-match collation='i;octet'>grace</c:text-match></c:prop-filter></c:filter>", "")]
    [InlineData("<c:filter><c:prop-filter name='FN'><c:text-match collation='i;octet' match-type='starts-with'>Grace</c:text-match></c:prop-filter></c:filter>", "grace")]
    [InlineData("<c:filter><c:prop-filter name='FN'><c:text-match match-type='ends-with'>LACE</c:text-match></c:prop-filter></c:filter>", "ada")]
    [InlineData("<c:filter><c:prop-filter name='FN'><c:text-match match-type='equals'>ada lovelace</c:text-match></c:prop-filter></c:filter>", "ada")]
    [InlineData("<c:filter><c:prop-filter name='FN'><c:text-match collation='i;unicode-casemap'>ZOË</c:text-match></c:prop-filter></c:filter>", "zoe")]
    [InlineData("<c:filter><c:prop-filter name='FN'><c:text-match collation='i;ascii-casemap'>ZOË</c:text-match></c:prop-filter></c:filter>", "")]
    [InlineData("<c:filter><c:prop-filter name='FN'><c:text-match negate-condition='yes'>ada</c:text-match></c:prop-filter></c:filter>", "grace zoe")]
    [InlineData("<c:filter><c:prop-filter name='EMAIL'/></c:filter>", "ada grace")]
    [InlineData("<c:filter><c:prop-filter name='EMAIL'><c:is-not-defined/></c:prop-filter></c:filter>", "zoe")]
    [InlineData("<c:filter><c:prop-filter name='EMAIL'><c:param-filter name='TYPE'><c:text-match match-type='equals'>home</c:text-match></c:param-filter></c:prop-filter></c:filter>", "grace")]
    [InlineData("<c:filter><c:prop-filter name='EMAIL'><c:param-filter name='TYPE'><c:is-not-defined/></c:param-filter></c:prop-filter></c:filter>", "")]
    [InlineData("<c:filter><c:prop-filter name='EMAIL' test='allof'><c:text-match>grace</c:text-match><c:param-filter name='TYPE'><c:text-match>work</c:text-match></c:param-filter></c:prop-filter></c:filter>", "")]
    [InlineData("<c:filter test='allof'><c:prop-filter name='EMAIL'/><c:prop-filter name='FN'><c:text-match>lovelace</c:text-match></c:prop-filter></c:filter>", "ada")]
    [InlineData("<c:filter test='anyof'><c:prop-filter name='FN'><c:text-match>zoë</c:text-match></c:prop-filter><c:prop-filter name='FN'><c:text-match>lovelace</c:text-match></c:prop-filter></c:filter>", "ada zoe")]
    [InlineData("<c:filter><c:prop-filter name='item1.TEL'/></c:filter>", "zoe")]
    [InlineData("<c:filter><c:prop-filter name='TEL'/></c:filter>", "zoe")]
    [InlineData("<c:filter><c:prop-filter name='UID'><c:text-match collation='i;octet' match-type='equals'>ada</c:text-match></c:prop-filter></c:filter>", "ada")]
    [InlineData("<c:filter><c:prop-filter name='UID'><c:text-match collation='i;octet' match-type='equals'>nobody</c:text-match></c:prop-filter></c:filter>", "")]
    [InlineData("<c:filter><c:prop-filter name='NOTE'><c:text-match>one, two</c:text-match></c:prop-filter></c:filter>", "ada")]
    public async Task A_filter_finds(string filter, string expected)
    {
        var dav = await server.NewDav();
        await dav.Put(dav.Book + "ada.vcf", Cards.Of("Ada Lovelace", "ada", "EMAIL;TYPE=WORK:ada@example.org", "NOTE:one\\, two")).Expect(201);
        await dav.Put(dav.Book + "grace.vcf", Cards.Of("Grace Hopper", "grace", "EMAIL;TYPE=HOME:grace@example.org")).Expect(201);
        await dav.Put(dav.Book + "zoe.vcf", Cards.Of("zoë", "zoe", "item1.TEL:+32 2 1")).Expect(201);
        var found = await dav.Query(dav.Book, filter).Multistatus();
        Assert.Equal(expected, string.Join(' ', found.Hrefs.Select(href => href[dav.Book.Length..^4]).Order()));
    }

    [Theory]
    [InlineData("müller", "composed decomposed latin1")]
    [InlineData("mu", "composed decomposed latin1 plain")]
    [InlineData("MULLER", "plain")]
    [InlineData("ller ja", "composed decomposed latin1 plain")]
    [InlineData("x-ü", "")]
    [InlineData("fold", "folded")]
    [InlineData("\u212Bke", "ring")]
    public async Task A_look_at_a_cards_lines_hides_none_that_passes(string text, string expected)
    {
        var dav = await server.NewDav();
        await dav.Put(dav.Book + "composed.vcf", Cards.Of("Müller Jan", "composed")).Expect(201);
        await dav.Put(dav.Book + "decomposed.vcf", "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:decomposed\r\nitem1.fn;X-Ü=1:Mu\u0308ller Jan\r\nN:;;;;\r\nEND:VCARD\r\n").Expect(201);
        await dav.Put(dav.Book + "plain.vcf", Cards.Of("Muller Jan", "plain")).Expect(201);
        await dav.Put(dav.Book + "latin1.vcf", [.. "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:latin1\r\nFN:M\u00FCller Jan\r\nN:;;;;\r\nEND:VCARD\r\n".Select(c => (byte)c)]).Expect(201);
        await dav.Put(dav.Book + "folded.vcf", "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:folded\r\nFN:fo\r\n ld\r\nN:;;;;\r\nEND:VCARD\r\n").Expect(201);
        await dav.Put(dav.Book + "ring.vcf", Cards.Of("Åke", "ring")).Expect(201);
        var found = await dav.Query(dav.Book, $"<c:filter><c:prop-filter name='FN'><c:text-match>{text}</c:text-match></c:prop-filter></c:filter>").Multistatus();
        Assert.Equal(expected, string.Join(' ', found.Hrefs.Select(href => href[dav.Book.Length..^4]).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task A_limit_ends_the_answer_with_507_for_the_book()
    {
        var dav = await server.NewDav();
        for (var i = 0; i < 5; i++) await dav.Put($"{dav.Book}{i}.vcf", Cards.Of($"{i}")).Expect(201);
        var found = await dav.Query(dav.Book, "<c:filter/>", "<c:limit><c:nresults>3</c:nresults></c:limit>", "<c:address-data/>").Multistatus();
        Assert.Equal(3, found.Responses.Count(one => one.Card is not null));
        Assert.Equal(507, found[dav.Book].Status);
        Assert.Equal(5, (await dav.Query(dav.Book, "<c:filter/>", "<c:limit><c:nresults>5</c:nresults></c:limit>").Multistatus()).Responses.Count);
    }

    [Fact]
    public async Task Filters_that_are_not_understood_are_refused_by_name()
    {
        var dav = await server.NewDav();
        await dav.Query(dav.Book, "<c:filter><c:prop-filter name='FN'><c:text-match collation='i;nonsense'>x</c:text-match></c:prop-filter></c:filter>").ExpectPrecondition(403, C + "supported-collation");
        await dav.Query(dav.Book, "<c:filter><c:prop-filter name='FN'><c:time-range/></c:prop-filter></c:filter>").ExpectPrecondition(403, C + "supported-filter");
        await dav.Query(dav.Book, "<c:filter><c:comp-filter name='VCARD'/></c:filter>").ExpectPrecondition(403, C + "supported-filter");
        await dav.Query(dav.Book, "<c:filter><c:prop-filter name='FN'><c:text-match match-type='soundex'>x</c:text-match></c:prop-filter></c:filter>").ExpectPrecondition(403, C + "supported-filter");
        await dav.Query(dav.Book, "<c:filter><c:prop-filter/></c:filter>").Expect(400);
        await dav.Query(dav.Book, "<c:filter test='someof'><c:prop-filter name='FN'/></c:filter>").Expect(400);
        var endless = string.Concat(Enumerable.Repeat("<c:prop-filter name='FN'><c:text-match>x</c:text-match></c:prop-filter>", 5000));
        await dav.Query(dav.Book, $"<c:filter>{endless}</c:filter>").ExpectPrecondition(403, C + "supported-filter");
        await dav.Query(dav.Book, $"<c:filter><c:prop-filter name='FN'><c:text-match>{new string('x', 100_000)}</c:text-match></c:prop-filter></c:filter>").ExpectPrecondition(403, C + "supported-filter");
        await dav.Query(dav.Book, "<c:filter/>", "<c:limit><c:nresults>-1</c:nresults></c:limit>").Expect(400);
    }
}
