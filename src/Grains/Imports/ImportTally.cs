using ContactOffice.GrainInterfaces;

namespace ContactOffice.Grains.Imports;

/// <summary>Counts, and as many lines of the report as are kept.</summary>
internal sealed class ImportTally
{
    private const int MaxRecords = 10_000;
    private const int MaxPreviewed = 1_000;
    private const int MaxWarnings = 10;
    private readonly List<ImportedCard> records;
    private readonly bool preview;

    public ImportTally(ImportReport report)
    {
        (Imported, Skipped, Broken, preview) = (report.Imported, report.Skipped, report.Broken, report.Preview);
        records = [.. report.Records];
    }

    public int Imported { get; private set; }

    public int Skipped { get; private set; }

    public int Broken { get; private set; }

    public void Add(ImportedCard record)
    {
        if (record.Result == ImportResult.Imported) Imported++;
        else if (record.Result == ImportResult.Skipped) Skipped++;
        else Broken++;
        var worthALine = preview || record.Result != ImportResult.Imported || record.Warnings.Length > 0;
        if (!worthALine || records.Count >= (preview ? MaxPreviewed : MaxRecords)) return;
        records.Add(record.Warnings.Length > MaxWarnings ? record with { Warnings = record.Warnings[..MaxWarnings] } : record);
    }

    public ImportReport Into(ImportReport report, long bytesRead) =>
        report with { Imported = Imported, Skipped = Skipped, Broken = Broken, BytesRead = bytesRead, Records = [.. records] };
}
