using System.Xml.Linq;
using ContactOffice.ActiveSync.Wbxml;
using ContactOffice.Protocol.Tests.Dav;

namespace ContactOffice.Protocol.Tests.ActiveSync;

/// <summary>
/// What two programs of others read in WBXML: wbxml2xml (libwbxml) and tshark (Wireshark). Messages are collected and given to one run of each; where one of them sees
/// another element, another nesting or another text than we do, <see cref="Check()"/> fails. Equal messages are looked at once.
/// </summary>
internal sealed class OutsideDecoders
{
    /// <summary>tshark prints each byte several times over; longer messages are read by wbxml2xml alone.</summary>
    private const int MaxForTshark = 1 << 20;

    /// <summary>tshark's tree of a message ends before that of 300 categories does.</summary>
    private const int MaxElementsForTshark = 300;

    private readonly Lock gate = new();
    private readonly Dictionary<string, OutsideMessage> messages = [];

    /// <summary>Takes a message for the next <see cref="Check()"/>.</summary>
    /// <param name="what">Names it in a failure.</param>
    /// <param name="expected">What it says, as <see cref="WbxmlReader"/> read it or <see cref="WbxmlWriter"/> wrote it.</param>
    public void Add(string what, byte[] wbxml, XElement expected)
    {
        lock (gate) messages.TryAdd(Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(wbxml)), new OutsideMessage(what, wbxml, expected));
    }

    /// <summary>Looks at one message, or a few.</summary>
    public static async Task Check(params (string What, byte[] Wbxml, XElement Expected)[] all)
    {
        var decoders = new OutsideDecoders();
        foreach (var (what, wbxml, expected) in all) decoders.Add(what, wbxml, expected);
        await decoders.Check();
    }

    /// <summary>Looks at all that were taken, and forgets them. Skips where a program is missing.</summary>
    public async Task Check()
    {
        Installed.Require("wbxml2xml", "tshark");
        List<OutsideMessage> all;
        lock (gate)
        {
            all = [.. messages.Values];
            messages.Clear();
        }
        var differences = new List<string>();
        // libwbxml has no code page 25: what stands within it on another page it calls by a wrong one.
        var forWbxml2Xml = all.Where(message => message.Expected.Name.NamespaceName != "Find" || message.Expected.Descendants().All(element => element.Name.Namespace == message.Expected.Name.Namespace)).ToList();
        Compare("wbxml2xml", DecoderSpellings.Wbxml2Xml, forWbxml2Xml, await Wbxml2Xml.Read(forWbxml2Xml), differences);
        var forTshark = all.Where(message => message.Wbxml.Length <= MaxForTshark && message.Expected.Descendants().Count() <= MaxElementsForTshark).ToList();
        Compare("tshark", DecoderSpellings.Tshark, forTshark, await Tshark.Read(forTshark), differences);
        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    private static void Compare(string program, DecoderSpellings spellings, List<OutsideMessage> messages, List<XElement> read, List<string> differences)
    {
        Assert.Equal(messages.Count, read.Count);
        foreach (var (message, theirs) in messages.Zip(read))
            if (Difference(spellings, message.Expected, theirs, "") is { } difference) differences.Add($"{message.What}: {program} {difference}");
    }

    private static string? Difference(DecoderSpellings spellings, XElement ours, XElement theirs, string path)
    {
        path += $"/{ours.Name.NamespaceName}:{ours.Name.LocalName}";
        if (!spellings.Same(ours.Name, theirs.Name)) return $"sees {theirs.Name} at {path}";
        if (ours.Annotation<Opaque>() is { } opaque)
        {
            // wbxml2xml shows bytes as if they were a text.
            return theirs.Annotation<Opaque>() is { } bytes && !bytes.Bytes.AsSpan().SequenceEqual(opaque.Bytes) ? $"sees other bytes at {path}" : null;
        }
        var (children, their) = (ours.Elements().ToList(), theirs.Elements().ToList());
        if (children.Count != their.Count) return $"sees {their.Count} elements rather than {children.Count} in {path}";
        if (children.Count == 0 && ours.Value != theirs.Value && !spellings.IsBase64(ours.Value, theirs.Value)) return $"sees «{theirs.Value}» rather than «{ours.Value}» in {path}";
        return children.Zip(their).Select(pair => Difference(spellings, pair.First, pair.Second, path)).FirstOrDefault(difference => difference is not null);
    }
}

/// <summary>A message that other programs are to read.</summary>
internal sealed record OutsideMessage(string What, byte[] Wbxml, XElement Expected);
