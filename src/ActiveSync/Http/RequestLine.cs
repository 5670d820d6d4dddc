using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace ContactOffice.ActiveSync.Http;

/// <summary>What a request's address and headers say, in either of the two forms of the query (MS-ASHTTP §2.2.1.1.1).</summary>
internal sealed record RequestLine(string Command, string DeviceId, string DeviceType, string Version, long PolicyKey, bool AcceptsMultipart)
{
    private const int MaxQuery = 512;
    private const int MaxName = 32;

    /// <summary>MS-ASHTTP §2.2.1.1.1.1.2: the command codes of the short form.</summary>
    private static readonly string?[] Codes =
    [
        "Sync", "SendMail", "SmartForward", "SmartReply", "GetAttachment", null, null, null, null, "FolderSync", "FolderCreate", "FolderDelete", "FolderUpdate", "MoveItems",
        "GetItemEstimate", "MeetingResponse", "Search", "Settings", "Ping", "ItemOperations", "Provision", "ResolveRecipients", "ValidateCert", "Find",
    ];

    /// <summary>Null where the query is neither.</summary>
    public static RequestLine? Parse(HttpRequest request)
    {
        var query = request.QueryString.Value ?? "";
        return request.Query.TryGetValue("Cmd", out var command) ? Plain(request, command.ToString()) : query.Length is > 1 and <= MaxQuery ? Short(Uri.UnescapeDataString(query[1..])) : null;
    }

    /// <summary>A device's name is its key here: letters, digits and what some add to them. Longer ones Exchange refuses too, so that no client has them (iOS and Outlook have up to 32).</summary>
    public bool HasDevice => DeviceId.Length <= MaxName && GrainInterfaces.DeviceId.IsName(DeviceId);

    /// <summary>"iPhone", "WindowsOutlook15", "SAMSUNGSMG9980": letters and digits, with what some put between them.</summary>
    public bool HasDeviceType => DeviceType.Length is > 0 and <= MaxName && DeviceType.All(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '-' or '_' or '.');

    private static RequestLine Plain(HttpRequest request, string command)
    {
        var headers = request.Headers;
        var key = headers["X-MS-PolicyKey"].ToString();
        return new(command, request.Query["DeviceId"].ToString(), request.Query["DeviceType"].ToString(), headers["MS-ASProtocolVersion"].ToString(),
            // A key that is no number is nobody's.
            key.Length == 0 ? 0 : uint.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1, false);
    }

    private static RequestLine? Short(string query)
    {
        var bytes = new byte[MaxQuery];
        if (!Convert.TryFromBase64String(query, bytes, out var length)) return null;
        var rest = bytes.AsSpan(0, length);
        if (rest.Length < 5 || rest[1] >= Codes.Length || Codes[rest[1]] is not { } command) return null;
        var version = new EasVersion(rest[0]).ToString();
        rest = rest[4..]; // behind the locale, which nothing here depends on
        if (!Take(ref rest, out var device) || !Take(ref rest, out var key) || !Take(ref rest, out var type)) return null;
        var multipart = false;
        while (rest.Length > 0)
        {
            var tag = rest[0];
            rest = rest[1..];
            if (!Take(ref rest, out var value)) return null;
            if (tag == 7 && value.Length == 1) multipart = (value[0] & 2) != 0;
        }
        return new(command, NameOf(device), Encoding.UTF8.GetString(type), version, key.Length == 4 ? BinaryPrimitives.ReadUInt32LittleEndian(key) : key.Length == 0 ? 0 : -1, multipart);
    }

    /// <summary>Some send 16 bytes of an identifier instead of its letters.</summary>
    private static string NameOf(ReadOnlySpan<byte> device) => Encoding.Latin1.GetString(device) is var text && GrainInterfaces.DeviceId.IsName(text) ? text : Convert.ToHexString(device);

    private static bool Take(ref Span<byte> rest, out Span<byte> value)
    {
        value = default;
        if (rest.Length == 0 || rest.Length <= rest[0]) return false;
        value = rest.Slice(1, rest[0]);
        rest = rest[(1 + value.Length)..];
        return true;
    }
}
