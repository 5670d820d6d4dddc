using System.Text;

namespace ContactOffice.Formats.Tests;

public class SummaryTests
{
    private static string Of(params string[] lines) => Encoding.UTF8.GetString(CardSummary.Of(Cards.Of("3.0", lines)));

    [Fact]
    public void A_list_shows_names_in_both_orders_company_and_what_is_preferred() =>
        Assert.Equal(
            """{"name":"Dr. Zoë Ek","firstLast":"Zoë Ek","lastFirst":"Ek, Zoë","company":"Ek & Sons","jobTitle":"Pilot","email":"b@example.org","phone":"2"}""",
            Of("FN:Dr. Zoë Ek", "N:Ek;Zoë;;Dr.;", "ORG:Ek & Sons;Sales", "TITLE:Pilot", "EMAIL:a@example.org", "EMAIL;TYPE=pref:b@example.org", "TEL;TYPE=FAX:1", "TEL:2"));

    [Fact]
    public void A_contact_without_a_name_is_listed_by_what_it_has() =>
        Assert.Equal("""{"name":"a@example.org","firstLast":"a@example.org","lastFirst":"a@example.org","email":"a@example.org"}""", Of("EMAIL:a@example.org"));

    [Theory]
    [InlineData("やまだ|たろう|", "たろう やまだ", "やまだ, たろう")]
    [InlineData("やまだ||", "太郎 やまだ", "やまだ, 太郎")]
    [InlineData("|たろう|J", "たろう J 山田", "山田, たろう J")]
    public void A_name_is_sorted_by_how_it_is_read(string reading, string firstLast, string lastFirst)
    {
        var parts = reading.Split('|');
        var summary = Of("FN:山田 太郎", "N:山田;太郎;;;", $"X-PHONETIC-LAST-NAME:{parts[0]}", $"X-PHONETIC-FIRST-NAME:{parts[1]}", $"X-PHONETIC-MIDDLE-NAME:{parts[2]}");
        Assert.Equal($$"""{"name":"山田 太郎","firstLast":"太郎 山田","lastFirst":"山田, 太郎","firstLastSort":"{{firstLast}}","lastFirstSort":"{{lastFirst}}"}""", summary);
    }

    [Fact]
    public void A_company_is_sorted_by_how_it_is_read_only_where_it_is_what_lists_show()
    {
        Assert.Contains("\"lastFirstSort\":\"そに\"", Of("FN:外内", "ORG:外内", "X-PHONETIC-ORG:そに"), StringComparison.Ordinal);
        Assert.DoesNotContain("Sort", Of("FN:Bo Ek", "N:Ek;Bo;;;", "ORG:外内", "X-PHONETIC-ORG:そに"), StringComparison.Ordinal);
        Assert.DoesNotContain("Sort", Of("FN:Bo", "ORG:外内", "X-PHONETIC-ORG:そに"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_of_contacts_says_so() =>
        Assert.Contains("\"kind\":\"group\"", Of("FN:Crew", "X-ADDRESSBOOKSERVER-KIND:group"), StringComparison.Ordinal);

    [Fact]
    public void Find_as_you_type_looks_through_names_addresses_and_digits() =>
        Assert.Equal("Zoë Ek\nEk\nZoë\na@example.org\n46701", CardSummary.FindText(Cards.Of("3.0", "FN:Zoë Ek", "N:Ek;Zoë;;;", "EMAIL:a@example.org", "TEL:+46 70-1")));
}
