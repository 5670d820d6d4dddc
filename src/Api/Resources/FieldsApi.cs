using ContactOffice.Formats;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ContactOffice.Api.Resources;

/// <summary>The table of contact fields, as an edit form needs it: <c>/api/v1/fields</c>.</summary>
internal static class FieldsApi
{
    /// <summary>It changes with the program only.</summary>
    private static readonly byte[] Table = System.Text.Encoding.UTF8.GetBytes(ContactFields.Describe().ToJsonString());

    public static void MapFieldsApi(this IEndpointRouteBuilder api) =>
        api.MapGet("/fields", Fields).WithName("ListFields").WithTags("Contacts").RequireAuthorization();

    /// <summary>List the fields of contacts.</summary>
    public static IResult Fields() => TypedResults.Bytes(Table, "application/json; charset=utf-8");
}
