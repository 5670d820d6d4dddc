using System.Xml.Linq;
using ContactOffice.ActiveSync.Wbxml;

namespace ContactOffice.Protocol.Tests.ActiveSync;

public sealed class WbxmlCodePagesTests
{
    [Fact]
    public void Every_tag_is_found_from_both_sides()
    {
        Assert.Equal(26, CodePages.Count);
        Assert.Equal(26, CodePages.All.Select(tag => tag.Page).Distinct().Count());
        Assert.Equal(644, CodePages.All.Count());
        foreach (var (page, token, name) in CodePages.All)
        {
            Assert.InRange(token, 0x05, 0x3F);
            Assert.Same(name, CodePages.Find(page, token));
            Assert.True(CodePages.TryFind(name, out var place));
            Assert.Equal((page, token), place);
        }
    }

    [Fact]
    public void A_page_has_one_namespace_without_a_colon() =>
        Assert.All(CodePages.All.GroupBy(tag => tag.Page), page => Assert.DoesNotContain(":", Assert.Single(page.Select(tag => tag.Name.NamespaceName).Distinct()), StringComparison.Ordinal));

    [Theory]
    [InlineData("AirSync", "HeartbeatInterval", 0, 0x29)]
    [InlineData("Contacts", "LastName", 1, 0x29)]
    [InlineData("Contacts", "Picture", 1, 0x3C)]
    [InlineData("FolderHierarchy", "FolderSync", 7, 0x16)]
    [InlineData("ResolveRecipients", "MaxPictures", 10, 0x1D)]
    [InlineData("Contacts2", "MMS", 12, 0x0E)]
    [InlineData("Ping", "MaxFolders", 13, 0x0D)]
    [InlineData("Provision", "AccountOnlyRemoteWipe", 14, 0x3B)]
    [InlineData("Search", "MaxPictures", 15, 0x23)]
    [InlineData("GAL", "Data", 16, 0x12)]
    [InlineData("AirSyncBase", "InstanceId", 17, 0x2D)]
    [InlineData("Settings", "RightsManagementInformation", 18, 0x2B)]
    [InlineData("ItemOperations", "MoveAlways", 20, 0x19)]
    [InlineData("Find", "GalSearchCriterion", 25, 0x19)]
    [InlineData("Find", "Picture", 25, 0x22)]
    public void Tags_behind_the_gaps_are_where_the_specification_has_them(string page, string tag, byte number, byte token)
    {
        Assert.True(CodePages.TryFind(XName.Get(tag, page), out var place));
        Assert.Equal((number, token), place);
    }

    [Theory]
    [InlineData(0, 0x2A)]
    [InlineData(15, 0x06)]
    [InlineData(17, 0x09)]
    [InlineData(18, 0x2A)]
    [InlineData(25, 0x0F)]
    [InlineData(26, 0x05)]
    public void Gaps_are_no_tags(int page, int token) => Assert.Null(CodePages.Find(page, token));
}
