using System.Collections.Frozen;
using System.Globalization;
using System.Xml.Linq;

namespace ContactOffice.ActiveSync.Wbxml;

/// <summary>
/// The code pages of MS-ASWBXML §2.1.2.1, in both directions. A page's number is its place here; its name is the XML namespace of its elements. Tags that only version
/// 2.5 used are kept, since a later client that names one is still understood.
/// </summary>
internal static class CodePages
{
    private const int TokensOfPage = 0x40;

    /// <summary>Each line begins with the token of its first tag; the others follow by one.</summary>
    private static readonly (string Page, string Tags)[] Pages =
    [
        ("AirSync", """
            05 Sync Responses Add Change Delete Fetch SyncKey ClientId
            0D ServerId Status Collection Class Version CollectionId GetChanges MoreAvailable
            15 WindowSize Commands Options FilterType Truncation RTFTruncation Conflict Collections
            1D ApplicationData DeletesAsMoves NotifyGUID Supported SoftDelete MIMESupport MIMETruncation Wait
            25 Limit Partial ConversationMode MaxItems HeartbeatInterval
            """),
        ("Contacts", """
            05 Anniversary AssistantName AssistantPhoneNumber Birthday Body BodySize BodyTruncated Business2PhoneNumber
            0D BusinessAddressCity BusinessAddressCountry BusinessAddressPostalCode BusinessAddressState BusinessAddressStreet BusinessFaxNumber
            13 BusinessPhoneNumber CarPhoneNumber Categories Category Children Child CompanyName Department
            1B Email1Address Email2Address Email3Address FileAs FirstName Home2PhoneNumber HomeAddressCity HomeAddressCountry
            23 HomeAddressPostalCode HomeAddressState HomeAddressStreet HomeFaxNumber HomePhoneNumber JobTitle LastName MiddleName
            2B MobilePhoneNumber OfficeLocation OtherAddressCity OtherAddressCountry OtherAddressPostalCode OtherAddressState OtherAddressStreet PagerNumber
            33 RadioPhoneNumber Spouse Suffix Title WebPage YomiCompanyName YomiFirstName YomiLastName
            3B CompressedRTF Picture Alias WeightedRank
            """),
        ("Email", """
            05 Attachment Attachments AttName AttSize Att0Id AttMethod AttRemoved Body
            0D BodySize BodyTruncated DateReceived DisplayName DisplayTo Importance MessageClass Subject
            15 Read To Cc From ReplyTo AllDayEvent Categories Category
            1D DtStamp EndTime InstanceType BusyStatus Location MeetingRequest Organizer RecurrenceId
            25 Reminder ResponseRequested Recurrences Recurrence Type Until Occurrences Interval
            2D DayOfWeek DayOfMonth WeekOfMonth MonthOfYear StartTime Sensitivity TimeZone GlobalObjId
            35 ThreadTopic MIMEData MIMETruncated MIMESize InternetCPID Flag Status ContentClass
            3D FlagType CompleteTime DisallowNewTimeProposal
            """),
        ("AirNotify", """
            05 Notify Notification Version LifeTime DeviceInfo Enable Folder ServerId
            0D DeviceAddress ValidCarrierProfiles CarrierProfile Status Responses Devices Device Id
            15 Expiry NotifyGUID DeviceFriendlyName
            """),
        ("Calendar", """
            05 TimeZone AllDayEvent Attendees Attendee Email Name Body BodyTruncated
            0D BusyStatus Categories Category CompressedRTF DtStamp EndTime Exception Exceptions
            15 Deleted ExceptionStartTime Location MeetingStatus OrganizerEmail OrganizerName Recurrence Type
            1D Until Occurrences Interval DayOfWeek DayOfMonth WeekOfMonth MonthOfYear Reminder
            25 Sensitivity Subject StartTime UID AttendeeStatus AttendeeType
            33 DisallowNewTimeProposal ResponseRequested AppointmentReplyTime ResponseType CalendarType IsLeapMonth FirstDayOfWeek OnlineMeetingConfLink
            3B OnlineMeetingExternalLink ClientUid
            """),
        ("Move", """
            05 MoveItems Move SrcMsgId SrcFldId DstFldId Response Status DstMsgId
            """),
        ("GetItemEstimate", """
            05 GetItemEstimate Version Collections Collection Class CollectionId DateTime Estimate
            0D Response Status
            """),
        ("FolderHierarchy", """
            05 Folders Folder DisplayName ServerId ParentId Type Response Status
            0D ContentClass Changes Add Delete Update SyncKey FolderCreate FolderDelete
            15 FolderUpdate FolderSync Count Version
            """),
        ("MeetingResponse", """
            05 CalendarId CollectionId MeetingResponse RequestId Request Result Status UserResponse
            0D Version InstanceId
            10 ProposedStartTime ProposedEndTime SendResponse
            """),
        ("Tasks", """
            05 Body BodySize BodyTruncated Categories Category Complete DateCompleted DueDate
            0D UtcDueDate Importance Recurrence Type Start Until Occurrences Interval
            15 DayOfMonth DayOfWeek WeekOfMonth MonthOfYear Regenerate DeadOccur ReminderSet ReminderTime
            1D Sensitivity StartDate UtcStartDate Subject CompressedRTF OrdinalDate SubOrdinalDate CalendarType
            25 IsLeapMonth FirstDayOfWeek
            """),
        ("ResolveRecipients", """
            05 ResolveRecipients Response Status Type Recipient DisplayName EmailAddress Certificates
            0D Certificate MiniCertificate Options To CertificateRetrieval RecipientCount MaxCertificates MaxAmbiguousRecipients
            15 CertificateCount Availability StartTime EndTime MergedFreeBusy Picture MaxSize Data
            1D MaxPictures
            """),
        ("ValidateCert", """
            05 ValidateCert Certificates Certificate CertificateChain CheckCRL Status
            """),
        ("Contacts2", """
            05 CustomerId GovernmentId IMAddress IMAddress2 IMAddress3 ManagerName CompanyMainPhone AccountName
            0D NickName MMS
            """),
        ("Ping", """
            05 Ping AutdState Status HeartbeatInterval Folders Folder Id Class
            0D MaxFolders
            """),
        ("Provision", """
            05 Provision Policies Policy PolicyType PolicyKey Data Status RemoteWipe
            0D EASProvisionDoc DevicePasswordEnabled AlphanumericDevicePasswordRequired RequireStorageCardEncryption PasswordRecoveryEnabled DocumentBrowseEnabled
            13 AttachmentsEnabled MinDevicePasswordLength MaxInactivityTimeDeviceLock MaxDevicePasswordFailedAttempts MaxAttachmentSize AllowSimpleDevicePassword
            19 DevicePasswordExpiration DevicePasswordHistory AllowStorageCard AllowCamera RequireDeviceEncryption AllowUnsignedApplications
            1F AllowUnsignedInstallationPackages MinDevicePasswordComplexCharacters AllowWiFi AllowTextMessaging AllowPOPIMAPEmail AllowBluetooth AllowIrDA
            26 RequireManualSyncWhenRoaming AllowDesktopSync MaxCalendarAgeFilter AllowHTMLEmail MaxEmailAgeFilter MaxEmailBodyTruncationSize
            2C MaxEmailHTMLBodyTruncationSize RequireSignedSMIMEMessages RequireEncryptedSMIMEMessages RequireSignedSMIMEAlgorithm RequireEncryptionSMIMEAlgorithm
            31 AllowSMIMEEncryptionAlgorithmNegotiation AllowSMIMESoftCerts AllowBrowser AllowConsumerEmail AllowRemoteDesktop AllowInternetSharing
            37 UnapprovedInROMApplicationList ApplicationName ApprovedApplicationList Hash AccountOnlyRemoteWipe
            """),
        ("Search", """
            05 Search
            07 Store Name Query Options Range Status Response Result
            0F Properties Total EqualTo Value And Or FreeText
            17 DeepTraversal LongId RebuildResults LessThan GreaterThan Schema Supported UserName
            1F Password ConversationId Picture MaxSize MaxPictures
            """),
        ("GAL", """
            05 DisplayName Phone Office Title Company Alias FirstName LastName
            0D HomePhone MobilePhone EmailAddress Picture Status Data
            """),
        ("AirSyncBase", """
            05 BodyPreference Type TruncationSize AllOrNone
            0A Body Data EstimatedDataSize Truncated Attachments Attachment DisplayName FileReference
            12 Method ContentId ContentLocation IsInline NativeBodyType ContentType Preview BodyPartPreference
            1A BodyPart Status Add Delete ClientId Content Location Annotation
            22 Street City State Country PostalCode Latitude Longitude Accuracy
            2A Altitude AltitudeAccuracy LocationUri InstanceId
            """),
        ("Settings", """
            05 Settings Status Get Set Oof OofState StartTime EndTime
            0D OofMessage AppliesToInternal AppliesToExternalKnown AppliesToExternalUnknown Enabled ReplyMessage BodyType DevicePassword
            15 Password DeviceInformation Model IMEI FriendlyName OS OSLanguage PhoneNumber
            1D UserInformation EmailAddresses SMTPAddress UserAgent EnableOutboundSMS MobileOperator PrimarySmtpAddress Accounts
            25 Account AccountId AccountName UserDisplayName SendDisabled
            2B RightsManagementInformation
            """),
        ("DocumentLibrary", """
            05 LinkId DisplayName IsFolder CreationDate LastModifiedDate IsHidden ContentLength ContentType
            """),
        ("ItemOperations", """
            05 ItemOperations Fetch Store Options Range Total Properties Data
            0D Status Response Version Schema Part EmptyFolderContents DeleteSubFolders UserName
            15 Password Move DstFldId ConversationId MoveAlways
            """),
        ("ComposeMail", """
            05 SendMail SmartForward SmartReply SaveInSentItems ReplaceMime
            0B Source FolderId ItemId LongId InstanceId Mime ClientId Status
            13 AccountId
            15 Forwardees Forwardee Name Email
            """),
        ("Email2", """
            05 UmCallerID UmUserNotes UmAttDuration UmAttOrder ConversationId ConversationIndex LastVerbExecuted LastVerbExecutionTime
            0D ReceivedAsBcc Sender CalendarType IsLeapMonth AccountId FirstDayOfWeek MeetingMessageType
            15 IsDraft Bcc Send
            """),
        ("Notes", """
            05 Subject MessageClass LastModifiedDate Categories Category
            """),
        ("RightsManagement", """
            05 RightsManagementSupport RightsManagementTemplates RightsManagementTemplate RightsManagementLicense EditAllowed ReplyAllowed ReplyAllAllowed
            0C ForwardAllowed ModifyRecipientsAllowed ExtractAllowed PrintAllowed ExportAllowed ProgrammaticAccessAllowed Owner ContentExpiryDate
            14 TemplateID TemplateName TemplateDescription ContentOwner RemoveRightsManagementProtection
            """),
        ("Find", """
            05 Find SearchId ExecuteSearch MailBoxSearchCriterion Query Status FreeText Options
            0D Range DeepTraversal
            11 Response Result Properties Preview HasAttachments Total DisplayCc DisplayBcc
            19 GalSearchCriterion
            20 MaxPictures MaxSize Picture
            """),
    ];

