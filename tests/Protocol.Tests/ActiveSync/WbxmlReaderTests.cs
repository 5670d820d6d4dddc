using System.Globalization;
using System.Text;
using System.Xml.Linq;
using ContactOffice.ActiveSync.Wbxml;

namespace ContactOffice.Protocol.Tests.ActiveSync;

public sealed class WbxmlReaderTests
{
    private static readonly XNamespace Folder = "FolderHierarchy";
    private static readonly XNamespace Sync = "AirSync";
    private static readonly XNamespace Contacts = "Contacts";

    /// <summary>The header, FolderSync and SyncKey "0", as every client begins.</summary>
    private const string FolderSync = "03 01 6A 00 00 07 56 52 03 30 00 01 01";

    [Fact]
    public void A_clients_first_request_is_read() =>
        Same(new XElement(Folder + "FolderSync", new XElement(Folder + "SyncKey", "0")), FolderSync);

    [Theory]
    [InlineData("01")]
    [InlineData("02")]
    public void Earlier_versions_are_read(string version) =>
        Same(new XElement(Folder + "FolderSync", new XElement(Folder + "SyncKey", "0")), version + FolderSync[2..]);

    [Fact]
    public void Pages_change_and_stay_changed() =>
        Same(
            new XElement(Sync + "ApplicationData", new XElement(Contacts + "FirstName", "A"), new XElement(Contacts + "LastName", "B"), new XElement(Sync + "MoreAvailable")),
            "03 01 6A 00 5D 00 01 5F 03 41 00 01 69 03 42 00 01 00 00 14 01");

    [Fact]
    public void A_tag_without_content_is_an_element_without_content() => Same(new XElement(XName.Get("Ping", "Ping")), "03 01 6A 00 00 0D 05");

    [Fact]
    public void Texts_come_in_pieces_from_the_string_table_and_as_entities() =>
        // "ab\0c\0" in the table; STR_I "x", STR_T 3, STR_T 1, ENTITY U+1F600.
        Same(new XElement(Sync + "SyncKey", "xcb😀"), "03 01 6A 05 61 62 00 63 00 4B 03 78 00 83 03 83 01 02 87 EC 00 01");

    [Fact]
    public void A_public_identifier_may_stand_in_the_string_table() => Same(new XElement(Sync + "SyncKey"), "03 00 00 6A 02 78 00 0B");

    [Fact]
    public void Bytes_are_kept_and_shown_as_Base64()
    {
        var element = Read("03 01 6A 00 00 01 7C C3 03 00 FF 01 01");
        Assert.Equal(Contacts + "Picture", element.Name);
        Assert.Equal([0x00, 0xFF, 0x01], element.Annotation<Opaque>()!.Bytes);
        Assert.Equal("AP8B", element.Value);
    }

    [Fact]
    public void No_bytes_are_bytes_too()
    {
        var element = Read("03 01 6A 00 00 01 7C C3 00 01");
        Assert.Empty(element.Annotation<Opaque>()!.Bytes);
        Assert.Equal("", element.Value);
    }

    [Fact]
    public void What_XML_does_not_allow_is_dropped_and_broken_UTF8_marked() =>
        // 01 02, U+FFFE, a byte FF, ENTITY 0, ENTITY U+D800.
        Same(new XElement(Sync + "SyncKey", "ab\uFFFD\t"), "03 01 6A 00 4B 03 61 01 02 62 EF BF BE FF 09 00 02 00 02 83 B0 00 01");

