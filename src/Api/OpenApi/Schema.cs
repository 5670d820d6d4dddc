using Microsoft.OpenApi;

namespace ContactOffice.Api.OpenApi;

/// <summary>Short words for JSON schemas.</summary>
internal static class Schema
{
    public static OpenApiSchema Text(string? description = null, string? format = null) => new() { Type = JsonSchemaType.String, Description = description, Format = format };

    public static OpenApiSchema Whole(string? description = null) => new() { Type = JsonSchemaType.Integer, Format = "int64", Description = description };

    public static OpenApiSchema Flag(string? description = null) => new() { Type = JsonSchemaType.Boolean, Description = description };

    public static OpenApiSchema ListOf(IOpenApiSchema items, string? description = null) => new() { Type = JsonSchemaType.Array, Items = items, Description = description };

    public static OpenApiSchema MapOfText(string description) => new() { Type = JsonSchemaType.Object, Description = description, AdditionalProperties = Text() };

    /// <summary>Members whose name ends in <c>?</c> may be absent.</summary>
    public static OpenApiSchema Object(string description, params (string Name, IOpenApiSchema Schema)[] members) => new()
    {
        Type = JsonSchemaType.Object,
        Description = description,
        Required = members.Where(member => !member.Name.EndsWith('?')).Select(member => member.Name).ToHashSet(),
        Properties = members.ToDictionary(member => member.Name.TrimEnd('?'), member => member.Schema),
    };

    public static OpenApiSchema OrNull(this OpenApiSchema schema)
    {
        schema.Type |= JsonSchemaType.Null;
        return schema;
    }
}
