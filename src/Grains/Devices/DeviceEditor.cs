using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ContactOffice.Formats;
using ContactOffice.GrainInterfaces;

namespace ContactOffice.Grains.Devices;

/// <summary>
/// Does to contacts what a device asks. Each edit may come again after a lost answer: an Add finds the contact that it made, by an id that follows from what was sent, or by the device's
/// own name for it; a Change or Delete that is done already is done, and what the device did then is no edit of somebody else's.
/// </summary>
internal sealed class DeviceEditor(IGrainFactory grains, IPhonePictures? pictures, IReadOnlyList<NotesForm> forms, SyncTurn sync)
{
    private const int Attempts = 3;

    /// <summary>Bytes: a character, a tag, an entity.</summary>
    private const int AboutAsLong = 24;

    private const string Notes = "notes";
    private const string Photo = "photo";

    private AccountId Actor => sync.Device.Account;

    public Task<DeviceEditResult> Apply(DeviceEdit edit)
    {
        if (edit.Fault != 0) return Task.FromResult(Result(edit, DeviceEditOutcome.Invalid, edit.Contact) with { Fault = edit.Fault });
        return edit.Kind switch
        {
            DeviceEditKind.Add => Add(edit),
            DeviceEditKind.Change => Change(edit),
            _ => Delete(edit),
        };
    }

    public static DeviceEditResult Result(DeviceEdit edit, DeviceEditOutcome outcome, ContactId? contact) => new(edit.Kind, outcome, edit.ClientId, contact);

    private async Task<DeviceEditResult> Add(DeviceEdit edit)
    {
        var what = What(edit);
        if (sync.AddedBefore(what, edit.ClientId) is { } before && await Correct(before, edit, what) is { } corrected) return corrected;
        for (var attempt = 1; attempt <= Attempts + 1; attempt++)
        {
            var id = IdOf(edit, attempt <= Attempts ? $"{attempt}" : sync.Request.Key);
            if (Made(id, edit.Fields) is not { } card) return Result(edit, DeviceEditOutcome.Invalid, null);
            sync.Keep(id, new(1, what, edit.ClientId)); // it may be made, and nobody hear of it
            var written = await grains.Contact(id).Create(Actor, new NewContact(sync.Book, card, Repeated: true));
            if (written.IsOk)
            {
                sync.Makes(id, new(1, what, edit.ClientId)); // a later version, made since the first attempt, is news
                return Result(edit, DeviceEditOutcome.Done, id);
            }
            sync.Forget(id);
            // What it made then was deleted since: this is another contact.
            if (written.Outcome != Outcome.KeyTaken) return Result(edit, OutcomeOf(written.Outcome), null);
        }
        return Result(edit, DeviceEditOutcome.Failed, null);
    }

