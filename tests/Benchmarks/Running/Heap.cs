using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace ContactOffice.Benchmarks.Running;

/// <summary>
/// Has a .NET process collect its garbage, as a heap dump does, through its diagnostic port: what is resident then is what it holds, rather than when it last collected.
/// </summary>
internal static class Heap
{
    private const byte EventPipe = 2, CollectTracing = 2, StopTracing = 1;
    private const ulong CollectNow = 0x800000;
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(4);

    public static async Task Collect(int process)
    {
        using var tracing = await Connect(process);
        var session = await Ask(tracing, CollectTracing, Tracing());
        // The process waits for whoever does not read what it tells.
        using var ending = new CancellationTokenSource(Enough);
        var buffer = new byte[64 * 1024];
        try
        {
            while (await tracing.ReceiveAsync(buffer, ending.Token) > 0) { }
        }
        catch (OperationCanceledException)
        {
            using var stopping = await Connect(process);
            var stopped = Ask(stopping, StopTracing, session);
            while (await tracing.ReceiveAsync(buffer) > 0) { }
            await stopped;
        }
    }

    private static async Task<Socket> Connect(int process)
    {
        var path = Directory.GetFiles(Path.GetTempPath(), $"dotnet-diagnostic-{process}-*-socket").FirstOrDefault() ?? throw new InvalidOperationException("The server has no diagnostic port.");
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path));
        return socket;
    }

    /// <summary>Sends a command in the form of the runtime's diagnostic protocol; answers its eight bytes.</summary>
    private static async Task<byte[]> Ask(Socket socket, byte command, byte[] payload)
    {
        var message = new byte[20 + payload.Length];
        "DOTNET_IPC_V1\0"u8.CopyTo(message);
        BinaryPrimitives.WriteUInt16LittleEndian(message.AsSpan(14), (ushort)message.Length);
        (message[16], message[17]) = (EventPipe, command);
        payload.CopyTo(message, 20);
        await socket.SendAsync(message);
        var answer = new byte[28];
        for (var got = 0; got < answer.Length;)
        {
            var received = await socket.ReceiveAsync(answer.AsMemory(got));
            if (received == 0) throw new IOException("The server's diagnostic port closed.");
            got += received;
        }
        return answer[17] == 0 ? answer[20..] : throw new InvalidOperationException("The server's diagnostic port refused.");
    }

    /// <summary>A small buffer, the current format, one provider without a filter.</summary>
    private static byte[] Tracing()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.Unicode);
        const string Provider = "Microsoft-Windows-DotNETRuntime\0";
        writer.Write(16u);
        writer.Write(1u);
        writer.Write(1u);
        writer.Write(CollectNow);
        writer.Write(4u);
        writer.Write((uint)Provider.Length);
        writer.Write(Encoding.Unicode.GetBytes(Provider));
        writer.Write(0u);
        return stream.ToArray();
    }
}
