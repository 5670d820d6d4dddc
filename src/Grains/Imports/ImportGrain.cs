using ContactOffice.GrainInterfaces;
using ContactOffice.Grains.Storage;

namespace ContactOffice.Grains.Imports;

/// <summary>
/// One import. It reads the cards, which is most of the work, and so spreads it over the cluster; the book only stores them. What was imported
/// stands in the database with the import's id, so a report is true even after the node that made it was killed.
/// </summary>
[CollectionAgeLimit(Minutes = 30)]
internal sealed class ImportGrain([PersistentState("import")] IPersistentState<ImportRecord> state, IContactStore store) : Grain, IImportGrain
{
    private const int MaxCards = 500;
    private const long MaxBytes = 32 << 20;
    private static readonly TimeSpan SaveEvery = TimeSpan.FromSeconds(5);
    private readonly SeenCards seen = new();
    private ImportTally? tally;
    private long savedAt;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (state.State.Report is not { } report) return;
        if (report.State == ImportState.Running && !state.State.PutDown)
        {
            var imported = report.Preview ? report.Imported : await store.CountImport(report.Book, report.Id);
            await Save(report with { State = ImportState.Failed, Imported = imported, Failure = "The server was stopped while the import ran." });
        }
        else if (state.State.PutDown)
        {
            state.State.PutDown = false;
            await Save(report);
        }
        tally = new ImportTally(state.State.Report);
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (state.State.Report is not { State: ImportState.Running } report) return;
        state.State.PutDown = true;
        await Save(report);
    }

    public async Task<Answer<ImportReport>> Begin(AccountId actor, BookId book, bool preview, long totalBytes)
    {
        if (Rights.Refuse(Deed.Add, await GrainFactory.PlaceOf(actor, book)) is { } refusal) return refusal;
        if (state.State.Report is not null) return new Refusal(Outcome.NameTaken, "This import was started before.");
        state.State.Actor = actor;
        var report = new ImportReport(this.GetPrimaryKey(), book, ImportState.Running, preview, 0, 0, 0, 0, totalBytes, null, []);
        await Save(report);
        tally = new ImportTally(report);
        return report;
    }

    public async Task<Answer<ImportReport>> Add(AccountId actor, ImportCard[] cards, long bytesRead)
    {
        if (Refused(actor) is { } refusal) return refusal;
        var report = state.State.Report!;
        if (report.State != ImportState.Running) return new Refusal(Outcome.Invalid, report.Failure ?? "The import has ended.");
        if (cards.Length > MaxCards || cards.Sum(card => (long)card.Card.Length) > MaxBytes) return new Refusal(Outcome.Invalid, $"At most {MaxCards} cards and {MaxBytes >> 20} MiB are imported at once.");

        // Off the grain's turn, so that progress can be told meanwhile.
        var read = await Task.Run(() => cards.Select(card => (card.Line, Card: Read(card))).ToList());
        var lines = read.Select(one => one.Card.IsOk ? Earlier(one.Line, one.Card.Value) : Broken(one.Line, one.Card.Refusal)).ToArray();
        var fresh = Enumerable.Range(0, lines.Length).Where(i => lines[i] is null).ToList();
        var added = await GrainFactory.GetGrain<IAddressBookGrain>(report.Book.Value).Import(actor, report.Id, [.. fresh.Select(i => read[i].Card.Value!)], report.Preview);
        if (!added.IsOk) return added.Refusal;
        for (var i = 0; i < fresh.Count; i++) lines[fresh[i]] = Line(read[fresh[i]].Line, read[fresh[i]].Card.Value!, added.Value[i]);
        foreach (var line in lines) tally!.Add(line!);

        state.State.Report = tally!.Into(report, bytesRead);
        if (Environment.TickCount64 - savedAt > SaveEvery.TotalMilliseconds) await Save(state.State.Report);
        return Short(state.State.Report);
    }

    public async Task<Answer<ImportReport>> Finish(AccountId actor, string? failure)
    {
        if (Refused(actor) is { } refusal) return refusal;
        var report = state.State.Report!;
        if (report.State != ImportState.Running) return report;
        await Save(report with { State = failure is null ? ImportState.Finished : ImportState.Failed, Failure = failure });
        return state.State.Report!;
    }

    public Task<Answer<ImportReport>> Report(AccountId actor) => Task.FromResult<Answer<ImportReport>>(Refused(actor) is { } refusal ? refusal : state.State.Report!);

    public async Task<Answer<UndoneImport>> Undo(AccountId actor)
    {
        if (Refused(actor) is { } refusal) return refusal;
        var report = state.State.Report!;
        if (report.State == ImportState.Running) return new Refusal(Outcome.Invalid, "The import still runs.");
        var undone = await GrainFactory.GetGrain<IAddressBookGrain>(report.Book.Value).UndoImport(actor, report.Id);
        if (undone.IsOk) await Save(report with { State = ImportState.Undone });
        return undone;
    }

    private static Answer<PreparedCard> Read(ImportCard card) =>
        card.Broken is null ? CardIntake.Read(ContactId.New(), card.Card, card.Line) : Refusal.Of(new("", card.BrokenCode ?? "vcard.no-card", card.Broken, CardIntake.Values(card.BrokenCode, 0)));

    private Refusal? Refused(AccountId actor) => state.State.Report is null || state.State.Actor != actor ? new Refusal(Outcome.NotFound, "There is no such import.") : null;

    private static ImportedCard Broken(int line, Refusal refusal) => new(line, ImportResult.Broken, null, "", refusal.Detail, [], refusal.Input?.Code, refusal.Input?.Values);

    private ImportedCard? Earlier(int line, PreparedCard card)
    {
        if (seen.Earlier(card, line) is not { } earlier) return null;
        var (code, reason) = card.Uid is null ? ("same-card-in-file", $"The same card as the record at line {earlier}.") : ("same-uid-in-file", $"The same UID as the record at line {earlier}.");
        return new(line, ImportResult.Skipped, null, card.Name, reason, card.Warnings, code, CardIntake.Values(null, earlier));
    }

    private static ImportedCard Line(int line, PreparedCard card, Addition addition)
    {
        if (addition.Existing is not { } existing) return new(line, ImportResult.Imported, card.Id, card.Name, null, card.Warnings);
        var (code, reason) = addition.SameUid ? ("same-uid-in-book", "The address book has a contact with this UID.") : ("same-card-in-book", "The address book has this very card.");
        return new(line, ImportResult.Skipped, existing, card.Name, reason, card.Warnings, code);
    }

    // Ten thousand lines of report need not follow every batch.
    private static ImportReport Short(ImportReport report) => report with { Records = [] };

    private async Task Save(ImportReport report)
    {
        state.State.Report = report;
        await state.WriteStateAsync();
        savedAt = Environment.TickCount64;
    }
}
