namespace ContactOffice.Grains.Devices;

/// <summary>What an account may have of phones and mail programs.</summary>
public sealed class DeviceOptions
{
    /// <summary>More are refused (MS-ASCMD §2.2.2, status 177), unless one of the same program gives way.</summary>
    public int MostPerAccount { get; set; } = 50;
}
