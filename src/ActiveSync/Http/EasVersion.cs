namespace ContactOffice.ActiveSync.Http;

/// <summary>A version of the protocol, times ten: 12.1 is 121.</summary>
internal readonly record struct EasVersion(int Tenths)
{
    public static readonly EasVersion V121 = new(121);
    public static readonly EasVersion V140 = new(140);
    public static readonly EasVersion V141 = new(141);
    public static readonly EasVersion V160 = new(160);
    public static readonly EasVersion V161 = new(161);

    private static readonly EasVersion[] Known = [V121, V140, V141, V160, V161];

    /// <summary>As OPTIONS tells them.</summary>
    public static string All { get; } = string.Join(',', Known);

    public static bool TryParse(string text, out EasVersion version)
    {
        version = Array.Find(Known, known => known.ToString() == text.Trim());
        return version.Tenths > 0;
    }

    public static bool operator <(EasVersion left, EasVersion right) => left.Tenths < right.Tenths;

    public static bool operator >(EasVersion left, EasVersion right) => left.Tenths > right.Tenths;

    public static bool operator <=(EasVersion left, EasVersion right) => left.Tenths <= right.Tenths;

    public static bool operator >=(EasVersion left, EasVersion right) => left.Tenths >= right.Tenths;

    public override string ToString() => $"{Tenths / 10}.{Tenths % 10}";
}
