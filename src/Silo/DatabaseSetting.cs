using ContactOffice.Grains.Storage;

namespace ContactOffice.Silo;

/// <summary>The one setting that chooses the database.</summary>
public static class DatabaseSetting
{
    public const string Name = "ContactOffice:Database";

    /// <summary>
    /// Connects, and makes or migrates the tables, before a silo is started: what is wrong with the database is told in one line
    /// (<see cref="DatabaseException"/>) and leaves nothing running.
    /// </summary>
    public static async Task<DatabaseOptions> Prepare(IConfiguration configuration, DataFolder folder)
    {
        var database = new DatabaseOptions(folder.Path, configuration[Name]);
        await Database.Prepare(database, CancellationToken.None);
        return database;
    }
}
