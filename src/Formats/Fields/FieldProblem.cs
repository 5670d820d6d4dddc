using System.Globalization;

namespace ContactOffice.Formats;

/// <summary>Why fields cannot be written.</summary>
/// <param name="Path">Where: <c>emails[1].value</c>.</param>
/// <param name="Code">Stable, for programs that say it in another language: <c>date-unreadable</c>.</param>
/// <param name="Message">A sentence for people.</param>
/// <param name="Values">What the sentence has of numbers and names, by name; null where it has none.</param>
public sealed record FieldProblem(string Path, string Code, string Message, IReadOnlyDictionary<string, string>? Values = null)
{
    internal static FieldProblem NotAnObject(string path) => new(path, "not-an-object", "This must be an object.");

    internal static FieldProblem UnknownField(string path) => new(path, "unknown-field", "There is no field of this name.");

    internal static FieldProblem UnknownMember(string path) => new(path, "unknown-member", "There is no member of this name.");

    internal static FieldProblem NotAList(string path, int max) => new(path, "not-a-list", $"This must be a list of at most {max} entries.", Max(max));

    internal static FieldProblem NotAText(string path) => new(path, "not-a-text", "This must be a text.");

    internal static FieldProblem NotUnicode(string path) => new(path, "not-unicode", "This text is not valid Unicode.");

    internal static FieldProblem TooLong(string path, int max) => new(path, "too-long", $"This text is longer than {max} characters.", Max(max));

    internal static FieldProblem NotAFlag(string path) => new(path, "not-a-flag", "This must be true or false.");

    internal static FieldProblem DateUnreadable(string path) => new(path, "date-unreadable", "A date is written as 1980-03-22, or as --03-22 without a year.");

    internal static FieldProblem AnniversaryElsewhere(string path) => new(path, "anniversary-elsewhere", "The anniversary is a field of its own.");

    internal static FieldProblem TypeUnreadable(string path) => new(path, "type-unreadable", "A type is made of letters, digits and hyphens.");

    internal static FieldProblem CardTooLarge() => new("", "card-too-large", "The contact would become too large.");

    internal static FieldProblem PhotoUnknown(string path) => new(path, "photo-unknown", "A picture is set by its bytes in data; hash and uri can only be sent back as they are.");

    internal static FieldProblem PhotoNotBase64(string path) => new(path, "photo-not-base64", "This must be a picture's bytes in base64.");

    internal static FieldProblem PhotoTooLarge(string path, int maxKib) => new(path, "photo-too-large", $"The picture is larger than {maxKib} KiB.", Max(maxKib));

    internal static FieldProblem PhotoFormat(string path) => new(path, "photo-format", "The picture must be a JPEG, PNG, GIF or WebP.");

    internal static FieldProblem PhotoTypeDiffers(string path, string actual) =>
        new(path, "photo-type-differs", $"The picture's bytes are {actual}.", new Dictionary<string, string> { ["mediaType"] = actual });

    private static Dictionary<string, string> Max(int max) => new() { ["max"] = max.ToString(CultureInfo.InvariantCulture) };
}
