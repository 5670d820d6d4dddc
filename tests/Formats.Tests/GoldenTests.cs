using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ContactOffice.Formats.Tests;

/// <summary>Cards in the manner of real clients, each with the JSON that it must give beside it. REWRITE_GOLDEN=folder writes that JSON anew, for a look at its difference.</summary>
public class GoldenTests
{
    private static readonly JsonSerializerOptions Pretty = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Fixtures");

    public static TheoryData<string> Fixtures() =>
        [.. Directory.GetFiles(Folder, "*.vcf", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Folder, f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void A_clients_card_reads_as_its_json(string fixture)
    {
        var path = Path.Combine(Folder, fixture);
        var card = Cards.Parse(File.ReadAllBytes(path));
        var fields = card.FieldsWithoutIds();
        if (Environment.GetEnvironmentVariable("REWRITE_GOLDEN") is { Length: > 0 } sources)
            File.WriteAllText(Path.ChangeExtension(Path.Combine(sources, fixture), ".json"), fields.ToJsonString(Pretty) + "\n");
        else
            Cards.Same(JsonNode.Parse(File.ReadAllText(Path.ChangeExtension(path, ".json"))), fields);
    }

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void A_clients_card_is_given_back_as_sent_and_edited_in_one_place(string fixture)
    {
        var bytes = File.ReadAllBytes(Path.Combine(Folder, fixture));
        var card = Cards.Parse(bytes);
        Assert.Equal(bytes, card.ToBytes());

        Assert.Null(card.Patch("""{"role":"Cook"}"""));

        var (gone, come) = Cards.Difference(System.Text.Encoding.Latin1.GetString(bytes), System.Text.Encoding.Latin1.GetString(card.ToBytes()));
        Assert.Empty(gone);
        Assert.Equal("ROLE:Cook\r\n", Assert.Single(come));
    }
}
