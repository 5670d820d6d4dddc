using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using ContactOffice.Protocol.Tests.Running;

namespace ContactOffice.Protocol.Tests.Dav;

/// <summary>Thunderbird without a window and with an empty profile, told what to do through Marionette, which is what Mozilla tests it with.</summary>
internal sealed class Thunderbird : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly Folder folder = new();
    private readonly StringBuilder said = new();
    private readonly Process process;
    private readonly TcpClient connection = new();
    private int commands;

    private Thunderbird(int port)
    {
        File.WriteAllText(Path.Combine(folder.Sub("profile"), "user.js"), $"""
            user_pref("marionette.port", {port});
            user_pref("mail.provider.suppress_dialog_on_startup", true);
            user_pref("datareporting.policy.dataSubmissionEnabled", false);
            user_pref("toolkit.telemetry.enabled", false);
            user_pref("app.update.enabled", false);

            """);
        var start = new ProcessStartInfo("thunderbird", ["--headless", "--no-remote", "--marionette", "--remote-allow-system-access", "--profile", folder.Sub("profile")]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["HOME"] = folder.Sub("home");
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => said.AppendLine(line.Data);
        process.ErrorDataReceived += (_, line) => said.AppendLine(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public static async Task<Thunderbird> Start()
    {
        var port = Node.FreePort();
        var thunderbird = new Thunderbird(port);
        for (var watch = Stopwatch.StartNew(); !thunderbird.connection.Connected; await Task.Delay(100))
        {
            try
            {
                await thunderbird.connection.ConnectAsync("127.0.0.1", port);
            }
            catch (SocketException) when (watch.Elapsed < Patience && !thunderbird.process.HasExited)
            {
                // Not yet.
            }
        }
        await thunderbird.Read();
        await thunderbird.Send("WebDriver:NewSession", []);
        await thunderbird.Send("Marionette:SetContext", new JsonObject { ["value"] = "chrome" });
        return thunderbird;
    }

    /// <summary>One of the commands of book.js.</summary>
    public async Task<JsonNode?> Do(params string[] words)
    {
        var answer = await Send("WebDriver:ExecuteAsyncScript", new JsonObject
        {
            ["script"] = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Dav/thunderbird/book.js")),
            ["args"] = new JsonArray([.. words]),
            ["scriptTimeout"] = (int)Patience.TotalMilliseconds,
            ["sandbox"] = "system",
        });
        var value = answer!["value"]!;
        Assert.True(value["error"] is null, $"{words[0]}: {value["error"]}\n{said}");
        return value["value"];
    }

    public async ValueTask DisposeAsync()
    {
        connection.Dispose();
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        folder.Dispose();
    }

    // A message is its length in bytes, a colon and JSON; an answer is [1, number, error, result].
    private async Task<JsonNode?> Send(string name, JsonObject parameters)
    {
        var message = Encoding.UTF8.GetBytes(new JsonArray(0, ++commands, name, parameters).ToJsonString());
        await connection.GetStream().WriteAsync(Encoding.UTF8.GetBytes($"{message.Length}:"));
        await connection.GetStream().WriteAsync(message);
        var answer = await Read();
        Assert.True(answer[2] is null, $"{name}: {answer[2]}\n{said}");
        return answer[3];
    }

    private async Task<JsonNode> Read()
    {
        using var late = new CancellationTokenSource(Patience);
        var length = 0;
        var one = new byte[1];
        while (true)
        {
            await connection.GetStream().ReadExactlyAsync(one, late.Token);
            if (one[0] == ':') break;
            length = (length * 10) + one[0] - '0';
        }
        var message = new byte[length];
        await connection.GetStream().ReadExactlyAsync(message, late.Token);
        return JsonNode.Parse(message)!;
    }
}
