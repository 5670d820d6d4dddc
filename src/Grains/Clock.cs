namespace ContactOffice.Grains;

/// <summary>The time of day for what is stored and what expires; apart from Orleans' own clock so that a test can turn it.</summary>
public sealed class Clock(TimeProvider time)
{
    /// <summary>In whole milliseconds, as the database keeps it.</summary>
    public DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
}
