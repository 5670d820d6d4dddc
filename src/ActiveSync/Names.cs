using System.Xml.Linq;

namespace ContactOffice.ActiveSync;

/// <summary>The XML namespaces of the code pages that commands speak in.</summary>
internal static class Names
{
    public static readonly XNamespace AirSync = "AirSync";
    public static readonly XNamespace AirSyncBase = "AirSyncBase";
    public static readonly XNamespace Contacts = "Contacts";
    public static readonly XNamespace FolderHierarchy = "FolderHierarchy";
    public static readonly XNamespace GetItemEstimate = "GetItemEstimate";
    public static readonly XNamespace ItemOperations = "ItemOperations";
    public static readonly XNamespace Move = "Move";
    public static readonly XNamespace Ping = "Ping";
    public static readonly XNamespace Provision = "Provision";
    public static readonly XNamespace ResolveRecipients = "ResolveRecipients";
    public static readonly XNamespace Search = "Search";
    public static readonly XNamespace Find = "Find";
    public static readonly XNamespace Gal = "GAL";
    public static readonly XNamespace Settings = "Settings";
    public static readonly XNamespace RightsManagement = "RightsManagement";
    public static readonly XNamespace ValidateCert = "ValidateCert";
}
