namespace ContactOffice.Api.Http;

/// <summary>What a request for a part of a list may ask for.</summary>
internal static class PageBounds
{
    /// <summary>Null where it is within bounds.</summary>
    public static Problem? Wrong(int limit, int most, int offset = 0)
    {
        if (limit < 1 || limit > most) return Problem.At("limit", "out-of-range", $"It can be 1 to {most}.", ("min", 1), ("max", most));
        return offset < 0 ? Problem.At("offset", "negative", "It cannot be negative.") : null;
    }
}
