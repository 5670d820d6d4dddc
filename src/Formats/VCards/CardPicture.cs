using System.Security.Cryptography;

namespace ContactOffice.Formats;

/// <summary>A card's picture: its bytes by their hash, or where a client left them.</summary>
internal sealed record CardPicture(string? Hash, string? MediaType, string? Uri)
{
    /// <summary>The first that can be shown, with the index of its line; null where there is none.</summary>
    public static (int Index, CardPicture Picture)? Find(IReadOnlyList<ContentLine> lines)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i];
            if (line.Name != "PHOTO" || line.RawValue.IsEmpty)
                continue;
            if (InlineValue.Find(line) is { } inline)
            {
                var head = inline.Text(line);
                if (BlobToken.TryParse(head, out var token))
                    return (i, new(token.Hash, inline.MediaType, null));
                if (inline.Decode(line) is { Length: > 0 } bytes)
                    return (i, new(Convert.ToHexStringLower(SHA256.HashData(bytes)), MediaTypes.Of(bytes) ?? inline.MediaType, null));
            }
            else if (Formats.Text.Clean(Formats.Text.Unescape(line.Value)) is var uri && (uri.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || uri.StartsWith("https://", StringComparison.OrdinalIgnoreCase)))
                return (i, new(null, line.Parameter("MEDIATYPE")?.Value, uri));
        }
        return null;
    }
}
