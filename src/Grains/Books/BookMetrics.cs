using System.Diagnostics.Metrics;

namespace ContactOffice.Grains.Books;

internal static class BookMetrics
{
    private static readonly Meter Meter = new("ContactOffice.Grains");

    /// <summary>A rise tells that notices get lost.</summary>
    public static readonly Counter<long> Repairs = Meter.CreateCounter<long>("contactoffice.book.repairs", description: "Times a book found changes in the database that nobody had told it of.");

    public static readonly Counter<long> Readings = Meter.CreateCounter<long>("contactoffice.book.readings", description: "Times a book read what it lacked, because edits ended out of order.");
}
