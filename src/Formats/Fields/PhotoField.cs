using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ContactOffice.Formats;

/// <summary>The picture as JSON: it is read as its hash or address, and written as its bytes in base64.</summary>
internal static class PhotoField
{
    /// <summary>What every client can be expected to take: pictures are put into cards for faces in lists, not for print.</summary>
    private const int MaxKib = 600;
    private const int MaxBytes = MaxKib * 1024;
    private const string Property = "PHOTO";

    /// <summary>Null where the card has none.</summary>
    public static JsonObject? Read(IReadOnlyList<ContentLine> lines)
    {
        if (CardPicture.Find(lines) is not var (_, picture))
            return null;
        var photo = new JsonObject();
        if (picture.Hash is not null)
            photo["hash"] = picture.Hash;
        if (picture.MediaType is not null)
            photo["mediaType"] = picture.MediaType;
        if (picture.Uri is not null)
            photo["uri"] = picture.Uri;
        return photo;
    }

    /// <summary>Null removes the picture, what was read of it leaves it, <c>data</c> puts another in its place.</summary>
    public static FieldProblem? Write(CardEdit edit, JsonElement json, string path)
    {
        if (json.ValueKind == JsonValueKind.Null)
            return Remove(edit);
        if (ReadMembers(json, path, out var members) is { } problem)
            return problem;
        if (members.TryGetValue("data", out var data))
            return Decode(data, members.GetValueOrDefault("mediaType"), path, out var bytes, out var mediaType) is { } wrong ? wrong : Set(edit, bytes, mediaType);
        var present = CardPicture.Find(edit.Lines)?.Picture;
        var (hash, uri) = (members.GetValueOrDefault("hash"), members.GetValueOrDefault("uri"));
        return present is not null && (hash, uri) != (null, null) && hash == present.Hash && uri == present.Uri ? null : FieldProblem.PhotoUnknown(path);
    }

    /// <summary>The bytes in base64; null removes the picture.</summary>
    public static FieldProblem? Write(CardEdit edit, string? base64, string path) =>
        base64 is null ? Remove(edit) : Decode(base64, null, path, out var bytes, out var mediaType) is { } wrong ? wrong : Set(edit, bytes, mediaType);

    private static FieldProblem? Remove(CardEdit edit)
    {
        for (var i = edit.Lines.Count - 1; i >= 0; i--)
            if (edit.Lines[i].Name == Property)
                edit.Remove(i);
        return null;
    }

    private static FieldProblem? ReadMembers(JsonElement json, string path, out Dictionary<string, string> members)
    {
        members = [];
        if (json.ValueKind != JsonValueKind.Object)
            return FieldProblem.NotAnObject(path);
        foreach (var member in json.EnumerateObject())
        {
            var at = $"{path}.{member.Name}";
            if (member.Name is not ("data" or "mediaType" or "hash" or "uri"))
                return FieldProblem.UnknownMember(at);
            if (JsonInput.Text(member.Value, at, ContactFields.AnyText, out var text) is { } problem)
                return problem;
            if (member.Value.ValueKind != JsonValueKind.Null)
                members[member.Name] = text;
        }
        return null;
    }

    private static FieldProblem? Decode(string data, string? told, string path, out byte[] bytes, out string mediaType)
    {
        (bytes, mediaType) = ([], "");
        if (data.Length > (MaxBytes + 2) / 3 * 4)
            return FieldProblem.PhotoTooLarge(path + ".data", MaxKib);
        var decoded = new byte[data.Length / 4 * 3 + 3];
        if (!Convert.TryFromBase64String(data, decoded, out var length) || length == 0)
            return FieldProblem.PhotoNotBase64(path + ".data");
        if (length > MaxBytes)
            return FieldProblem.PhotoTooLarge(path + ".data", MaxKib);
        bytes = decoded[..length];
        mediaType = MediaTypes.Of(bytes) ?? "";
        if (mediaType is not ("image/jpeg" or "image/png" or "image/gif" or "image/webp"))
            return FieldProblem.PhotoFormat(path + ".data");
        return told is null || told.Equals(mediaType, StringComparison.OrdinalIgnoreCase) ? null : FieldProblem.PhotoTypeDiffers(path + ".mediaType", mediaType);
    }

    private static FieldProblem? Set(CardEdit edit, byte[] bytes, string mediaType)
    {
        var shown = CardPicture.Find(edit.Lines);
        if (shown?.Picture.Hash == Convert.ToHexStringLower(SHA256.HashData(bytes)))
            return null;
        // One that nobody can show, such as a file on its owner's disk, gives way too.
        var index = shown?.Index ?? edit.Find(Property);
        var old = index < 0 ? null : edit.Lines[index];
        // Its parameters described the old picture: where Apple cropped it, for one.
        var line = edit.MakeInline(old?.Group, old?.NameAsSent ?? Property, mediaType, Convert.ToBase64String(bytes));
        if (old is null)
            edit.Add(line);
        else
            edit.Replace(index, line);
        return null;
    }
}
