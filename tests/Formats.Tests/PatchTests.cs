namespace ContactOffice.Formats.Tests;

public class PatchTests
{
    private static readonly string Iphone = Cards.TextOf(
        "3.0", "PRODID:-//Apple//EN", "N:Ek;Bo;;;", "FN:Bo Ek", "item1.TEL;type=CELL;type=VOICE;X-FOO=bar;type=pref:+46 70", "item1.X-ABLabel:Boat", "TEL;type=HOME:08",
        "X-ODD;A=\"b\":c\\;d", "NOTE:long text that is folded by its sender in a place", "  of its own", "UID:1");

    private static (string[] Gone, string[] Come) Edit(string text, string json)
    {
        var card = Cards.Parse(text);
        Assert.Null(card.Patch(json));
        return Cards.Difference(text, card.Text());
    }

    [Fact]
    public void One_field_changes_one_line()
    {
        var (gone, come) = Edit(Iphone, """{"notes":"short"}""");

        Assert.StartsWith("NOTE:long", Assert.Single(gone), StringComparison.Ordinal);
        Assert.Equal("NOTE:short\r\n", Assert.Single(come));
    }

    [Fact]
    public void What_is_set_to_its_present_value_stays_byte_for_byte()
    {
        var card = Cards.Parse(Iphone);

        Assert.Null(card.Patch(card.Fields().ToJsonString()));

        Assert.Equal(Iphone, card.Text());
    }

    [Fact]
    public void A_patched_line_keeps_group_parameters_and_style()
    {
        var id = Cards.Parse(Iphone).Fields()["phones"]![0]!["id"]!.GetValue<string>();
        var other = Cards.Parse(Iphone).Fields()["phones"]![1]!["id"]!.GetValue<string>();

        var (gone, come) = Edit(Iphone, $$"""{"phones":[{"id":"{{id}}","value":"+46 71","types":["cell"],"label":"Boat","preferred":true},{"id":"{{other}}","value":"08","types":["home"]}]}""");

        Assert.Single(gone);
        Assert.Equal("item1.TEL;type=CELL;type=VOICE;X-FOO=bar;type=pref:+46 71\r\n", Assert.Single(come));
    }

    [Fact]
    public void An_item_that_is_gone_takes_its_label_along()
    {
        var other = Cards.Parse(Iphone).Fields()["phones"]![1]!["id"]!.GetValue<string>();

        var (gone, come) = Edit(Iphone, $$"""{"phones":[{"id":"{{other}}","value":"08","types":["home"]}]}""");

        Assert.Equal(2, gone.Length);
        Assert.Empty(come);
    }

    [Fact]
    public void Items_change_places_when_their_order_changes()
    {
        var card = Cards.Parse(Iphone);
        var phones = card.Fields()["phones"]!.AsArray();
        var swapped = $$"""{"phones":[{{phones[1]!.ToJsonString()}},{{phones[0]!.ToJsonString()}}]}""";

        Assert.Null(card.Patch(swapped));

        Assert.Equal(["08", "+46 70"], card.Lines.Where(l => l.Name == "TEL").Select(l => l.Value));
        Assert.Equal(Cards.Parse(Iphone).Lines.Count, card.Lines.Count);
    }

    [Fact]
    public void A_new_item_stands_where_it_was_put()
    {
        var card = Cards.Parse(Iphone);
        var phones = card.Fields()["phones"]!.AsArray();

        Assert.Null(card.Patch($$"""{"phones":[{"value":"1","types":["work"]},{{phones[0]!.ToJsonString()}},{{phones[1]!.ToJsonString()}}]}"""));

        Assert.Equal(["1", "+46 70", "08"], card.Lines.Where(l => l.Name == "TEL").Select(l => l.Value));
        Assert.Empty(Cards.Difference(Iphone, card.Text()).Gone);
    }

    /// <summary>A label that goes takes its line along, which may stand before the item.</summary>
    [Fact]
    public void A_new_item_beside_one_whose_label_goes_takes_nobodys_place()
    {
        var card = Cards.Of("3.0", "FN:Bo", "item1.X-ABLabel:Boat", "item1.TEL:1", "TEL:2");
        var phones = card.Fields()["phones"]!.AsArray();
        phones[0]!.AsObject().Remove("label");

        Assert.Null(card.Patch($$"""{"phones":[{"value":"a"},{{phones[0]!.ToJsonString()}},{"value":"b"},{{phones[1]!.ToJsonString()}}]}"""));

        Assert.Equal(["a", "1", "b", "2"], card.Lines.Where(l => l.Name == "TEL").Select(l => l.Value));
        Assert.Equal("END", card.Lines[^1].Name);
        Assert.DoesNotContain("Boat", card.Text(), StringComparison.Ordinal);
    }

