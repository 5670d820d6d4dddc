namespace ContactOffice.Formats.Tests;

/// <summary>What a phone is shown as the name of a card that has no name parts.</summary>
public class ActiveSyncCardTests
{
    [Theory]
    [InlineData("FN:Jan Janssens|N:;;;;|ORG:ACME", "Jan Janssens", "ACME")]
    [InlineData("FN:Jan Janssens|ORG:ACME;Sales", "Jan Janssens", "ACME")]
    [InlineData("FN:Jan Janssens", "Jan Janssens", null)]
    [InlineData("EMAIL:jan@x|ORG:", "jan@x", null)]
    [InlineData("NICKNAME:Jan|ORG:ACME", "Jan", "ACME")]
    [InlineData("FN:ACME\\, Inc.|ORG:ACME\\, Inc.", null, "ACME, Inc.")]
    [InlineData("ORG:ACME", null, "ACME")]
    [InlineData("FN: |N:;;;;|NOTE:x", null, null)]
    public void A_person_without_name_parts_is_named_by_the_display_name_and_a_company_by_itself(string lines, string? lastName, string? company)
    {
        var card = Cards.Of("3.0", lines.Split('|'));

        var shown = ActiveSyncCard.Read(card);

        Assert.Equal((lastName, company), (shown.GetValueOrDefault("lastName")?[0], shown.GetValueOrDefault("company")?[0]));
        Assert.Equal(lastName ?? company, shown.GetValueOrDefault("fileAs")?[0]);
        Assert.Equal(lastName is not null, ActiveSyncCard.IsNamedByDisplayName(card));
    }

    [Theory]
    [InlineData("N:Janssens;;;;", "Janssens")]
    [InlineData("N:;Jan;;;", null)]
    [InlineData("N:;;Jan;;", null)]
    public void A_card_with_a_name_of_parts_shows_these(string n, string? lastName)
    {
        var card = Cards.Of("3.0", "FN:The Captain", n, "ORG:ACME");

        Assert.Equal(lastName, ActiveSyncCard.Read(card).GetValueOrDefault("lastName")?[0]);
        Assert.False(ActiveSyncCard.IsNamedByDisplayName(card));
    }

    [Theory]
    [InlineData("nameSuffix=Jr. lastName=Janssens middleName=Maria firstName=Jan namePrefix=Dr. company=ACME", "Dr. Jan Maria Janssens Jr.")]
    [InlineData("lastName=Janssens firstName=", "Janssens")]
    [InlineData("firstName= lastName= company=ACME", null)]
    [InlineData("company=ACME", null)]
    public void The_display_name_is_made_of_the_parts_that_a_phone_sends(string sent, string? name) =>
        Assert.Equal(name, ActiveSyncCard.DisplayNameOf(sent.Split(' ').Select(s => s.Split('=')).ToDictionary(s => s[0], s => (string[])[s[1]])));

    [Fact]
    public void A_part_that_is_sent_without_a_value_or_with_blanks_names_nobody()
    {
        Assert.Null(ActiveSyncCard.DisplayNameOf(new Dictionary<string, string[]> { ["lastName"] = [], ["firstName"] = [" "] }));
        Assert.Equal("Jan Peter Janssens", ActiveSyncCard.DisplayNameOf(new Dictionary<string, string[]> { ["lastName"] = [" Janssens "], ["firstName"] = ["Jan Peter"] }));
    }
}
