using System.Xml;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;

namespace ContactOffice.Dav.Xml;

/// <summary>The XML body of a request: no document type, no entities but XML's own, bounded in size, depth and number of elements.</summary>
internal static class XmlBody
{
    /// <summary>Some 20,000 hrefs of a multiget.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    private const int MaxDepth = 40;
    private const int MaxNodes = 200_000;

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = MaxBytes,
        MaxCharactersFromEntities = 1024,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    /// <summary>Null and no error for an empty body.</summary>
    public static async Task<(XElement? Root, DavError? Error)> Read(DavRequest request)
    {
        var (bytes, error) = await RequestBody.Read(request.Http, MaxBytes, new DavError(StatusCodes.Status413PayloadTooLarge));
        if (bytes is null) return (null, error);
        return Parse(bytes);
    }

    public static (XElement? Root, DavError? Error) Parse(byte[] bytes)
    {
        if (bytes.Length == 0) return (null, null);
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(bytes, writable: false), Settings);
            var root = Build(reader);
            return root is null ? (null, Malformed) : (root, null);
        }
        catch (XmlException)
        {
            return (null, Malformed);
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException or NotSupportedException or System.Text.DecoderFallbackException)
        {
            return (null, Malformed); // a declared encoding that is none
        }
    }

    private static DavError Malformed => new(StatusCodes.Status400BadRequest) { Text = "The body is no XML that is taken here." };

    private static XElement? Build(XmlReader reader)
    {
        XElement? root = null;
        var open = new Stack<XElement>();
        for (var nodes = 0; reader.Read(); nodes++)
        {
            if (reader.Depth > MaxDepth || nodes > MaxNodes) return null;
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    var element = ElementOf(reader, out var isEmpty);
                    if (open.TryPeek(out var parent)) parent.Add(element);
                    root ??= element;
                    if (!isEmpty) open.Push(element);
                    break;
                case XmlNodeType.EndElement:
                    open.Pop();
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace when open.Count > 0:
                    open.Peek().Add(new XText(reader.Value));
                    break;
            }
        }
        return root;
    }

    private static XElement ElementOf(XmlReader reader, out bool isEmpty)
    {
        isEmpty = reader.IsEmptyElement;
        var element = new XElement(XNamespace.Get(reader.NamespaceURI) + reader.LocalName);
        while (reader.MoveToNextAttribute())
            if (reader.NamespaceURI != XNamespace.Xmlns) // prefixes are made anew where one is needed
                element.SetAttributeValue(XNamespace.Get(reader.NamespaceURI) + reader.LocalName, reader.Value);
        reader.MoveToElement();
        return element;
    }
}
