namespace ContactOffice.ActiveSync.Commands;

/// <summary>How long a request may wait, in seconds: shorter than a minute wears phones out, and a proxy that ends what is silent for an hour is none of ours.</summary>
internal static class Heartbeat
{
    public const int Least = 60;
    public const int Most = 59 * 60;

    public static int Nearest(int seconds) => Math.Clamp(seconds, Least, Most);
}