    /// <summary>Apple has more words than we have types for.</summary>
    [Theory]
    [InlineData("EMAIL;type=INTERNET", "emails", "School")]
    [InlineData("TEL", "phones", "Mobile")]
    [InlineData("X-ABRELATEDNAMES", "related", "Grandmother")]
    public void A_value_that_changes_keeps_a_label_of_Apples(string line, string list, string word)
    {
        var card = Cards.Of("3.0", "FN:Bo", $"item1.{line}:old", $"item1.X-ABLabel:_$!<{word}>!$_");
        var items = card.Fields()[list]!.AsArray();
        items[0]!["value"] = "new";

        Assert.Null(card.Patch($$"""{"{{list}}":{{items.ToJsonString()}}}"""));

        Assert.Equal(Cards.TextOf("3.0", "FN:Bo", $"item1.{line}:new", $"item1.X-ABLabel:_$!<{word}>!$_"), card.Text());
    }

    [Fact]
    public void Items_whose_lines_are_the_same_may_change_places()
    {
        var card = Cards.Of("3.0", "TEL:1", "TEL:1", "TEL;TYPE=HOME:2");
        var phones = card.Fields()["phones"]!.AsArray();
        phones[0]!["value"] = "3";

        Assert.Null(card.Patch($$"""{"phones":[{{phones[2]!.ToJsonString()}},{{phones[0]!.ToJsonString()}},{{phones[1]!.ToJsonString()}}]}"""));

        Assert.Equal(["2", "3", "1"], card.Lines.Where(l => l.Name == "TEL").Select(l => l.Value));
    }

    [Fact]
    public void An_id_that_the_card_does_not_have_makes_a_new_item()
    {
        var card = Cards.Of("3.0", "FN:Bo", "TEL:1");

        Assert.Null(card.Patch("""{"phones":[{"id":"0000000000000000","value":"2","types":[]}]}"""));

        Assert.Equal(["2"], card.Lines.Where(l => l.Name == "TEL").Select(l => l.Value));
    }

    [Theory]
    [InlineData("Bo Ek", "Al Ek")]
    [InlineData("Ek, Bo", "Ek, Al")]
    [InlineData("Captain Bo", "Captain Bo")]
    public void A_name_that_was_made_of_the_parts_follows_them(string before, string after)
    {
        var card = Cards.Of("3.0", "FN:" + before.Replace(",", "\\,", StringComparison.Ordinal), "N:Ek;Bo;;;");

        Assert.Null(card.Patch("""{"firstName":"Al"}"""));

        Assert.Equal(after, card.DisplayName);
    }

    [Fact]
    public void A_name_that_is_given_wins_over_one_that_follows()
    {
        var card = Cards.Of("3.0", "FN:Bo Ek", "N:Ek;Bo;;;");

        Assert.Null(card.Patch("""{"displayName":"The Captain","firstName":"Al"}"""));

        Assert.Equal("The Captain", card.DisplayName);
    }

    [Fact]
    public void A_company_contact_follows_its_company()
    {
        var card = Cards.Of("3.0", "FN:Ek Ltd", "N:;;;;", "ORG:Ek Ltd");

        Assert.Null(card.Patch("""{"company":"Ek & Sons"}"""));

        Assert.Equal("Ek & Sons", card.DisplayName);
    }

