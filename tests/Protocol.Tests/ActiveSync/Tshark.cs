using System.Buffers.Binary;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using ContactOffice.ActiveSync.Wbxml;
using ContactOffice.Protocol.Tests.Dav;
using ContactOffice.Protocol.Tests.Running;

namespace ContactOffice.Protocol.Tests.ActiveSync;

/// <summary>Wireshark's program: one run reads all messages, each as an answer of HTTP in a capture that is made for it.</summary>
internal static class Tshark
{
    private const int SegmentBytes = 60_000;

    /// <summary>MS-ASWBXML §2.1.2.1; written down a second time, since tshark tells a page's number only.</summary>
    private static readonly string[] Pages =
    [
        "AirSync", "Contacts", "Email", "AirNotify", "Calendar", "Move", "GetItemEstimate", "FolderHierarchy", "MeetingResponse", "Tasks", "ResolveRecipients", "ValidateCert", "Contacts2",
        "Ping", "Provision", "Search", "GAL", "AirSyncBase", "Settings", "DocumentLibrary", "ItemOperations", "ComposeMail", "Email2", "Notes", "RightsManagement", "Find",
    ];

    public static async Task<List<XElement>> Read(List<OutsideMessage> messages)
    {
        if (messages.Count == 0) return [];
        using var folder = new Folder();
        var capture = Path.Combine(folder.Path, "messages.pcap");
        await File.WriteAllBytesAsync(capture, Capture(messages));
        var said = await Installed.Run("tshark", "", "-n", "-r", capture, "-T", "pdml", "-J", "wbxml");
        var end = said.LastIndexOf("</pdml>", StringComparison.Ordinal);
        Assert.True(end > 0, said);
        using var reader = XmlReader.Create(new StringReader(said[..(end + "</pdml>".Length)]), new XmlReaderSettings { CheckCharacters = false, IgnoreWhitespace = true });
        var read = new List<XElement>();
        while (reader.ReadToFollowing("proto"))
            if (reader.GetAttribute("name") == "wbxml") read.Add(Message(reader));
        return read;
    }

    private static XElement Message(XmlReader proto)
    {
        XElement? root = null;
        var page = 0;
        var open = new Stack<XElement>();
        using var fields = proto.ReadSubtree();
        while (fields.ReadToFollowing("field"))
        {
            var bytes = Convert.FromHexString(fields.GetAttribute("value") ?? "");
            switch (fields.GetAttribute("name"))
            {
                case "wbxml.switch_page":
                    page = bytes[1];
                    break;
                case "wbxml.known_tag":
                    var tag = new XElement(XNamespace.Get(Pages[page]) + XmlConvert.EncodeLocalName(fields.GetAttribute("show")!));
                    if (open.TryPeek(out var parent)) parent.Add(tag);
                    root ??= tag;
                    if ((bytes[0] & 0x40) != 0) open.Push(tag);
                    break;
                case "wbxml.str_i":
                    open.Peek().Add(Encoding.UTF8.GetString(bytes.AsSpan()[1..^1]));
                    break;
                case "wbxml.opaque_data":
                    open.Peek().AddAnnotation(new Opaque(bytes[(1 + bytes.Skip(1).TakeWhile(b => b >= 0x80).Count() + 1)..]));
                    break;
                case "wbxml.end_known_tag":
                    open.Pop();
                    break;
            }
        }
        Assert.Empty(open);
        return root ?? throw new InvalidOperationException("tshark saw no element in a message.");
    }

    /// <summary>A capture of raw IP; every message has a connection of its own, in as many segments as it needs.</summary>
    private static byte[] Capture(List<OutsideMessage> messages)
    {
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        foreach (var word in (ReadOnlySpan<uint>)[0xA1B2C3D4, 2 | 4 << 16, 0, 0, 0x40000, 101]) writer.Write(word);
        for (var number = 0; number < messages.Count; number++)
        {
            var body = messages[number].Wbxml;
            byte[] answer = [.. Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/vnd.ms-sync.wbxml\r\nContent-Length: {body.Length}\r\n\r\n"), .. body];
            for (var at = 0; at < answer.Length; at += SegmentBytes)
                Packet(writer, number, at, answer.AsSpan(at, Math.Min(SegmentBytes, answer.Length - at)));
        }
        return file.ToArray();
    }

    private static void Packet(BinaryWriter writer, int connection, int sequence, ReadOnlySpan<byte> data)
    {
        Span<byte> headers = stackalloc byte[40];
        headers.Clear();
        headers[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(headers[2..], (ushort)(40 + data.Length));
        (headers[8], headers[9]) = (64, 6);
        BinaryPrimitives.WriteInt32BigEndian(headers[12..], 0x0A000001);
        BinaryPrimitives.WriteInt32BigEndian(headers[16..], 0x0A010000 + connection / 50_000);
        BinaryPrimitives.WriteUInt16BigEndian(headers[20..], 80);
        BinaryPrimitives.WriteUInt16BigEndian(headers[22..], (ushort)(10_000 + connection % 50_000));
        BinaryPrimitives.WriteInt32BigEndian(headers[24..], 1 + sequence);
        (headers[31], headers[32], headers[33]) = (1, 0x50, 0x18);
        BinaryPrimitives.WriteUInt16BigEndian(headers[34..], 0xFFFF);
        foreach (var word in (ReadOnlySpan<int>)[connection, 0, 40 + data.Length, 40 + data.Length]) writer.Write(word);
        writer.Write(headers);
        writer.Write(data);
    }
}
