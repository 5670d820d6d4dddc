using System.Xml.Linq;

namespace ContactOffice.ActiveSync;

/// <summary>Ends a command with this answer: what is wrong with the request concerns all of it.</summary>
/// <param name="common">Where its status is one of the common ones (MS-ASCMD §2.2.2), which 12.1 hears as an HTTP status.</param>
internal sealed class EasFault(XElement answer, int? common = null) : Exception
{
    public XElement Answer => answer;

    public int? Common => common;

    /// <summary>A root with nothing but a status.</summary>
    public static EasFault Of(XName root, int status) => new(new XElement(root, new XElement(root.Namespace + "Status", status)), status >= EasStatus.InvalidContent ? status : null);
}
