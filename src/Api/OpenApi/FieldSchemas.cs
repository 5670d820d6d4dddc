using ContactOffice.Formats;
using Microsoft.OpenApi;
using static ContactOffice.Api.OpenApi.Schema;

namespace ContactOffice.Api.OpenApi;

/// <summary>The schema of a contact's fields, made from the field table.</summary>
internal static class FieldSchemas
{
    /// <param name="canClear">Members may be null, as in a merge patch.</param>
    public static OpenApiSchema Of(string description, bool canClear) => new()
    {
        Type = JsonSchemaType.Object,
        Description = description,
        AdditionalPropertiesAllowed = false,
        Properties = ContactFields.All
            .Where(field => field.Json is not null)
            .ToDictionary(field => field.Json!, field => (IOpenApiSchema)(canClear ? Of(field).OrNull() : Of(field))),
    };

    private static OpenApiSchema Of(ContactField field) => field.Kind switch
    {
        FieldKind.Date => Text("A date with or without a year: 1980-03-22 or --03-22."),
        FieldKind.Categories => ListOf(Text()),
        FieldKind.Photo => Object(
            "The picture. It is read as its hash, or its address elsewhere, and shown by the operation ReadPicture; sent back so it stays. It is set by its bytes.",
            ("data?", Text("Only written: a JPEG, PNG, GIF or WebP of at most 600 KiB in base64, such as PreparePicture answers.", "byte")),
            ("mediaType?", Text("image/jpeg, for one; of data it is what the bytes are.")), ("hash?", Text("SHA-256, hexadecimal.")), ("uri?", Text("Where a client left it."))),
        FieldKind.List => ListOf(Item(field, ("value", Text()))),
        FieldKind.Address => ListOf(Item(
            field, ("poBox?", Text()), ("extended?", Text()), ("street?", Text()), ("locality?", Text()), ("region?", Text()), ("postalCode?", Text()), ("country?", Text()))),
        FieldKind.Custom => ListOf(Object("A field with a label of one's own.", ("id?", Id()), ("label", Text()), ("value", Text()))),
        _ => Text(),
    };

    private static OpenApiSchema Item(ContactField field, params (string Name, IOpenApiSchema Schema)[] values) => Object(
        "One of several.",
        [
            ("id?", Id()),
            .. values,
            ("types?", ListOf(Text(), field.Types.Length > 0 ? "Usually " + string.Join(", ", field.Types) + "." : null)),
            ("label?", Text("A label of one's own, in place of a type.")),
            ("preferred?", Flag()),
        ]);

    private static OpenApiSchema Id() => Text("Names the item within this version of the card; keep it, and what a client stored with the item stays.");
}
