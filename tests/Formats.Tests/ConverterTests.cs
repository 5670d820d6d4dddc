namespace ContactOffice.Formats.Tests;

public class ConverterTests
{
    private static VCard Convert(VCard card, VCardVersion to) => Cards.Parse(VCardConverter.Convert(card, to));

    private static readonly string[] Apple =
    [
        "N:Ek;Zoë;Al\\, Bo;Dr.;", "FN:Dr. Zoë Ek", "ORG:Ek\\, Sons;Sales", "NOTE:one\\ntwo\\, three", "TEL;type=CELL;type=pref:1", "EMAIL;type=INTERNET;type=WORK:z@example.org",
        "ADR;TYPE=HOME:;;Street 1\\nBack;Town;;1;Sverige", "BDAY;X-APPLE-OMIT-YEAR=1604:1604-02-29", "X-ANNIVERSARY:2001-02-03", "CATEGORIES:A\\,B,C",
        "item1.X-ABRELATEDNAMES:Kim", "item1.X-ABLabel:_$!<Spouse>!$_", "PHOTO;ENCODING=b;TYPE=PNG:iVBORw0KGgo=", "X-ODD;A=b:kept", "UID:1",
    ];

    [Theory]
    [InlineData(VCardVersion.V21)]
    [InlineData(VCardVersion.V40)]
    public void A_card_says_the_same_in_another_version_and_back(VCardVersion to)
    {
        var card = Cards.Of("3.0", Apple);

        var there = Convert(card, to);
        var back = Convert(there, VCardVersion.V30);

        Assert.Equal(to, there.Version);
        Cards.Same(card.FieldsWithoutIds(), there.FieldsWithoutIds());
        Cards.Same(card.FieldsWithoutIds(), back.FieldsWithoutIds());
        Assert.Equal("b", there.Lines.Single(l => l.Name == "X-ODD").Parameter("A")!.Value);
    }

    [Fact]
    public void Version_4_has_its_own_forms()
    {
        var text = Convert(Cards.Of("3.0", Apple), VCardVersion.V40).Text();

        Assert.Contains("TEL;TYPE=cell;PREF=1:1\r\n", text, StringComparison.Ordinal);
        Assert.Contains("EMAIL;TYPE=work:z@example.org\r\n", text, StringComparison.Ordinal);
        Assert.Contains("BDAY:--0229\r\n", text, StringComparison.Ordinal);
        Assert.Contains("ANNIVERSARY:20010203\r\n", text, StringComparison.Ordinal);
        Assert.Contains("PHOTO:data:image/png;base64,iVBORw0KGgo=\r\n", text, StringComparison.Ordinal);
        Assert.Contains("RELATED;TYPE=spouse;VALUE=text:Kim\r\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Version_2_1_has_its_own_forms()
    {
        var text = Convert(Cards.Of("3.0", Apple), VCardVersion.V21).Text();

        Assert.Contains("TEL;CELL;PREF:1\r\n", text, StringComparison.Ordinal);
        Assert.Contains("NOTE;ENCODING=QUOTED-PRINTABLE:one=0D=0Atwo, three\r\n", text, StringComparison.Ordinal);
        Assert.Contains("PHOTO;ENCODING=BASE64;PNG:iVBORw0KGgo=\r\n\r\n", text, StringComparison.Ordinal);
        Assert.Contains("FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Dr. Zo=C3=AB Ek\r\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_4_requires_is_made_up_for_2_1_and_3_cards_without_it()
    {
        Assert.Contains("FN:Bo Ek\r\n", Convert(Cards.Of("2.1", "N:Ek;Bo"), VCardVersion.V40).Text(), StringComparison.Ordinal);
        Assert.Contains("N:Ek;Bo;;;\r\n", Convert(Cards.Of("4.0", "FN:Bo Ek"), VCardVersion.V30).Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_of_contacts_stays_one()
    {
        var text = Convert(Cards.Of("4.0", "KIND:group", "FN:Crew", "MEMBER:urn:uuid:1"), VCardVersion.V30).Text();

        Assert.Contains("X-ADDRESSBOOKSERVER-KIND:group\r\n", text, StringComparison.Ordinal);
        Assert.Contains("X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:1\r\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_control_character_in_a_name_makes_no_delimiter() =>
        Assert.Equal("Bo", Convert(Cards.Of("2.1", "FN:Bo", "\u001aBEGIN:VCARD", "\u0001END:VCARD"), VCardVersion.V30).DisplayName);

    [Fact]
    public void A_card_of_that_version_already_is_not_touched()
    {
        var text = Cards.TextOf("3.0", "FN:Bo", "tel;type=x : 1");

        Assert.Equal(text, System.Text.Encoding.UTF8.GetString(VCardConverter.Convert(Cards.Parse(text), VCardVersion.V30)));
    }

    [Fact]
    public void A_cut_card_keeps_its_place_holders()
    {
        var (cut, blobs) = CardBlobs.Cut(System.Text.Encoding.UTF8.GetBytes(Cards.TextOf("3.0", Apple)));

        var converted = VCardConverter.Convert(Cards.Parse(cut), VCardVersion.V40);

        Assert.Equal([blobs[0].Hash], CardBlobs.Hashes(converted));
    }
}
