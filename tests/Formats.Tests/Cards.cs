using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ContactOffice.Formats.Tests;

/// <summary>Short ways to say what most tests need.</summary>
internal static class Cards
{
    public static VCard Parse(string text) => Parse(Encoding.UTF8.GetBytes(text));

    public static VCard Parse(byte[] bytes)
    {
        Assert.True(VCard.TryParse(bytes, out var card, out var error), error?.ToString());
        return card;
    }

    /// <summary>A card of the given content lines, ended by CRLF.</summary>
    public static VCard Of(string version, params string[] lines) => Parse(TextOf(version, lines));

    public static string TextOf(string version, params string[] lines) =>
        string.Concat(((string[])["BEGIN:VCARD", "VERSION:" + version, .. lines, "END:VCARD"]).Select(l => l + "\r\n"));

    public static string Text(this VCard card) => Encoding.UTF8.GetString(card.ToBytes());

    public static JsonObject Fields(this VCard card) => CardFields.Read(card);

    /// <summary>The fields without the ids of list items, which say nothing to people.</summary>
    public static JsonObject FieldsWithoutIds(this VCard card)
    {
        var fields = CardFields.Read(card);
        foreach (var list in fields.Select(m => m.Value).OfType<JsonArray>())
            foreach (var item in list.OfType<JsonObject>())
                item.Remove("id");
        return fields;
    }

    public static FieldProblem? Patch(this VCard card, string json)
    {
        using var patch = JsonDocument.Parse(json);
        return CardFields.Patch(card, patch.RootElement);
    }

    /// <summary>Lines of <paramref name="after"/> that <paramref name="before"/> does not have, and the reverse.</summary>
    public static (string[] Gone, string[] Come) Difference(string before, string after)
    {
        var old = Parse(before).Lines.Select(l => Encoding.UTF8.GetString(l.Raw.Span)).ToList();
        var now = Parse(after).Lines.Select(l => Encoding.UTF8.GetString(l.Raw.Span)).ToList();
        return ([.. old.Except(now)], [.. now.Except(old)]);
    }

    public static void Same(JsonNode? expected, JsonNode? actual) =>
        Assert.True(JsonNode.DeepEquals(expected, actual), Differences(expected, actual));

    private static string Differences(JsonNode? expected, JsonNode? actual)
    {
        if (expected is not JsonObject wanted || actual is not JsonObject got)
            return $"expected {expected?.ToJsonString()}\nactual   {actual?.ToJsonString()}";
        var names = wanted.Select(m => m.Key).Union(got.Select(m => m.Key)).Where(n => !JsonNode.DeepEquals(wanted[n], got[n]));
        return string.Join('\n', names.Select(n => $"{n}: expected {wanted[n]?.ToJsonString()}\n{n}: actual   {got[n]?.ToJsonString()}"));
    }
}
