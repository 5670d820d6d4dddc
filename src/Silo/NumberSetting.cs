using System.Globalization;

namespace ContactOffice.Silo;

/// <summary>Reads settings that are whole numbers.</summary>
public static class NumberSetting
{
    /// <summary>Null where it is not set; a <see cref="StartupException"/> where it is no number from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public static int? Read(IConfiguration configuration, string name, int least, int most)
    {
        if (configuration[name] is not { Length: > 0 } text) return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new StartupException($"{name} is '{text}', and must be a whole number from {least} to {most}.");
    }
}
