using System.Buffers;
using System.Buffers.Binary;

namespace ContactOffice.ActiveSync.Wbxml;

/// <summary>
/// An answer to ItemOperations for who asked with MS-ASAcceptMultiPart (MS-ASCMD §2.2.1.10.1): how many parts, where each begins and how long it is, then the parts. The
/// first one is WBXML; its Part elements count from there. All numbers are 32 bits, little endian.
/// </summary>
internal static class Multipart
{
    public const string ContentType = "application/vnd.ms-sync.multipart";

    public static void Write(IReadOnlyList<ReadOnlyMemory<byte>> parts, IBufferWriter<byte> output)
    {
        var begins = 4 + 8 * parts.Count;
        var table = output.GetSpan(begins);
        BinaryPrimitives.WriteInt32LittleEndian(table, parts.Count);
        var offset = begins;
        for (var part = 0; part < parts.Count; part++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(table[(4 + 8 * part)..], offset);
            BinaryPrimitives.WriteInt32LittleEndian(table[(8 + 8 * part)..], parts[part].Length);
            offset = checked(offset + parts[part].Length);
        }
        output.Advance(begins);
        foreach (var part in parts) output.Write(part.Span);
    }
}
