using System.Buffers;
using System.Text.Unicode;
using System.Xml.Linq;

namespace ContactOffice.ActiveSync.Wbxml;

/// <summary>
/// Writes WBXML 1.3 as MS-ASWBXML §2.1.1 has it: no string table, no attributes, a switch of the code page only where it changes. An element without content has no end.
/// </summary>
internal ref struct WbxmlWriter
{
    /// <summary>The most bytes that a text asks for at once; what is left of a pipe's segment is lost to who asks for more.</summary>
    private const int Room = 1024;

    private readonly IBufferWriter<byte> output;
    private Span<byte> buffer;
    private int used;
    private int page;

    private WbxmlWriter(IBufferWriter<byte> output) => this.output = output;

    /// <summary>Writes the whole document. An <see cref="Opaque"/> stands for an element's content; what XML does not allow in a text is left out.</summary>
    /// <exception cref="ArgumentException">An element that no code page has, or text beside elements.</exception>
    public static void Write(XElement root, IBufferWriter<byte> output)
    {
        var writer = new WbxmlWriter(output);
        writer.Put(Tokens.Version13, Tokens.UnknownPublicId, Tokens.Utf8, 0);
        writer.Element(root);
        output.Advance(writer.used);
    }

    private void Element(XElement element)
    {
        if (!CodePages.TryFind(element.Name, out var place)) throw new ArgumentException($"No code page has {element.Name}.", nameof(element));
        if (place.Page != page) Put(Tokens.SwitchPage, place.Page);
        page = place.Page;
        if (element.Annotation<Opaque>() is { } opaque)
        {
            Put((byte)(place.Token | Tokens.HasContent), Tokens.OpaqueData);
            Number(opaque.Bytes.Length);
            Bytes(opaque.Bytes);
            Put(Tokens.End);
        }
        else if (element.HasElements)
        {
            Put((byte)(place.Token | Tokens.HasContent));
            for (var node = element.FirstNode; node is not null; node = node.NextNode)
            {
                if (node is XElement child) Element(child);
                else if (node is XText text && !string.IsNullOrWhiteSpace(text.Value)) throw new ArgumentException($"{element.Name} has text beside elements.", nameof(element));
            }
            Put(Tokens.End);
        }
        else if (element.Value is { } text && text.AsSpan().ContainsAnyExcept(Tokens.Illegal))
        {
            Put((byte)(place.Token | Tokens.HasContent), Tokens.StrI);
            Text(text);
            Put(0, Tokens.End);
        }
        else
        {
            Put(place.Token);
        }
    }

    private void Text(ReadOnlySpan<char> text)
    {
        while (text.Length > 0)
        {
            var illegal = text.IndexOfAny(Tokens.Illegal);
            var legal = illegal < 0 ? text : text[..illegal];
            while (legal.Length > 0)
            {
                Need(Math.Min(3 * legal.Length, Room));
                // What does not fit now is read on from there; half a surrogate pair becomes U+FFFD.
                Utf8.FromUtf16(legal, buffer[used..], out var read, out var written);
                used += written;
                legal = legal[read..];
            }
            text = illegal < 0 ? default : text[(illegal + 1)..];
        }
    }

    /// <summary>A multi-byte integer (WBXML 1.3 §5.1).</summary>
    private void Number(int value)
    {
        for (var shift = 28; shift > 0; shift -= 7)
            if (value >> shift != 0) Put((byte)(value >> shift & 0x7F | 0x80));
        Put((byte)(value & 0x7F));
    }

    private void Bytes(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            Need(1);
            var take = Math.Min(bytes.Length, buffer.Length - used);
            bytes[..take].CopyTo(buffer[used..]);
            used += take;
            bytes = bytes[take..];
        }
    }

    private void Put(byte value)
    {
        Need(1);
        buffer[used++] = value;
    }

    private void Put(byte first, byte second)
    {
        Need(2);
        buffer[used++] = first;
        buffer[used++] = second;
    }

    private void Put(byte first, byte second, byte third, byte fourth)
    {
        Put(first, second);
        Put(third, fourth);
    }

    private void Need(int bytes)
    {
        if (buffer.Length - used >= bytes) return;
        if (used > 0) output.Advance(used);
        buffer = output.GetSpan(bytes);
        used = 0;
    }
}
