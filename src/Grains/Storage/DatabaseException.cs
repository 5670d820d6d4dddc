namespace ContactOffice.Grains.Storage;

/// <summary>Why a database cannot be used.</summary>
public enum DatabaseFault
{
    /// <summary>No server answers, or it refuses these credentials or this database.</summary>
    Unreachable,
    /// <summary>The data folder or a file in it cannot be written.</summary>
    NotWritable,
    /// <summary>A newer release of this program wrote it.</summary>
    NewerSchema,
    /// <summary>It is there, but what it holds cannot be read.</summary>
    Damaged,
    /// <summary>The connection string is wrong.</summary>
    Misconfigured,
}

/// <summary>The database cannot be used; the message says which and why, in a sentence meant for who runs the server, without secrets.</summary>
public sealed class DatabaseException(DatabaseFault fault, string message, Exception? inner = null) : Exception(message, inner)
{
    public DatabaseFault Fault { get; } = fault;
}
