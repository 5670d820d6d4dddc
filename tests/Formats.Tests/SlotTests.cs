namespace ContactOffice.Formats.Tests;

/// <summary>Formats that number the values of a list (Email1Address to Email3Address) move a value from one place to another: it takes along what belongs to it.</summary>
public class SlotTests
{
    private static readonly string[] Three =
    [
        "item1.EMAIL;type=INTERNET;type=HOME;X-FOO=bar:a@x", "item1.X-ABLabel:Boat", "TITLE:Pilot", "EMAIL;type=WORK;type=pref:b@x", "item2.EMAIL:c@x", "item2.X-ABLabel:Club", "X-ODD:kept",
    ];

    private static readonly string[] Four = [.. Three, "EMAIL;TYPE=\"d,e\":d@x"];

    private static void Write(VCard card, params string[] changes) =>
        Assert.Null(FieldValue.Write(card, [.. changes.Select(c => c.Split('=')).Select(c => new FieldChange(ContactFields.ByName[c[0]], c[1]))]));

    private static string[] Lines(VCard card, string property) => [.. card.Text().Split("\r\n").Where(l => l.Split(':', ';')[0].Split('.')[^1] == property)];

    private static string Read(VCard card, params string[] fields) => string.Join(' ', fields.Select(f => FieldValue.Read(card, ContactFields.ByName[f])));

    private static string Emails(VCard card) => Read(card, "email1", "email2", "email3");

    [Fact]
    public void The_first_that_is_deleted_leaves_the_second_as_it_is()
    {
        var card = Cards.Of("3.0", "FN:Bo", "EMAIL;TYPE=HOME:a@x", "EMAIL;TYPE=WORK;X-FOO=bar:b@x");

        Write(card, "email1=b@x", "email2=");

        Assert.Equal(Cards.TextOf("3.0", "FN:Bo", "EMAIL;TYPE=WORK;X-FOO=bar:b@x"), card.Text());
    }

