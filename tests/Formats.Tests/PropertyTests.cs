using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace ContactOffice.Formats.Tests;

/// <summary>What holds for any fields, by the table.</summary>
public class PropertyTests
{
    private static readonly Config Config = Config.QuickThrowOnFailure.WithMaxTest(60);

    private static readonly Gen<string> AnyText =
        Gen.Elements("a", "B", "é", "日", "😀", ",", ";", ":", "\\", "\"", "^", "=", "\n", "\\n", " ", "=C3", "END:VCARD", "x-blob:", "0123456789", "\u2028", "\t").ListOf()
            .Select(parts => CleanText(string.Concat(parts)))
            .Where(text => text.Length > 0);

    private static string CleanText(string text) => text.Trim();

    private static readonly Gen<string> Date =
        from day in Gen.Choose(0, 20000)
        from partial in Gen.Choose(0, 3)
        let date = new DateOnly(1930, 1, 1).AddDays(day).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)
        select partial == 0 ? "-" + date[4..] : date;

    private static Gen<JsonNode> Item(ContactField list) =>
        from text in list.Items == ItemKind.Date ? Date : AnyText
        from second in AnyText
        from types in Gen.SubListOf(list.Types.Where(t => list.Items != ItemKind.Im || t is "home" or "work" or "skype"))
        from label in Gen.OneOf(Gen.Constant<string?>(null), AnyText.Select(t => (string?)t))
        from preferred in Gen.Elements(true, false)
        select (JsonNode)Json(list, text, second, types, label, preferred);

    private static JsonObject Json(ContactField list, string text, string second, IList<string> types, string? label, bool preferred)
    {
        var item = new JsonObject();
        if (list.Items == ItemKind.Address)
            (item["street"], item["country"]) = (text, second);
        else
            item["value"] = list.Items is ItemKind.Email or ItemKind.Phone or ItemKind.Url or ItemKind.Im ? text.Replace('\n', ' ') : text;
        if (list.Items == ItemKind.Im)
            item["value"] = item["value"]!.GetValue<string>().Replace(":", "", StringComparison.Ordinal).Trim() + "x";
        if (list.Items == ItemKind.Custom)
            item["label"] = second;
        else
        {
            item["types"] = new JsonArray([.. types.Order().Select(t => (JsonNode)t)]);
            if (label is not null)
                item["label"] = label;
        }
        if (preferred)
            item["preferred"] = true;
        return item;
    }

    private static Gen<JsonNode?> Value(ContactField field) => field.Kind switch
    {
        FieldKind.Date => Date.Select(d => (JsonNode?)d),
        FieldKind.Categories => AnyText.NonEmptyListOf().Select(c => (JsonNode?)new JsonArray([.. c.Distinct().Select(t => (JsonNode)t)])),
        FieldKind.List or FieldKind.Address or FieldKind.Custom => Item(field).NonEmptyListOf().Select(i => (JsonNode?)new JsonArray([.. i])),
        _ => AnyText.Select(t => (JsonNode?)t),
    };

    private static readonly ContactField[] Writable = [.. ContactFields.All.Where(f => f.Json is not null && f.Kind != FieldKind.Photo)];

    /// <summary>Some of the fields, in the order of the table, always with a name; as text, because a node has one parent.</summary>
    private static readonly Gen<string> Fields =
        from chosen in Gen.SubListOf(Writable)
        from values in Gen.CollectToList(Writable.Where(f => chosen.Contains(f) || f.Name == "displayName"), f => Value(f).Select(v => (f.Name, v)))
        select new JsonObject(values.Select(v => KeyValuePair.Create(v.Name, v.v?.DeepClone()))).ToJsonString();

    /// <summary>Types are a set.</summary>
    private static JsonObject Ordered(JsonObject fields)
    {
        foreach (var item in fields.Select(m => m.Value).OfType<JsonArray>().SelectMany(a => a.OfType<JsonObject>()))
            if (item["types"] is JsonArray types)
                item["types"] = new JsonArray([.. types.Select(t => t!.GetValue<string>()).Order().Select(t => (JsonNode)t)]);
        return fields;
    }

    [Theory]
    [InlineData("2.1")]
    [InlineData("3.0")]
    [InlineData("4.0")]
    public void Any_fields_make_a_card_that_has_them(string version) =>
        Check.One(Config, Prop.ForAll(Fields.ToArbitrary(), json =>
        {
            var card = Cards.Of(version);
            Assert.Null(card.Patch(json));
            Cards.Same(JsonNode.Parse(json), Ordered(Cards.Parse(card.ToBytes()).FieldsWithoutIds()));
        }));

    [Fact]
    public void A_patch_of_one_field_leaves_all_other_lines_as_they_were() =>
        Check.One(Config, Prop.ForAll(Fields.ToArbitrary(), Fields.ToArbitrary(), (json, other) =>
        {
            var card = Cards.Of("3.0", "X-ODD;A=\"b,c\":kept\r\n as it is", "UID:1");
            Assert.Null(card.Patch(json));
            var before = card.Lines.Select(l => (l.Name, Text: Encoding.UTF8.GetString(l.Raw.Span))).ToList();
            var (name, value) = JsonNode.Parse(other)!.AsObject().Last();
            var field = Writable.Single(f => f.Name == name);

            Assert.Null(card.Patch(new JsonObject { [name] = value?.DeepClone() }.ToJsonString()));

            string[] named = [field.Place.Property, field.PropertyBefore40 ?? "", "X-ABLABEL", "FN", .. field.Aliases.Select(a => a.Property)];
            Assert.Equal(
                before.Where(l => !named.Contains(l.Name)).Select(l => l.Text),
                card.Lines.Where(l => !named.Contains(l.Name)).Select(l => Encoding.UTF8.GetString(l.Raw.Span)));
        }));

    [Fact]
    public void A_cards_own_fields_change_nothing() =>
        Check.One(Config, Prop.ForAll(Fields.ToArbitrary(), json =>
        {
            using var fields = JsonDocument.Parse(json);
            Assert.True(CardFields.TryCreate(fields.RootElement, Guid.NewGuid(), out var card, out _));
            var bytes = card.ToBytes();

            Assert.Null(card.Patch(card.Fields().ToJsonString()));

            Assert.Equal(bytes, card.ToBytes());
        }));

    [Fact]
    public void Escaped_text_is_read_as_it_was() =>
        Check.One(Config, Prop.ForAll(AnyText.ToArbitrary(), text =>
        {
            foreach (var version in Enum.GetValues<VCardVersion>())
            {
                Assert.Equal(text, Text.Unescape(Text.Whole(text, version)));
                Assert.Equal([text, text], Text.Split(string.Join(';', Text.EscapeComponent(text, version), Text.EscapeComponent(text, version)), ';').Select(p => Text.Unescape(p)));
            }
        }));

    [Fact]
    public void Folds_are_75_octets_at_most_whole_characters_and_undone_by_the_reader() =>
        Check.One(Config, Prop.ForAll(AnyText.ToArbitrary(), text =>
        {
            var value = text.Replace("\n", "", StringComparison.Ordinal) + "x";
            var bytes = LineWriter.Write(VCardVersion.V40, "\r\n", null, "X-A", [], value);
            var lines = Encoding.UTF8.GetString(bytes).Split("\r\n");

            Assert.All(lines, l => Assert.InRange(Encoding.UTF8.GetByteCount(l), 0, 75));
            Assert.DoesNotContain('\uFFFD', Encoding.UTF8.GetString(bytes));
            Assert.Equal(value, ContentLine.Parse(bytes, VCardVersion.V40).Value);
        }));

    [Fact]
    public void Cut_and_restored_is_the_same_card() =>
        Check.One(Config, Prop.ForAll(AnyText.ToArbitrary(), Gen.Choose(1, 80).ToArbitrary(), (text, width) =>
        {
            var picture = Convert.ToBase64String(Encoding.UTF8.GetBytes(text + text));
            var folded = string.Join("\r\n ", picture.Chunk(width).Select(c => new string(c)));
            var bytes = Encoding.UTF8.GetBytes(Cards.TextOf("3.0", "NOTE:" + Text.Whole(text, VCardVersion.V30), "PHOTO;ENCODING=b:" + folded, "X-A:x-blob-text:"));

            var (cut, blobs) = CardBlobs.Cut(bytes);

            Assert.Single(blobs);
            Assert.Equal(bytes, CardBlobs.Restore(cut, hash => blobs.Single(b => b.Hash == hash).Bytes));
        }));
}
