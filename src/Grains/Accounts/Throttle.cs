namespace ContactOffice.Grains.Accounts;

/// <summary>After five failures in a row the next guess waits a second, then two, four, up to five minutes. A success begins anew.</summary>
internal sealed class Throttle
{
    private const int Free = 5;
    private const int MaxSeconds = 300;
    private int failures;
    private DateTimeOffset until;

    /// <summary>Whole seconds until the next guess is heard; 0 for now.</summary>
    public int Wait(DateTimeOffset now) => until <= now ? 0 : (int)Math.Ceiling((until - now).TotalSeconds);

    public void Failed(DateTimeOffset now)
    {
        failures++;
        if (failures >= Free) until = now + TimeSpan.FromSeconds(Math.Min(MaxSeconds, 1 << Math.Min(failures - Free, 20)));
    }

    public void Succeeded() => (failures, until) = (0, default);
}
