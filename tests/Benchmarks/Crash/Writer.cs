using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using ContactOffice.Benchmarks.Load;
using ContactOffice.Benchmarks.Running;

namespace ContactOffice.Benchmarks.Crash;

/// <summary>
/// One of the concurrent writers: it edits contacts of its own in every way, and those that it shares with others, one request
/// after the other. What became of an edit without an answer it cannot know, so it leaves that contact alone from then on.
/// </summary>
internal sealed class Writer(KnownBook book, int number, int seed, Tally tally)
{
    private const int MostOwned = 30;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly Random random = new(seed * 1000 + number);
    private readonly List<KnownContact> owned = [];
    private int markers;

    /// <summary>Gives it a contact: one that it made, or that turned out to have been made when its answer got lost.</summary>
    public void Own(KnownContact contact) => owned.Add(contact);

    /// <summary>Since when it waits for a success, and how long it had to at most.</summary>
    public Pulse Pulse { get; } = new();

    /// <summary>Writes until the server is gone.</summary>
    public async Task WriteUntilKilled(int port, CancellationToken stop)
    {
        try
        {
            using var connection = await WireConnection.Open(port, CancellationToken.None);
            while (!stop.IsCancellationRequested && await EditOnce(connection)) { }
        }
        catch (Exception e) when (e is IOException or SocketException) { /* killed: what was on its way stays unanswered */ }
    }

