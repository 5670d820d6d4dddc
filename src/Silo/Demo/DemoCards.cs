using System.Text;

namespace ContactOffice.Silo.Demo;

/// <summary>The address books of the demo: invented people, reserved domains, telephone numbers that regulators set aside for fiction.</summary>
internal static class DemoCards
{
    private const string Placeholder = "PHOTO;VALUE=uri:demo:portrait\r\n";
    private const string End = "END:VCARD\r\n";

    /// <summary>The cards of alice, bob or carol, pictures drawn in.</summary>
    public static IEnumerable<byte[]> Of(string account)
    {
        using var file = typeof(DemoCards).Assembly.GetManifestResourceStream($"demo/{account}.vcf")
            ?? throw new InvalidOperationException($"demo/{account}.vcf is not in the program");
        var text = new StreamReader(file, Encoding.UTF8).ReadToEnd();
        return text.Split(End, StringSplitOptions.RemoveEmptyEntries).Select((card, index) => Encoding.UTF8.GetBytes(WithPicture(card, index) + End));
    }

    private static string WithPicture(string card, int seed)
    {
        if (!card.Contains(Placeholder, StringComparison.Ordinal)) return card;
        var picture = Convert.ToBase64String(DemoPortrait.Draw(seed));
        var line = card.Contains("VERSION:4.0", StringComparison.Ordinal) ? "PHOTO:data:image/jpeg;base64," + picture : "PHOTO;ENCODING=b;TYPE=JPEG:" + picture;
        return card.Replace(Placeholder, Fold(line), StringComparison.Ordinal);
    }

    /// <summary>RFC 6350 §3.2: at most 75 octets a line.</summary>
    private static string Fold(string line) => string.Join("\r\n ", line.Chunk(74).Select(part => new string(part))) + "\r\n";
}
