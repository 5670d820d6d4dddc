using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Text;
using System.Xml.Linq;
using ContactOffice.ActiveSync.Wbxml;
using FsCheck;
using FsCheck.Fluent;

namespace ContactOffice.Protocol.Tests.ActiveSync;

public sealed class WbxmlWriterTests
{
    private static readonly XNamespace Sync = "AirSync";
    private static readonly XNamespace Contacts = "Contacts";
    private static readonly Config Config = Config.QuickThrowOnFailure.WithMaxTest(300);
    private static readonly XName[] Names = [.. CodePages.All.Select(tag => tag.Name)];

    private static readonly Gen<string> Text =
        Gen.Elements("a", "é", "日", "😀", " ", "\r\n", "\t", "<", "&", "]]>", "\u0085", "\u2028", new string('z', 5000), "ü" + new string('日', 1500)).ListOf().Select(string.Concat);

    private static Gen<XElement> Element(int depth) =>
        from name in Gen.Elements(Names)
        from kind in Gen.Choose(0, depth > 6 ? 2 : 4)
        from text in Text
        from children in kind > 2 ? Element(depth + 1).ListOf().Select(all => all.Take(5).ToList()) : Gen.Constant<List<XElement>>([])
        select Make(name, kind, text, children);

    private static XElement Make(XName name, int kind, string text, List<XElement> children)
    {
        var element = kind switch { 0 => new XElement(name), 1 or 2 => new XElement(name, text.Length > 0 && kind == 1 ? text : null), _ => new XElement(name, children) };
        if (kind != 2) return element;
        var bytes = Encoding.UTF8.GetBytes(text);
        element.AddAnnotation(new Opaque(bytes));
        if (bytes.Length > 0) element.Value = Convert.ToBase64String(bytes);
        return element;
    }

    [Fact]
    public void Any_message_is_read_as_it_was_written() =>
        Check.One(Config, Prop.ForAll(Element(0).ToArbitrary(), message =>
        {
            var bytes = Wbxml.Write(message);

            var read = Wbxml.Read(bytes);

            Assert.True(XNode.DeepEquals(message, read), $"{read} rather than {message}");
            Assert.Equal(Bytes(message), Bytes(read));
            Assert.Equal(bytes, Wbxml.Write(read));
        }));

    private static IEnumerable<string?> Bytes(XElement message) =>
        message.DescendantsAndSelf().Select(element => element.Annotation<Opaque>() is { } opaque ? Convert.ToHexString(opaque.Bytes) : null);

    [Fact]
    public void A_message_is_written_as_others_write_it() =>
        Assert.Equal(
            "03016A00" + "45" + "5C" + "4F" + "4B" + "033100" + "01" + "14" + "56" + "48" + "4D" + "03323A3100" + "01" + "5D" + "0001" + "5F" + "03416461" + "00" + "01" + "000C" + "4D" + "036100" + "01" + "01" + "01" + "01" + "01" + "01" + "01",
            Convert.ToHexString(Wbxml.Write(new XElement(Sync + "Sync", new XElement(Sync + "Collections", new XElement(Sync + "Collection", new XElement(Sync + "SyncKey", "1"), new XElement(Sync + "MoreAvailable"),
                new XElement(Sync + "Commands", new XElement(Sync + "Change", new XElement(Sync + "ServerId", "2:1"),
                    new XElement(Sync + "ApplicationData", new XElement(Contacts + "FirstName", "Ada"), new XElement(XName.Get("NickName", "Contacts2"), "a"))))))))));

    [Fact]
    public void Bytes_are_written_as_they_are_with_their_length()
    {
        var picture = new XElement(Contacts + "Picture", "not looked at");
        picture.AddAnnotation(new Opaque(new byte[300]));
        Assert.Equal("03016A00" + "0001" + "7C" + "C3822C" + new string('0', 600) + "01", Convert.ToHexString(Wbxml.Write(picture)));
    }

    [Theory]
    [InlineData("a\0b\u0001\uFFFFc", "abc")]
    [InlineData("\0\u0001", "")]
    [InlineData("", "")]
    public void What_XML_does_not_allow_is_left_out(string text, string read) =>
        Assert.Equal(read, Wbxml.Read(Wbxml.Write(new XElement(Contacts + "FileAs", text))).Value);

    [Fact]
    public void Half_a_surrogate_pair_is_marked() => Assert.Equal("a\uFFFDb", Wbxml.Read(Wbxml.Write(new XElement(Contacts + "FileAs", "a\uD800b"))).Value);

    [Fact]
    public void An_empty_element_has_neither_content_nor_end() => Assert.Equal("03016A0014", Convert.ToHexString(Wbxml.Write(new XElement(Sync + "MoreAvailable", ""))));

    [Fact]
    public void What_cannot_be_said_is_a_fault()
    {
        Assert.Throws<ArgumentException>(() => Wbxml.Write(new XElement(Sync + "Nothing")));
        Assert.Throws<ArgumentException>(() => Wbxml.Write(new XElement(Sync + "Sync", "text", new XElement(Sync + "Status"))));
    }

    [Fact]
    public async Task A_pipe_takes_what_is_longer_than_its_segments()
    {
        var message = new XElement(Sync + "Sync", Enumerable.Range(0, 300).Select(n => new XElement(Sync + "SyncKey", new string((char)('a' + n % 26), n) + "日😀")), new XElement(Contacts + "Picture", new string('A', 100_000)));
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        WbxmlWriter.Write(message, pipe.Writer);
        await pipe.Writer.CompleteAsync();
        var all = await pipe.Reader.ReadAtLeastAsync(int.MaxValue);
        Assert.Equal(Wbxml.Write(message), all.Buffer.ToArray());
        Assert.True(XNode.DeepEquals(message, Wbxml.Read(all.Buffer.ToArray())));
    }

    [Fact]
    public void Parts_follow_a_table_of_where_they_are()
    {
        var buffer = new ArrayBufferWriter<byte>();
        byte[][] parts = [Wbxml.Write(new XElement(XName.Get("ItemOperations", "ItemOperations"))), [], [1, 2, 3]];
        Multipart.Write([.. parts.Select(part => (ReadOnlyMemory<byte>)part)], buffer);
        var body = buffer.WrittenSpan.ToArray();

        int Number(int at) => BinaryPrimitives.ReadInt32LittleEndian(body.AsSpan(at));
        Assert.Equal(3, Number(0));
        for (var part = 0; part < 3; part++) Assert.Equal(parts[part], body.AsSpan(Number(4 + 8 * part), Number(8 + 8 * part)).ToArray());
        Assert.Equal(28, Number(4));
        Assert.Equal(28 + parts.Sum(part => part.Length), body.Length);
    }
}
