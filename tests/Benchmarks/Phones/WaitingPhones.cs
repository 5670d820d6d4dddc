using System.Collections.Concurrent;
using System.Diagnostics;
using ContactOffice.Benchmarks.Load;
using ContactOffice.Benchmarks.Running;

namespace ContactOffice.Benchmarks.Phones;

/// <summary>Thousands of phones whose Ping waits, as many to an account as it may have: what they cost, what others notice of them, how soon all hear of a change in their book.</summary>
internal sealed class WaitingPhones(Server server, Session administrator, Session beside)
{
    private const int DevicesOfAnAccount = 50;
    private const int Gets = 400;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(8);
    private static readonly ParallelOptions Few = new() { MaxDegreeOfParallelism = 16 };

    public async Task Run(int count, Report report)
    {
        var groups = await Make(count);
        var phones = groups.SelectMany(group => group.Phones).ToList();
        try
        {
            var (memory, reads) = (await Held(), await Reads());
            var waiting = await Park(phones);
            var with = await Held();
            if (waiting.Exists(ping => ping.IsCompleted)) throw new InvalidOperationException("A Ping was answered before anything changed.");
            report.Add($"memory before {phones.Count:N0} waiting Pings, with them", memory, "MB");
            report.Add($"memory with {phones.Count:N0} waiting Pings", with, "MB");
            report.AtMost("memory per waiting Ping", (with - memory) * 1024 / phones.Count, 15, "kB");
            var besides = await Reads();
            report.Add("GET of a contact without them, p50", reads.Percentile(50), "ms");
            report.Add("GET of a contact beside them, p50", besides.Percentile(50), "ms");
            report.AtMost("GET beside them to GET without, p50", besides.Percentile(50) / reads.Percentile(50), 1.5, "x");
            await WakeAll(groups, waiting, report);
        }
        finally
        {
            foreach (var phone in phones) phone.Dispose();
        }
    }

    private async Task<List<(Session Account, string Contact, List<Phone> Phones)>> Make(int count)
    {
        var groups = new ConcurrentBag<(Session, string, List<Phone>)>();
        await Parallel.ForAsync(0, (count + DevicesOfAnAccount - 1) / DevicesOfAnAccount, Few, async (number, _) =>
        {
            var account = await administrator.CreateAccount($"waits{number}");
            await account.Import(5);
            var phones = new List<Phone>();
            for (var i = 0; i < Math.Min(DevicesOfAnAccount, count - number * DevicesOfAnAccount); i++)
            {
                phones.Add(await Phone.Connect(account, $"WAITS{i}", server.Port));
                await phones[i].FirstSync(100);
                phones[i].HangUp();
            }
            groups.Add((account, (await account.List(1))[0].Id, phones));
        });
        return [.. groups];
    }

    private async Task<List<Task<bool>>> Park(List<Phone> phones)
    {
        var waiting = new Task<bool>[phones.Count];
        await Parallel.ForAsync(0, phones.Count, Few, async (i, _) =>
        {
            await phones[i].Reconnect(server.Port);
            waiting[i] = phones[i].Ping();
        });
        return [.. waiting];
    }

    /// <summary>The collector gives back to the system what it freed in the seconds that follow.</summary>
    private async Task<double> Held()
    {
        for (var times = 0; times < 2; times++)
        {
            await Heap.Collect(server.Process.Id);
            await Task.Delay(Settling);
        }
        return server.Process.ResidentMegabytes();
    }

    /// <summary>What another client notices.</summary>
    private async Task<Latencies> Reads()
    {
        using var connection = await WireConnection.Open(server.Port);
        var id = (await beside.List(1))[0].Id;
        var request = WireRequest.Build("GET", $"/api/v1/contacts/{id}", [beside.Authorization], default);
        var times = new List<double>();
        for (var i = -50; i < Gets; i++)
        {
            var began = Stopwatch.GetTimestamp();
            if (!(await connection.Send(request)).Succeeded) throw new InvalidOperationException("A GET failed.");
            if (i >= 0) times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            await Task.Delay(2);
        }
        return new(times);
    }

    private async Task WakeAll(List<(Session Account, string Contact, List<Phone> Phones)> groups, List<Task<bool>> waiting, Report report)
    {
        var connections = new List<WireConnection>();
        for (var i = 0; i < Few.MaxDegreeOfParallelism; i++) connections.Add(await WireConnection.Open(server.Port));
        var free = new ConcurrentBag<WireConnection>(connections);
        var began = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(groups, Few, async (group, _) =>
        {
            if (!free.TryTake(out var connection)) throw new InvalidOperationException("No connection is free.");
            await ActiveSyncCommand.Edit(connection, group.Account, group.Contact, "Wake up");
            free.Add(connection);
        });
        var edited = Stopwatch.GetElapsedTime(began);
        var woken = await Task.WhenAll(waiting).WaitAsync(TimeSpan.FromSeconds(60));
        var all = Stopwatch.GetElapsedTime(began);
        foreach (var connection in connections) connection.Dispose();
        if (woken.Contains(false)) throw new InvalidOperationException("A Ping was answered without news.");
        report.Add($"{groups.Count} edits, one in each book, sent to the last acknowledged", edited.TotalSeconds, "s");
        report.AtMost($"first of them sent to the last of {waiting.Count:N0} Pings answered", all.TotalSeconds, 1, "s");
    }
}
