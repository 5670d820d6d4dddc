using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace ContactOffice.Protocol.Tests.ActiveSync;

/// <summary>
/// Where a program of others calls an element differently than the specification, and why that is no error of ours. A program that has learned the right name is believed
/// too.
/// </summary>
internal sealed class DecoderSpellings
{
    private const string Unknown = "?";

    private readonly HashSet<(XName Ours, string Theirs)> known = [];
    private readonly string[] unknown;
    private bool showsBase64;

    private DecoderSpellings(string spellings, params string[] unknown)
    {
        this.unknown = unknown;
        foreach (var line in spellings.Split('\n', StringSplitOptions.TrimEntries))
        {
            var page = line[..line.IndexOf(':', StringComparison.Ordinal)];
            foreach (var words in line[(page.Length + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Split('=')))
                known.Add((XNamespace.Get(page) + words[0], words[1]));
        }
    }

    /// <summary>
    /// Wireshark 4.0. It knows no page 25 and nothing that came with 16.0 or went with 12.0; calls children after their parents, as old documents did; has JobTitle one
    /// token too late, where LastName stands, and slips by one among Tasks' dates and DocumentLibrary's.
    /// </summary>
    public static DecoderSpellings Tshark { get; } = new(
        """
        AirSync: Version=? Truncation=? RTFTruncation=? NotifyGUID=?
        Contacts: AssistantPhoneNumber=AssistantTelephoneNumber Body=? BodySize=? BodyTruncated=? BusinessAddressCity=BusinessCity
        Contacts: BusinessAddressCountry=BusinessCountry BusinessAddressPostalCode=BusinessPostalCode BusinessAddressState=BusinessState
        Contacts: BusinessAddressStreet=BusinessStreet HomeAddressCity=HomeCity HomeAddressCountry=HomeCountry HomeAddressPostalCode=HomePostalCode
        Contacts: HomeAddressState=HomeState HomeAddressStreet=HomeStreet JobTitle=? LastName=JobTitle OtherAddressCity=OtherCity OtherAddressCountry=OtherCountry
        Contacts: OtherAddressPostalCode=OtherPostalCode OtherAddressState=OtherState OtherAddressStreet=OtherStreet WebPage=Webpage CompressedRTF=?
        Email: Attachment=? Attachments=? AttName=? AttSize=? Att0Id=? AttMethod=? AttRemoved=? Body=? BodySize=? BodyTruncated=? DisplayName=? Cc=CC DtStamp=DTStamp
        Email: ResponseRequested=ResponseRequest Type=Recurrence_Type Until=Recurrence_Until Occurrences=Recurrence_Occurrences Interval=Recurrence_Interval
        Email: DayOfWeek=Recurrence_DayOfWeek DayOfMonth=Recurrence_DayOfMonth WeekOfMonth=Recurrence_WeekOfMonth MonthOfYear=Recurrence_MonthOfYear MIMEData=?
        Email: MIMETruncated=? MIMESize=? Status=FlagStatus
        AirNotify: Notify=? Notification=? Version=? LifeTime=? DeviceInfo=? Enable=? Folder=? ServerId=? DeviceAddress=? ValidCarrierProfiles=? CarrierProfile=?
        AirNotify: Status=? Responses=? Devices=? Device=? Id=? Expiry=? NotifyGUID=? DeviceFriendlyName=?
        Calendar: AllDayEvent=AllDAyEvent Email=Attendee_Email Name=Attendee_Name Body=? BodyTruncated=? CompressedRTF=? DtStamp=DTStamp Deleted=Exception_Deleted
        Calendar: ExceptionStartTime=Exception_StartTime OrganizerEmail=Organizer_Email OrganizerName=Organizer_Name Type=Recurrence_Type Until=Recurrence_Until
        Calendar: Occurrences=Recurrence_Occurrences Interval=Recurrence_Interval DayOfWeek=Recurrence_DayOfWeek DayOfMonth=Recurrence_DayOfMonth
        Calendar: WeekOfMonth=Recurrence_WeekOfMonth MonthOfYear=Recurrence_MonthOfYear AttendeeStatus=Attendee_Status AttendeeType=Attendee_Type ClientUid=?
        FolderHierarchy: Folders=? Folder=? Response=? ContentClass=? Version=?
        MeetingResponse: Version=? ProposedStartTime=? ProposedEndTime=? SendResponse=?
        Tasks: Body=? BodySize=? BodyTruncated=? DueDate=? UtcDueDate=DueDate Type=Recurrence_Type Start=Recurrence_Start Until=Recurrence_Until
        Tasks: Occurrences=Recurrence_Occurrences Interval=Recurrence_Interval DayOfMonth=Recurrence_DayOfMonth DayOfWeek=Recurrence_DayOfWeek
        Tasks: WeekOfMonth=Recurrence_WeekOfMonth MonthOfYear=Recurrence_MonthOfYear Regenerate=Recurrence_Regenerate DeadOccur=Recurrence_DeadOccur
        Tasks: UtcStartDate=UTCStartDate CompressedRTF=?
        Provision: RequireStorageCardEncryption=DeviceEncryptionEnabled DocumentBrowseEnabled=? AccountOnlyRemoteWipe=?
        Search: Schema=? Supported=?
        AirSyncBase: BodyPartPreference=BodyPartReference Add=? Delete=? ClientId=? Content=? Location=? Annotation=? Street=? City=? State=? Country=? PostalCode=?
        AirSyncBase: Latitude=? Longitude=? Accuracy=? Altitude=? AltitudeAccuracy=? LocationUri=? InstanceId=?
        Settings: SMTPAddress=SmtpAddress
        DocumentLibrary: CreationDate=? LastModifiedDate=CreationDate IsHidden=LastModifiedDate
        ComposeMail: Mime=MIME Forwardees=? Forwardee=? Name=? Email=?
        Email2: IsDraft=? Bcc=? Send=?
        RightsManagement: Owner=RMOwner TemplateID=TemplateId RemoveRightsManagementProtection=RemoveRightsManagementDistribution
        Find: Find=? SearchId=? ExecuteSearch=? MailBoxSearchCriterion=? Query=? Status=? FreeText=? Options=? Range=? DeepTraversal=? Response=? Result=?
        Find: Properties=? Preview=? HasAttachments=? Total=? DisplayCc=? DisplayBcc=? GalSearchCriterion=? MaxPictures=? MaxSize=? Picture=?
        """, "(Requested token not defined for this content type)", "(Requested token code page not defined for this content type)");

    /// <summary>
    /// libwbxml 0.11. It knows no page 25 and two tags less than 16.1 has; calls children after their parents; misspells
    /// some; and shows a text as Base64 where bytes are usual, as in ConversationId.
    /// </summary>
    public static DecoderSpellings Wbxml2Xml { get; } = new(
        """
        Contacts: AssistantPhoneNumber=AssistantTelephoneNumber BusinessAddressCity=BusinessCity BusinessAddressCountry=BusinessCountry
        Contacts: BusinessAddressPostalCode=BusinessPostalCode BusinessAddressState=BusinessState BusinessAddressStreet=BusinessStreet HomeAddressCity=HomeCity
        Contacts: HomeAddressCountry=HomeCountry HomeAddressPostalCode=HomePostalCode HomeAddressState=HomeState HomeAddressStreet=HomeStreet
        Contacts: OtherAddressCity=OtherCity OtherAddressCountry=OtherCountry OtherAddressPostalCode=OtherPostalCode OtherAddressState=OtherState
        Contacts: OtherAddressStreet=OtherStreet
        Email: Att0Id=AttOId ReplyTo=Reply-To DtStamp=DTStamp Type=Recurrence_Type Until=Recurrence_Until Occurrences=Recurrence_Occurrences Interval=Recurrence_Interval
        Email: DayOfWeek=Recurrence_DayOfWeek DayOfMonth=Recurrence_DayOfMonth WeekOfMonth=Recurrence_WeekOfMonth MonthOfYear=Recurrence_MonthOfYear Status=FlagStatus
        Calendar: Email=Attendee_Email Name=Attendee_Name CompressedRTF=Compressed_RTF DtStamp=DTStamp Deleted=Exception_Deleted
        Calendar: ExceptionStartTime=Exception_StartTime OrganizerEmail=Organizer_Email OrganizerName=Organizer_Name Type=Recurrence_Type Until=Recurrence_Until
        Calendar: Occurrences=Recurrence_Occurrences Interval=Recurrence_Interval DayOfWeek=Recurrence_DayOfWeek DayOfMonth=Recurrence_DayOfMonth
        Calendar: WeekOfMonth=Recurrence_WeekOfMonth MonthOfYear=Recurrence_MonthOfYear AttendeeStatus=Attendee_Status AttendeeType=Attendee_Type
        MeetingResponse: ProposedStartTime=? ProposedEndTime=?
        Tasks: UtcDueDate=UTCDueDate Type=Recurrence_Type Start=Recurrence_Start Until=Recurrence_Until Occurrences=Recurrence_Occurrences
        Tasks: Interval=Recurrence_Interval DayOfMonth=Recurrence_DayOfMonth DayOfWeek=Recurrence_DayOfWeek WeekOfMonth=Recurrence_WeekOfMonth
        Tasks: MonthOfYear=Recurrence_MonthOfYear Regenerate=Recurrence_Regenerate DeadOccur=Recurrence_DeadOccur UtcStartDate=UTCStartDate
        Provision: RequireStorageCardEncryption=DeviceEncryptionEnabled AccountOnlyRemoteWipe=?
        Settings: SMTPAddress=SmtpAddress RightsManagementInformation=ihsManagementInformation
        ComposeMail: Mime=MIME Name=ForwardeeName Email=ForwardeeEmail
        RightsManagement: Owner=RMOwner RemoveRightsManagementProtection=RemoveRightsManagementDistribution
        Find: Find=? SearchId=? ExecuteSearch=? MailBoxSearchCriterion=? Query=? Status=? FreeText=? Options=? Range=? DeepTraversal=? Response=? Result=?
        Find: Properties=? Preview=? HasAttachments=? Total=? DisplayCc=? DisplayBcc=? GalSearchCriterion=? MaxPictures=? MaxSize=? Picture=?
        """, "unknown")
    { showsBase64 = true };

    /// <summary>Whether the program shows the text as bytes.</summary>
    public bool IsBase64(string ours, string theirs) => showsBase64 && Convert.ToBase64String(Encoding.UTF8.GetBytes(ours)) == theirs;

    /// <summary>Whether it is the element, as the program calls it.</summary>
    public bool Same(XName ours, XName theirs)
    {
        var name = XmlConvert.DecodeName(theirs.LocalName);
        // What wbxml2xml does not know it puts on any page.
        if (unknown.Contains(name)) return known.Contains((ours, Unknown));
        return ours.Namespace == theirs.Namespace && (ours.LocalName == name || known.Contains((ours, name)));
    }
}
