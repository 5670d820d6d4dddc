using ContactOffice.GrainInterfaces;
using Microsoft.AspNetCore.Http;

namespace ContactOffice.Api.Http;

/// <summary>The Idempotency-Key header (draft-ietf-httpapi-idempotency-key-header): a UUID, in quotes as the draft has it or without.</summary>
internal static class IdempotencyKey
{
    private const string Name = "Idempotency-Key";

    public static Problem Malformed => Problem.At(Name, "not-a-uuid", "It must be one UUID.");

    /// <summary>The id of the contact that is to be made; null where there is no key. False where the key is no UUID.</summary>
    public static bool TryRead(HttpRequest request, out ContactId? key)
    {
        key = null;
        var header = request.Headers[Name];
        if (header.Count == 0) return true;
        if (header is not [{ } text] || !Guid.TryParseExact(text.Trim('"'), "D", out var id) || id == Guid.Empty) return false;
        key = new ContactId(id);
        return true;
    }
}
