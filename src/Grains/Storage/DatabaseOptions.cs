namespace ContactOffice.Grains.Storage;

/// <summary>Where everything is kept: SQLite files in a folder, or a PostgreSQL database that several nodes share.</summary>
/// <param name="Folder">The data folder; SQLite keeps <c>contacts.db</c> and <c>orleans.db</c> there.</param>
/// <param name="Postgres">An Npgsql connection string; null or empty for SQLite.</param>
public sealed record DatabaseOptions(string Folder, string? Postgres = null)
{
    /// <summary>How long deleted contacts can be restored, and how far back changes can be asked for.</summary>
    public TimeSpan Horizon { get; init; } = TimeSpan.FromDays(30);

    public bool IsPostgres => !string.IsNullOrEmpty(Postgres);

    /// <summary>A connection string holds a password.</summary>
    public override string ToString() => IsPostgres ? "PostgreSQL" : $"SQLite in {Folder}";
}
