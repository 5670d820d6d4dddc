using System.Globalization;
using System.Xml.Linq;
using ContactOffice.Benchmarks.Load;
using ContactOffice.Benchmarks.Running;

namespace ContactOffice.Benchmarks.Phones;

/// <summary>
/// Changes in the same instants from both sides: web clients edit while the phone synchronises and adds. A web client writes numbers that rise; so the phone, which keeps the last that it was
/// told of each contact, has to have the last that was written, and must hear of none twice nor of what it added itself.
/// </summary>
internal sealed class Race(Server server, Session account)
{
    private const int Writers = 4;
    private const int ContactsOfEach = 20;
    private static readonly XNamespace Base = "AirSyncBase";

    private readonly Dictionary<string, int> told = [];
    private readonly HashSet<string> own = [];
    private int twice;

    public async Task Run(int changes, Report report)
    {
        await account.Import(Writers * ContactsOfEach);
        var ids = (await account.List()).ConvertAll(contact => contact.Id);
        using var phone = await Phone.Connect(account, "RACE", server.Port);
        await phone.FirstSync(512);
        var each = changes / Writers;
        var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Write(ids.GetRange(writer * ContactsOfEach, ContactsOfEach), each)));
        for (var added = 0; added < changes || !writing.IsCompleted;)
        {
            if (added == changes) Take(await phone.Fetch());
            else
            {
                var (id, news) = await phone.Add(string.Create(CultureInfo.InvariantCulture, $"{added++}"));
                own.Add(id);
                Take(news);
            }
        }
        await writing;
        Take(await phone.Fetch());
        twice += (await phone.Fetch()).Count;
        var lost = ids.Where((id, at) => told.GetValueOrDefault(id, -1) != Last(each, at % ContactsOfEach)).Count();
        report.AtMost($"of {changes:N0} edits and {changes:N0} adds in the same instants lost", lost + changes - own.Count, 0, "");
        report.AtMost($"of {changes:N0} edits and {changes:N0} adds in the same instants told twice", twice, 0, "");
    }

    private void Take(List<XElement> news)
    {
        foreach (var command in news)
        {
            var id = Phone.IdOf(command);
            var number = int.TryParse(command.Descendants(Base + "Data").SingleOrDefault()?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var written) ? written : -1;
            if (own.Contains(id) || number <= told.GetValueOrDefault(id, -1)) twice++;
            told[id] = number;
        }
    }

    private async Task Write(List<string> ids, int edits)
    {
        using var connection = await WireConnection.Open(server.Port);
        for (var edit = 0; edit < edits; edit++) await ActiveSyncCommand.Edit(connection, account, ids[edit % ids.Count], $"{edit}");
    }

    /// <summary>The last number that is written to the contact at this place; -1 for none.</summary>
    private static int Last(int edits, int place) => place < edits ? place + (edits - 1 - place) / ContactsOfEach * ContactsOfEach : -1;
}
