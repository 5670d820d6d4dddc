using System.Xml.Linq;

namespace ContactOffice.Protocol.Tests.ActiveSync;

public sealed class SchemaCheckTests
{
    private const string Card = """
        <c:FileAs>Ada Example</c:FileAs><c:Birthday>1815-12-10T00:00:00.000Z</c:Birthday><c:FirstName>Ada</c:FirstName><c:Email1Address>"Ada" &lt;ada@example.com&gt;</c:Email1Address>
        <c:Categories><c:Category>Mathematics</c:Category></c:Categories><c:Children><c:Child>Byron</c:Child></c:Children><c:Picture>/9j/4AAQ</c:Picture><d:NickName>Countess</d:NickName>
        <d:IMAddress>ada</d:IMAddress><b:Body><b:Type>1</b:Type><b:EstimatedDataSize>2</b:EstimatedDataSize><b:Truncated>0</b:Truncated><b:Data>hi</b:Data></b:Body><b:NativeBodyType>1</b:NativeBodyType>
        """;

    private const string Collection = "<SyncKey>{2}2</SyncKey><CollectionId>2</CollectionId><Status>1</Status>";

    [Theory]
    [InlineData("Sync", "AirSync", "<Sync><Status>3</Status></Sync>")]
    [InlineData("Sync", "AirSync", "<Sync><Status>14</Status><Limit>59</Limit></Sync>")]
    [InlineData("Sync", "AirSync", "<Sync><Collections><Collection>" + Collection + "<MoreAvailable/><Commands><Add><ServerId>2:1</ServerId><ApplicationData>" + Card + "</ApplicationData></Add><Delete><ServerId>2:2</ServerId></Delete><Add><ServerId>2:3</ServerId><ApplicationData><c:FileAs>B</c:FileAs></ApplicationData></Add></Commands></Collection></Collections></Sync>")]
    [InlineData("Sync", "AirSync", "<Sync><Collections><Collection>" + Collection + "<Responses><Change><ServerId>2:1</ServerId><Status>7</Status></Change><Add><ClientId>new</ClientId><ServerId>2:9</ServerId><Status>1</Status></Add><Delete><ServerId>2:4</ServerId><Status>8</Status></Delete><Fetch><ServerId>2:1</ServerId><Status>1</Status><ApplicationData>" + Card + "</ApplicationData></Fetch></Responses></Collection></Collections></Sync>")]
    [InlineData("FolderSync", "FolderHierarchy", "<FolderSync><Status>1</Status><SyncKey>1</SyncKey><Changes><Count>1</Count><Add><ServerId>2</ServerId><ParentId>0</ParentId><DisplayName>Contacts</DisplayName><Type>9</Type></Add></Changes></FolderSync>")]
    [InlineData("FolderCreate", "FolderHierarchy", "<FolderCreate><Status>3</Status></FolderCreate>")]
    [InlineData("FolderUpdate", "FolderHierarchy", "<FolderUpdate><Status>1</Status><SyncKey>4</SyncKey></FolderUpdate>")]
    [InlineData("FolderDelete", "FolderHierarchy", "<FolderDelete><Status>1</Status><SyncKey>4</SyncKey></FolderDelete>")]
    [InlineData("Ping", "Ping", "<Ping><Status>2</Status><Folders><Folder>2</Folder></Folders></Ping>")]
    [InlineData("Ping", "Ping", "<Ping><Status>5</Status><HeartbeatInterval>60</HeartbeatInterval></Ping>")]
    [InlineData("GetItemEstimate", "GetItemEstimate", "<GetItemEstimate><Response><Status>1</Status><Collection><CollectionId>2</CollectionId><Estimate>34</Estimate></Collection></Response></GetItemEstimate>")]
    [InlineData("ItemOperations", "ItemOperations", "<ItemOperations><Status>1</Status><Response><Fetch><Status>1</Status><a:CollectionId>2</a:CollectionId><a:ServerId>2:1</a:ServerId><a:Class>Contacts</a:Class><Properties>" + Card + "</Properties></Fetch></Response></ItemOperations>")]
    [InlineData("ItemOperations", "ItemOperations", "<ItemOperations><Status>1</Status><Response><Fetch><Status>1</Status><b:FileReference>x</b:FileReference><Properties><Range>0-9</Range><Total>10</Total><Part>1</Part></Properties></Fetch></Response></ItemOperations>")]
    [InlineData("Search", "Search", "<Search><Status>1</Status><Response><Store><Status>1</Status><Result><Properties><g:DisplayName>Ada</g:DisplayName><g:EmailAddress>ada@example.com</g:EmailAddress></Properties></Result><Range>0-0</Range><Total>1</Total></Store></Response></Search>")]
    [InlineData("Search", "Search", "<Search><Status>1</Status><Response><Store><Status>1</Status><Result/></Store></Response></Search>")]
    [InlineData("Settings", "Settings", "<Settings><Status>1</Status><DeviceInformation><Status>1</Status></DeviceInformation><Oof><Status>1</Status><Get><OofState>0</OofState><OofMessage><AppliesToInternal/><Enabled>0</Enabled></OofMessage></Get></Oof></Settings>")]
    [InlineData("Provision", "Provision", "<Provision><Status>1</Status><Policies><Policy><PolicyType>MS-EAS-Provisioning-WBXML</PolicyType><Status>1</Status><PolicyKey>307199232</PolicyKey><Data><EASProvisionDoc><DevicePasswordEnabled>0</DevicePasswordEnabled><MinDevicePasswordLength/><AllowBluetooth>2</AllowBluetooth><ApprovedApplicationList/></EASProvisionDoc></Data></Policy></Policies></Provision>")]
    [InlineData("ResolveRecipients", "ResolveRecipients", "<ResolveRecipients><Status>1</Status><Response><To>ada</To><Status>1</Status><RecipientCount>1</RecipientCount><Recipient><Type>1</Type><DisplayName>Ada</DisplayName><EmailAddress>ada@example.com</EmailAddress></Recipient></Response></ResolveRecipients>")]
    [InlineData("MoveItems", "Move", "<MoveItems><Response><SrcMsgId>2:1</SrcMsgId><Status>3</Status><DstMsgId>3:1</DstMsgId></Response></MoveItems>")]
    [InlineData("ValidateCert", "ValidateCert", "<ValidateCert><Status>1</Status><Certificate><Status>17</Status></Certificate></ValidateCert>")]
    public void An_answer_of_each_command_is_right_in_every_version(string command, string page, string xml)
    {
        foreach (var version in SchemaCheck.Versions) SchemaCheck.Validate(Parse(page, xml), command, version);
    }

