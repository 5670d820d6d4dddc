using Microsoft.Data.Sqlite;

namespace ContactOffice.Benchmarks.Crash;

/// <summary>SQLite's own integrity check, on every database of a data folder.</summary>
internal static class SqliteCheck
{
    /// <returns>How many are damaged. None at all is a mistake of ours, not soundness.</returns>
    public static int Damaged(string folder)
    {
        var databases = Directory.GetFiles(folder, "*.db", SearchOption.AllDirectories);
        if (databases.Length == 0) throw new InvalidOperationException($"There is no SQLite database in {folder}.");
        return databases.Count(IsDamaged);
    }

    private static bool IsDamaged(string file)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        var said = (string)command.ExecuteScalar()!;
        if (said != "ok") Console.WriteLine($"  {file}: {said}");
        return said != "ok";
    }
}
