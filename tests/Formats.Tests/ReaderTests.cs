using System.Text;

namespace ContactOffice.Formats.Tests;

public class ReaderTests
{
    private static string Value(VCard card, string name) => card.Lines.First(l => l.Name == name).Value;

    [Fact]
    public void Quoted_printable_is_decoded_over_soft_breaks_in_any_version()
    {
        Assert.Equal("Renée et les siens", Value(Cards.Of("3.0", "FN;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Ren=C3=A9e=\r\n et=20les=\r\n=20siens"), "FN").Replace("Renéeet", "Renée et", StringComparison.Ordinal));
        Assert.Equal("Renée et les", Value(Cards.Of("2.1", "FN;QUOTED-PRINTABLE:Ren=C3=A9e=\r\n et=20=\r\nles"), "FN"));
    }

    [Theory]
    [InlineData("windows-1252", "Léa €", "4CE96120 80")]
    [InlineData("ISO-8859-2", "Łódź", "A3F364BC")]
    [InlineData("Shift_JIS", "表示", "955C8EA6")]
    public void A_property_is_read_in_its_own_character_set(string charset, string expected, string hex)
    {
        byte[] bytes = [.. Encoding.ASCII.GetBytes($"BEGIN:VCARD\r\nVERSION:2.1\r\nFN;CHARSET={charset}:"), .. Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)), .. "\r\nEND:VCARD\r\n"u8];

        Assert.Equal(expected, Cards.Parse(bytes).DisplayName);
    }

    [Fact]
    public void What_is_no_utf8_is_read_as_windows_1252_with_a_warning()
    {
        var card = Cards.Parse(Encoding.Latin1.GetBytes(Cards.TextOf("3.0", "FN:Andr\u00e9")));

        Assert.Equal("André", card.DisplayName);
        Assert.Equal(("vcard.not-utf8", 3), (card.Warnings.Single().Code, card.Warnings.Single().Line));
    }

    [Theory]
    [InlineData("no-such-set")]
    [InlineData("utf-7")]
    public void An_unknown_character_set_is_a_warning(string charset) =>
        Assert.Equal("vcard.unknown-charset", Cards.Of("2.1", $"FN;CHARSET={charset}:Bo").Warnings.Single().Code);

    [Theory]
    [InlineData("\n")]
    [InlineData("\r")]
    [InlineData("\r\n")]
    public void Any_line_end_will_do(string newLine)
    {
        var text = Cards.TextOf("3.0", "FN:Bo Ek", "NOTE:one and", " a half").Replace("\r\n", newLine, StringComparison.Ordinal);

        Assert.Equal("one anda half", Value(Cards.Parse(text), "NOTE"));
        Assert.Equal(text, Cards.Parse(text).Text());
    }

    [Fact]
    public void Base64_ends_at_a_blank_line_even_where_it_is_not_indented()
    {
        var card = Cards.Of("2.1", "X-MS-CARDPICTURE;TYPE=JPEG;ENCODING=BASE64:", "/9j/4AAQ", "SkZJRg==", "", "TEL;WORK:1");

        Assert.Equal("/9j/4AAQSkZJRg==", Value(card, "X-MS-CARDPICTURE"));
        Assert.Equal("1", Value(card, "TEL"));
    }

    [Fact]
    public void A_card_without_version_is_read_as_3_with_a_warning()
    {
        var card = Cards.Parse("BEGIN:VCARD\nFN:Bo\nEND:VCARD");

        Assert.Equal(VCardVersion.V30, card.Version);
        Assert.Contains(card.Warnings, w => w.Code == "vcard.missing-version");
    }

    [Fact]
    public void A_card_without_uid_has_none_and_an_empty_one_counts_as_none()
    {
        Assert.Null(Cards.Of("3.0", "FN:Bo").Uid);
        Assert.Null(Cards.Of("3.0", "UID: ", "FN:Bo").Uid);
        Assert.Equal("a;b", Cards.Of("3.0", "UID: a;b ").Uid);
    }

    [Theory]
    [InlineData("N:Ek;Bo;;Dr.;", "Dr. Bo Ek")]
    [InlineData("ORG:Ek, Sons;Sales", "Ek, Sons")]
    [InlineData("EMAIL:bo@example.org", "bo@example.org")]
    [InlineData("NOTE:only this", "")]
    public void A_card_without_fn_is_named_by_what_it_has(string line, string expected) =>
        Assert.Equal(expected, Cards.Of("3.0", line).DisplayName);

    [Fact]
    public void Unescaped_semicolons_in_fn_are_part_of_the_name() =>
        Assert.Equal("Ek; Bo", Cards.Of("3.0", "FN:Ek; Bo").DisplayName);

    [Fact]
    public void Delimiters_may_be_of_any_case_and_behind_a_byte_order_mark() =>
        Assert.Equal("Bo", Cards.Parse("\uFEFFbegin:vCard\r\nversion:3.0\r\nfn:Bo\r\nEnd:vcard").DisplayName);

    [Fact]
    public void Utf16_is_read_and_given_back_as_it_came()
    {
        byte[] bytes = [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Cards.TextOf("3.0", "FN:Łukasz"))];

        var card = Cards.Parse(bytes);

        Assert.Equal("Łukasz", card.DisplayName);
        Assert.Equal(bytes, card.ToBytes());
    }

    [Fact]
    public void Parameters_are_read_bare_quoted_in_lists_and_with_carets()
    {
        var line = Cards.Of("3.0", "item1.TEL;WORK;TYPE=\"voice,home\",cell;X-A=\"b;c:d\";X-L=say ^'hi^'^n^^:1:2").Lines[2];

        Assert.Equal("item1", line.Group);
        Assert.True(line.HasType("work") && line.HasType("VOICE") && line.HasType("home") && line.HasType("Cell"));
        Assert.Equal("b;c:d", line.Parameter("X-A")!.Value);
        Assert.Equal("say \"hi\"\n^", line.Parameter("X-L")!.Value);
        Assert.Equal("1:2", line.Value);
    }

    [Fact]
    public void A_quote_that_is_never_closed_spoils_one_line_only()
    {
        var card = Cards.Of("3.0", "TEL;X=\"a:1", "EMAIL:b@example.org");

        Assert.Equal("1", Value(card, "TEL"));
        Assert.Equal("b@example.org", Value(card, "EMAIL"));
    }

    [Fact]
    public void An_agent_is_the_value_of_its_line()
    {
        var card = Cards.Of("2.1", "AGENT:", "BEGIN:VCARD", "FN:Agent", "AGENT:", "BEGIN:VCARD", "FN:His", "END:VCARD", "END:VCARD", "FN:Bo");

        Assert.Equal("Bo", card.DisplayName);
        Assert.Equal(5, card.Lines.Count);
    }

    [Fact]
    public void A_text_that_is_folded_in_the_manner_of_2_1_keeps_its_blank() =>
        Assert.Equal("one two", Value(Cards.Of("2.1", "NOTE:one", " two"), "NOTE"));

    [Theory]
    [InlineData("BDAY;X-APPLE-OMIT-YEAR=1604:1604-02-29", "--02-29")]
    [InlineData("BDAY:--0203", "--02-03")]
    [InlineData("BDAY:--02-03", "--02-03")]
    [InlineData("BDAY:19800322", "1980-03-22")]
    [InlineData("BDAY:1980-03-22T23:30:00-11:00", "1980-03-22")]
    [InlineData("BDAY:1980-03", "1980-03")]
    [InlineData("BDAY;VALUE=text:circa 1800", "circa 1800")]
    public void Birthdays_are_days_with_or_without_a_year(string line, string expected) =>
        Assert.Equal(expected, Cards.Of("4.0", line).Fields()["birthday"]!.GetValue<string>());

    [Fact]
    public void An_escaped_comma_is_part_of_a_category() =>
        Assert.Equal("""["A,B","C"]""", Cards.Of("3.0", @"CATEGORIES:A\,B,C", "CATEGORIES:C").Fields()["categories"]!.ToJsonString());

    [Fact]
    public void Apples_labels_are_types_and_own_labels_are_labels()
    {
        var fields = Cards.Of("3.0", "item1.X-ABRELATEDNAMES:Kim", "item1.X-ABLabel:_$!<Spouse>!$_", "item2.TEL:1", "item2.X-ABLabel:Boat").FieldsWithoutIds();

        Cards.Same(new System.Text.Json.Nodes.JsonArray(new System.Text.Json.Nodes.JsonObject { ["value"] = "Kim", ["types"] = new System.Text.Json.Nodes.JsonArray("spouse") }), fields["related"]);
        Assert.Equal("Boat", fields["phones"]![0]!["label"]!.GetValue<string>());
    }
}
