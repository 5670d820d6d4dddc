using System.Text.RegularExpressions;
using ContactOffice.Formats;
using ContactOffice.Silo.Demo;

namespace ContactOffice.Protocol.Tests.Startup;

public partial class DemoCardsTests
{
    public static TheoryData<string> Accounts => ["alice", "bob", "carol"];

    [Theory, MemberData(nameof(Accounts))]
    public void The_reader_has_nothing_to_say_about_the_demo(string account) => Assert.Empty(Cards(account).SelectMany(card => card.Warnings));

    [Theory, MemberData(nameof(Accounts))]
    public void No_address_of_the_demo_can_reach_anybody(string account) =>
        Assert.All(Values(account, "EMAIL", "URL"), value => Assert.Matches(@"(\.example|@example\.(com|org|net))(/\w*)?$", value));

    [Theory, MemberData(nameof(Accounts))]
    public void No_number_of_the_demo_can_reach_anybody(string account) =>
        Assert.All(Values(account, "TEL"), value => Assert.Matches(SetAsideForFiction(), NotDigits().Replace(value, "")));

    [Fact]
    public void Every_second_person_or_so_has_a_picture_and_no_placeholder_is_left()
    {
        var pictures = Values("alice", "PHOTO").ToList();
        Assert.InRange(pictures.Count, 20, 60);
        Assert.DoesNotContain(pictures, picture => picture.Contains("demo:", StringComparison.Ordinal));
    }

    private static IEnumerable<VCard> Cards(string account) =>
        DemoCards.Of(account).Select(bytes => VCard.TryParse(bytes, out var card, out var error) ? card : throw new InvalidDataException(error?.Message));

    private static IEnumerable<string> Values(string account, params string[] names) =>
        Cards(account).SelectMany(card => card.Lines).Where(line => names.Contains(line.Name)).Select(line => line.Value);

    [GeneratedRegex("[^0-9]")]
    private static partial Regex NotDigits();

    /// <summary>What Ofcom, ARCEP, the NANPA, the Bundesnetzagentur, PTS, ACMA and ComReg keep free for film and examples.</summary>
    [GeneratedRegex("^(442079460|447700900|1[0-9]{3}55501|3319900|3363998|493023125|4917139200|468465004|467017406|612555|61491570|3532091)")]
    private static partial Regex SetAsideForFiction();
}
