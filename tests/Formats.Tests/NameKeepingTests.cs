using System.Text.Json;

namespace ContactOffice.Formats.Tests;

/// <summary>What a card is called and filed by follows what it was made of, whether JSON or a format of flat names edits it.</summary>
public class NameKeepingTests
{
    private static void Flat(VCard card, params (string Name, string Value)[] values) =>
        Assert.Null(FieldValue.Write(card, [.. values.Select(v => new FieldChange(ContactFields.ByName[v.Name], v.Value))]));

    private static VCard Blank()
    {
        using var none = JsonDocument.Parse("{}");
        Assert.True(CardFields.TryCreate(none.RootElement, Guid.NewGuid(), out var card, out _));
        return card;
    }

    private static string? Line(VCard card, string name) => card.Lines.FirstOrDefault(l => l.Name == name)?.Value;

    [Fact]
    public void A_blank_name_is_made_as_soon_as_there_is_something_to_make_it_of()
    {
        var (phone, page) = (Blank(), Blank());
        Flat(phone, ("notes", "nothing to be named by"));
        Assert.Equal("", Line(phone, "FN")!.Trim());

        Flat(phone, ("firstName", "Bo"), ("lastName", "Ek"), ("homePhone", "1"));
        Assert.Null(page.Patch("""{"emails":[{"value":"bo@example.org"}]}"""));

        Assert.Equal("Bo Ek", Line(phone, "FN"));
        Assert.Equal("bo@example.org", Line(page, "FN"));
    }

    [Fact]
    public void An_edit_that_names_the_name_or_changes_nothing_makes_none()
    {
        var card = Cards.Of("3.0", "FN: ", "N:Ek;Bo;;;");
        var text = card.Text();

        Flat(card, ("lastName", "Ek"));
        Assert.Equal(text, card.Text());
        Flat(card, ("displayName", "Captain"), ("lastName", "Ak"));
        Assert.Equal("Captain", Line(card, "FN"));
    }

    [Fact]
    public void A_card_without_the_line_gets_none()
    {
        var card = Cards.Of("2.1", "N:Ek;Bo;;;");

        Flat(card, ("firstName", "Al"));

        Assert.Null(Line(card, "FN"));
        Assert.Null(Line(card, "X-FILE-AS"));
    }

    [Theory]
    [InlineData("Ek, Bo Maria", "Ek, Al Maria")]
    [InlineData("Ek, Bo", "Ek, Al")]
    [InlineData("Bo Ek", "Al Ek")]
    [InlineData("Ek Bo", "Ek Al")]
    [InlineData("Dr. Bo Maria Ek Jr.", "Dr. Al Maria Ek Jr.")]
    [InlineData("Bo Ek, Jr.", "Al Ek, Jr.")]
    [InlineData("ACME", "ACME")]
    [InlineData("The Captain", "The Captain")]
    public void How_a_card_is_filed_follows_its_parts(string before, string after)
    {
        foreach (var property in (string[])["X-FILE-AS", "X-EVOLUTION-FILE-AS"])
        {
            VCard Card() => Cards.Of("3.0", "FN:Somebody", "N:Ek;Bo;Maria;Dr.;Jr.", "ORG:ACME", $"{property}:{before.Replace(",", "\\,", StringComparison.Ordinal)}");
            var (page, phone) = (Card(), Card());

            Assert.Null(page.Patch("""{"firstName":"Al"}"""));
            Flat(phone, ("firstName", "Al"));

            Assert.Equal(after, page.Fields()["fileAs"]!.GetValue<string>());
            Assert.Equal(page.Text(), phone.Text());
            Assert.Equal("Somebody", phone.DisplayName);
            Assert.Single(phone.Lines, l => l.Name.EndsWith("FILE-AS", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_company_is_filed_by_itself_and_a_person_by_the_last_name()
    {
        var company = Cards.Of("3.0", "FN:ACME", "N:;;;;", "ORG:ACME", "X-FILE-AS:ACME");
        var person = Cards.Of("3.0", "FN:Bo", "N:;Bo;;;", "X-FILE-AS:Bo");

        Flat(company, ("company", "ACME & Sons"));
        Flat(person, ("lastName", "Ek"));

        Assert.Equal(("ACME & Sons", "ACME & Sons"), (Line(company, "FN"), Line(company, "X-FILE-AS")));
        Assert.Equal(("Bo Ek", "Ek\\, Bo"), (Line(person, "FN"), Line(person, "X-FILE-AS")));
    }

    [Fact]
    public void What_it_is_filed_by_from_now_on_wins_over_what_follows()
    {
        var card = Cards.Of("3.0", "FN:Bo Ek", "N:Ek;Bo;;;", "X-FILE-AS:Ek\\, Bo");

        Flat(card, ("firstName", "Al"), ("fileAs", "Captain"));

        Assert.Equal(("Al Ek", "Captain"), (Line(card, "FN"), Line(card, "X-FILE-AS")));
        Assert.Null(card.Patch("""{"fileAs":null,"firstName":"Bo"}"""));
        Assert.Null(Line(card, "X-FILE-AS"));
    }

    [Theory]
    [InlineData("Ek, Bo Maria", "Ek, Al Maria")]
    [InlineData("Bo Ek, Jr.", "Al Ek, Jr.")]
    public void A_name_with_a_comma_follows_its_parts_too(string before, string after)
    {
        var card = Cards.Of("3.0", "FN:" + before.Replace(",", "\\,", StringComparison.Ordinal), "N:Ek;Bo;Maria;;Jr.");

        Flat(card, ("firstName", "Al"));

        Assert.Equal(after, card.DisplayName);
    }
}