    /// <summary>Writes until told to stop, each time anew at the node that <paramref name="port"/> names, as a client behind a proxy does.</summary>
    public async Task WriteOn(Func<int> port, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var connection = await WireConnection.Open(port(), CancellationToken.None);
                while (!stop.IsCancellationRequested && await EditOnce(connection)) Pulse.Beat();
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException) { /* try again, there or elsewhere */ }
            if (!stop.IsCancellationRequested) await Task.Delay(20, CancellationToken.None);
        }
    }

    /// <returns>False when the server could not do it: then it is not known what became of the edit.</returns>
    private async Task<bool> EditOnce(WireConnection connection)
    {
        var dice = random.Next(100);
        if (dice < 45 && dice >= 30 && owned.Count < MostOwned) return await Create(connection);
        var contact = owned.Count == 0 || dice < 30 ? null : owned[random.Next(owned.Count)];
        if (contact is null || contact.UnansweredCount > 0)
            return await Edit(connection, book.Shared[random.Next(book.Shared.Count)], dice % 5 < 3 ? EditKind.Put : EditKind.Patch, conditional: dice % 2 == 0);
        if (contact.Deleted) return await Edit(connection, contact, EditKind.Restore, conditional: false);
        var kind = dice < 70 ? EditKind.Put : dice < 88 ? EditKind.Patch : EditKind.Delete;
        return await Edit(connection, contact, kind, conditional: dice % 3 != 0);
    }

    private async Task<bool> Create(WireConnection connection)
    {
        var card = NewCard();
        var content = Content.Of(card);
        book.Unanswered[content] = this;
        var answer = await Send(connection, Request("POST", "/api/v1/books/private/contacts", Encoding.UTF8.GetBytes(card), "Content-Type: text/vcard; charset=utf-8"));
        if (answer is not { Status: 201, ETag: { } etag, Location: { } location }) return Unexpected(EditKind.Create, answer);
        book.Unanswered.TryRemove(content, out _);
        var contact = new KnownContact(location[(location.LastIndexOf('/') + 1)..], new Observed(0, null));
        var edit = new Edit(EditKind.Create, content);
        contact.Send(edit);
        if (!book.Contacts.TryAdd(contact.Id, contact)) tally.Count(Fault.Duplicate, $"contact {contact.Id} was created twice");
        Acknowledge(contact, edit, Session.VersionOf(etag), expected: 0);
        Own(contact);
        return true;
    }

    private async Task<bool> Edit(WireConnection connection, KnownContact contact, EditKind kind, bool conditional)
    {
        long? expected = conditional ? contact.LatestVersion : null;
        var (edit, request) = Prepare(contact, kind, expected);
        contact.Send(edit);
        var answer = await Send(connection, request);
        if (answer.Succeeded)
        {
            // A deletion tells no entity tag; only its owner deletes a contact, so that its version is known.
            var version = answer.ETag is { } etag ? Session.VersionOf(etag) : contact.LatestVersion + 1;
            Acknowledge(contact, edit, version, expected);
            return true;
        }
        if (answer.Status != 412 || expected is null) return Unexpected(kind, answer);
        contact.Refused(edit);
        tally.CountRefused();
        return true;
    }

    private (Edit Edit, byte[] Request) Prepare(KnownContact contact, EditKind kind, long? expected)
    {
        var path = $"/api/v1/contacts/{contact.Id}";
        string[] condition = expected is null ? [] : [$"If-Match: \"{expected}\""];
        switch (kind)
        {
            case EditKind.Put:
                var card = NewCard();
                return (new Edit(kind, Content.Of(card)), Request("PUT", path, Encoding.UTF8.GetBytes(card), [.. condition, "Content-Type: text/vcard; charset=utf-8"]));
            case EditKind.Patch:
                var note = Marker();
                var patch = JsonSerializer.SerializeToUtf8Bytes(new { fields = new { notes = note } });
                return (new Edit(kind, Note: note), Request("PATCH", path, patch, [.. condition, "Content-Type: application/merge-patch+json"]));
            case EditKind.Delete:
                return (new Edit(kind), Request("DELETE", path, [], condition));
            default:
                return (new Edit(kind), Request("POST", path + "/restore", []));
        }
    }

    private static async Task<WireAnswer> Send(WireConnection connection, byte[] request)
    {
        using var patience = new CancellationTokenSource(Patience);
        return await connection.Send(request, patience.Token);
    }

    private void Acknowledge(KnownContact contact, Edit edit, long version, long? expected)
    {
        tally.CountAcknowledged();
        if (contact.Acknowledged(edit, version, expected) is { } wrong) tally.Count(Fault.Duplicate, wrong);
    }

    /// <summary>An error of the server tells nothing of what became of the edit, so that it stays unanswered.</summary>
    private bool Unexpected(EditKind kind, WireAnswer answer)
    {
        tally.CountUnexpected($"{kind}: {answer.Status} {Encoding.UTF8.GetString(answer.Body)}");
        return false;
    }

    private byte[] Request(string method, string path, byte[] body, params string[] headers) =>
        WireRequest.Build(method, path, [book.Session.Authorization, "Prefer: return=minimal", .. headers], body);

    private string Marker() => string.Create(CultureInfo.InvariantCulture, $"w{number} s{seed} n{++markers}");

    /// <summary>Every card is unlike all others; one in six carries a picture of its own.</summary>
    private string NewCard()
    {
        var marker = Marker();
        var picture = random.Next(6) == 0 ? Picture() : "";
        return $"BEGIN:VCARD\r\nVERSION:3.0\r\nUID:{Guid.NewGuid()}\r\nFN:Person {marker}\r\nN:{marker};Person;;;\r\nORG:Works of {marker}\r\n"
            + $"TEL;TYPE=CELL:+32 470 {random.Next(1_000_000)}\r\nX-WRITER;X-UNKNOWN=yes:{marker}\r\nNOTE:{marker}\r\n{picture}END:VCARD\r\n";
    }

    private string Picture()
    {
        var bytes = new byte[random.Next(2_000, 12_000)];
        random.NextBytes(bytes);
        (bytes[0], bytes[1], bytes[2]) = (0xFF, 0xD8, 0xFF);
        var text = "PHOTO;ENCODING=b;TYPE=JPEG:" + Convert.ToBase64String(bytes);
        return string.Join("\r\n ", text.Chunk(74).Select(chunk => new string(chunk))) + "\r\n";
    }
}
