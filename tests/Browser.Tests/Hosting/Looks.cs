namespace ContactOffice.Browser.Tests.Hosting;

/// <summary>The windows that people have: three panes, two and one, each light and dark.</summary>
public static class Looks
{
    public const int Desktop = 1440;
    public const int Tablet = 768;
    public const int Phone = 390;

    public static TheoryData<int, bool> All
    {
        get
        {
            var looks = new TheoryData<int, bool>();
            foreach (var width in (int[])[Desktop, Tablet, Phone])
                foreach (var dark in (bool[])[false, true]) looks.Add(width, dark);
            return looks;
        }
    }

    /// <summary>Each width once, light and dark in turns: for what people do, which colours do not change.</summary>
    public static TheoryData<int, bool> Widths => new() { { Desktop, false }, { Tablet, true }, { Phone, false } };

    /// <summary>The two that differ most, for pages whose parts are looked at in all of them elsewhere.</summary>
    public static TheoryData<int, bool> Extremes => new() { { Desktop, false }, { Phone, true } };

    /// <summary>Height that goes with a width.</summary>
    public static int Height(int width) => width == Phone ? 844 : width == Tablet ? 1024 : 900;
}
