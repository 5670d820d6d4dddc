using System.Globalization;
using System.Xml.Linq;
using ContactOffice.ActiveSync.Wbxml;

namespace ContactOffice.Protocol.Tests.ActiveSync;

/// <summary>What we write, as other programs read it.</summary>
public sealed class WbxmlOutsideTests
{
    private static readonly XNamespace Sync = "AirSync";
    private static readonly XNamespace Contacts = "Contacts";

    /// <summary>A page, a message; each tag holds its own place as text.</summary>
    [Fact]
    public async Task Every_tag_of_every_page_is_what_wbxml2xml_and_tshark_take_it_for()
    {
        var decoders = new OutsideDecoders();
        foreach (var page in CodePages.All.GroupBy(tag => tag.Page))
        {
            var message = new XElement(Sync + "Sync", page.OrderBy(tag => tag.Token).Select(tag => new XElement(tag.Name, string.Create(CultureInfo.InvariantCulture, $"{tag.Page} {tag.Token:X2}"))));
            decoders.Add($"page {page.Key}", Wbxml.Write(message), message);
        }
        await decoders.Check();
    }

    [Fact]
    public async Task Nesting_texts_and_bytes_arrive_as_they_were()
    {
        var data = new XElement(Sync + "ApplicationData",
            new XElement(Contacts + "FileAs", "  Ünï 日本 😀 <&>\"' \r\n\t two  "),
            new XElement(Contacts + "FirstName"),
            new XElement(Contacts + "Categories", new XElement(Contacts + "Category", "one"), new XElement(Contacts + "Category", "two")),
            new XElement(Contacts + "Picture", new string('A', 70_000)),
            new XElement(Contacts + "Children"),
            new XElement(XName.Get("NickName", "Contacts2"), "nick"),
            new XElement(Contacts + "LastName", "last"));
        data.Element(Contacts + "Children")!.AddAnnotation(new Opaque([0, 1, 2, 0xFF, 0]));
        var message = new XElement(Sync + "Sync", new XElement(Sync + "Collections", new XElement(Sync + "Collection", new XElement(Sync + "SyncKey", "{7}1"), new XElement(Sync + "MoreAvailable"),
            new XElement(Sync + "Commands", new XElement(Sync + "Add", new XElement(Sync + "ServerId", "1:1"), data)))));
        await OutsideDecoders.Check(("a contact", Wbxml.Write(message), message));
    }

    [Fact]
    public async Task A_wrong_name_nesting_or_text_is_noticed()
    {
        var message = new XElement(Sync + "Sync", new XElement(Sync + "Status", "1"), new XElement(Sync + "Limit", "2"));
        var bytes = Wbxml.Write(message);
        await OutsideDecoders.Check(("right", bytes, message));
        foreach (var wrong in (XElement[])[
            new XElement(Sync + "Sync", new XElement(Sync + "Status", "1"), new XElement(Sync + "Limit", "3")),
            new XElement(Sync + "Sync", new XElement(Sync + "Status", "1"), new XElement(Sync + "Wait", "2")),
            new XElement(Sync + "Sync", new XElement(Sync + "Status", "1", new XElement(Sync + "Limit", "2")))])
        {
            var failure = await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() => OutsideDecoders.Check(("wrong", bytes, wrong)));
            Assert.Contains("wbxml2xml", failure.Message, StringComparison.Ordinal);
            Assert.Contains("tshark", failure.Message, StringComparison.Ordinal);
        }
    }
}
