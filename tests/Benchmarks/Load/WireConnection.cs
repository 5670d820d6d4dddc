using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ContactOffice.Benchmarks.Load;

/// <summary>An answer off the wire.</summary>
internal readonly record struct WireAnswer(int Status, string? ETag, string? Location, byte[] Body)
{
    public bool Succeeded => Status is >= 200 and < 300;
}

/// <summary>
/// One kept-alive HTTP/1.1 connection that sends requests which were built beforehand. It shares the machine with the server
/// that it measures, so it does the least that is still correct (RFC 9112), and never retries: what became of a request
/// whose answer did not come is for the caller to think about.
/// </summary>
internal sealed class WireConnection : IDisposable
{
    private readonly Socket socket;
    private byte[] buffer = new byte[16 * 1024];
    private int start;
    private int end;

    private WireConnection(Socket socket) => this.socket = socket;

    public static async Task<WireConnection> Open(int port, CancellationToken cancel = default)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancel);
            return new WireConnection(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public async ValueTask<WireAnswer> Send(ReadOnlyMemory<byte> request, CancellationToken cancel = default)
    {
        for (var sent = 0; sent < request.Length;) sent += await socket.SendAsync(request[sent..], SocketFlags.None, cancel);
        int headLength;
        while ((headLength = buffer.AsSpan(start, end - start).IndexOf("\r\n\r\n"u8)) < 0) await Receive(cancel);
        var head = Head.Read(buffer.AsSpan(start, headLength + 2));
        start += headLength + 4;
        var body = head.Chunked ? await Chunks(cancel) : await Take(head.ContentLength, cancel);
        return new WireAnswer(head.Status, head.ETag, head.Location, body);
    }

    public void Dispose() => socket.Dispose();

    /// <summary>RFC 9112 §7.1; trailers are not expected.</summary>
    private async ValueTask<byte[]> Chunks(CancellationToken cancel)
    {
        using var body = new MemoryStream();
        while (true)
        {
            int lineLength;
            while ((lineLength = buffer.AsSpan(start, end - start).IndexOf("\r\n"u8)) < 0) await Receive(cancel);
            if (!Utf8Parser.TryParse(buffer.AsSpan(start, lineLength), out int size, out _, 'X')) throw new IOException("A chunk without a size.");
            start += lineLength + 2;
            var chunk = await Take(size + 2, cancel);
            if (size == 0) return body.ToArray();
            body.Write(chunk, 0, size);
        }
    }

    private async ValueTask<byte[]> Take(int length, CancellationToken cancel)
    {
        if (length == 0) return [];
        while (end - start < length) await Receive(cancel);
        var taken = buffer.AsSpan(start, length).ToArray();
        start += length;
        return taken;
    }

    private async ValueTask Receive(CancellationToken cancel)
    {
        if (start == end) start = end = 0;
        if (end == buffer.Length)
        {
            if (start == 0) Array.Resize(ref buffer, buffer.Length * 2);
            else
            {
                buffer.AsSpan(start, end - start).CopyTo(buffer);
                (start, end) = (0, end - start);
            }
        }
        var received = await socket.ReceiveAsync(buffer.AsMemory(end), SocketFlags.None, cancel);
        if (received == 0) throw new IOException("The server closed the connection before its answer was complete.");
        end += received;
    }

    private readonly record struct Head(int Status, int ContentLength, bool Chunked, string? ETag, string? Location)
    {
        /// <param name="bytes">The status line and the header lines, each with its CRLF.</param>
        public static Head Read(ReadOnlySpan<byte> bytes)
        {
            var head = new Head((bytes[9] - '0') * 100 + (bytes[10] - '0') * 10 + (bytes[11] - '0'), 0, false, null, null);
            while (bytes.IndexOf("\r\n"u8) is var at && at >= 0)
            {
                var line = bytes[..at];
                bytes = bytes[(at + 2)..];
                var colon = line.IndexOf((byte)':');
                if (colon < 0) continue;
                var value = line[(colon + 1)..].Trim((byte)' ');
                if (Is(line[..colon], "Content-Length"u8)) head = head with { ContentLength = Utf8Parser.TryParse(value, out int n, out _) ? n : 0 };
                else if (Is(line[..colon], "Transfer-Encoding"u8)) head = head with { Chunked = true };
                else if (Is(line[..colon], "ETag"u8)) head = head with { ETag = Encoding.ASCII.GetString(value) };
                else if (Is(line[..colon], "Location"u8)) head = head with { Location = Encoding.ASCII.GetString(value) };
            }
            return head;
        }

        private static bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> wanted) => Ascii.EqualsIgnoreCase(name, wanted);
    }
}
