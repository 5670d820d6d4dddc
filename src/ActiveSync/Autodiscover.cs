using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using ContactOffice.GrainInterfaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ContactOffice.ActiveSync;

/// <summary>Leads clients from an e-mail address to the server: the XML form for who has signed in (MS-ASCMD §2.2.1.1, MS-OXDISCO), the JSON form for Outlook's mobile programs.</summary>
internal static class Autodiscover
{
    private const string Schema = "http://schemas.microsoft.com/exchange/autodiscover/mobilesync/responseschema/2006";
    private const int MaxBody = 64 * 1024;
    private static readonly XNamespace Envelope = "http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006";

    public static void Map(IEndpointRouteBuilder endpoints, string? publicUrl)
    {
        // Who asks by another method, as some do first to see whether they are asked to sign in, gets 405 when he has.
        endpoints.Map("/autodiscover/autodiscover.xml", http => Xml(http, publicUrl)).RequireAuthorization();
        endpoints.MapGet("/autodiscover/autodiscover.json", http => Json(http, publicUrl)).AllowAnonymous();
        endpoints.MapGet("/autodiscover/autodiscover.json/v1.0/{address}", http => Json(http, publicUrl)).AllowAnonymous();
    }

    private static string Url(HttpContext http, string? publicUrl) =>
        (string.IsNullOrEmpty(publicUrl) ? $"{http.Request.Scheme}://{http.Request.Host.ToUriComponent()}" : publicUrl.TrimEnd('/')) + ContactOfficeActiveSync.Path;

    /// <summary>Says nothing of who has an account: the address is the same for everybody.</summary>
    private static async Task Json(HttpContext http, string? publicUrl)
    {
        var protocol = http.Request.Query["Protocol"].ToString();
        object answer;
        if (protocol.Equals("ActiveSync", StringComparison.OrdinalIgnoreCase)) answer = new { Protocol = "ActiveSync", Url = Url(http, publicUrl) };
        else
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            answer = protocol.Length == 0
                ? new { ErrorCode = "MandatoryParameterMissing", ErrorMessage = "A valid value must be provided for the query parameter 'Protocol'" }
                : new { ErrorCode = "InvalidProtocol", ErrorMessage = "The protocol is not served here. Supported value: ActiveSync" };
        }
        http.Response.ContentType = "application/json; charset=utf-8";
        await http.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(answer), http.RequestAborted);
    }

    private static async Task Xml(HttpContext http, string? publicUrl)
    {
        if (!HttpMethods.IsPost(http.Request.Method))
        {
            http.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            http.Response.Headers.Allow = "POST";
            return;
        }
        var (address, schema) = await Asked(http);
        XElement response;
        if (address is null) response = Error(600, "Invalid Request");
        else if (schema != Schema) response = Error(601, "Provider is not available");
        else
        {
            var account = new AccountId(http.User.Identity!.Name!);
            var profile = await http.RequestServices.GetRequiredService<IGrainFactory>().Account(account).Profile();
            response = Settings(address, profile.Value?.DisplayName ?? account.Value, Url(http, publicUrl));
        }
        http.Response.ContentType = "text/xml; charset=utf-8";
        await http.Response.WriteAsync($"<?xml version=\"1.0\" encoding=\"utf-8\"?>{new XElement(Envelope + "Autodiscover", response).ToString(SaveOptions.DisableFormatting)}", http.RequestAborted);
    }

    private static async Task<(string? Address, string? Schema)> Asked(HttpContext http)
    {
        if (http.Request.ContentLength > MaxBody) return (null, null);
        try
        {
            using var reader = XmlReader.Create(http.Request.Body, new() { Async = true, DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = MaxBody });
            var document = await XDocument.LoadAsync(reader, LoadOptions.None, http.RequestAborted);
            var request = document.Root?.Elements().FirstOrDefault(element => element.Name.LocalName == "Request");
            string? Text(string name) => request?.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value.Trim();
            return (Text("EMailAddress") is { Length: > 0 } address ? address : null, Text("AcceptableResponseSchema"));
        }
        catch (XmlException)
        {
            return (null, null);
        }
    }

    private static XElement Settings(string address, string name, string url)
    {
        XNamespace ns = Schema;
        return new(ns + "Response", new XElement(ns + "Culture", "en:us"),
            new XElement(ns + "User", new XElement(ns + "DisplayName", name), new XElement(ns + "EMailAddress", address)),
            new XElement(ns + "Action", new XElement(ns + "Settings", new XElement(ns + "Server",
                new XElement(ns + "Type", "MobileSync"), new XElement(ns + "Url", url), new XElement(ns + "Name", url)))));
    }

    private static XElement Error(int code, string message) => new(Envelope + "Response",
        new XElement(Envelope + "Error", new XAttribute("Time", DateTime.UtcNow.ToString("HH:mm:ss.fffffff", System.Globalization.CultureInfo.InvariantCulture)), new XAttribute("Id", "0"),
            new XElement(Envelope + "ErrorCode", code), new XElement(Envelope + "Message", message), new XElement(Envelope + "DebugData")));
}
