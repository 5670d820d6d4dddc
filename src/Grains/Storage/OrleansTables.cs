namespace ContactOffice.Grains.Storage;

/// <summary>
/// The tables that Orleans' ADO.NET providers use and the statements that they look up in OrleansQuery by key, in our own words. The names of keys,
/// parameters and result columns are theirs (Orleans 10.4, AdoNetGrainStorage.cs and ClusteringRelationalOrleansQueries.cs).
/// </summary>
internal static class OrleansTables
{
    public const string VersionTable = "CREATE TABLE IF NOT EXISTS orleans_schema_version (version bigint PRIMARY KEY)";

    public const int Version = 1;

    // The hashes that Orleans passes are left out: the whole key is the primary key. A missing extension stands as an empty string.
    public const string Storage = """
        CREATE TABLE OrleansQuery (QueryKey varchar(64) NOT NULL PRIMARY KEY, QueryText text NOT NULL);
        CREATE TABLE OrleansStorage (
            ServiceId varchar(150) NOT NULL,
            GrainTypeString varchar(512) NOT NULL,
            GrainIdN0 bigint NOT NULL,
            GrainIdN1 bigint NOT NULL,
            GrainIdExtensionString varchar(512) NOT NULL,
            PayloadBinary bytea,
            Version integer NOT NULL,
            PRIMARY KEY (ServiceId, GrainTypeString, GrainIdN0, GrainIdN1, GrainIdExtensionString));
        """;

    public const string Membership = """
        CREATE TABLE OrleansMembershipVersionTable (DeploymentId varchar(150) NOT NULL PRIMARY KEY, Version integer NOT NULL);
        CREATE TABLE OrleansMembershipTable (
            DeploymentId varchar(150) NOT NULL REFERENCES OrleansMembershipVersionTable,
            Address varchar(45) NOT NULL,
            Port integer NOT NULL,
            Generation integer NOT NULL,
            SiloName varchar(150) NOT NULL,
            HostName varchar(150) NOT NULL,
            Status integer NOT NULL,
            ProxyPort integer,
            SuspectTimes varchar(8000),
            StartTime timestamptz(3) NOT NULL,
            IAmAliveTime timestamptz(3) NOT NULL,
            PRIMARY KEY (DeploymentId, Address, Port, Generation));
        """;

    private const string Row = """
        ServiceId = @ServiceId AND GrainTypeString = @GrainTypeString AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1
            AND GrainIdExtensionString = coalesce(@GrainIdExtensionString, '')
        """;

    private const string Silo = "DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation";

    private const string Insert = """
        INSERT INTO OrleansStorage (ServiceId, GrainTypeString, GrainIdN0, GrainIdN1, GrainIdExtensionString, PayloadBinary, Version)
        SELECT @ServiceId, @GrainTypeString, @GrainIdN0, @GrainIdN1, coalesce(@GrainIdExtensionString, ''), @PayloadBinary, 1
        """;

    private const string Read = $"SELECT PayloadBinary, Version FROM OrleansStorage WHERE {Row}";

    /// <summary>
    /// A write answers the new version; where another was faster, the version that the caller had, or nothing where it had none: Orleans takes
    /// both for a conflict. Each statement alone is a transaction that begins with its write, so none can fail half-way as busy.
    /// "WHERE true" keeps SQLite's parser from taking ON CONFLICT for a join.
    /// </summary>
    public static readonly IReadOnlyDictionary<string, string> SqliteQueries = new Dictionary<string, string>
    {
        ["ReadFromStorageKey"] = Read,
        ["WriteToStorageKey"] = $"""
            {Insert} WHERE @GrainStateVersion IS NULL ON CONFLICT DO NOTHING RETURNING Version AS NewGrainStateVersion;
            UPDATE OrleansStorage SET PayloadBinary = @PayloadBinary, Version = Version + 1 WHERE {Row} AND Version = @GrainStateVersion RETURNING Version AS NewGrainStateVersion;
            SELECT @GrainStateVersion AS NewGrainStateVersion WHERE @GrainStateVersion IS NOT NULL AND changes() = 0
            """,
        ["ClearStorageKey"] = $"""
            UPDATE OrleansStorage SET PayloadBinary = NULL, Version = Version + 1 WHERE {Row} AND Version = @GrainStateVersion RETURNING Version AS NewGrainStateVersion;
            SELECT @GrainStateVersion AS NewGrainStateVersion WHERE @GrainStateVersion IS NOT NULL AND changes() = 0
            """,
    };

    private const string Bumped = "bumped AS (UPDATE OrleansMembershipVersionTable SET Version = Version + 1 WHERE DeploymentId = @DeploymentId AND Version = @Version RETURNING Version)";