    /// <summary>
    /// The answer to an Add got lost, and it comes again; its user may have typed on, and it may have another name. It is still the same contact, wholly as it is sent now, unless somebody
    /// else has edited it since. Null where that is gone.
    /// </summary>
    private async Task<DeviceEditResult?> Correct(ContactId id, DeviceEdit edit, string what)
    {
        var before = sync.OwnEdit(id)!;
        if (Made(id, edit.Fields) is not { } card) return Result(edit, DeviceEditOutcome.Invalid, null);
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var contact = await grains.Contact(id).Read(Actor);
            if (!contact.IsOk || contact.Value.Home != sync.Book) return null;
            var version = contact.Value.Version;
            var isAsSent = card.AsSpan().SequenceEqual(contact.Value.Card);
            if (version != before.Version && !isAsSent)
            {
                if (what != before.What && !sync.Request.ClientWins)
                {
                    // Rather two contacts than one lost; the name is that of the other one from now on.
                    sync.Keep(id, before with { ClientId = null });
                    return null;
                }
                if (what != before.What && await Change(edit with { Contact = id }) is { Outcome: not DeviceEditOutcome.Done } refused) return refused;
                version = 1; // what somebody else made of it comes as a change of the first version
            }
            else if (!isAsSent)
            {
                var written = await Put(id, card, version);
                if (written.Outcome == Outcome.Stale) continue;
                if (!written.IsOk) return Result(edit, OutcomeOf(written.Outcome), null);
                version = written.Value;
            }
            sync.Makes(id, new(version, what, edit.ClientId));
            return Result(edit, DeviceEditOutcome.Done, id);
        }
        return Result(edit, DeviceEditOutcome.Failed, null);
    }

    private async Task<DeviceEditResult> Change(DeviceEdit edit)
    {
        if (edit.Contact is not { } id || sync.Own(id) is not (> 0 and var own)) return Result(edit, DeviceEditOutcome.NotFound, edit.Contact);
        var what = What(edit);
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var contact = await grains.Contact(id).Read(Actor);
            if (!contact.IsOk || contact.Value.Home != sync.Book) return Result(edit, contact.IsOk ? DeviceEditOutcome.NotFound : OutcomeOf(contact.Outcome), id);
            if (!VCard.TryParse(contact.Value.Card, out var card, out _)) return Result(edit, DeviceEditOutcome.Failed, id);
            var isOwn = contact.Value.Version == own;
            var before = sync.OwnEdit(id);
            if (before?.What == what)
            {
                // Done before, where its answer was lost: a version that somebody else has made since is news.
                if (isOwn) sync.Makes(id, before);
                return Result(edit, DeviceEditOutcome.Done, id);
            }
            var hasPicture = edit.Fields.TryGetValue(Photo, out var sent) && sent.Length == 0 && await HasPicture(card);
            // What has come to the fore since, the device does not know of: nothing that it does not say is meant to be cleared.
            var isNews = before is { IsNews: true };
            if (FieldValue.Write(card, Changes(card, edit.Fields, isOwn, hasPicture, mayClear: !isNews)) is not null) return Result(edit, DeviceEditOutcome.Invalid, id);
            var edited = card.ToBytes();
            if (edited.AsSpan().SequenceEqual(contact.Value.Card))
            {
                // A version that somebody else made is news.
                if (isOwn) sync.Makes(id, new(own, what, IsNews: isNews));
                return Result(edit, DeviceEditOutcome.Done, id);
            }
            if (!isOwn && !sync.Request.ClientWins) return Result(edit, DeviceEditOutcome.Conflict, id);
            var written = await Put(id, edited, contact.Value.Version);
            if (written.IsOk)
            {
                // What it won over somebody else's has parts that it never saw, and comes to it.
                if (isOwn) sync.Makes(id, new(written.Value, what, IsNews: isNews || WouldChange(edited, edit.Fields)));
                else if (before is not null) sync.Keep(id, before with { What = "" }); // said again, that is no repetition
                return Result(edit, DeviceEditOutcome.Done, id);
            }
            if (written.Outcome != Outcome.Stale) return Result(edit, OutcomeOf(written.Outcome), id);
        }
        return Result(edit, sync.Request.ClientWins ? DeviceEditOutcome.Failed : DeviceEditOutcome.Conflict, id);
    }

    /// <summary>Answers the new version. Where nobody hears whether it was made, this looks: taken for somebody else's it would be in the way of what its user types on.</summary>
    private async Task<Answer<long>> Put(ContactId id, byte[] card, long version)
    {
        try
        {
            var written = await grains.Contact(id).Put(Actor, card, version);
            return written.IsOk ? written.Value.Version : written.Refusal;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            var contact = await grains.Contact(id).Read(Actor);
            if (contact.IsOk && contact.Value.Version == version + 1 && card.AsSpan().SequenceEqual(contact.Value.Card)) return version + 1;
            throw;
        }
    }

    private async Task<DeviceEditResult> Delete(DeviceEdit edit)
    {
        if (edit.Contact is not { } id || sync.Own(id) is not (> 0 and var own)) return Result(edit, DeviceEditOutcome.NotFound, edit.Contact);
        var outcome = sync.Request.ClientWins ? await DeleteAsItIs(id) : (await grains.Contact(id).Delete(Actor, own)).Outcome;
        if (outcome is Outcome.Ok or Outcome.NotFound or Outcome.Stale)
        {
            // Where somebody changed it meanwhile it comes back to the device as a new one.
            sync.Brings(id, 0);
            return Result(edit, outcome == Outcome.Stale ? DeviceEditOutcome.Conflict : DeviceEditOutcome.Done, id);
        }
        return Result(edit, OutcomeOf(outcome), id);
    }

    /// <summary>Whatever others made of it; but what has moved to a group's book is not the device's to delete.</summary>
    private async Task<Outcome> DeleteAsItIs(ContactId id)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var contact = await grains.Contact(id).Read(Actor);
            if (!contact.IsOk || contact.Value.Home != sync.Book) return Outcome.NotFound;
            if ((await grains.Contact(id).Delete(Actor, contact.Value.Version)).Outcome is not Outcome.Stale and var outcome) return outcome;
        }
        return Outcome.Stale;
    }

    private static byte[]? Made(ContactId id, Dictionary<string, string[]> fields)
    {
        using var none = JsonDocument.Parse("{}");
        if (!CardFields.TryCreate(none.RootElement, id.Value, out var card, out _)) return null;
        var changes = fields.Select(field => new FieldChange(ContactFields.ByName[field.Key], field.Value)).ToArray();
        return FieldValue.Write(card, changes) is null ? card.ToBytes() : null;
    }

    /// <summary>
    /// What it names otherwise than the contact has it, and of what it leaves out that which the device saw (MS-ASCMD 2.2.3.179).
    /// </summary>
    /// <param name="isOwn">Nobody else has changed the card since the device got or made it.</param>
    /// <param name="hasPicture">It has one that the device is sent.</param>
    /// <param name="mayClear">The device knows all that the card shows.</param>
    private List<FieldChange> Changes(VCard card, Dictionary<string, string[]> fields, bool isOwn, bool hasPicture, bool mayClear = true)
    {
        var shown = ActiveSyncCard.Read(card);
        var changes = new List<FieldChange>();
        foreach (var (name, sent) in fields)
        {
            if (!mayClear && sent.Length == 0) continue;
            // Those beyond what the device was sent stay.
            var values = shown.TryGetValue(name, out var all) && all.Length > ActiveSyncCard.MaxMany ? [.. sent, .. all[ActiveSyncCard.MaxMany..]] : sent;
            if (!mayClear && all?.Length > 1) values = [.. all.Union(sent)];
            // A picture is not among what is shown as text. One that the device was never sent it does not clear.
            if (ContactFields.ByName[name].Kind == FieldKind.Photo ? values is [var picture] ? IsPictureShown(card, picture, isOwn) : !hasPicture : IsAsShown(shown.GetValueOrDefault(name) ?? [], values)) continue;
            if (name == Notes && IsWhatWasSentOf(values, shown, isOwn)) continue;
            changes.Add(new(ContactFields.ByName[name], values));
        }
        foreach (var field in ActiveSyncCard.Fields)
        {
            if (!Clears(field) || shown.GetValueOrDefault(field.Name) is not { Length: > 0 } value) continue;
            var isGone = mayClear ? !fields.ContainsKey(field.Name) : fields.GetValueOrDefault(field.Name) is null or [] && HasMoved(field, value[0]);
            if (isGone) changes.Add(new(field, [.. value.Skip(ActiveSyncCard.MaxMany)]));
        }
        // A card without a name of parts shows its display name as the last one: who changes that means this.
        if (changes.Exists(change => change.Field.Place.Property == "N") && ActiveSyncCard.DisplayNameOf(fields) is { } whole && ActiveSyncCard.IsNamedByDisplayName(card)) changes.Add(new(ContactFields.ByName["displayName"], whole));
        return changes;

        bool HasMoved(ContactField from, string value) => changes.Exists(change => change.Values is [var moved] && moved == value && ActiveSyncCard.AreAlike(change.Field, from));
    }

    /// <summary>Whether the very same edit, by a device that says again what it has, would change more.</summary>
    private bool WouldChange(byte[] bytes, Dictionary<string, string[]> fields) =>
        VCard.TryParse(bytes, out var card, out _) && FieldValue.Write(card, Changes(card, fields, isOwn: true, hasPicture: false)) is null && !card.ToBytes().AsSpan().SequenceEqual(bytes);

    private async Task<bool> HasPicture(VCard card) => ActiveSyncCard.Picture(card) is { } picture && (pictures is null || await pictures.CanShow(picture));

    private static bool IsAsShown(string[] shown, string[] sent) => shown.Select(Plain).SequenceEqual(sent.Select(Plain).Where(value => value.Length > 0));

    private static string Plain(string text) => text.ReplaceLineEndings("\n").Trim();

    /// <summary>
    /// Whether it is the card's picture, made smaller for the device; or another one made smaller, while the card got one that the device has not seen. What is made of
    /// another contact's picture is a new one.
    /// </summary>
    private static bool IsPictureShown(VCard card, string base64, bool isOwn)
    {
        var (sent, picture) = (Convert.FromBase64String(base64), ActiveSyncCard.Picture(card));
        if (picture.AsSpan().SequenceEqual(sent)) return true;
        return ActiveSyncCard.MarkOf(sent) is { } hash && (!isOwn || picture is not null && Convert.ToHexStringLower(SHA256.HashData(picture)) == hash);
    }

    /// <summary>Whether leaving it out clears it. A note or picture that is left out stays (MS-ASCMD 2.2.3.24).</summary>
    private bool Clears(ContactField field) =>
        field.Name is not (Notes or Photo) && (sync.Request.ReplacesAll || sync.Folder.Managed is not { } managed || managed.Contains(field.Name));

    /// <summary>
    /// The device was sent the first part of a long note only, or nothing of it, and sends just that back: cut as it asks for notes now, or did when it got this one. Of a note that
    /// somebody else changed meanwhile it has another beginning, which is as long as a cut one.
    /// </summary>
    private bool IsWhatWasSentOf(string[] values, Dictionary<string, string[]> shown, bool isOwn)
    {
        var sent = values is [var text] ? text : "";
        if (!isOwn && sync.Request.ClientWins && forms.Any(form => IsAsLong(sent, form))) return true;
        return shown.TryGetValue(Notes, out var note) && forms.Any(form => IsTooLong(note[0], form) && ActiveSyncCard.IsNoteCut(sent, note[0], form.IsHtml, form.AllOrNone ? 0 : form.Limit ?? 0));
    }

    private static bool IsTooLong(string note, NotesForm form) => form.Limit is { } limit && Length(note, form) > limit;

    private static bool IsAsLong(string sent, NotesForm form) =>
        form is { AllOrNone: false, Limit: > AboutAsLong and { } limit } && Math.Abs(Length(sent, form) - limit) <= AboutAsLong && (form.IsHtml || Length(sent, form) <= limit);

    private static int Length(string note, NotesForm form) => Encoding.UTF8.GetByteCount(ActiveSyncCard.Note(note, form.IsHtml));

    private static string What(DeviceEdit edit) => Convert.ToBase64String(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(edit.Fields)).AsSpan(0, 12));

    /// <summary>The same for the same edit of the same device.</summary>
    private ContactId IdOf(DeviceEdit edit, string attempt)
    {
        var what = JsonSerializer.SerializeToUtf8Bytes(new { sync.Device.Account.Value, sync.Device.Id, edit.ClientId, edit.Fields, attempt });
        var bytes = SHA256.HashData(what).AsSpan(0, 16);
        (bytes[6], bytes[8]) = ((byte)(bytes[6] & 0x0F | 0x80), (byte)(bytes[8] & 0x3F | 0x80)); // RFC 9562 §5.8
        return new(new Guid(bytes, bigEndian: true));
    }

    private static DeviceEditOutcome OutcomeOf(Outcome outcome) => outcome switch
    {
        Outcome.NotFound or Outcome.Forbidden => DeviceEditOutcome.NotFound,
        Outcome.Invalid or Outcome.UidTaken or Outcome.NameTaken => DeviceEditOutcome.Invalid,
        Outcome.Stale => DeviceEditOutcome.Conflict,
        _ => DeviceEditOutcome.Failed,
    };
}