    [Theory]
    [InlineData("Sync", "AirSync", "14.0", "16.1", "<Sync><Collections><Collection>" + Collection + "<Commands><Delete><Class>Contacts</Class><ServerId>2:1</ServerId></Delete></Commands></Collection></Collections></Sync>")]
    [InlineData("Sync", "AirSync", "12.1", "12.1", "<Sync><Collections><Collection><Class>Contacts</Class>" + Collection + "</Collection></Collections></Sync>")]
    [InlineData("Sync", "AirSync", "16.0", "16.1", "<Sync><Collections><Collection>" + Collection + "<Responses><Add><ClientId>n</ClientId><ServerId>2:1</ServerId><Status>1</Status><ApplicationData><c:FileAs>A</c:FileAs></ApplicationData></Add></Responses></Collection></Collections></Sync>")]
    [InlineData("Find", "Find", "16.1", "16.1", "<Find><Status>1</Status><Response><i:Store>GAL</i:Store><Status>1</Status><Result><Properties><g:DisplayName>Ada</g:DisplayName></Properties></Result><Range>0-0</Range><Total>1</Total></Response></Find>")]
    [InlineData("Search", "Search", "14.1", "16.1", "<Search><Status>1</Status><Response><Store><Status>1</Status><Result><Properties><g:Picture><g:Status>1</g:Status><g:Data>AAAA</g:Data></g:Picture></Properties></Result></Store></Response></Search>")]
    [InlineData("Settings", "Settings", "12.1", "14.0", "<Settings><Status>1</Status><UserInformation><Status>1</Status><Get><EmailAddresses><SMTPAddress>ada@example.com</SMTPAddress></EmailAddresses></Get></UserInformation></Settings>")]
    [InlineData("Settings", "Settings", "14.1", "16.1", "<Settings><Status>1</Status><UserInformation><Status>1</Status><Get><Accounts><Account><EmailAddresses><SMTPAddress>ada@example.com</SMTPAddress><PrimarySmtpAddress>ada@example.com</PrimarySmtpAddress></EmailAddresses></Account></Accounts></Get></UserInformation></Settings>")]
    [InlineData("Settings", "Settings", "14.1", "16.1", "<Settings><Status>1</Status><RightsManagementInformation><Status>168</Status><Get><r:RightsManagementTemplates/></Get></RightsManagementInformation></Settings>")]
    [InlineData("Provision", "Provision", "14.1", "16.1", "<Provision><s:DeviceInformation><s:Status>1</s:Status></s:DeviceInformation><Status>1</Status></Provision>")]
    [InlineData("Provision", "Provision", "16.1", "16.1", "<Provision><Status>1</Status><AccountOnlyRemoteWipe/></Provision>")]
    [InlineData("ResolveRecipients", "ResolveRecipients", "14.1", "16.1", "<ResolveRecipients><Status>1</Status><Response><To>a</To><Status>1</Status><Recipient><Type>1</Type><DisplayName>A</DisplayName><EmailAddress>a@example.com</EmailAddress><Picture><Status>1</Status><Data>AAAA</Data></Picture></Recipient></Response></ResolveRecipients>")]
    public void What_came_or_went_with_a_version_is_refused_in_the_others(string command, string page, string from, string to, string xml)
    {
        foreach (var version in SchemaCheck.Versions)
        {
            var within = Array.IndexOf(SchemaCheck.Versions, version) is var number && number >= Array.IndexOf(SchemaCheck.Versions, from) && number <= Array.IndexOf(SchemaCheck.Versions, to);
            if (within) SchemaCheck.Validate(Parse(page, xml), command, version);
            else Refused(page, xml, command, version);
        }
    }

