using System.Collections.Concurrent;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;

namespace ContactOffice.Protocol.Tests.ActiveSync;

/// <summary>
/// Whether an answer is one that the specification allows in a version. The schemas beside this file say so; what came or went with a version has <c>v:since</c> and
/// <c>v:until</c> there, and is taken out before a version's schemas are compiled.
/// </summary>
internal static class SchemaCheck
{
    public static readonly string[] Versions = ["12.1", "14.0", "14.1", "16.0", "16.1"];

    private static readonly XNamespace Version = "urn:x-contactoffice:version";
    private static readonly ConcurrentDictionary<string, XmlSchemaSet> Schemas = [];

    /// <summary>The element that answers a command, and its namespace.</summary>
    private static readonly Dictionary<string, XName> Roots = new (string Command, string Page)[]
    {
        ("FolderSync", "FolderHierarchy"), ("FolderCreate", "FolderHierarchy"), ("FolderUpdate", "FolderHierarchy"), ("FolderDelete", "FolderHierarchy"), ("Sync", "AirSync"), ("Ping", "Ping"),
        ("GetItemEstimate", "GetItemEstimate"), ("ItemOperations", "ItemOperations"), ("Search", "Search"), ("Find", "Find"), ("Settings", "Settings"), ("Provision", "Provision"),
        ("ResolveRecipients", "ResolveRecipients"), ("MoveItems", "Move"), ("ValidateCert", "ValidateCert"),
    }.ToDictionary(root => root.Command, root => XName.Get(root.Command, root.Page));

    /// <summary>In these an element stands once; their schemas are choices, since any order is allowed.</summary>
    private static readonly string[] Sets = ["ApplicationData", "Properties"];

    /// <summary>Fails with the element and the reason.</summary>
    public static void Validate(XElement response, string command, string version)
    {
        var faults = Faults(response, command, version);
        Assert.True(faults.Count == 0, $"{command} {version}: {string.Join('\n', faults)}\n{response}");
    }

    private static List<string> Faults(XElement response, string command, string version)
    {
        if (response.Name != Roots[command]) return [$"{response.Name} does not answer it"];
        var schemas = Schemas.GetOrAdd(version, Compile);
        if (!schemas.GlobalElements.Contains(new XmlQualifiedName(response.Name.LocalName, response.Name.NamespaceName))) return [$"{response.Name} is not of this version"];
        var faults = new List<string>();
        new XDocument(response).Validate(schemas, (sender, fault) => faults.Add($"{Path(sender as XObject)}: {fault.Message}"));
        foreach (var set in response.DescendantsAndSelf().Where(element => Sets.Contains(element.Name.LocalName) && element.HasElements))
            foreach (var twice in set.Elements().GroupBy(child => child.Name).Where(same => same.Skip(1).Any()))
                faults.Add($"{Path(set)}: {twice.Key} stands more than once");
        foreach (var mixed in response.DescendantsAndSelf().Where(element => element.HasAttributes && element.Attributes().Any(attribute => !attribute.IsNamespaceDeclaration)))
            faults.Add($"{Path(mixed)}: WBXML has no attributes");
        return faults;
    }

    private static string Path(XObject? at) =>
        at is null ? "?" : string.Join('/', (at as XElement ?? at.Parent!).AncestorsAndSelf().Reverse().Select(element => $"{element.Name.NamespaceName}:{element.Name.LocalName}"));

    private static XmlSchemaSet Compile(string version)
    {
        var number = Array.IndexOf(Versions, version);
        Assert.True(number >= 0, $"There is no version {version}.");
        var schemas = new XmlSchemaSet { XmlResolver = null };
        schemas.ValidationEventHandler += (_, fault) => throw fault.Exception;
        var assembly = typeof(SchemaCheck).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.EndsWith(".xsd", StringComparison.Ordinal)))
        {
            using var file = assembly.GetManifestResourceStream(name)!;
            var schema = XElement.Load(file);
            schema.Descendants().Where(part => IsNotOf(part, number)).Remove();
            schema.DescendantsAndSelf().Attributes().Where(attribute => attribute.Name.Namespace == Version).Remove();
            using var reader = schema.CreateReader();
            schemas.Add(null, reader);
        }
        schemas.Compile();
        return schemas;
    }

    private static bool IsNotOf(XElement part, int number) =>
        part.Attribute(Version + "since") is { } since && Array.IndexOf(Versions, since.Value) > number || part.Attribute(Version + "until") is { } until && Array.IndexOf(Versions, until.Value) < number;
}
