using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using ContactOffice.Benchmarks.Running;

namespace ContactOffice.Benchmarks.Load;

/// <summary>What a burst of PUTs took.</summary>
internal sealed record PutResult(int Done, int Errors, double Seconds, Latencies Latencies, double CpuMillisecondsPerPut, string? FirstError)
{
    public double PerSecond => Done / Seconds;
}

/// <summary>PUTs that replace existing cards over a number of kept-alive connections, for a bounded time.</summary>
/// <param name="puts">One per card. Each is sent by one connection at a time, with a revision of its own.</param>
/// <param name="client">Which sender: <c>wire</c> or <c>httpclient</c>.</param>
internal sealed class PutLoad(IReadOnlyList<PreparedPut> puts, string client)
{
    private long revision = Stopwatch.GetTimestamp();

    public async Task<PutResult> Run(int port, ChildProcess server, int connections, TimeSpan time)
    {
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = connections, UseProxy = false, UseCookies = false }) { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        var cpuBefore = server.CpuSeconds();
        var began = Stopwatch.GetTimestamp();
        var until = began + (long)(time.TotalSeconds * Stopwatch.Frequency);
        var tallies = await Task.WhenAll(Enumerable.Range(0, connections).Select(lane => Task.Run(() => Work(port, http, lane, connections, until))));
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var done = tallies.Sum(tally => tally.Milliseconds.Count);
        return new PutResult(done, tallies.Sum(tally => tally.Errors), seconds, new Latencies(tallies.SelectMany(tally => tally.Milliseconds)),
            (server.CpuSeconds() - cpuBefore) * 1000 / Math.Max(1, done), tallies.Select(tally => tally.FirstError).FirstOrDefault(error => error is not null));
    }

    private async Task<Tally> Work(int port, HttpClient http, int first, int lanes, long until)
    {
        var tally = new Tally();
        var lane = await Open(port, http);
        for (var next = first; Stopwatch.GetTimestamp() < until; next = next + lanes < puts.Count ? next + lanes : first)
        {
            puts[next].SetRevision(Interlocked.Increment(ref revision));
            var sent = Stopwatch.GetTimestamp();
            try
            {
                var (status, body) = await lane.Put(puts[next]);
                if (status is >= 200 and < 300) tally.Milliseconds.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
                else tally.Fail($"{status} {Encoding.UTF8.GetString(body)}");
            }
            catch (Exception e) when (e is IOException or SocketException or HttpRequestException)
            {
                tally.Fail(e.Message);
                lane.Dispose();
                lane = await Open(port, http);
            }
        }
        lane.Dispose();
        return tally;
    }

    private async Task<ILane> Open(int port, HttpClient http) => client switch
    {
        "wire" => new WireLane(await WireConnection.Open(port)),
        "httpclient" => new HttpClientLane(http),
        _ => throw new UsageException($"There is no --client {client}: wire or httpclient."),
    };

    private sealed class Tally
    {
        public List<double> Milliseconds { get; } = new(16_384);

        public int Errors { get; private set; }

        public string? FirstError { get; private set; }

        public void Fail(string why)
        {
            Errors++;
            FirstError ??= why;
        }
    }
}
