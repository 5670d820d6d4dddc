using System.Buffers;
using System.Xml.Linq;
using ContactOffice.ActiveSync.Wbxml;

namespace ContactOffice.Fuzz;

/// <summary>Nearly WBXML, made of messages of every page: it is read or refused with a place in the body, and what was read is written and read again as it was.</summary>
internal static class WbxmlTarget
{
    private static readonly byte[][] Seeds = [.. Messages().Select(Write)];

    private static readonly byte[][] Parts =
    [
        [0x00], [0x01], [0x01, 0x01, 0x01], [0x02], [0x02, 0x87, 0xEC, 0x00], [0x02, 0x83, 0xB0, 0x00], [0x03], [0x03, 0x00], [0x03, 0xC3, 0xA9, 0x00], [0x03, 0xED, 0xA0, 0x80, 0x00], [0x03, 0xEF, 0xBF, 0xBF, 0x00],
        [0x04], [0x40], [0x43], [0x44], [0x80], [0x83], [0x83, 0x00], [0x83, 0x81, 0x00], [0x84], [0xC0], [0xC3], [0xC3, 0x00], [0xC3, 0x02, 0x00, 0xFF], [0xC3, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F],
        [0xC3, 0x87, 0xFF, 0xFF, 0xFF, 0x7F], [0xC4], [0x45], [0x85], [0xC5], [0x7F], [0x00, 0x00], [0x00, 0x01], [0x00, 0x11], [0x00, 0x19], [0x00, 0x1A], [0x00, 0xFF],
    ];

    /// <summary>Answers 1 where the body was read; throws where a promise is broken.</summary>
    /// <param name="random">Makes the body; what is handed in is for targets that read text.</param>
    public static int Check(byte[] _, Random random)
    {
        var body = Mutate(random);
        XElement read;
        try
        {
            read = WbxmlReader.Read(body);
        }
        catch (WbxmlException fault)
        {
            Require(fault.Offset >= 0 && fault.Offset <= body.Length, $"refused at byte {fault.Offset} of {body.Length}", body);
            return 0;
        }
        // Text beside elements is read, but nothing of ours says it.
        if (read.DescendantsAndSelf().Any(element => element.HasElements && element.Nodes().Any(node => node is XText))) return 1;
        var again = WbxmlReader.Read(Write(read));
        Require(XNode.DeepEquals(Plain(read), Plain(again)), $"{read} is read as {again} once written", body);
        return 1;
    }

    /// <summary>An element with an empty content is the same as one without.</summary>
    private static XElement Plain(XElement element) =>
        new(element.Name, element.HasElements ? element.Elements().Select(Plain) : element.Annotation<Opaque>() is { } opaque ? "bytes " + Convert.ToHexString(opaque.Bytes) : element.Value);

    /// <summary>One of the messages, with some of its bytes changed.</summary>
    public static byte[] Mutate(Random random, byte[][]? messages = null)
    {
        messages ??= Seeds;
        var body = new List<byte>(messages[random.Next(messages.Length)]);
        if (random.Next(10) == 0) body.InsertRange(3, StringTable(body));
        for (var times = random.Next(6); times > 0; times--)
        {
            var at = random.Next(body.Count + 1);
            switch (random.Next(8))
            {
                case 0 when at < body.Count:
                    body[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1 when at < body.Count:
                    body[at] = (byte)random.Next(256);
                    break;
                case 2:
                    body.RemoveRange(at, random.Next(Math.Min(20, body.Count - at) + 1));
                    break;
                case 3:
                    var length = random.Next(Math.Min(60, body.Count - at) + 1);
                    body.InsertRange(random.Next(body.Count + 1), body.GetRange(at, length));
                    break;
                case 4 when random.Next(20) == 0:
                    body.InsertRange(at, Enumerable.Repeat(Parts[random.Next(Parts.Length)], random.Next(3000)).SelectMany(part => part));
                    break;
                case 5 when random.Next(4) == 0:
                    body.RemoveRange(at, body.Count - at);
                    break;
                default:
                    body.InsertRange(at, Parts[random.Next(Parts.Length)]);
                    break;
            }
        }
        return [.. body];
    }

    /// <summary>In place of the empty one, whose length is taken away.</summary>
    private static byte[] StringTable(List<byte> body)
    {
        body.RemoveAt(3);
        return [0x06, (byte)'a', (byte)'b', 0x00, 0xC3, 0xA9, 0x00];
    }

    public static byte[] Write(XElement message)
    {
        var buffer = new ArrayBufferWriter<byte>();
        WbxmlWriter.Write(message, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>A message of each page with all its tags, some nested, some with bytes, and what a client says at first.</summary>
    private static IEnumerable<XElement> Messages()
    {
        XNamespace folders = "FolderHierarchy";
        yield return new XElement(folders + "FolderSync", new XElement(folders + "SyncKey", "0"));
        foreach (var page in CodePages.All.GroupBy(tag => tag.Page))
        {
            yield return new XElement(page.First().Name, page.Select(tag => tag.Token % 5 == 0 ? new XElement(tag.Name) : new XElement(tag.Name, "Zoë 日本 " + tag.Token)));
            var nested = page.Take(20).Reverse().Aggregate((XElement?)null, (inner, tag) => new XElement(tag.Name, inner));
            var bytes = new XElement(page.Last().Name);
            bytes.AddAnnotation(new Opaque([0, 1, 0xC3, 0xFF]));
            nested!.Add(bytes);
            yield return nested;
        }
    }

    private static void Require(bool holds, string promise, byte[] body)
    {
        if (!holds) throw new InvalidOperationException($"{promise}\n{Convert.ToHexString(body)}");
    }
}
