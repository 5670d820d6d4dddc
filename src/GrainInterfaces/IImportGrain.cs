using Orleans.Concurrency;

namespace ContactOffice.GrainInterfaces;

/// <summary>One import: it feeds batches to the address book, counts, keeps the report, and undoes. Its progress can be read from any node.</summary>
[Alias("Import")]
public interface IImportGrain : IGrainWithGuidKey
{
    /// <summary>Starts it. NameTaken where this import was started before.</summary>
    [Alias("Begin")]
    Task<Answer<ImportReport>> Begin(AccountId actor, BookId book, bool preview, long totalBytes);

    /// <summary>Imports the next cards, at most 500 and 32 MiB; <paramref name="bytesRead"/> of the file are consumed after them. The answer has the counts, not the records.</summary>
    [Alias("Add")]
    Task<Answer<ImportReport>> Add(AccountId actor, ImportCard[] cards, long bytesRead);

    /// <summary>Nothing more comes; <paramref name="failure"/> tells why the file ended early, null where it did not.</summary>
    [Alias("Finish")]
    Task<Answer<ImportReport>> Finish(AccountId actor, string? failure);

    /// <summary>The report so far. NotFound for anyone but who imports.</summary>
    [Alias("Report"), AlwaysInterleave]
    Task<Answer<ImportReport>> Report(AccountId actor);

    /// <summary>Deletes what the import added and nobody changed since.</summary>
    [Alias("Undo")]
    Task<Answer<UndoneImport>> Undo(AccountId actor);
}

/// <summary>One record of an import file.</summary>
/// <param name="Line">That of its BEGIN in the file, from 1.</param>
/// <param name="Broken">Why the record is no whole card: reported as broken, with what there is of it; null where it is one.</param>
/// <param name="BrokenCode">The same for programs.</param>
[GenerateSerializer, Immutable, Alias("ImportCard")]
public sealed record ImportCard([property: Id(0)] int Line, [property: Id(1)] byte[] Card, [property: Id(2)] string? Broken = null, [property: Id(3)] string? BrokenCode = null);

/// <summary>What became of a record.</summary>
public enum ImportResult
{
    /// <summary>It is a contact now (or would be, in a preview).</summary>
    Imported,
    /// <summary>The book has it already, or an earlier record of the import was the same.</summary>
    Skipped,
    /// <summary>It cannot be read.</summary>
    Broken,
}

/// <summary>The report's line on one record.</summary>
/// <param name="Line">Where it begins in the file.</param>
/// <param name="Name">Its display name, for people; empty where it has none.</param>
/// <param name="Reason">Why it was skipped or is broken; null when imported.</param>
/// <param name="ReasonCode">The same for programs that say it in another language: <c>same-uid-in-book</c>.</param>
/// <param name="ReasonValues">What the reason has of numbers, by name: <c>line</c>, <c>max</c>.</param>
[GenerateSerializer, Immutable, Alias("ImportedCard")]
public sealed record ImportedCard(
    [property: Id(0)] int Line,
    [property: Id(1)] ImportResult Result,
    [property: Id(2)] ContactId? Id,
    [property: Id(3)] string Name,
    [property: Id(4)] string? Reason,
    [property: Id(5)] Notice[] Warnings,
    [property: Id(6)] string? ReasonCode = null,
    [property: Id(7)] Dictionary<string, string>? ReasonValues = null);

public enum ImportState
{
    Running,
    Finished,
    /// <summary>The file could not be read to its end; what was imported until then is there.</summary>
    Failed,
    Undone,
}

/// <summary>Counts, and a line on every record that was not simply imported.</summary>
/// <param name="Records">Skipped and broken records and those with warnings, the first 10,000 of them; in a preview every record, the first 1,000.</param>
[GenerateSerializer, Immutable, Alias("ImportReport")]
public sealed record ImportReport(
    [property: Id(0)] Guid Id,
    [property: Id(1)] BookId Book,
    [property: Id(2)] ImportState State,
    [property: Id(3)] bool Preview,
    [property: Id(4)] int Imported,
    [property: Id(5)] int Skipped,
    [property: Id(6)] int Broken,
    [property: Id(7)] long BytesRead,
    [property: Id(8)] long TotalBytes,
    [property: Id(9)] string? Failure,
    [property: Id(10)] ImportedCard[] Records);
