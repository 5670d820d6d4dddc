using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace ContactOffice.Benchmarks;

/// <summary>
/// A floor to compare the server with: the least that ASP.NET Core can do for a PUT that must survive a power cut. It asks
/// for no sign-in, parses nothing, keeps no book; it puts the body into one SQLite table, concurrent PUTs in one transaction.
/// </summary>
internal static class FloorCommand
{
    public const string Mode = "sqlite-group";
    private const int LargestBatch = 256;

    public static async Task<int> Run(Options options)
    {
        var mode = options.Text("mode") ?? Mode;
        var port = options.Number("port", 20_600);
        var file = options.Text("db") ?? "floor.db";
        options.RefuseUnknown();
        if (mode != Mode) throw new UsageException($"This floor knows --mode {Mode} only.");

        var puts = Channel.CreateUnbounded<Put>();
        using var connection = Open(file);
        var writer = new Thread(() => Write(connection, puts.Reader)) { IsBackground = true, Name = "writer" };
        writer.Start();
        await using var app = Compose(port, puts.Writer);
        await app.RunAsync();
        puts.Writer.Complete();
        writer.Join();
        return 0;
    }

    private static WebApplication Compose(int port, ChannelWriter<Put> puts)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        var app = builder.Build();
        app.Run(async context =>
        {
            if (!HttpMethods.IsPut(context.Request.Method))
            {
                context.Response.StatusCode = StatusCodes.Status204NoContent;
                return;
            }
            var body = new byte[(int)(context.Request.ContentLength ?? throw new BadHttpRequestException("Content-Length is needed."))];
            await context.Request.Body.ReadExactlyAsync(body);
            var put = new Put(context.Request.Path.Value!, body);
            puts.TryWrite(put);
            await put.Stored.Task;
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        });
        return app;
    }

    private static SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = """
            PRAGMA journal_mode=WAL;
            PRAGMA synchronous=FULL;
            CREATE TABLE IF NOT EXISTS card(path TEXT PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID;
            """;
        command.ExecuteNonQuery();
        return connection;
    }

    private static void Write(SqliteConnection connection, ChannelReader<Put> puts)
    {
        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT OR REPLACE INTO card VALUES (@path, @body)";
        var path = insert.Parameters.Add("@path", SqliteType.Text);
        var body = insert.Parameters.Add("@body", SqliteType.Blob);
        var batch = new List<Put>(LargestBatch);
        while (puts.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            using (var transaction = connection.BeginTransaction())
            {
                insert.Transaction = transaction;
                while (batch.Count < LargestBatch && puts.TryRead(out var put))
                {
                    (path.Value, body.Value) = (put.Path, put.Body);
                    insert.ExecuteNonQuery();
                    batch.Add(put);
                }
                transaction.Commit();
            }
            batch.ForEach(put => put.Stored.SetResult());
            batch.Clear();
        }
    }

    private sealed record Put(string Path, byte[] Body)
    {
        public TaskCompletionSource Stored { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
