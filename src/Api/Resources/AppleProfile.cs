using System.Security.Cryptography;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using ContactOffice.GrainInterfaces;
using Microsoft.AspNetCore.Http;

namespace ContactOffice.Api.Resources;

/// <summary>
/// A configuration profile with one CardDAV account and no password (Apple, Device Management: <c>com.apple.carddav.account</c>). Its identifiers depend on
/// account, host and group alone, so that a profile that is installed again takes the place of the first.
/// </summary>
/// <param name="Group">Whose book the account holds; null for the person's own.</param>
internal sealed record AppleProfile(AccountId Account, HostString Host, bool IsHttps, string? Group)
{
    public const string MediaType = "application/x-apple-aspen-config";

    private string Title => Group is null ? $"Contacts ({Host.Host})" : $"{Group} ({Host.Host})";

    /// <summary>A group's holds the group's book alone, for clients that show one book of an account.</summary>
    private string Principal
    {
        get
        {
            var own = $"/dav/principals/{Uri.EscapeDataString(Account.Value).Replace("%40", "@", StringComparison.Ordinal)}/";
            return Group is null ? own : $"{own}groups/{Uri.EscapeDataString(Group)}/";
        }
    }

    public byte[] Bytes()
    {
        var document = new XDocument(
            new XDocumentType("plist", "-//Apple//DTD PLIST 1.0//EN", "http://www.apple.com/DTDs/PropertyList-1.0.dtd", null),
            new XElement("plist", new XAttribute("version", "1.0"), Profile()));
        using var bytes = new MemoryStream();
        using (var writer = XmlWriter.Create(bytes, new() { Encoding = new UTF8Encoding(false), Indent = true })) document.Save(writer);
        return bytes.ToArray();
    }

    private XElement Profile() => Dictionary(
        ("PayloadContent", new XElement("array", CardDav())),
        ("PayloadDescription", Text(Group is null ? "Your contacts." : $"The contacts of {Group}.")),
        ("PayloadDisplayName", Text(Title)),
        ("PayloadIdentifier", Text(Identifier("profile"))),
        ("PayloadOrganization", Text("ContactOffice")),
        ("PayloadRemovalDisallowed", new XElement("false")),
        ("PayloadType", Text("Configuration")),
        ("PayloadUUID", Text(Uuid("profile"))),
        ("PayloadVersion", Number(1)));

    private XElement CardDav() => Dictionary(
        ("CardDAVAccountDescription", Text(Title)),
        ("CardDAVHostName", Text(Host.Host)),
        ("CardDAVPort", Number(Host.Port ?? (IsHttps ? 443 : 80))),
        ("CardDAVPrincipalURL", Text(Principal)),
        ("CardDAVUseSSL", new XElement(IsHttps ? "true" : "false")),
        ("CardDAVUsername", Text(Account.Value)),
        ("PayloadDisplayName", Text(Title)),
        ("PayloadIdentifier", Text(Identifier("carddav"))),
        ("PayloadType", Text("com.apple.carddav.account")),
        ("PayloadUUID", Text(Uuid("carddav"))),
        ("PayloadVersion", Number(1)));

    /// <summary>In the form of reversed domain names, whatever the group is called.</summary>
    private string Identifier(string part) => $"org.contactoffice.{Uuid("identifier")}.{part}";

    /// <summary>A UUID of version 8 (RFC 9562 §5.8), from what makes the profile this one.</summary>
    private string Uuid(string part)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', part, Host.Value, Account.Value, Group)))[..16];
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString("D").ToUpperInvariant();
    }

    private static XElement Dictionary(params (string Key, XElement Value)[] entries) =>
        new("dict", entries.SelectMany(entry => new[] { new XElement("key", entry.Key), entry.Value }));

    private static XElement Text(string value) => new("string", value);

    private static XElement Number(int value) => new("integer", value);
}
