namespace ContactOffice.ActiveSync;

/// <summary>The common status codes (MS-ASCMD §2.2.2) that this server gives; those of one command stand with it.</summary>
internal static class EasStatus
{
    public const int Ok = 1;
    public const int InvalidContent = 101;
    public const int InvalidWbxml = 102;
    public const int InvalidXml = 103;
    public const int DeviceIdInvalid = 108;
    public const int DeviceTypeInvalid = 109;
    public const int ServerError = 110;
    public const int DeviceBlocked = 129;
    public const int CommandNotSupported = 137;
    public const int VersionNotSupported = 138;
    public const int RemoteWipeRequested = 140;
    public const int InvalidPolicyKey = 144;
    public const int NoAvailability = 163;
    public const int DeviceInformationRequired = 165;
    public const int IrmDisabled = 168;
    public const int NoPicture = 173;
    public const int PictureTooLarge = 174;
    public const int PictureLimitReached = 175;
    public const int MaximumDevicesReached = 177;

    /// <summary>Version 12.1 has none of these: it hears an HTTP status (MS-ASCMD §2.2.2, footnotes).</summary>
    public static int HttpOf(int status) => status switch
    {
        DeviceBlocked or MaximumDevicesReached => 403,
        RemoteWipeRequested or InvalidPolicyKey => 449,
        CommandNotSupported => 501,
        VersionNotSupported => 505,
        ServerError => 500,
        _ => 400,
    };
}
