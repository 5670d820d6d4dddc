using System.Buffers;
using System.Xml.Linq;
using ContactOffice.ActiveSync.Wbxml;

namespace ContactOffice.Protocol.Tests.ActiveSync;

/// <summary>Messages as bytes.</summary>
internal static class Wbxml
{
    public static byte[] Write(XElement message)
    {
        var buffer = new ArrayBufferWriter<byte>();
        WbxmlWriter.Write(message, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    public static XElement Read(byte[] body) => WbxmlReader.Read(body);
}
