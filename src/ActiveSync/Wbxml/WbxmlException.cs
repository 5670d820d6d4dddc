namespace ContactOffice.ActiveSync.Wbxml;

/// <summary>A body that is no WBXML that is taken here.</summary>
/// <param name="offset">Of the token that is at fault, in bytes from the beginning.</param>
internal sealed class WbxmlException(long offset, string message) : Exception($"{message} (at byte {offset})")
{
    public long Offset { get; } = offset;
}
