namespace ContactOffice.Formats;

/// <summary>What one card may cost. A card beyond these is refused with line and reason; nothing of it is kept.</summary>
public static class VCardLimits
{
    public const int MaxCardBytes = 10 * 1024 * 1024;

    /// <summary>Content lines, unfolded.</summary>
    public const int MaxLines = 10_000;

    /// <summary>Cards nested in AGENT properties, one within the other.</summary>
    public const int MaxDepth = 4;

    /// <summary>Parameters that are looked at in one content line; those behind them are kept but mean nothing.</summary>
    public const int MaxParameters = 1_000;

    /// <summary>Warnings that are remembered of one card.</summary>
    public const int MaxWarnings = 100;
}