    [Theory]
    [InlineData("", 0, "ends too early")]
    [InlineData("00 01 6A 00 05", 0, "1.1 to 1.3")]
    [InlineData("04 01 6A 00 05", 0, "1.1 to 1.3")]
    [InlineData("03 01 04 00 05", 2, "UTF-8")]
    [InlineData("03 01 6A 84 80 01 05", 3, "string table is too long")]
    [InlineData("03 01 6A 05 05", 3, "ends too early")]
    [InlineData("03 01 6A 00", 4, "ends too early")]
    [InlineData("03 01 6A 00 45", 5, "ends too early")]
    [InlineData("03 01 6A 00 45 4B 01", 7, "ends too early")]
    [InlineData("03 01 6A 00 01", 4, "0x01")]
    [InlineData("03 01 6A 00 03 61 00", 4, "0x03")]
    [InlineData("03 01 6A 00 05 05", 5, "behind the root")]
    [InlineData("03 01 6A 00 00 1A 05", 5, "code page 26")]
    [InlineData("03 01 6A 00 00", 5, "ends too early")]
    [InlineData("03 01 6A 00 2A", 4, "Code page 0 has no tag 0x2A")]
    [InlineData("03 01 6A 00 45 00 01 7F 01", 7, "Code page 1 has no tag 0x3F")]
    [InlineData("03 01 6A 00 85 01", 4, "Attributes")]
    [InlineData("03 01 6A 00 C5 01", 4, "Attributes")]
    [InlineData("03 01 6A 00 45 04 00 01", 5, "0x04")]
    [InlineData("03 01 6A 00 45 44 00 01", 5, "0x44")]
    [InlineData("03 01 6A 00 45 84 00 01", 5, "0x84")]
    [InlineData("03 01 6A 00 45 C4 00 01", 5, "0xC4")]
    [InlineData("03 01 6A 00 45 40 01", 5, "0x40")]
    [InlineData("03 01 6A 00 45 82 01", 5, "0x82")]
    [InlineData("03 01 6A 00 45 C0 01", 5, "0xC0")]
    [InlineData("03 01 6A 00 45 43 01", 5, "0x43")]
    [InlineData("03 01 6A 00 4B 03 61 62", 5, "no end")]
    [InlineData("03 01 6A 02 61 00 4B 83 02 01", 7, "string table is shorter")]
    [InlineData("03 01 6A 01 61 4B 83 00 01", 6, "string table has no end")]
    [InlineData("03 01 6A 00 4B C3 05 61 01", 5, "ends too early")]
    [InlineData("03 01 6A 00 4B C3 FF FF FF FF 7F 01", 5, "too large")]
    [InlineData("03 01 6A 00 4B 02 80 80 80 80 80 00 01", 5, "too large")]
    [InlineData("03 01 6A 00 4B C3 01 61 03 62 00 01", 8, "alone")]
    [InlineData("03 01 6A 00 4B 03 62 00 C3 01 61 01", 8, "alone")]
    [InlineData("03 01 6A 00 45 C3 01 61 05 01", 8, "alone")]
    public void What_is_wrong_is_said_with_its_place(string hex, long offset, string reason)
    {
        var fault = Assert.Throws<WbxmlException>(() => Read(hex));
        Assert.Equal(offset, fault.Offset);
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"(at byte {offset})"), fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Thirty_two_levels_are_read_and_no_more()
    {
        static byte[] Nested(int levels) => [3, 1, 106, 0, .. Enumerable.Repeat((byte)0x45, levels), .. Enumerable.Repeat((byte)1, levels)];
        Assert.Equal(32, Wbxml.Read(Nested(32)).DescendantsAndSelf().Count());
        Assert.Equal(36, Assert.Throws<WbxmlException>(() => Wbxml.Read(Nested(33))).Offset);
    }

    [Fact]
    public void Two_hundred_thousand_elements_are_read_and_no_more()
    {
        static byte[] Many(int elements) => [3, 1, 106, 0, 0x45, .. Enumerable.Repeat((byte)0x0B, elements - 1), 1];
        Assert.Equal(199_999, Wbxml.Read(Many(200_000)).Elements().Count());
        Assert.Contains("too many", Assert.Throws<WbxmlException>(() => Wbxml.Read(Many(200_001))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_string_table_makes_no_text_longer_than_the_body()
    {
        // A text of 50,000 in the table, named 1,000 times.
        byte[] body = [3, 1, 106, 0x83, 0x86, 0x51, .. Enumerable.Repeat((byte)'a', 50_000), 0, 0x4B, .. Enumerable.Repeat<byte[]>([0x83, 0], 1000).SelectMany(b => b), 1];
        Assert.Contains("too much text", Assert.Throws<WbxmlException>(() => Wbxml.Read(body)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_in_a_hundred_thousand_pieces_is_put_together_once()
    {
        byte[] body = [3, 1, 106, 0, 0x4B, .. Enumerable.Repeat<byte[]>([3, (byte)'x', 0], 100_000).SelectMany(b => b), 1];
        Assert.Equal(100_000, Wbxml.Read(body).Value.Length);
    }

    [Fact]
    public void Any_bytes_at_all_are_read_or_refused()
    {
        var random = new Random(7);
        for (var times = 0; times < 20_000; times++)
        {
            var body = Convert.FromHexString(FolderSync.Replace(" ", "", StringComparison.Ordinal)).Concat(new byte[random.Next(20)]).ToArray();
            random.NextBytes(body.AsSpan(random.Next(body.Length)));
            try
            {
                Assert.NotNull(Wbxml.Read(body));
            }
            catch (WbxmlException fault)
            {
                Assert.InRange(fault.Offset, 0, body.Length);
            }
        }
    }

    private static XElement Read(string hex) => Wbxml.Read(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));

    private static void Same(XElement expected, string hex)
    {
        var read = Read(hex);
        Assert.True(XNode.DeepEquals(expected, read), $"{read} rather than {expected}; {Encoding.UTF8.GetByteCount(read.Value)} bytes of text");
    }
}