    [Fact]
    public void A_2_1_card_is_edited_in_its_own_manner()
    {
        var card = Cards.Of("2.1", "N:Ek;Bo;;;", "TEL;WORK;VOICE:1");

        Assert.Null(card.Patch("""{"notes":"eins\nzwölf","phones":[{"value":"2","types":["home","fax"]}],"birthday":"--02-29"}"""));

        Assert.Contains("NOTE;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:eins=0D=0Azw=C3=B6lf\r\n", card.Text(), StringComparison.Ordinal);
        Assert.Contains("TEL;HOME;FAX:2\r\n", card.Text(), StringComparison.Ordinal);
        Assert.Contains("BDAY;X-APPLE-OMIT-YEAR=1604:16040229\r\n", card.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void Clients_own_properties_are_patched_where_they_stand()
    {
        var text = Cards.TextOf("3.0", "FN:Bo", "X-EVOLUTION-SPOUSE:Maria", "X-EVOLUTION-ANNIVERSARY:1980-03-22", "X-AIM;TYPE=HOME;X-ID=\"7\":bo5");
        var fields = Cards.Parse(text).Fields();
        var spouse = fields["related"]![0]!["id"]!.GetValue<string>();
        var im = fields["ims"]![0]!["id"]!.GetValue<string>();

        var (_, come) = Edit(text, $$"""
            {"related":[{"id":"{{spouse}}","value":"Mary","types":["spouse"]}],"anniversary":"1980-03-23","ims":[{"id":"{{im}}","value":"bo6","types":["aim","home"]}]}
            """);

        Assert.Equal(["X-EVOLUTION-SPOUSE:Mary\r\n", "X-EVOLUTION-ANNIVERSARY:1980-03-23\r\n", "X-AIM;TYPE=HOME;X-ID=\"7\":bo6\r\n"], come);
    }

    [Fact]
    public void A_component_that_did_not_change_keeps_its_own_writing()
    {
        var card = Cards.Of("4.0", "FN:Bo", "ADR:;;Street 1,Floor 2;Town;;1;;;;X", "N:Ek;Bo;A,B;;;extra");
        var id = card.Fields()["addresses"]![0]!["id"]!.GetValue<string>();

        Assert.Null(card.Patch($$"""{"firstName":"Al","addresses":[{"id":"{{id}}","street":"Street 1, Floor 2","locality":"City","postalCode":"1","types":[]}]}"""));

        Assert.Contains("ADR:;;Street 1,Floor 2;City;;1;;;;X\r\n", card.Text(), StringComparison.Ordinal);
        Assert.Contains("N:Ek;Al;A,B;;;extra\r\n", card.Text(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2.1")]
    [InlineData("3.0")]
    [InlineData("4.0")]
    public void Nothing_that_is_typed_can_make_a_line_of_its_own(string version)
    {
        const string evil = "x\\r\\nEND:VCARD\\r\\nBEGIN:VCARD\\r\\nUID:evil\\r\\n\\u0085\\u2028END:VCARD";
        var longEvil = new string('x', 60) + "END:VCARD" + new string('y', 66) + "END:VCARD é";
        var card = Cards.Of(version, "FN:Bo");

        Assert.Null(card.Patch($$"""
            {"displayName":"{{evil}}","notes":"{{evil}}","role":"{{longEvil}}","phones":[{"value":"{{evil}}","label":"{{evil}}","types":["home"]}],
             "categories":["{{evil}}"],"addresses":[{"street":"{{evil}}"}],"customFields":[{"label":"{{evil}}","value":"{{evil}}"}]}
            """));

        var again = Cards.Parse(card.ToBytes());
        Assert.Equal(card.Lines.Count, again.Lines.Count);
        Assert.Null(again.Uid);
        Cards.Same(card.Fields(), again.Fields());
    }

    [Fact]
    public void Types_are_refused_where_they_could_break_out_of_a_parameter() =>
        Assert.Equal("phones[0].types[0]", Cards.Of("3.0", "FN:Bo").Patch("""{"phones":[{"value":"1","types":["home\":x"]}]}""")!.Path);

    [Theory]
    [InlineData("[]", "", "not-an-object", null)]
    [InlineData("{\"name\":\"Bo\"}", "name", "unknown-field", null)]
    [InlineData("{\"role\":1}", "role", "not-a-text", null)]
    [InlineData("{\"role\":\"\\ud800\"}", "role", "not-unicode", null)]
    [InlineData("{\"birthday\":\"soon\"}", "birthday", "date-unreadable", null)]
    [InlineData("{\"categories\":{}}", "categories", "not-a-list", "10000")]
    [InlineData("{\"phones\":[1]}", "phones[0]", "not-an-object", null)]
    [InlineData("{\"phones\":[{\"number\":\"1\"}]}", "phones[0].number", "unknown-member", null)]
    [InlineData("{\"phones\":[{\"value\":\"1\",\"preferred\":1}]}", "phones[0].preferred", "not-a-flag", null)]
    [InlineData("{\"phones\":[{\"value\":\"1\",\"types\":\"home\"}]}", "phones[0].types", "not-a-list", "1000")]
    [InlineData("{\"phones\":[{\"value\":\"1\",\"types\":[\"a b\"]}]}", "phones[0].types[0]", "type-unreadable", null)]
    [InlineData("{\"dates\":[{\"value\":\"2000-01-01\",\"types\":[\"anniversary\"]}]}", "dates[0].types", "anniversary-elsewhere", null)]
    public void What_is_wrong_is_told_with_place_code_and_numbers(string json, string path, string code, string? max)
    {
        var problem = Cards.Of("3.0", "FN:Bo").Patch(json)!;
        Assert.Equal((path, code, max), (problem.Path, problem.Code, problem.Values?.GetValueOrDefault("max")));
        Assert.NotEmpty(problem.Message);
    }

    [Fact]
    public void An_edit_beside_a_malformed_line_is_not_swallowed_by_it()
    {
        var card = Cards.Of("2.1", "FN:Bo", "NOTE;ENCODING=QUOTED-PRINTABLE:broken off=");

        Assert.Null(card.Patch("""{"jobTitle":"Pilot"}"""));

        Assert.Equal("Pilot", Cards.Parse(card.ToBytes()).Fields()["jobTitle"]!.GetValue<string>());
    }

    [Fact]
    public void A_photo_is_removed_by_null() =>
        Assert.DoesNotContain("PHOTO", Removed(Cards.Of("3.0", "FN:Bo", "PHOTO;ENCODING=b:AAAA")), StringComparison.Ordinal);

    private static string Removed(VCard card)
    {
        Assert.Null(card.Patch("""{"photo":null}"""));
        return card.Text();
    }

    [Fact]
    public void Replacing_clears_what_is_not_given_and_keeps_what_is_no_field()
    {
        var card = Cards.Of("3.0", "FN:Bo", "N:Ek;Bo;;;", "TEL:1", "X-ODD:kept", "PHOTO;ENCODING=b:AAAA", "UID:1");
        using var fields = System.Text.Json.JsonDocument.Parse("""{"displayName":"Al","lastName":"Ek"}""");

        Assert.Null(CardFields.Replace(card, fields.RootElement));

        Assert.Equal("""{"displayName":"Al","lastName":"Ek"}""", Without(card.Fields(), "photo"));
        Assert.Equal(["PHOTO", "UID", "X-ODD"], card.Lines.Select(l => l.Name).Where(n => n is "PHOTO" or "UID" or "X-ODD").Order());
    }

    private static string Without(System.Text.Json.Nodes.JsonObject fields, string member)
    {
        fields.Remove(member);
        return fields.ToJsonString();
    }

    [Fact]
    public void A_new_card_has_uid_name_and_its_fields()
    {
        var id = Guid.NewGuid();
        using var fields = System.Text.Json.JsonDocument.Parse("""{"firstName":"Bo","lastName":"Ek","emails":[{"value":"bo@example.org","types":["home"]}]}""");

        Assert.True(CardFields.TryCreate(fields.RootElement, id, out var card, out _));

        Assert.Equal($"urn:uuid:{id}", card.Uid);
        Assert.Equal("Bo Ek", card.Lines.First(l => l.Name == "FN").Value);
        Assert.Equal("bo@example.org", Cards.Parse(card.ToBytes()).Fields()["emails"]![0]!["value"]!.GetValue<string>());
    }

    [Fact]
    public void A_character_set_named_with_a_control_character_does_not_come_true_by_an_edit()
    {
        Assert.True(VCard.TryParse("BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHA\0RSET=Windows-1252:Legrand;Rene;;\r\nEND:VCARD\r\n"u8.ToArray(), out var card, out _));
        using var patch = System.Text.Json.JsonDocument.Parse("""{"firstName":"Zoë"}""");
        Assert.Null(CardFields.Patch(card, patch.RootElement));
        Assert.True(VCard.TryParse(card.ToBytes(), out var again, out _));
        Assert.Equal("Zoë", CardFields.Read(again)["firstName"]!.GetValue<string>());
    }
}
