using System.Text;
using System.Xml.Linq;

namespace ContactOffice.ActiveSync.Wbxml;

/// <summary>
/// Reads the part of WBXML 1.3 that MS-ASWBXML §2.1.1 leaves: tags without attributes, texts, OPAQUE. Depth, elements and texts are bounded; whatever else comes is a
/// <see cref="WbxmlException"/> with its place.
/// </summary>
internal ref struct WbxmlReader
{
    private const int MaxDepth = 32;
    private const int MaxElements = 200_000;
    private const int MaxStringTable = 64 * 1024;

    private readonly ReadOnlySpan<byte> body;
    private ReadOnlySpan<byte> table;
    private int at;
    private int tokenAt;
    private int elements;
    private long texts;

    private WbxmlReader(ReadOnlySpan<byte> body) => this.body = body;

    /// <summary>Answers the root. What XML does not allow in a text is dropped; bytes that are no UTF-8 become U+FFFD.</summary>
    /// <exception cref="WbxmlException">For everything that is wrong with the body.</exception>
    public static XElement Read(ReadOnlySpan<byte> body)
    {
        var reader = new WbxmlReader(body);
        reader.Header();
        return reader.Elements();
    }

    /// <summary>WBXML 1.3 §5.4 to §5.7.</summary>
    private void Header()
    {
        if (Byte() is 0 or > Tokens.Version13) throw Fault("Only WBXML 1.1 to 1.3 is read");
        if (Number() == 0) Number(); // the public identifier stands in the string table
        tokenAt = at;
        if (Number() != Tokens.Utf8) throw Fault("Only UTF-8 is read");
        tokenAt = at;
        var length = Number();
        if (length > MaxStringTable) throw Fault("The string table is too long");
        table = Take(length);
    }

    private XElement Elements()
    {
        var page = 0;
        XElement? root = null;
        var open = new Stack<Open>();
        while (at < body.Length)
        {
            var token = Byte();
            if (token == Tokens.SwitchPage)
            {
                page = Byte();
                if (page >= CodePages.Count) throw Fault($"There is no code page {page}");
                continue;
            }
            if (open.TryPeek(out var inside))
            {
                if (token == Tokens.End)
                {
                    inside.Close();
                    open.Pop();
                    continue;
                }
                if (inside.HasBytes) throw Fault("Bytes stand alone in their element");
                if (Content(token, inside)) continue;
            }
            else if (root is not null) throw Fault("There is something behind the root element");
            var element = Tag(page, token, open.Count);
            inside?.Add(element);
            root ??= element;
            if ((token & Tokens.HasContent) != 0) open.Push(new Open(element));
        }
        tokenAt = at;
        return open.Count == 0 && root is not null ? root : throw Fault("The body ends too early");
    }

    /// <summary>Whether the token was content rather than a tag.</summary>
    private bool Content(byte token, Open inside)
    {
        switch (token)
        {
            case Tokens.StrI:
                inside.Add(Text(ToTerminator()));
                return true;
            case Tokens.StrT:
                inside.Add(Text(FromTable(Number())));
                return true;
            case Tokens.Entity:
                var code = Number();
                if (Rune.IsValid(code)) inside.Add(Clean(new Rune(code).ToString()));
                return true;
            case Tokens.OpaqueData:
                if (!inside.Add(Take(Number()).ToArray())) throw Fault("Bytes stand alone in their element");
                return true;
            default:
                return false;
        }
    }

    private XElement Tag(int page, byte token, int depth)
    {
        if (token is < 0x05 or (>= Tokens.ExtI0 and <= Tokens.LiteralC) or (>= Tokens.ExtT0 and <= Tokens.LiteralA) or (>= Tokens.Ext0 and <= Tokens.LiteralAc))
            throw Fault($"Token 0x{token:X2} is not taken here");
        if ((token & Tokens.HasAttributes) != 0) throw Fault("Attributes are not taken");
        if (depth >= MaxDepth) throw Fault("Elements are nested too deep");
        if (++elements > MaxElements) throw Fault("There are too many elements");
        return new XElement(CodePages.Find(page, token & Tokens.TagMask) ?? throw Fault($"Code page {page} has no tag 0x{token & Tokens.TagMask:X2}"));
    }

    private string Text(ReadOnlySpan<byte> utf8)
    {
        // The table could be named again and again: all texts together are no longer than the body.
        if ((texts += utf8.Length) > body.Length) throw Fault("There is too much text");
        return Clean(Encoding.UTF8.GetString(utf8));
    }

    private static string Clean(string text) =>
        text.AsSpan().ContainsAny(Tokens.Illegal) ? string.Concat(text.Where(c => !Tokens.Illegal.Contains(c))) : text;

    private ReadOnlySpan<byte> ToTerminator()
    {
        var length = body[at..].IndexOf((byte)0);
        if (length < 0) throw Fault("A text has no end");
        var text = body.Slice(at, length);
        at += length + 1;
        return text;
    }

    private readonly ReadOnlySpan<byte> FromTable(int offset)
    {
        if (offset >= table.Length) throw Fault("The string table is shorter than that");
        var text = table[offset..];
        var length = text.IndexOf((byte)0);
        return length >= 0 ? text[..length] : throw Fault("A text of the string table has no end");
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > body.Length - at) throw Fault("The body ends too early");
        var bytes = body.Slice(at, length);
        at += length;
        return bytes;
    }

    private byte Byte()
    {
        tokenAt = at;
        return at < body.Length ? body[at++] : throw Fault("The body ends too early");
    }

    /// <summary>A multi-byte integer (WBXML 1.3 §5.1); what needs more than 31 bits is refused.</summary>
    private int Number()
    {
        var value = 0L;
        for (var bytes = 0; bytes < 5; bytes++)
        {
            if (at >= body.Length) throw Fault("The body ends too early");
            var next = body[at++];
            value = value << 7 | (uint)(next & 0x7F);
            if (value > int.MaxValue) break;
            if ((next & 0x80) == 0) return (int)value;
        }
        throw Fault("A number is too large");
    }

    private readonly WbxmlException Fault(string message) => new(tokenAt, message);

    /// <summary>An element whose end has not come. Texts are put together once: hundreds of thousands of pieces would cost their square.</summary>
    private sealed class Open(XElement element)
    {
        private string? text;
        private StringBuilder? pieces;
        private bool hasElements;

        public bool HasBytes { get; private set; }

        public void Add(string piece)
        {
            if (piece.Length == 0) return;
            if (text is null) text = piece;
            else (pieces ??= new StringBuilder(text)).Append(piece);
        }

        /// <summary>False where the element has something else.</summary>
        public bool Add(byte[] bytes)
        {
            if (hasElements || text is not null) return false;
            HasBytes = true;
            element.AddAnnotation(new Opaque(bytes));
            text = Convert.ToBase64String(bytes);
            return true;
        }

        public void Add(XElement child)
        {
            Close();
            hasElements = true;
            element.Add(child);
        }

        public void Close()
        {
            if (text is { Length: > 0 }) element.Add(pieces?.ToString() ?? text);
            (text, pieces) = (null, null);
        }
    }
}