    private const string ReadMembers = """
        SELECT v.DeploymentId, m.Address, m.Port, m.Generation, m.SiloName, m.HostName, m.Status, m.ProxyPort, m.SuspectTimes, m.StartTime, m.IAmAliveTime, v.Version
        FROM OrleansMembershipVersionTable v LEFT JOIN OrleansMembershipTable m ON m.DeploymentId = v.DeploymentId
        """;

    /// <summary>
    /// The membership table changes with its version row or not at all: a member's statement reads what the version's update returned,
    /// and where another node was faster that is nothing.
    /// </summary>
    public static readonly IReadOnlyDictionary<string, string> PostgresQueries = new Dictionary<string, string>
    {
        ["ReadFromStorageKey"] = Read,
        ["WriteToStorageKey"] = $"""
            WITH made AS ({Insert} WHERE CAST(@GrainStateVersion AS integer) IS NULL ON CONFLICT DO NOTHING RETURNING Version),
            changed AS (UPDATE OrleansStorage SET PayloadBinary = @PayloadBinary, Version = Version + 1 WHERE {Row} AND Version = CAST(@GrainStateVersion AS integer) RETURNING Version)
            SELECT coalesce((SELECT Version FROM made), (SELECT Version FROM changed), CAST(@GrainStateVersion AS integer)) AS NewGrainStateVersion
            """,
        ["ClearStorageKey"] = $"""
            WITH changed AS (UPDATE OrleansStorage SET PayloadBinary = NULL, Version = Version + 1 WHERE {Row} AND Version = CAST(@GrainStateVersion AS integer) RETURNING Version)
            SELECT coalesce((SELECT Version FROM changed), CAST(@GrainStateVersion AS integer)) AS NewGrainStateVersion
            """,
        ["MembershipReadAllKey"] = $"{ReadMembers} WHERE v.DeploymentId = @DeploymentId",
        ["MembershipReadRowKey"] = $"{ReadMembers} AND m.Address = @Address AND m.Port = @Port AND m.Generation = @Generation WHERE v.DeploymentId = @DeploymentId",
        ["GatewaysQueryKey"] = "SELECT Address, ProxyPort, Generation FROM OrleansMembershipTable WHERE DeploymentId = @DeploymentId AND Status = @Status AND ProxyPort > 0",
        ["InsertMembershipVersionKey"] = """
            WITH made AS (INSERT INTO OrleansMembershipVersionTable (DeploymentId, Version) VALUES (@DeploymentId, 0) ON CONFLICT DO NOTHING RETURNING 1)
            SELECT count(*)::int FROM made
            """,
        ["InsertMembershipKey"] = $"""
            WITH {Bumped},
            made AS (
                INSERT INTO OrleansMembershipTable (DeploymentId, Address, Port, Generation, SiloName, HostName, Status, ProxyPort, StartTime, IAmAliveTime)
                SELECT @DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime FROM bumped RETURNING 1)
            SELECT count(*)::int FROM made
            """,
        ["UpdateMembershipKey"] = $"""
            WITH {Bumped},
            changed AS (
                UPDATE OrleansMembershipTable SET Status = @Status, SuspectTimes = @SuspectTimes, IAmAliveTime = @IAmAliveTime FROM bumped WHERE {Silo} RETURNING 1)
            SELECT count(*)::int FROM changed
            """,
        ["UpdateIAmAlivetimeKey"] = $"UPDATE OrleansMembershipTable SET IAmAliveTime = @IAmAliveTime WHERE {Silo}",
        ["DeleteMembershipTableEntriesKey"] = "DELETE FROM OrleansMembershipTable WHERE DeploymentId = @DeploymentId; DELETE FROM OrleansMembershipVersionTable WHERE DeploymentId = @DeploymentId",
        // 6: SiloStatus.Dead. A silo that merely starts or stops slowly is not swept away.
        ["CleanupDefunctSiloEntriesKey"] = "DELETE FROM OrleansMembershipTable WHERE DeploymentId = @DeploymentId AND IAmAliveTime < @IAmAliveTime AND Status = 6",
        ["CleanupDefunctSiloEntryKey"] = $"""
            DELETE FROM OrleansMembershipTable WHERE {Silo} AND Status = 6 AND StartTime = @StartTime AND IAmAliveTime = @IAmAliveTime
                AND coalesce(SuspectTimes, '') = coalesce(@SuspectTimes, '')
            """,
    };

    public static string Upsert(string key, string text) =>
        $"INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ('{key}', '{text.Replace("'", "''", StringComparison.Ordinal)}') ON CONFLICT (QueryKey) DO UPDATE SET QueryText = excluded.QueryText";
}
