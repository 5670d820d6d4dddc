namespace ContactOffice.Silo.Demo;

/// <summary>
/// Whether a data folder is a demo, told by a file in it. A demo's accounts have a password that everybody knows, so it is served
/// on loopback addresses only, with <c>--demo</c> or without.
/// </summary>
internal static class DemoFolder
{
    public const string Setting = "ContactOffice:Demo";
    private const string MarkName = "demo";
    private const string Full = "This folder holds the demo: accounts alice, bob and carol, password demo.\n";

    /// <summary>What is to be done: fill an empty folder. Throws a <see cref="StartupException"/> where it must not be served so.</summary>
    public static bool IsToFill(DataFolder folder, IConfiguration configuration)
    {
        var asked = configuration.GetValue(Setting, false);
        var mark = Mark(folder);
        if (!asked && !File.Exists(mark)) return false;
        if (ListenAddresses.FirstPublic(configuration) is { } address)
            throw new StartupException($"The demo's password is public: it is served on this computer only, and {address} is open to others. Use --urls {Node.DefaultUrl}, or another data folder without --demo.");
        if (folder.WasEmpty) return true;
        if (!File.Exists(mark))
            throw new StartupException($"--demo fills an empty data folder only, and {folder.Path} is not empty. Name a new one with --data, or leave --demo out.");
        if (File.ReadAllText(mark) != Full)
            throw new StartupException($"The demo in {folder.Path} was interrupted while it was being filled. Delete that folder and start again.");
        return false;
    }

    public static bool IsDemo(DataFolder folder) => File.Exists(Mark(folder));

    public static void Begin(DataFolder folder) => File.WriteAllText(Mark(folder), "filling\n");

    public static void End(DataFolder folder) => File.WriteAllText(Mark(folder), Full);

    private static string Mark(DataFolder folder) => Path.Combine(folder.Path, MarkName);
}
