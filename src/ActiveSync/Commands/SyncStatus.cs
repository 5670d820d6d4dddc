using ContactOffice.GrainInterfaces;

namespace ContactOffice.ActiveSync.Commands;

/// <summary>MS-ASCMD §2.2.3.177.17.</summary>
internal static class SyncStatus
{
    public const int InvalidKey = 3;
    public const int ProtocolError = 4;
    public const int ServerError = 5;
    public const int Conversion = 6;
    public const int Conflict = 7;
    public const int NotFound = 8;
    public const int FoldersChanged = 12;
    public const int Incomplete = 13;
    public const int WrongWait = 14;
    public const int TooMany = 15;

    public static int Of(DeviceEditResult result) => result.Fault != 0 ? result.Fault : result.Outcome switch
    {
        DeviceEditOutcome.Done => EasStatus.Ok,
        DeviceEditOutcome.Conflict => Conflict,
        DeviceEditOutcome.NotFound => NotFound,
        DeviceEditOutcome.Invalid => Conversion,
        _ => ServerError,
    };
}