    [Theory]
    [InlineData(49152, true)]
    [InlineData(49156, false)]
    public void A_picture_has_48_KiB_of_Base64(int length, bool fits)
    {
        var xml = $"<Sync><Collections><Collection>{Collection}<Commands><Add><ServerId>1</ServerId><ApplicationData><c:Picture>{new string('A', length)}</c:Picture></ApplicationData></Add></Commands></Collection></Collections></Sync>";
        if (fits) SchemaCheck.Validate(Parse("AirSync", xml), "Sync", "16.1");
        else Assert.Contains("Picture", Refused("AirSync", xml, "Sync", "16.1"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Collections", "Sync", "AirSync", "<Sync><Collections/></Sync>")]
    [InlineData("Commands", "Sync", "AirSync", "<Sync><Collections><Collection>" + Collection + "<Commands/></Collection></Collections></Sync>")]
    [InlineData("Status", "Sync", "AirSync", "<Sync><Collections><Collection><SyncKey>1</SyncKey><CollectionId>2</CollectionId></Collection></Collections></Sync>")]
    [InlineData("SyncKey", "Sync", "AirSync", "<Sync><Collections><Collection>" + Collection + "<SyncKey>1</SyncKey></Collection></Collections></Sync>")]
    [InlineData("ServerId", "Sync", "AirSync", "<Sync><Collections><Collection>" + Collection + "<Commands><Add><ServerId/><ApplicationData><c:FileAs>A</c:FileAs></ApplicationData></Add></Commands></Collection></Collections></Sync>")]
    [InlineData("Birthday", "Sync", "AirSync", "<Sync><Collections><Collection>" + Collection + "<Commands><Add><ServerId>1</ServerId><ApplicationData><c:Birthday>1815-12-10</c:Birthday></ApplicationData></Add></Commands></Collection></Collections></Sync>")]
    [InlineData("Contacts:Body", "Sync", "AirSync", "<Sync><Collections><Collection>" + Collection + "<Commands><Add><ServerId>1</ServerId><ApplicationData><c:Body>old</c:Body></ApplicationData></Add></Commands></Collection></Collections></Sync>")]
    [InlineData("FileAs stands more than once", "Sync", "AirSync", "<Sync><Collections><Collection>" + Collection + "<Commands><Add><ServerId>1</ServerId><ApplicationData><c:FileAs>A</c:FileAs><c:FileAs>B</c:FileAs></ApplicationData></Add></Commands></Collection></Collections></Sync>")]
    [InlineData("Data", "Sync", "AirSync", "<Sync><Collections><Collection>" + Collection + "<Commands><Add><ServerId>1</ServerId><ApplicationData><b:Body><b:Data>a</b:Data><b:Type>1</b:Type></b:Body></ApplicationData></Add></Commands></Collection></Collections></Sync>")]
    [InlineData("Picture", "Sync", "AirSync", "<Sync><Collections><Collection>" + Collection + "<Commands><Add><ServerId>1</ServerId><ApplicationData><c:Picture>?</c:Picture></ApplicationData></Add></Commands></Collection></Collections></Sync>")]
    [InlineData("Change", "Sync", "AirSync", "<Sync><Collections><Collection>" + Collection + "<Responses><Add><ClientId>n</ClientId><Status>6</Status></Add><Change><ServerId>2:1</ServerId><Status>7</Status></Change></Responses></Collection></Collections></Sync>")]
    [InlineData("DevicePasswordEnabled", "Provision", "Provision", "<Provision><Status>1</Status><Policies><Policy><PolicyType>x</PolicyType><Status>1</Status><Data><EASProvisionDoc><AllowCamera>1</AllowCamera><DevicePasswordEnabled>0</DevicePasswordEnabled></EASProvisionDoc></Data></Policy></Policies></Provision>")]
    [InlineData("Status", "FolderSync", "FolderHierarchy", "<FolderSync><SyncKey>1</SyncKey><Status>1</Status></FolderSync>")]
    [InlineData("does not answer", "FolderSync", "FolderHierarchy", "<FolderCreate><Status>1</Status></FolderCreate>")]
    [InlineData("Type", "FolderSync", "FolderHierarchy", "<FolderSync><Status>1</Status><SyncKey>1</SyncKey><Changes><Add><ServerId>2</ServerId><ParentId>0</ParentId><DisplayName>C</DisplayName><Type>20</Type></Add></Changes></FolderSync>")]
    [InlineData("Folder", "Ping", "Ping", "<Ping><Status>2</Status><Folders/></Ping>")]
    [InlineData("Range", "Search", "Search", "<Search><Status>1</Status><Response><Store><Status>1</Status><Result/><Range>all</Range></Store></Response></Search>")]
    [InlineData("AllowBluetooth", "Provision", "Provision", "<Provision><Status>1</Status><Policies><Policy><PolicyType>x</PolicyType><Status>1</Status><Data><EASProvisionDoc><AllowBluetooth>3</AllowBluetooth></EASProvisionDoc></Data></Policy></Policies></Provision>")]
    [InlineData("RightsManagementInformation", "Settings", "Settings", "<Settings><Status>1</Status><RightsManagementInformation><Status>168</Status></RightsManagementInformation></Settings>")]
    [InlineData("attributes", "Ping", "Ping", "<Ping a='b'><Status>1</Status></Ping>")]
    [InlineData("Ping", "Ping", "Ping", "<Ping>text<Status>1</Status></Ping>")]
    public void What_is_wrong_is_named(string named, string command, string page, string xml)
    {
        foreach (var version in SchemaCheck.Versions) Assert.Contains(named, Refused(page, xml, command, version), StringComparison.Ordinal);
    }

    private static string Refused(string page, string xml, string command, string version)
    {
        var failure = Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => SchemaCheck.Validate(Parse(page, xml), command, version));
        return failure.Message[..failure.Message.IndexOf("\n<", StringComparison.Ordinal)];
    }

    private static XElement Parse(string page, string xml) =>
        XElement.Parse($"<x xmlns='{page}' xmlns:a='AirSync' xmlns:b='AirSyncBase' xmlns:c='Contacts' xmlns:d='Contacts2' xmlns:g='GAL' xmlns:i='ItemOperations' xmlns:s='Settings' xmlns:r='RightsManagement'>{xml}</x>").Elements().Single();
}
