using System.Runtime.CompilerServices;
using System.Text.Json;
using ContactOffice.Protocol.Tests.Clients;
using ContactOffice.Protocol.Tests.Running;

namespace ContactOffice.Protocol.Tests;

public sealed class DescriptionTests(OneServer server)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>After a change of the interface run this test with REFRESH_OPENAPI=1 and commit the file: the web client's types come from it.</summary>
    [Fact]
    public async Task The_committed_description_is_the_served_one()
    {
        var served = (await new Rest(server.Node.Address).Get("//openapi/v1.json").Expect(200)).Json.ToJsonString(Indented) + "\n";
        if (Environment.GetEnvironmentVariable("REFRESH_OPENAPI") == "1") await File.WriteAllTextAsync(Committed(), served);
        Assert.Equal(served, await File.ReadAllTextAsync(Committed()));
    }

    [Fact]
    public async Task Every_operation_has_a_summary_and_tells_what_it_answers()
    {
        var description = (await new Rest(server.Node.Address).Get("//openapi/v1.json").Expect(200)).Json;
        var operations = description["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()).Select(operation => operation.Value!).ToList();
        Assert.True(operations.Count > 20);
        Assert.All(operations, operation =>
        {
            Assert.False(string.IsNullOrEmpty((string?)operation["summary"]), (string?)operation["operationId"]);
            Assert.Contains(operation["responses"]!.AsObject(), answer => answer.Key.StartsWith('2'));
        });
        Assert.Contains("firstName", description["components"]!["schemas"]!["ContactFields"]!["properties"]!.AsObject().Select(field => field.Key));
        Assert.Equal(["Basic", "Bearer", "Session"], description["components"]!["securitySchemes"]!.AsObject().Select(scheme => scheme.Key).Order());
    }

    [Fact]
    public async Task The_page_to_browse_it_comes_from_this_server_alone()
    {
        var rest = new Rest(server.Node.Address);
        var page = await rest.Get("//openapi/").Expect(200);
        Assert.DoesNotContain("https://", page.Text, StringComparison.Ordinal);
        Assert.True((await rest.Get("//openapi/scalar.js").Expect(200)).Bytes.Length > 100_000);
    }

    private static string Committed([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "../../src/Api/openapi.v1.json");
}
