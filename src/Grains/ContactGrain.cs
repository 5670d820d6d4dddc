using ContactOffice.Formats;
using ContactOffice.GrainInterfaces;
using ContactOffice.Grains.Groups;
using ContactOffice.Grains.Storage;
using Microsoft.Extensions.Logging;

namespace ContactOffice.Grains;

/// <summary>
/// One contact: its row, loaded when it is first needed. The version in every edit's condition is what keeps two activations, as a broken network may
/// make them, from losing each other's edits: one fails, reads again and goes.
/// </summary>
[CollectionAgeLimit(Minutes = 2)]
internal sealed partial class ContactGrain(IContactStore store, DatabaseOptions options, Clock clock, ILogger<ContactGrain> logger) : Grain, IContactGrain
{
    private const int Attempts = 3;
    private const int MaxEditors = 100;
    private const int MaxComment = 10_000;
    private ContactRow? row;

    private ContactId Id => new(this.GetPrimaryKey());

    public async Task<Answer<Contact>> Read(AccountId actor)
    {
        await Load(); // a book deletes and restores many at once without waking their grains
        if (row is null || row.DeletedAt is not null) return Rights.NoContact;
        var sight = await Look(actor);
        if (sight.Refuse(Deed.Read) is { } refusal) return refusal;
        var pictures = CardBlobs.Hashes(row!.Card).Count == 0 ? [] : await store.Pictures(Id);
        var card = CardBlobs.Restore(row.Card, pictures.GetValueOrDefault);
        return new Contact(Id, row.Home, row.Uid, row.Version, card, row.CreatedBy, row.CreatedAt, row.ModifiedBy, row.ModifiedAt, sight.Refuse(Deed.Edit) is null, await GrainFactory.NameOf(sight.Home, row.Home));
    }

    public async Task<Answer<Written>> Create(AccountId actor, NewContact contact)
    {
        if (Rights.Refuse(Deed.Add, await GrainFactory.PlaceOf(actor, contact.Book)) is { } refusal) return refusal;
        var href = contact.Href ?? NewRows.HrefOf(Id);
        if (!NewRows.IsHref(href)) return new Refusal(Outcome.Invalid, "The name of the resource is empty, longer than 255 characters, or holds a slash or a control character.");
        var prepared = await CardIntake.ReadAsync(Id, contact.Card);
        if (!prepared.IsOk) return prepared.Refusal;
        var create = new NewRow(Id, contact.Book, NewRows.UidOf(prepared.Value), href, prepared.Value, actor, clock.Now);
        var result = row is null ? await Commit(() => store.Create(create), () => row is { Version: 1 } made && IsOf(create, made) ? new EditResult(EditOutcome.Done, [new(made.Home, made.Seq, made.Href)]) : null) : new EditResult(EditOutcome.Exists, []);
        switch (result.Outcome)
        {
            case EditOutcome.Done:
                row = new(Id, contact.Book, create.Uid, 1, prepared.Value.Card, actor, create.At, actor, create.At, null, href, result.Entries[0].Seq, 0);
                await Tell(result, actor, prepared.Value.Summary, prepared.Value.Find);
                return Told(prepared.Value.Warnings);
            case EditOutcome.Exists:
                // A caller who did not hear the answer asks again.
                await Load();
                if (row is { Version: 1 } before && IsOf(create, before)) return Told(prepared.Value.Warnings);
                return contact.Repeated ? Before(create) : new Refusal(Outcome.Invalid, "There is a contact with this id.");
            default:
                return RefusalOf(result);
        }
    }

    private Answer<Written> Before(NewRow create)
    {
        if (row is not { DeletedAt: null } now || now.CreatedBy != create.Who || now.Home != create.Home) return new Refusal(Outcome.KeyTaken, "This key was used for another contact, or for one that is deleted.");
        return new Written(Id, now.Version, now.Seq, now.Uid, now.Card.AsSpan().SequenceEqual(create.Card.Card), []);
    }

    public Task<Answer<Written>> Put(AccountId actor, byte[] card, long? expectedVersion) =>
        Edit(actor, expectedVersion, _ => CardIntake.ReadAsync(Id, card));

    public Task<Answer<Written>> Patch(AccountId actor, byte[] fields, long? expectedVersion) =>
        Edit(actor, expectedVersion, now => CardIntake.PatchAsync(Id, now.Card, fields));

