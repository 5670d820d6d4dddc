using System.Text.Json.Nodes;
using ContactOffice.Api.Resources;
using Microsoft.OpenApi;

namespace ContactOffice.Api.OpenApi;

/// <summary>Describes the bodies that are read and written without a class, operation by operation.</summary>
internal sealed class Operations(OpenApiDocument document)
{
    private const string Json = "application/json";
    private const string VCard = "text/vcard";
    private const string CardExample = "BEGIN:VCARD\r\nVERSION:4.0\r\nUID:urn:uuid:0193a0c1-7a7e-7c3e-9d0a-2f6b8c1d4e5f\r\nFN:Ada Lovelace\r\nN:Lovelace;Ada;;;\r\nEMAIL;TYPE=work:ada@example.org\r\nEND:VCARD\r\n";
    private static readonly JsonNode FieldsExample = JsonNode.Parse("""{"fields":{"firstName":"Ada","lastName":"Lovelace","emails":[{"value":"ada@example.org","types":["work"]}]}}""")!;
    private static readonly JsonNode PatchExample = JsonNode.Parse("""{"fields":{"jobTitle":"Analyst","nickname":null}}""")!;

    public void Describe(OpenApiOperation operation)
    {
        switch (operation.OperationId)
        {
            case "GetContact":
                Answers(operation, "200", "The contact.", Body(Json, "Contact"), Body(VCard));
                Answers(operation, "304", "The client has this version already.");
                break;
            case "HeadContact":
                Answers(operation, "200", "The contact is there.");
                break;
            case "PutContact":
                Takes(operation, Body(Json, "ContactInput", FieldsExample), Body(VCard));
                Answers(operation, "200", "The contact as it is now.", Body(Json, "Contact"), Body(VCard));
                Answers(operation, "204", "Done; with Prefer: return=minimal.");
                break;
            case "PatchContact":
                Takes(operation, Body("application/merge-patch+json", "ContactPatch", PatchExample), Body(Json, "ContactPatch", PatchExample));
                Answers(operation, "200", "The contact as it is now.", Body(Json, "Contact"), Body(VCard));
                Answers(operation, "204", "Done; with Prefer: return=minimal.");
                break;
            case "DeleteContact":
                operation.Responses?.Remove("200");
                Answers(operation, "204", "Deleted.");
                break;
            case "RestoreContact":
                Answers(operation, "200", "The contact as it is again.", Body(Json, "Contact"), Body(VCard));
                break;
            case "ReadPicture" or "ReadMyPicture" or "ReadMemberPicture":
                Answers(operation, "200", "The picture.", Body("image/webp"));
                break;
            case "PreparePicture" or "SetMyPicture":
                Takes(operation, Body("image/*"), Body("application/octet-stream"));
                break;
            case "ListContacts":
                Answers(operation, "200", "A page.", Body(Json, "ContactPage"), Body(VCard));
                break;
            case "ReadContacts":
                Answers(operation, "200", "The contacts.", Body(Json, "ContactList"), Body(VCard));
                break;
            case "ListLetters":
                Answers(operation, "200", "The letters.", Body(Json, "BookLetters"));
                break;
            case "CreateContact":
                Takes(operation, Body(Json, "ContactInput", FieldsExample), Body(VCard));
                operation.Responses?.Remove("200");
                Answers(operation, "201", "The new contact; Location tells its address.", Body(Json, "Contact"), Body(VCard));
                break;
            case "ListTrash" or "ListPrivateTrash":
                Answers(operation, "200", "A page.", Body(Json, "TrashPage"));
                break;
            case "ListChanges":
                Answers(operation, "200", "The changes.", Body(Json, "ContactChanges"));
                break;
            case "ExportBook":
                Answers(operation, "200", "The file.", Body(VCard));
                break;
            case "Import":
                Takes(operation, Body(VCard));
                break;
            case "ReadAppleProfile":
                Answers(operation, "200", "The configuration profile.", Body(AppleProfile.MediaType));
                break;
            case "ListFields":
                Answers(operation, "200", "The table.", (Json, new() { Schema = Schema.ListOf(new OpenApiSchemaReference("Field", document)) }));
                break;
        }
        if (operation.OperationId is "PutContact" or "PatchContact" or "DeleteContact") Header(operation, "If-Match", "Only if the contact still has this entity tag; otherwise 412 stale.");
        if (operation.OperationId is "CreateContact") Header(operation, "Idempotency-Key", "A UUID, made anew for each contact: a request that is repeated with it makes no second one.");
        if (operation.OperationId is "GetContact") Header(operation, "If-None-Match", "Answer 304 if the contact still has this entity tag.");
        Answers(operation, "default", "It was not done.", Body("application/problem+json", "Problem"));
    }

    private (string Type, OpenApiMediaType Body) Body(string type, string? schema = null, JsonNode? example = null)
    {
        if (type == VCard) return (type, new() { Schema = Schema.Text("A vCard 2.1, 3.0 or 4.0."), Example = CardExample });
        if (schema is null) return (type, new() { Schema = Schema.Text(format: "binary") });
        return (type, new() { Schema = new OpenApiSchemaReference(schema, document), Example = example?.DeepClone() });
    }

    private static void Takes(OpenApiOperation operation, params (string Type, OpenApiMediaType Body)[] bodies) =>
        operation.RequestBody = new OpenApiRequestBody { Required = true, Content = bodies.ToDictionary(body => body.Type, body => body.Body) };

    private static void Answers(OpenApiOperation operation, string status, string description, params (string Type, OpenApiMediaType Body)[] bodies)
    {
        operation.Responses ??= [];
        operation.Responses[status] = new OpenApiResponse { Description = description, Content = bodies.ToDictionary(body => body.Type, body => body.Body) };
    }

    private static void Header(OpenApiOperation operation, string name, string description) =>
        (operation.Parameters ??= []).Add(new OpenApiParameter { Name = name, In = ParameterLocation.Header, Description = description, Schema = Schema.Text() });
}
