using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Xml.Linq;

namespace ContactOffice.Dav.Xml;

/// <summary>
/// Writes UTF-8 XML into a buffer that can be taken back to a mark, so that a property may find while it is written that it has no value. Cards are copied,
/// never decoded. Line ends are kept: CR is written as a reference, since a parser would drop it (XML 1.0 §2.11).
/// </summary>
internal sealed class XmlOut : IDisposable
{
    private static readonly SearchValues<byte> Special = SearchValues.Create(
        [.. "<>&\r"u8, .. Enumerable.Range(0, 0x20).Select(c => (byte)c).Where(c => c is not (0x09 or 0x0A or 0x0D)), 0xEF]);

    private static readonly Dictionary<XNamespace, string> Prefixes = new() { [Names.D] = "d", [Names.C] = "card", [Names.Cs] = "cs" };

    private readonly Dictionary<XName, (byte[] Start, byte[] End, byte[] Empty)> tags = [];
    private byte[] buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);

    /// <summary>How much waits in the buffer; a place to <see cref="Rewind"/> to.</summary>
    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => buffer.AsMemory(0, Length);

    /// <summary>Begins the document; the root declares all namespaces that have a prefix.</summary>
    public void Begin(XName root)
    {
        Raw("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<");
        Raw(Prefixes[root.Namespace]);
        Raw(":");
        Raw(root.LocalName);
        foreach (var (space, prefix) in Prefixes) Raw($" xmlns:{prefix}=\"{space.NamespaceName}\"");
        Raw(">");
    }

    public void Start(XName name) => Copy(TagOf(name).Start);

    public void End(XName name) => Copy(TagOf(name).End);

    public void Empty(XName name) => Copy(TagOf(name).Empty);

    /// <summary>An element with text.</summary>
    public void Element(XName name, string text)
    {
        Start(name);
        Text(text);
        End(name);
    }

    /// <summary>An element with an href in it.</summary>
    public void HrefIn(XName name, string href)
    {
        Start(name);
        Element(Names.Href, href);
        End(name);
    }

    public void Text(string text)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        Utf8(bytes.AsSpan(0, Encoding.UTF8.GetBytes(text, bytes)));
        ArrayPool<byte>.Shared.Return(bytes);
    }

    /// <summary>Text that is valid UTF-8. What XML cannot hold (XML 1.0 §2.2) becomes U+FFFD.</summary>
    public void Utf8(ReadOnlySpan<byte> text)
    {
        while (true)
        {
            var at = text.IndexOfAny(Special);
            if (at < 0)
            {
                Copy(text);
                return;
            }
            Copy(text[..at]);
            var isNonCharacter = text[at..] is [0xEF, 0xBF, 0xBE or 0xBF, ..];
            Copy(text[at] switch
            {
                (byte)'<' => "&lt;"u8,
                (byte)'>' => "&gt;"u8,
                (byte)'&' => "&amp;"u8,
                (byte)'\r' => "&#13;"u8,
                0xEF when !isNonCharacter => text.Slice(at, 1),
                _ => "\uFFFD"u8,
            });
            text = text[(at + (isNonCharacter ? 3 : 1))..];
        }
    }

    /// <summary>XML as it is.</summary>
    public void Raw(string xml)
    {
        Reserve(Encoding.UTF8.GetMaxByteCount(xml.Length));
        Length += Encoding.UTF8.GetBytes(xml, buffer.AsSpan(Length));
    }

    /// <summary>Takes back what was written since <see cref="Length"/> was this.</summary>
    public void Rewind(int mark) => Length = mark;

    /// <summary>Hands all of it over and waits for a slow reader.</summary>
    public async ValueTask Flush(PipeWriter target, CancellationToken cancellation)
    {
        if (Length == 0) return;
        await target.WriteAsync(buffer.AsMemory(0, Length), cancellation);
        Length = 0;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(buffer);

    private (byte[] Start, byte[] End, byte[] Empty) TagOf(XName name)
    {
        if (tags.TryGetValue(name, out var tag)) return tag;
        var known = Prefixes.TryGetValue(name.Namespace, out var prefix);
        var qualified = known ? $"{prefix}:{name.LocalName}" : $"x:{name.LocalName}";
        // XML namespaces cannot undeclare a prefix: a name without a namespace goes without one.
        if (name.Namespace == XNamespace.None) qualified = name.LocalName;
        var declared = known || name.Namespace == XNamespace.None ? "" : $" xmlns:x=\"{System.Security.SecurityElement.Escape(name.NamespaceName)}\"";
        tag = (Encoding.UTF8.GetBytes($"<{qualified}{declared}>"), Encoding.UTF8.GetBytes($"</{qualified}>"), Encoding.UTF8.GetBytes($"<{qualified}{declared}/>"));
        tags[name] = tag;
        return tag;
    }

    private void Copy(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(buffer.AsSpan(Length));
        Length += bytes.Length;
    }

    private void Reserve(int count)
    {
        if (buffer.Length - Length >= count) return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(buffer.Length * 2, Length + count));
        buffer.AsSpan(0, Length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }
}
