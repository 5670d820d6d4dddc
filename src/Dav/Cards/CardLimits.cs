using ContactOffice.Formats;

namespace ContactOffice.Dav.Cards;

/// <summary>What is told to clients before they send too much (RFC 6352 §6.2.3, and Apple's max-image-size).</summary>
internal static class CardLimits
{
    /// <summary>A picture's bytes such that its base64, with folds, fits into the largest card beside everything else.</summary>
    public const int MaxImageBytes = VCardLimits.MaxCardBytes / 4 * 3 - 512 * 1024;
}
