using System.Text.Json;
using ContactOffice.GrainInterfaces;

namespace ContactOffice.Grains.Books;

/// <summary>
/// Sort keys of names: bytes that compare as a collation compares the names, made once per name. Nameless entries come last.
/// </summary>
internal static class NameKey
{
    public const byte Named = 1;
    public const byte Nameless = 2;
    private const int MaxName = 64;
    private const int MaxKey = 120;

    public static byte[] Of(string? name, Collation collation)
    {
        if (string.IsNullOrWhiteSpace(name)) return [Nameless];
        if (name.Length > MaxName) name = name[..MaxName];
        Span<byte> key = stackalloc byte[2048];
        key[0] = Named;
        var length = 1 + collation.Key(name.AsSpan().Trim(), key[1..]);
        return key[..Math.Min(length, MaxKey)].ToArray();
    }

    /// <summary>By what a summary's entry is sorted in an order of names: how its name is read where the card says that, otherwise the name.</summary>
    public static string? Text(byte[] summary, NameOrder order)
    {
        var (shown, read) = order == NameOrder.LastFirst ? ("lastFirst", "lastFirstSort") : ("firstLast", "firstLastSort");
        string? text = null;
        var reader = new Utf8JsonReader(summary);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 1) continue;
            var isRead = reader.ValueTextEquals(read);
            var isShown = reader.ValueTextEquals(shown);
            reader.Read();
            if ((isRead || isShown) && reader.TokenType == JsonTokenType.String) text = reader.GetString();
            if (isRead) return text;
            reader.Skip();
        }
        return text;
    }
}
