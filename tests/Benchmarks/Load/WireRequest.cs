using System.Globalization;
using System.Text;

namespace ContactOffice.Benchmarks.Load;

/// <summary>Requests as they go over the wire, built before the clock runs.</summary>
internal static class WireRequest
{
    /// <param name="headers">Lines without their CRLF, e.g. <c>If-Match: "3"</c>.</param>
    public static byte[] Build(string method, string path, IEnumerable<string> headers, ReadOnlySpan<byte> body)
    {
        var head = new StringBuilder($"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n");
        foreach (var header in headers) head.Append(header).Append("\r\n");
        if (body.Length > 0 || method is "POST" or "PUT" or "PATCH") head.Append(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n");
        head.Append("\r\n");
        return [.. Encoding.ASCII.GetBytes(head.ToString()), .. body];
    }

    public static string Basic(string userName, string password) =>
        "Authorization: Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{userName}:{password}"));
}