    /// <summary>One number, fax or address at home and at work is in two places; of an address each component has a place of its own.</summary>
    [Theory]
    [InlineData("TEL;TYPE=HOME,WORK:1", "homePhone=", "TEL;TYPE=WORK:1")]
    [InlineData("TEL;TYPE=HOME,WORK:1", "workPhone=", "TEL;TYPE=HOME:1")]
    [InlineData("TEL;TYPE=HOME,WORK:1", "homePhone=2", "TEL;TYPE=WORK:1", "TEL;TYPE=HOME:2")]
    [InlineData("TEL;TYPE=HOME,WORK,FAX:1", "workFax=", "TEL;TYPE=HOME;TYPE=FAX:1")]
    [InlineData("TEL;TYPE=HOME,WORK,FAX:1", "homeFax=", "TEL;TYPE=WORK;TYPE=FAX:1")]
    [InlineData("TEL;TYPE=HOME,WORK,FAX:1", "workFax=2", "TEL;TYPE=HOME;TYPE=FAX:1", "TEL;TYPE=WORK;TYPE=FAX:2")]
    [InlineData("ADR;TYPE=HOME,WORK:;;Quay;Bern;;3000;CH", "workStreet= workLocality= workPostalCode= workCountry=", "ADR;TYPE=HOME:;;Quay;Bern;;3000;CH")]
    [InlineData("ADR;TYPE=HOME,WORK:;;Quay;Bern;;3000;CH", "homeStreet= homeLocality= homePostalCode= homeCountry=", "ADR;TYPE=WORK:;;Quay;Bern;;3000;CH")]
    [InlineData("ADR;TYPE=HOME,WORK:;;Quay;Bern;;3000;CH", "workStreet=Lane", "ADR;TYPE=HOME:;;Quay;Bern;;3000;CH", "ADR;TYPE=WORK:;;Lane;Bern;;3000;CH")]
    [InlineData("ADR;TYPE=HOME,WORK:;;Quay;Bern;;3000;CH", "workStreet=Quay workLocality=Bern", "ADR;TYPE=HOME,WORK:;;Quay;Bern;;3000;CH")]
    public void What_is_in_two_places_stays_in_the_other(string line, string changes, params string[] lines)
    {
        var card = Cards.Of("3.0", "FN:Bo", line);

        Write(card, changes.Split(' '));

        Assert.Equal(lines, Lines(card, line[..3]), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>A number that only one place shows is that place's, whatever else it is.</summary>
    [Theory]
    [InlineData("WORK,CELL", "mobilePhone=")]
    [InlineData("HOME,CELL", "mobilePhone=")]
    [InlineData("WORK,PAGER", "pager=")]
    [InlineData("WORK,FAX", "workFax=")]
    [InlineData("WORK,CELL", "mobilePhone=2", "TEL;TYPE=WORK,CELL:2")]
    public void What_is_in_one_place_only_goes_with_it(string types, string change, params string[] lines)
    {
        var card = Cards.Of("3.0", "FN:Bo", $"TEL;TYPE={types}:1");

        Write(card, change);

        Assert.Equal(lines, Lines(card, "TEL"));
    }

    [Theory]
    [InlineData("skype:bob")]
    [InlineData("xmpp:bob@jabber.org")]
    public void A_messenger_that_comes_with_its_scheme_is_written_with_one(string sent)
    {
        var card = Cards.Of("3.0", "FN:Bo");

        Write(card, "im1=" + sent);
        Write(card, "im1=" + sent);

        Assert.EndsWith(":" + sent, Lines(card, "IMPP").Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("email1=b@x email2=a@x")]
    [InlineData("email2=a@x email1=b@x")]
    public void Two_that_change_places_keep_their_labels(string changes)
    {
        var card = Cards.Of("3.0", Four);

        Write(card, changes.Split(' '));

        Assert.Equal([Three[3], Three[0], Three[4], Four[^1]], Lines(card, "EMAIL"));
        Assert.Equal(Four.Order(), card.Lines.Select(l => l.Raw).Select(r => System.Text.Encoding.UTF8.GetString(r.Span).TrimEnd()).Where(Four.Contains).Order());
        Assert.Equal("Boat", card.Fields()["emails"]![1]!["label"]!.GetValue<string>());
    }

    [Fact]
    public void The_same_sent_again_changes_nothing()
    {
        var card = Cards.Of("3.0", "FN:Bo", "EMAIL;TYPE=HOME:a@x", "EMAIL;TYPE=WORK:b@x");
        Write(card, "email1=");
        var text = card.Text();

        Write(card, "email2=b@x", "email1=");

        Assert.Equal(text, card.Text());
        Assert.Equal(["EMAIL;TYPE=WORK:b@x"], Lines(card, "EMAIL"));
    }

    [Fact]
    public void A_messenger_that_moves_keeps_its_service()
    {
        var card = Cards.Of("3.0", "FN:Ada", "IMPP:skype:ada", "IMPP:xmpp:ada@j");

        Write(card, "im1=ada@j", "im2=");

        Assert.Equal(Cards.TextOf("3.0", "FN:Ada", "IMPP:xmpp:ada@j"), card.Text());
    }

    [Theory]
    [InlineData("email1=b@x email2=c@x email3=", "b@x c@x d@x")]
    [InlineData("email1=", "b@x c@x d@x")]
    [InlineData("email1= email2= email3=", "d@x  ")]
    [InlineData("email1=b@x email2=", "b@x c@x d@x")]
    [InlineData("email1=n@x email2=a@x email3=b@x", "n@x a@x b@x")]
    [InlineData("email1=n@x email2=a@x", "n@x a@x c@x")]
    [InlineData("email1=c@x email3=n@x", "c@x b@x n@x")]
    [InlineData("email2=n@x", "a@x n@x c@x")]
    public void What_no_place_shows_stays_and_moves_into_view(string changes, string after)
    {
        var card = Cards.Of("3.0", Four);

        Write(card, changes.Split(' '));

        Assert.Equal(after, Emails(card));
        Assert.Equal(Four[^1], Lines(card, "EMAIL")[^1]);
        // What stays keeps all that it has, and nothing else of the card is touched.
        Assert.All(Lines(card, "EMAIL"), line => Assert.True(Four.Contains(line) || line.EndsWith("n@x", StringComparison.Ordinal), line));
        Assert.Equal(["TITLE:Pilot", "X-ODD:kept"], card.Text().Split("\r\n").Where(l => l.StartsWith("TITLE", StringComparison.Ordinal) || l.StartsWith("X-ODD", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_value_that_changes_in_its_place_keeps_what_belongs_to_the_place()
    {
        var card = Cards.Of("3.0", Four);

        Write(card, "email1=n@x", "email2=b@x");

        Assert.Equal("item1.EMAIL;type=INTERNET;type=HOME;X-FOO=bar:n@x", Lines(card, "EMAIL")[0]);
        Assert.Equal(Four[1..], card.Text().Split("\r\n").Where(Four.Contains));
    }

    [Fact]
    public void A_new_one_gets_a_line_of_its_own_where_the_present_ones_move()
    {
        var card = Cards.Of("3.0", Three);

        Write(card, "email1=b@x", "email2=n@x");

        Assert.Equal("b@x n@x c@x", Emails(card));
        Assert.Equal([Three[3], Three[4]], Lines(card, "EMAIL").Where(Three.Contains));
        Assert.DoesNotContain("Boat", card.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_that_are_the_same_are_told_apart()
    {
        var card = Cards.Of("3.0", "EMAIL:a@x", "EMAIL:a@x", "EMAIL;TYPE=WORK:b@x");

        Write(card, "email1=b@x", "email2=a@x", "email3=n@x");

        Assert.Equal(["EMAIL;TYPE=WORK:b@x", "EMAIL:a@x", "EMAIL:n@x"], Lines(card, "EMAIL"));
    }

    [Fact]
    public void Numbers_move_within_their_kind()
    {
        var card = Cards.Of("3.0", "TEL;TYPE=WORK:9", "item1.TEL;TYPE=HOME:1", "item1.X-ABLabel:Boat", "TEL;TYPE=CELL:7", "TEL;TYPE=HOME,pref:2", "TEL;TYPE=HOME:3");

        Write(card, "homePhone2=1", "homePhone=2", "workPhone=", "workPhone2=9");

        Assert.Equal(["TEL;TYPE=WORK:9", "TEL;TYPE=HOME,pref:2", "TEL;TYPE=CELL:7", "item1.TEL;TYPE=HOME:1", "TEL;TYPE=HOME:3"], Lines(card, "TEL"));
        Write(card, "homePhone=1", "homePhone2=");
        Assert.Equal("1 3", Read(card, "homePhone", "homePhone2"));
    }

    [Fact]
    public void An_address_stays_the_one_that_it_is_while_its_parts_change()
    {
        var card = Cards.Of("3.0", "item1.ADR;TYPE=HOME;X-FOO=bar:;;Street 1;;;;", "item1.X-ABLabel:Boat", "ADR;TYPE=HOME:;;Second;;;;");

        Write(card, "homeStreet=", "homeLocality=Town");
        Assert.Equal(["item1.ADR;TYPE=HOME;X-FOO=bar:;;;Town;;;", "ADR;TYPE=HOME:;;Second;;;;"], Lines(card, "ADR"));

        Write(card, "homeLocality=");
        Assert.Equal(["ADR;TYPE=HOME:;;Second;;;;"], Lines(card, "ADR"));
        Assert.DoesNotContain("Boat", card.Text(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TEL:1", "homePhone")]
    [InlineData("TEL;TYPE=VOICE,pref:1", "homePhone")]
    [InlineData("item1.TEL:1|item1.X-ABLabel:Boat", "homePhone")]
    [InlineData("TEL;TYPE=HOME:2|TEL:1", "homePhone2")]
    [InlineData("TEL;TYPE=FAX:1", "workFax")]
    [InlineData("TEL;TYPE=MAIN:2|TEL;TYPE=VOICE,FAX:1", "workFax")]
    [InlineData("ADR:;;1;;;;", "otherStreet")]
    public void What_says_nothing_of_its_kind_is_shown_in_one_place_and_stays_as_it_is(string lines, string place)
    {
        var card = Cards.Of("3.0", lines.Split('|'));
        var slots = ContactFields.All.Where(f => f.Kind == FieldKind.Slot && FieldValue.Read(card, f) == "1").Select(f => f.Name);
        Assert.Equal([place], slots);

        Write(card, place + "=5");

        Assert.Equal(Cards.TextOf("3.0", [.. lines.Split('|').Select(l => l.Replace(":1", ":5", StringComparison.Ordinal).Replace(";1;", ";5;", StringComparison.Ordinal))]), card.Text());
        Write(card, place + "=");
        Assert.Equal("", Read(card, place));
        Assert.DoesNotContain("Boat", card.Text(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TEL:1|TEL;TYPE=HOME:2|TEL;TYPE=HOME:3", "homePhone homePhone2", "2 3")]
    [InlineData("TEL:1|TEL;TYPE=HOME:2|TEL:3", "homePhone homePhone2", "2 1")]
    [InlineData("TEL;TYPE=FAX:1|TEL;TYPE=WORK,FAX:2", "workFax homeFax", "2 ")]
    [InlineData("TEL;TYPE=FAX,HOME:1|TEL;TYPE=MSG:2", "homeFax workFax homePhone", "1  ")]
    [InlineData("ADR:;;1;;;;|ADR;TYPE=OTHER:;;2;;;;", "otherStreet homeStreet", "2 ")]
    public void What_really_fits_comes_first(string lines, string places, string values) =>
        Assert.Equal(values, Read(Cards.Of("3.0", lines.Split('|')), places.Split(' ')));

    [Fact]
    public void A_new_number_beside_one_of_no_kind_is_written_once_however_often_it_is_sent()
    {
        var card = Cards.Of("3.0", "TEL:1");

        Write(card, "homePhone2=2");
        Assert.Equal(["TEL:1", "TEL;TYPE=HOME:2"], Lines(card, "TEL"));
        Write(card, "homePhone=1", "homePhone2=2");

        Assert.Equal(["TEL:1", "TEL;TYPE=HOME:2"], Lines(card, "TEL"));
        Write(card, "homePhone=1", "homePhone2=");
        Assert.Equal(["TEL:1"], Lines(card, "TEL"));
    }
}