    private static readonly XName?[] NameOf = new XName?[Pages.Length * TokensOfPage];
    private static readonly FrozenDictionary<XName, (byte Page, byte Token)> PlaceOf = Fill();

    /// <summary>How many pages there are.</summary>
    public static int Count => Pages.Length;

    /// <summary>Every tag with its place.</summary>
    public static IEnumerable<(byte Page, byte Token, XName Name)> All => PlaceOf.Select(tag => (tag.Value.Page, tag.Value.Token, tag.Key));

    /// <summary>Null where the page has no such tag.</summary>
    /// <param name="token">Without the bits for content and attributes.</param>
    public static XName? Find(int page, int token) => page < Pages.Length ? NameOf[page * TokensOfPage + token] : null;

    public static bool TryFind(XName name, out (byte Page, byte Token) place) => PlaceOf.TryGetValue(name, out place);

    private static FrozenDictionary<XName, (byte Page, byte Token)> Fill()
    {
        var places = new Dictionary<XName, (byte Page, byte Token)>();
        for (var page = 0; page < Pages.Length; page++)
        {
            foreach (var line in Pages[page].Tags.Split('\n'))
            {
                var words = line.Split(' ');
                var first = int.Parse(words[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                for (var at = 1; at < words.Length; at++)
                {
                    var token = first + at - 1;
                    var name = XNamespace.Get(Pages[page].Page) + words[at];
                    places.Add(name, ((byte)page, (byte)token));
                    NameOf[page * TokensOfPage + token] = name;
                }
            }
        }
        return places.ToFrozenDictionary();
    }
}
