using ContactOffice.Benchmarks.Running;

namespace ContactOffice.Benchmarks.Crash;

/// <summary>Compares one restarted server's book with what its writers know, and the book's three faces with one another.</summary>
internal sealed class Verification(KnownBook book, Tally tally)
{
    public async Task Run()
    {
        var list = await book.Session.List();
        var (changes, seq) = await book.Session.Changes(0);
        CheckNumbers(list, changes, seq);
        CheckListAgainstChanges(list, changes);
        var names = list.ToDictionary(listed => listed.Id, listed => listed.Name);
        await Parallel.ForEachAsync(changes, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (change, _) => await CheckContact(change, names));
        foreach (var gone in book.Contacts.Keys.Except(changes.Select(change => change.Id)))
            tally.Count(Fault.Lost, $"contact {gone} is not in the book any more");
        book.Unanswered.Clear();
        book.Seq = seq;
    }

    /// <summary>
    /// Numbers are given once and without gaps: every edit moves its contact's version and its book's sequence by one each, so
    /// that the versions of all contacts, deleted ones too, add up to the sequence number.
    /// </summary>
    private void CheckNumbers(List<ListedContact> list, List<ListedChange> changes, long seq)
    {
        var user = book.Session.UserName;
        for (var i = 1; i < changes.Count; i++)
            if (changes[i].Seq <= changes[i - 1].Seq) tally.Count(Fault.Duplicate, $"{user}: sequence {changes[i].Seq} follows {changes[i - 1].Seq}");
        if (changes.DistinctBy(change => change.Id).Count() != changes.Count) tally.Count(Fault.Duplicate, $"{user}: a contact comes twice in the changes");
        if (list.DistinctBy(listed => listed.Id).Count() != list.Count) tally.Count(Fault.Duplicate, $"{user}: a contact comes twice in the list");
        if (changes.Count > 0 && changes[^1].Seq != seq) tally.Count(Fault.Stale, $"{user}: the book is at {seq}, its last change at {changes[^1].Seq}");
        if (changes.Sum(change => change.Version) is var edits && edits != seq) tally.Count(Fault.Duplicate, $"{user}: {edits} edits, but the sequence is {seq}");
        if (seq < book.Seq) tally.Count(Fault.Lost, $"{user}: the sequence went back from {book.Seq} to {seq}");
    }

    private void CheckListAgainstChanges(List<ListedContact> list, List<ListedChange> changes)
    {
        var listed = list.Select(contact => (contact.Id, contact.Version, contact.Seq)).ToHashSet();
        var replayed = changes.Where(change => !change.Deleted).Select(change => (change.Id, change.Version, change.Seq)).ToHashSet();
        foreach (var (id, version, seq) in listed.Except(replayed)) tally.Count(Fault.Stale, $"contact {id} is listed at version {version}, sequence {seq}; the changes do not lead there");
        foreach (var (id, version, seq) in replayed.Except(listed)) tally.Count(Fault.Stale, $"contact {id} changed to version {version}, sequence {seq}; it is not listed so");
    }

    private async Task CheckContact(ListedChange change, Dictionary<string, string> names)
    {
        var (card, version) = await book.Session.Card(change.Id);
        var observed = new Observed(card is null ? change.Version : version, card is null ? null : Content.Of(card));
        if (observed.Deleted != change.Deleted || observed.Version != change.Version)
            tally.Count(Fault.Stale, $"contact {change.Id}: the book has version {change.Version}{(change.Deleted ? ", deleted" : "")}, the contact {(observed.Deleted ? "none" : observed.Version)}");
        if (observed.Content is { } content && names.TryGetValue(change.Id, out var name) && name != content.Name)
            tally.Count(Fault.Stale, $"contact {change.Id}: listed as '{name}', but it is '{content.Name}'");
        if (book.Contacts.TryGetValue(change.Id, out var known)) Settle(known, observed);
        else Adopt(change.Id, observed);
    }

    private void Settle(KnownContact known, Observed observed)
    {
        var unanswered = known.UnansweredCount;
        var verdict = known.Settle(observed);
        if (verdict.Fault is { } fault) tally.Count(fault, verdict.What!);
        lock (tally) tally.CountUnanswered(unanswered, verdict.Silent);
    }

    /// <summary>A contact that nobody was told of: one whose creation took effect without an answer, or else something made from nothing.</summary>
    private void Adopt(string id, Observed observed)
    {
        if (observed is not { Version: 1, Content: { } content } || !book.Unanswered.TryRemove(content, out var writer))
        {
            tally.Count(Fault.Duplicate, $"contact {id}, version {observed.Version}, was made by nobody: {observed.Content?.Rest}");
            return;
        }
        var contact = new KnownContact(id, observed);
        book.Contacts[id] = contact;
        lock (writer) writer.Own(contact);
        lock (tally) tally.CountUnanswered(1, 1);
    }
}
