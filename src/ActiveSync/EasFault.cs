using System.Xml.Linq;

namespace ContactOffice.ActiveSync;

/// <summary>Ends a command with this answer: what is wrong with the request concerns all of it.</summary>
internal sealed class EasFault(XElement answer) : Exception
{
    public XElement Answer => answer;

    /// <summary>A root with nothing but a status.</summary>
    public static EasFault Of(XName root, int status) => new(new XElement(root, new XElement(root.Namespace + "Status", status)));
}
