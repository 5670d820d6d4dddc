using System.Text.Json;

namespace ContactOffice.Formats.Tests;

public class ContactFieldsTests
{
    private static bool IsText(ContactField field) => field.Kind is FieldKind.Text or FieldKind.Multiline or FieldKind.Date or FieldKind.Slot;

    public static TheoryData<string, string> TextRows()
    {
        var rows = new TheoryData<string, string>();
        foreach (var field in ContactFields.All.Where(IsText))
            foreach (var version in (string[])["2.1", "3.0", "4.0"])
                rows.Add(field.Name, version);
        return rows;
    }

    [Theory]
    [MemberData(nameof(TextRows))]
    public void Every_row_is_read_as_it_was_written_and_cleared(string name, string version)
    {
        var field = ContactFields.All.Single(f => f.Name == name);
        var card = Cards.Of(version, "FN:Somebody", "X-ODD:kept");
        // The second e-mail address is the second one: the first must be there.
        foreach (var before in Enumerable.Range(1, field.Place.Ordinal - 1))
            Assert.Null(FieldValue.Write(card, Earlier(field, before), "earlier"));
        var value = field.Kind == FieldKind.Date ? "1980-03-22" : "Zoë, 1; two";
        if (field.Converter == "everyItem")
            value = "Zoë, Al";

        Assert.Null(FieldValue.Write(card, field, value));

        var stored = Cards.Parse(card.ToBytes());
        Assert.Equal(value, FieldValue.Read(stored, field));
        Assert.Null(FieldValue.Write(stored, field, ""));
        if (name != "displayName")
            Assert.Equal("", FieldValue.Read(stored, field));
        Assert.Contains(stored.Lines, l => l.Name == "X-ODD");
    }

    private static ContactField Earlier(ContactField field, int ordinal) =>
        field with { Place = field.Place with { Ordinal = ordinal } };

    [Theory]
    [MemberData(nameof(TextRows))]
    public void Every_row_with_a_json_name_is_the_same_by_json_and_by_vcard(string name, string version)
    {
        var field = ContactFields.All.Single(f => f.Name == name);
        if (field.Json is null)
            return;
        var value = field.Kind == FieldKind.Date ? "--02-29" : "Zoë, 1; two\nthree\\n";
        var card = Cards.Of(version, "FN:Somebody");

        Assert.Null(card.Patch(JsonSerializer.Serialize(new Dictionary<string, string> { [name] = value })));

        var stored = Cards.Parse(card.ToBytes());
        Assert.Equal(value, stored.Fields()[name]!.GetValue<string>());
        Assert.Contains(stored.Lines, l => l.Name == field.Place.Property || l.Name == field.PropertyBefore40);
    }

    [Fact]
    public void Every_alias_is_read_as_its_field()
    {
        foreach (var field in ContactFields.All)
            foreach (var alias in field.Aliases.Where(a => a.Property != "X-ABDATE"))
            {
                var value = field.Kind == FieldKind.Date ? "2001-02-03" : "value";
                var fields = Cards.Of("3.0", "FN:Bo", $"{alias.Property}:{value}").Fields();
                if (field.Items == ItemKind.None)
                    Assert.Equal(value, fields[field.Name]!.GetValue<string>());
                else
                    Assert.Equal(alias.Type, fields[field.Name]![0]!["types"]?.AsArray().FirstOrDefault()?.GetValue<string>());
            }
    }

    [Fact]
    public void No_name_stands_for_two_rows_of_one_format()
    {
        Unique(f => [f.Name]);
        Unique(f => f.ActiveSync is { } name ? [name] : []);
        Unique(f => f.Ldif);
        Unique(f => f.Outlook is { } name ? [name] : []);
        Unique(f => f.Google is { } name ? [name] : []);
        Unique(f => f.GoogleOld is { } name ? [name] : []);
        Unique(f => [.. f.Csv is { } name ? [name.ToLowerInvariant()] : Array.Empty<string>(), .. f.Synonyms.Where(s => !s.Equals(f.Csv, StringComparison.OrdinalIgnoreCase))]);
    }

    private static void Unique(Func<ContactField, string[]> names) =>
        Assert.Empty(ContactFields.All.SelectMany(names).GroupBy(n => n).Where(g => g.Count() > 1).Select(g => g.Key));

    [Fact]
    public void No_two_rows_share_a_place() =>
        Assert.Empty(ContactFields.All.Where(f => f.List is null)
            .GroupBy(f => (f.Place.Property, f.Place.Component)).Where(g => g.Count() > 1).Select(g => g.Key.Property));

    [Fact]
    public void Every_slot_belongs_to_a_list_of_its_kind() =>
        Assert.All(ContactFields.All.Where(f => f.Kind == FieldKind.Slot), f => Assert.Equal(f.Items, ContactFields.All.Single(l => l.Json == f.List).Items));

    // MS-ASCNTC §2.2.2: all elements of both code pages, but for what is the server's (WeightedRank, Alias) or a container.
    [Theory]
    [InlineData(
        "Anniversary AssistantName AssistantPhoneNumber Birthday Business2PhoneNumber BusinessAddressCity BusinessAddressCountry BusinessAddressPostalCode BusinessAddressState BusinessAddressStreet BusinessFaxNumber BusinessPhoneNumber CarPhoneNumber Categories Children CompanyName Department Email1Address Email2Address Email3Address FileAs FirstName Home2PhoneNumber HomeAddressCity HomeAddressCountry HomeAddressPostalCode HomeAddressState HomeAddressStreet HomeFaxNumber HomePhoneNumber JobTitle LastName MiddleName MobilePhoneNumber OfficeLocation OtherAddressCity OtherAddressCountry OtherAddressPostalCode OtherAddressState OtherAddressStreet PagerNumber Picture RadioPhoneNumber Spouse Suffix Title WebPage YomiCompanyName YomiFirstName YomiLastName",
        "Contacts")]
    [InlineData("AccountName CompanyMainPhone CustomerId GovernmentId IMAddress IMAddress2 IMAddress3 MMS ManagerName NickName", "Contacts2")]
    public void Every_element_of_ActiveSync_has_its_row(string elements, string page)
    {
        var rows = ContactFields.All.Select(f => f.ActiveSync).Where(n => n?.StartsWith(page + ":", StringComparison.Ordinal) == true).Order();

        Assert.Equal(elements.Split(' ').Select(e => $"{page}:{e}").Order(), rows);
    }

    [Fact]
    public void The_edit_form_is_told_of_every_json_field()
    {
        var described = ContactFields.Describe();

        Assert.Equal(ContactFields.All.Where(f => f.Json is not null).Select(f => f.Json), described.Select(d => d!["name"]!.GetValue<string>()));
        var phones = described.Single(d => d!["name"]!.GetValue<string>() == "phones")!;
        Assert.Equal(("list", "phone", "field.phones"), (phones["kind"]!.GetValue<string>(), phones["items"]!.GetValue<string>(), phones["label"]!.GetValue<string>()));
        Assert.Contains("cell", phones["types"]!.AsArray().Select(t => t!.GetValue<string>()));
    }
}
