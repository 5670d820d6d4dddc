using System.Text.Json;
using ContactOffice.Formats;

namespace ContactOffice.Browser.Tests;

/// <summary>The form and the card name fields by the table's labels: each language has to know all of them.</summary>
public sealed class LabelTests
{
    [Theory]
    [InlineData("en")]
    [InlineData("fr")]
    [InlineData("nl")]
    public void Every_field_group_and_type_of_the_table_has_a_label(string language)
    {
        using var file = typeof(LabelTests).Assembly.GetManifestResourceStream($"i18n/{language}")!;
        var catalogue = JsonDocument.Parse(file).RootElement;
        var fields = ContactFields.Describe().Select(field => field!.AsObject()).ToList();
        var keys = fields.Select(field => (string)field["label"]!)
            .Concat(fields.Select(field => "group." + field["group"]))
            .Concat(fields.Where(field => field["types"] is not null).SelectMany(field => field["types"]!.AsArray()).Select(type => "type." + type));
        Assert.DoesNotContain(keys.Distinct(), key => !catalogue.TryGetProperty(key, out _));
    }
}
