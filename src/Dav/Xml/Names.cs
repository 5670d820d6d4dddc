using System.Xml.Linq;

namespace ContactOffice.Dav.Xml;

/// <summary>The namespaces that we speak, and the elements that are used in more than one place.</summary>
internal static class Names
{
    /// <summary>RFC 4918, and what builds on it.</summary>
    public static readonly XNamespace D = "DAV:";

    /// <summary>RFC 6352.</summary>
    public static readonly XNamespace C = "urn:ietf:params:xml:ns:carddav";

    /// <summary>Apple's calendar and contacts server; its getctag is spoken by most clients.</summary>
    public static readonly XNamespace Cs = "http://calendarserver.org/ns/";

    public static readonly XName Multistatus = D + "multistatus";
    public static readonly XName Response = D + "response";
    public static readonly XName Href = D + "href";
    public static readonly XName Propstat = D + "propstat";
    public static readonly XName Prop = D + "prop";
    public static readonly XName Status = D + "status";
    public static readonly XName Error = D + "error";
    public static readonly XName ResponseDescription = D + "responsedescription";
    public static readonly XName SyncToken = D + "sync-token";
    public static readonly XName Collection = D + "collection";
    public static readonly XName Privilege = D + "privilege";
    public static readonly XName Report = D + "report";
    public static readonly XName AddressData = C + "address-data";
    public static readonly XName DisplayName = D + "displayname";
}
