namespace ContactOffice.Benchmarks.Running;

/// <summary>A folder for the data of one run, gone afterwards unless it is to be kept.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly bool keep;

    /// <param name="under">On which disk to measure; null for the system's temporary folder.</param>
    /// <param name="keep">Leave it there, to look at after a failure.</param>
    public TemporaryFolder(string? under, bool keep)
    {
        this.keep = keep;
        Path = System.IO.Path.Combine(under ?? System.IO.Path.GetTempPath(), "contactoffice-" + System.IO.Path.GetRandomFileName());
        Directory.CreateDirectory(Path);
    }

    public string Path { get; }

    public string Sub(string name) => Directory.CreateDirectory(System.IO.Path.Combine(Path, name)).FullName;

    public void Dispose()
    {
        if (keep)
        {
            Console.WriteLine($"Kept: {Path}");
            return;
        }
        try { Directory.Delete(Path, recursive: true); }
        catch (IOException e) { Console.Error.WriteLine($"{Path} could not be removed: {e.Message}"); }
    }
}
