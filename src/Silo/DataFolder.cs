namespace ContactOffice.Silo;

/// <summary>The folder that holds all of a node's files, locked for as long as the process lives: two writers would ruin it.</summary>
public sealed class DataFolder : IDisposable
{
    public const string Setting = "ContactOffice:Data";
    private const string LockName = "in-use";
    private readonly FileStream hold;

    private DataFolder(string path, bool wasEmpty, FileStream hold)
    {
        Path = path;
        WasEmpty = wasEmpty;
        this.hold = hold;
    }

    /// <summary>Absolute.</summary>
    public string Path { get; }

    /// <summary>There was nothing in it when this process took it.</summary>
    public bool WasEmpty { get; }

    /// <summary>Makes the folder where it is missing and takes it. Throws a <see cref="StartupException"/> where it cannot be used.</summary>
    public static DataFolder Open(IConfiguration configuration)
    {
        var path = System.IO.Path.GetFullPath(configuration[Setting] ?? "data");
        configuration[Setting] = path;
        try
        {
            Directory.CreateDirectory(path);
            var lockPath = System.IO.Path.Combine(path, LockName);
            var wasEmpty = !Directory.EnumerateFileSystemEntries(path).Any(entry => entry != lockPath);
            return new DataFolder(path, wasEmpty, Take(lockPath, path));
        }
        catch (UnauthorizedAccessException)
        {
            throw new StartupException($"The data folder {path} cannot be written to. Give this user the right to write there, or name another folder with --data.");
        }
        catch (IOException fault)
        {
            throw new StartupException($"The data folder {path} cannot be used ({fault.Message.TrimEnd('.')}). Name another folder with --data.");
        }
    }

    public void Dispose() => hold.Dispose();

    // The operating system lets go of the lock with the process, kill -9 included; the file itself stays and means nothing.
    private static FileStream Take(string lockPath, string folder)
    {
        try
        {
            return new FileStream(lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(lockPath))
        {
            throw new StartupException($"The data folder {folder} is in use by another running server. Stop that one, or name another folder with --data.");
        }
    }
}
