using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using ContactOffice.Protocol.Tests.Dav;
using ContactOffice.Protocol.Tests.Running;

namespace ContactOffice.Protocol.Tests.ActiveSync;

/// <summary>libwbxml's program: a process for each message takes some milliseconds, one shell starts them all.</summary>
internal static class Wbxml2Xml
{
    private const string Script = """cd "$0" && for f in *.wbxml; do wbxml2xml -l ACTIVESYNC -m 2 -k -o "$f.xml" "$f" > "$f.said" 2>&1; done; true""";

    public static async Task<List<XElement>> Read(List<OutsideMessage> messages)
    {
        using var folder = new Folder();
        string File(int number) => Path.Combine(folder.Path, number.ToString("D6", CultureInfo.InvariantCulture) + ".wbxml");
        for (var number = 0; number < messages.Count; number++) await System.IO.File.WriteAllBytesAsync(File(number), messages[number].Wbxml);
        await Installed.Run("sh", "", "-c", Script, folder.Path);
        return [.. messages.Select((message, number) => Parse(message.What, File(number)))];
    }

    private static XElement Parse(string what, string file)
    {
        Assert.True(File.Exists(file + ".xml"), $"{what}: {(File.Exists(file + ".said") ? File.ReadAllText(file + ".said") : "wbxml2xml was not run")}");
        // Bytes are written as if they were a text, whatever they are.
        var xml = Encoding.UTF8.GetString([.. File.ReadAllBytes(file + ".xml").Select(b => b is < 0x20 and not (0x09 or 0x0A or 0x0D) ? (byte)'?' : b)]);
        using var reader = XmlReader.Create(new StringReader(xml), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, CheckCharacters = false });
        return WithoutColons(XElement.Load(reader, LoadOptions.PreserveWhitespace));
    }

    /// <summary>Its namespaces are those of older documents: "AirSync:", and "Gal:" for GAL.</summary>
    private static XElement WithoutColons(XElement element) => new(
        XNamespace.Get(element.Name.NamespaceName is "Gal:" ? "GAL" : element.Name.NamespaceName.TrimEnd(':')) + element.Name.LocalName,
        element.Nodes().Where(node => node is XText).Select(node => ((XText)node).Value),
        element.Elements().Select(WithoutColons));
}
