using System.Text;
using ContactOffice.GrainInterfaces;

namespace ContactOffice.Grains.Groups;

/// <summary>What a group can be called: a name in any script that stands in an address as people type it.</summary>
internal static class GroupNameRules
{
    private const int MaxLength = 100;
    private const string Refused = "/\\?#%:*\"<>|";

    /// <summary>Addresses of other things.</summary>
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase) { "private", "person", "me", "shared", "all", "groups", "find", "contacts", ".", ".." };

    /// <summary>The name as it is kept, in composed form, without blanks around it; or what is wrong with it.</summary>
    public static Answer<string> Read(string? name)
    {
        var text = (name ?? "").Trim();
        if (text.Length is 0 or > 4 * MaxLength) return Length;
        if (!IsWellFormed(text)) return Wrong("group-name-characters", "It holds half a character.");
        text = text.Normalize(NormalizationForm.FormC);
        if (text.Length > MaxLength) return Length;
        if (Reserved.Contains(text)) return Wrong("group-name-reserved", "This name is the address of something else.");
        if (text.FirstOrDefault(c => char.IsControl(c) || c == '\uFFFD' || Refused.Contains(c, StringComparison.Ordinal) || (char.IsWhiteSpace(c) && c != ' ') || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.Format) is var found and not '\0')
            return Wrong("group-name-characters", $"A name cannot hold any of {Refused} or an invisible character.", ("refused", Refused), ("found", $"{found}"));
        if (text.StartsWith('.') || text.Contains("  ", StringComparison.Ordinal)) return Wrong("group-name-form", "A name does not begin with a dot and has single blanks only.");
        return text;
    }

    private static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) i++;
            else if (char.IsSurrogate(text[i])) return false;
        }
        return !text.Contains('\0', StringComparison.Ordinal);
    }

    private static Refusal Length => Refusal.Of(new("name", "length", $"1 to {MaxLength} characters.", new() { ["min"] = "1", ["max"] = $"{MaxLength}" }));

    private static Refusal Wrong(string code, string message, params (string Name, string Value)[] values) =>
        Refusal.Of(new("name", code, message, values.Length == 0 ? null : values.ToDictionary(value => value.Name, value => value.Value)));
}
