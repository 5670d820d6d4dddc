using System.Text;

namespace ContactOffice.Formats.Tests;

public class BadInputTests
{
    private static FormatWarning Refused(byte[] bytes)
    {
        Assert.False(VCard.TryParse(bytes, out _, out var error));
        return error!;
    }

    private static FormatWarning Refused(string text) => Refused(Encoding.UTF8.GetBytes(text));

    [Fact]
    public void No_card_at_all_is_refused()
    {
        Assert.Equal("vcard.no-card", Refused("").Code);
        Assert.Equal("vcard.no-card", Refused("Name,Phone\r\nBo,1\r\n").Code);
        Assert.Equal("vcard.no-card", Refused([.. Enumerable.Range(0, 4096).Select(i => (byte)(i * 31))]).Code);
    }

    [Fact]
    public void A_card_that_was_cut_off_is_refused_with_its_line()
    {
        var error = Refused("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Bo\r\nNOTE:abc");

        Assert.Equal(("vcard.missing-end", 5), (error.Code, error.Line));
    }

    [Fact]
    public void Two_cards_are_not_one()
    {
        Assert.Equal("vcard.more-than-one", Refused(Cards.TextOf("3.0", "FN:A") + Cards.TextOf("3.0", "FN:B")).Code);
        Assert.Equal("vcard.missing-end", Refused("BEGIN:VCARD\r\nFN:A\r\n" + Cards.TextOf("3.0", "FN:B")).Code);
    }

    [Fact]
    public void Too_large_too_many_lines_and_too_deep_are_refused()
    {
        Assert.Equal("vcard.too-large", Refused(new byte[VCardLimits.MaxCardBytes + 1]).Code);
        Assert.Equal("vcard.too-many-lines", Refused(Cards.TextOf("3.0", [.. Enumerable.Repeat("TEL:1", VCardLimits.MaxLines)])).Code);
        var deep = string.Concat(Enumerable.Repeat("AGENT:\r\nBEGIN:VCARD\r\n", 6)) + string.Concat(Enumerable.Repeat("END:VCARD\r\n", 6));
        Assert.Equal("vcard.too-deep", Refused(Cards.TextOf("2.1", deep + "FN:A")).Code);
    }

    [Fact]
    public void Two_megabytes_of_one_line_are_read()
    {
        var note = new string('x', 2 * 1024 * 1024);

        var card = Cards.Of("3.0", "FN:Bo", "NOTE:" + note);

        Assert.Equal(note, card.Fields()["notes"]!.GetValue<string>());
        Assert.InRange(CardSummary.Of(card).Length, 1, 500);
    }

    [Fact]
    public void Two_megabytes_of_folds_and_blank_lines_are_read()
    {
        var card = Cards.Of("3.0", "FN:Bo" + string.Concat(Enumerable.Repeat("\r\n x", 400_000)) + string.Concat(Enumerable.Repeat("\r\n", 400_000)));

        Assert.Equal(400_002, card.DisplayName.Length);
    }

    [Fact]
    public void Ten_thousand_parameters_are_read_as_far_as_they_count_and_kept_in_an_edit()
    {
        var parameters = string.Concat(Enumerable.Range(0, 10_000).Select(i => $";X-{i}=1"));
        var card = Cards.Of("3.0", "FN:Bo", $"TITLE{parameters}:Pilot");

        Assert.Contains(card.Warnings, w => w.Code == "vcard.too-many-parameters" && w.Line == 4);
        Assert.Null(card.Patch("""{"jobTitle":"Mate"}"""));
        Assert.Contains("X-9999=1:Mate", card.Text().Replace("\r\n ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Quoted_printable_that_breaks_off_ends_with_the_card()
    {
        var card = Cards.Of("2.1", "FN;ENCODING=QUOTED-PRINTABLE:Bo=C3=");

        Assert.Equal("END", card.Lines[^1].Name);
        Assert.Contains(card.Warnings, w => w.Code == "vcard.quoted-printable");
    }

    [Fact]
    public void Lines_that_are_no_properties_are_kept_with_a_warning()
    {
        var text = Cards.TextOf("3.0", "FN:Bo", "what is this", "TEL:1");
        var card = Cards.Parse(text);

        Assert.Contains(card.Warnings, w => w is { Code: "vcard.malformed-line", Line: 4 });
        Assert.Equal(text, card.Text());
    }

    [Fact]
    public void Control_characters_never_reach_json()
    {
        var card = Cards.Of("3.0", "FN:B\0o\u0007 Ek", "TEL:\u001b1");

        Assert.Equal("Bo Ek", card.Fields()["displayName"]!.GetValue<string>());
        Assert.Equal("1", card.Fields()["phones"]![0]!["value"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("""[]""", "")]
    [InlineData("""{"nonsense":"x"}""", "nonsense")]
    [InlineData("""{"firstName":5}""", "firstName")]
    [InlineData("""{"firstName":"\ud800"}""", "firstName")]
    [InlineData("""{"emails":"a@b"}""", "emails")]
    [InlineData("""{"emails":["a@b"]}""", "emails[0]")]
    [InlineData("""{"emails":[{"value":"a"},{"value":7}]}""", "emails[1].value")]
    [InlineData("""{"emails":[{"value":"a","types":["wo rk"]}]}""", "emails[0].types[0]")]
    [InlineData("""{"emails":[{"value":"a","street":"x"}]}""", "emails[0].street")]
    [InlineData("""{"emails":[{"value":"a","preferred":"yes"}]}""", "emails[0].preferred")]
    [InlineData("""{"birthday":"yesterday"}""", "birthday")]
    [InlineData("""{"birthday":"1980-02-30"}""", "birthday")]
    [InlineData("""{"categories":[1]}""", "categories[0]")]
    [InlineData("""{"firstName":"Al","photo":{"hash":"0"}}""", "photo")]
    public void Json_of_the_wrong_shape_is_refused_with_its_place_and_changes_nothing(string json, string path)
    {
        var text = Cards.TextOf("3.0", "FN:Bo Ek", "N:Ek;Bo;;;");
        var card = Cards.Parse(text);

        Assert.Equal(path, card.Patch(json)!.Path);
        Assert.Equal(text, card.Text());
    }

    [Fact]
    public void An_edit_that_makes_a_card_too_large_is_refused()
    {
        var card = Cards.Of("3.0", "FN:Bo");

        Assert.NotNull(card.Patch($$"""{"notes":"{{new string('x', 6_000_000)}}","role":"{{new string('x', 6_000_000)}}"}"""));
    }
}