    public async Task<Answer<Written>> Delete(AccountId actor, long? expectedVersion)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            await Load();
            if (row is not { DeletedAt: null } now) return Rights.NoContact;
            if ((await Look(actor)).Refuse(Deed.Delete) is { } refusal) return refusal;
            if (expectedVersion is not null && expectedVersion != now.Version) return Stale();
            var deleted = await Commit(
                () => store.Transact(session =>
                {
                    GroupId[] group = now.Home.Group is { } own ? [own] : [];
                    GroupRows.Lock(session, group);
                    var changed = ItemRows.Delete(session, now.Home, [Id], actor, clock.Now, _ => true, now.Version);
                    if (changed.Ids.Count > 0 && group.Length > 0) GroupRows.Note(session, group[0], clock.Now, actor, "contacts-deleted", null, "1");
                    return changed;
                }),
                () => row is { DeletedAt: not null } after && after.Version == now.Version + 1 && after.ModifiedBy == actor ? new ChangedItems([Id], [new(now.Home, after.Seq)]) : null);
            if (deleted.Ids.Count > 0) return await Moved(actor, deleted);
        }
        return Stale();
    }

    public async Task<Answer<Written>> Restore(AccountId actor)
    {
        await Load();
        if (row is null) return Rights.NoContact;
        if (row.DeletedAt is null) return (await Look(actor)).Refuse(Deed.Delete) is { } refused ? refused : Told([]);
        if (await GrainFactory.AddressBook(row.Home).Restore(actor, [Id]) is { IsOk: false } failed) return failed.Refusal;
        await Load();
        if (row is { DeletedAt: null }) return Told([]);
        var other = row is null || row.DeletedAt < clock.Now - options.Horizon || (await Look(actor)).Refuse(Deed.Delete, ofDeleted: true) is not null ? null : await store.Query(session => ItemRows.Holder(session, row.Home, Id));
        return other is { } holder ? new Refusal(holder.ByUid ? Outcome.UidTaken : Outcome.NameTaken, holder.Id.ToString()) : Rights.NoContact;
    }

    public async Task<Answer<ContactPlace[]>> Places(AccountId actor)
    {
        await Load();
        if (row is not { DeletedAt: null } now) return Rights.NoContact;
        var sight = await Look(actor, whole: true);
        if (sight.Refuse(Deed.Read) is { } refusal) return refusal;
        return sight.Places.Where(place => sight.Tie.IsCreator || place.Place.IsVisible || place.SharedBy == actor)
            .OrderByDescending(place => place.Book == now.Home).ThenBy(place => place.Book.Value, StringComparer.Ordinal)
            .Select(place => new ContactPlace(place.Book, place.Book == now.Home, place.SharedBy, place.Book != now.Home && sight.Refuse(Deed.Unshare, place, actor) is null)).ToArray();
    }

    async Task<Answer<ContactRights>> IContactGrain.Rights(AccountId actor)
    {
        await Load();
        if (row is not { DeletedAt: null }) return Rights.NoContact;
        var sight = await Look(actor, whole: true);
        if (sight.Refuse(Deed.Read) is { } refusal) return refusal;
        return new ContactRights(sight.Refuse(Deed.Edit) is null, sight.Refuse(Deed.Delete) is null, sight.Refuse(Deed.GrantEdit) is null, [.. sight.Editors]);
    }

    public async Task<Answer<ContactRights>> Grant(AccountId actor, Principal[] principals)
    {
        await Load();
        if (row is not { DeletedAt: null }) return Rights.NoContact;
        var sight = await Look(actor, whole: true);
        if (sight.Refuse(Deed.GrantEdit) is { } refusal) return refusal;
        if (principals.Length > MaxEditors) return new Refusal(Outcome.QuotaExceeded, $"At most {MaxEditors} are granted to edit a contact.");
        var accounts = principals.Select(one => one.Account).OfType<AccountId>().ToHashSet();
        foreach (var principal in principals)
            if (principal.Account is null && !(principal.Group is { } group && await GrainFactory.Group(group).HasMember(actor))) return GroupGrain.UnknownPrincipal;
        if ((await store.Query(session => GroupRows.Known(session, accounts))).Count < accounts.Count) return GroupGrain.UnknownPrincipal;
        GroupId[] groups = [.. sight.Places.Select(place => place.Book.Group).OfType<GroupId>()];
        await Touch(actor, session =>
        {
            foreach (var group in groups) GroupRows.Note(session, group, clock.Now, actor, "edit-granted", string.Join(' ', principals.Distinct()), Id.ToString());
            session.Run("DELETE FROM contact_grant WHERE contact = @id", ("@id", session.Id(Id)));
            foreach (var principal in principals.Distinct()) session.Run("INSERT INTO contact_grant (contact, principal) VALUES (@id, @principal)", ("@id", session.Id(Id)), ("@principal", principal.Value));
            return 1;
        }, groups);
        return await ((IContactGrain)this).Rights(actor);
    }

    public async Task<Answer<Comment[]>> Comments(AccountId actor)
    {
        await Load();
        if (row is not { DeletedAt: null }) return Rights.NoContact;
        var sight = await Look(actor, whole: true);
        if (sight.Refuse(Deed.Read) is { } refusal) return refusal;
        var comments = await store.Query(session => CommentRows.Of(session, Id));
        var mayDelete = sight.Places.Any(place => sight.Refuse(Deed.Delete, place, actor) is null && !sight.IsCreatorOnly(place));
        return comments.Select(comment => comment with { MayDelete = mayDelete || comment.Author == actor }).ToArray();
    }

    public async Task<Answer<Comment>> AddComment(AccountId actor, string text)
    {
        await Load();
        if (row is not { DeletedAt: null }) return Rights.NoContact;
        if ((await Look(actor)).Refuse(Deed.Read) is { } refusal) return refusal;
        text = (text ?? "").Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\0', ' ').Trim();
        if (text.Length is 0 or > MaxComment) return Refusal.Of(new("text", "length", $"1 to {MaxComment} characters.", new() { ["min"] = "1", ["max"] = $"{MaxComment}" }));
        var comment = new Comment(Guid.CreateVersion7().ToString("N"), actor, clock.Now, text, true);
        return await Touch(actor, session => CommentRows.Add(session, Id, comment) ? 1 : 0) ? comment : new Refusal(Outcome.QuotaExceeded, $"A contact has at most {CommentRows.Most} comments.");
    }

    public async Task<Answer<Comment>> DeleteComment(AccountId actor, string comment)
    {
        var comments = await Comments(actor);
        if (!comments.IsOk) return comments.Refusal;
        if (comments.Value.FirstOrDefault(one => one.Id == comment) is not { } found) return new Refusal(Outcome.NotFound, "There is no such comment.");
        if (!found.MayDelete) return new Refusal(Outcome.Forbidden, "A comment is deleted by its author, or by who may delete the contact here.");
        await Touch(actor, session => CommentRows.Delete(session, Id, comment));
        return found;
    }

    private Refusal Stale() => new(Outcome.Stale, row?.Version.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Makes one edit of the card as it is now, once more on what another activation made of it meanwhile.</summary>
    private async Task<Answer<Written>> Edit(AccountId actor, long? expectedVersion, Func<ContactRow, Task<Answer<PreparedCard>>> make)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            if (row is not { DeletedAt: null } || expectedVersion is not null && row.Version != expectedVersion) await Load();
            if (row is not { DeletedAt: null }) return Rights.NoContact;
            if ((await Look(actor)).Refuse(Deed.Edit) is { } refusal) return refusal;
            if (row is not { DeletedAt: null } now) return Rights.NoContact;
            if (expectedVersion is not null && expectedVersion != now.Version) return Stale();
            var prepared = await make(now);
            if (!prepared.IsOk) return prepared.Refusal;
            var next = prepared.Value;
            // Where the pictures are those that it had there is nothing to be kept in step.
            var (before, after) = (CardBlobs.Hashes(now.Card), CardBlobs.Hashes(next.Card));
            var hashes = next.Pictures.Length > 0 || !before.SequenceEqual(after) ? after.ToArray() : null;
            var edit = new Edit(Id, now.Home, now.Version, NewRows.UidOf(next), next.Card, next.Digest, next.Summary, next.Find, actor, clock.Now, next.Pictures, hashes);
            var result = await Commit(() => store.Edit(edit), () => row is { } made && IsAfter(edit, made) ? new EditResult(EditOutcome.Done, [new(made.Home, made.Seq, made.Href)]) : null);
            if (result.Outcome == EditOutcome.Done)
            {
                row = now with
                {
                    Uid = edit.Uid,
                    Version = edit.OldVersion + 1,
                    Card = edit.Card,
                    ModifiedBy = actor,
                    ModifiedAt = edit.At,
                    Seq = result.Entries.First(entry => entry.Book == now.Home).Seq,
                };
                await Tell(result, actor, edit.Summary, edit.Find);
                return Told(next.Warnings);
            }
            if (result.Outcome != EditOutcome.Stale) return RefusalOf(result);
            DeactivateOnIdle(); // another activation wrote: one of the two is too many
            await Load();
        }
        return Stale();
    }

    /// <summary>After a fault nobody knows whether it was done: the row tells, and <paramref name="wasMade"/> reads from it what was.</summary>
    private async Task<T> Commit<T>(Func<Task<T>> write, Func<T?> wasMade) where T : class
    {
        try
        {
            return await write();
        }
        catch (Exception fault)
        {
            LogUnknownOutcome(fault, Id);
            DeactivateOnIdle(); // should reading fail too, the next activation begins with it
            await Load();
            if (wasMade() is { } made) return made;
            throw;
        }
    }

    private async Task Load() => row = await store.Read(Id);

    /// <summary>What an account is to this contact and to its home.</summary>
    /// <param name="whole">Also where else it is shown, and to whom Edit was granted, for its owner too.</param>
    private async Task<Sight> Look(AccountId actor, bool whole = false)
    {
        var now = row!;
        // Most contacts are their owner's, and nobody else's.
        if (now.Home == BookId.PrivateOf(actor) && !whole) return new(Place.Of(actor, now.Home), new(IsReadable: true, IsCreator: now.CreatedBy == actor), now.Home, [], []);
        var (entries, editors) = await store.Query(session => (ItemRows.Places(session, Id), ItemRows.Editors(session, Id)));
        var places = await Task.WhenAll(entries.Select(async entry => new SeenPlace(entry.Book, entry.SharedBy, await GrainFactory.PlaceOf(actor, entry.Book))));
        var home = places.FirstOrDefault(place => place.Book == now.Home)?.Place ?? await GrainFactory.PlaceOf(actor, now.Home);
        var isEditor = editors.Contains(Principal.Of(actor));
        foreach (var group in editors.Select(one => one.Group).OfType<GroupId>())
            isEditor = isEditor || await GrainFactory.Group(group).HasMember(actor);
        return new(home, new(places.Any(place => place.Place.IsVisible), now.CreatedBy == actor, false, isEditor), now.Home, places, editors);
    }

    /// <summary>Changes what sync clients do not see. The books that show the contact move on; its version does not. False where nothing was changed.</summary>
    /// <param name="groups">To be locked first, for who writes to their audits.</param>
    private async Task<bool> Touch(AccountId who, Func<ISqlSession, int> change, params GroupId[] groups)
    {
        var moved = await store.Transact(session =>
        {
            GroupRows.Lock(session, groups);
            session.One($"SELECT id FROM contact WHERE id = @id{session.ForUpdateOf("contact")}", static _ => true, ("@id", session.Id(Id)));
            return change(session) == 0 ? [] : BookRows.Change(session, BookRows.Living(session, [Id]),
                "comments = @comments", ("@comments", CommentRows.Count(session, Id)));
        }, moved => moved.Count > 0);
        await GrainFactory.TellMoved(who, moved);
        await Load();
        return moved.Count > 0;
    }

    private async Task<Answer<Written>> Moved(AccountId who, ChangedItems changed)
    {
        await GrainFactory.TellMoved(who, changed.Books);
        await Load();
        return Told([]);
    }

    /// <summary>The books' lists have the edit before its author hears that it is made. A book that cannot be told finds it by itself within a second.</summary>
    private async Task Tell(EditResult result, AccountId who, byte[] summary, string find)
    {
        var now = row!;
        var (_, seq, href) = result.Entries.First(entry => entry.Book == now.Home);
        try
        {
            await GrainFactory.AddressBook(now.Home).Committed(who, new BookEntry(Id, seq, seq, now.Version, now.DeletedAt is not null, now.Uid, href, summary, now.Comments), find);
        }
        catch (Exception fault)
        {
            LogNotTold(fault, now.Home, seq);
        }
        if (result.Entries.Count > 1) await GrainFactory.TellMoved(who, result.Entries.Where(entry => entry.Book != now.Home).Select(entry => new BookMoved(entry.Book, entry.Seq)));
    }

    private Answer<Written> Told(Notice[] warnings) => new Written(Id, row!.Version, row.Seq, row.Uid, true, warnings);

    private static Refusal RefusalOf(EditResult result) => result.Outcome switch
    {
        EditOutcome.UidTaken => new(Outcome.UidTaken, result.Other?.ToString()),
        EditOutcome.HrefTaken => new(Outcome.NameTaken, result.Other?.ToString()),
        _ => new(Outcome.Stale),
    };

    private static bool IsOf(NewRow create, ContactRow row) => row.CreatedBy == create.Who && row.Home == create.Home && row.DeletedAt is null && row.Card.AsSpan().SequenceEqual(create.Card.Card);

    private static bool IsAfter(Edit edit, ContactRow row) =>
        row.Version == edit.OldVersion + 1 && row.DeletedAt is null && row.ModifiedBy == edit.Who && row.Card.AsSpan().SequenceEqual(edit.Card);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Whether the edit of contact {Contact} was stored is unknown; reading it again")]
    private partial void LogUnknownOutcome(Exception fault, ContactId contact);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Book {Book} could not be told of its change {Seq}")]
    private partial void LogNotTold(Exception fault, BookId book, long seq);
}
