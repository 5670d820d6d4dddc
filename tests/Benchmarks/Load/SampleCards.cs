using System.Globalization;
using System.Text;

namespace ContactOffice.Benchmarks.Load;

/// <summary>Made-up contacts of about 1 kB, the size of a filled-in card without a picture.</summary>
internal static class SampleCards
{
    private static readonly string[] First =
        ["Ada", "Bram", "Chloé", "Dirk", "Élise", "Finn", "Greta", "Hugo", "Ines", "Jonas", "Katja", "Liam", "Mireille", "Noor", "Otto", "Pia", "Quentin", "Rosa", "Sven", "Tess"];
    private static readonly string[] Last =
        ["Aerts", "Bonnet", "Claes", "Dubois", "Evrard", "Fischer", "Girard", "Hansen", "Ivens", "Jacobs", "Keller", "Lambert", "Maes", "Novák", "Olsen", "Peeters", "Renard", "Smets", "Thijs", "Vos"];

    /// <summary>Where a card's revision stands: nineteen digits that every PUT changes, so that none repeats what is stored.</summary>
    private static readonly byte[] RevisionMark = "X-REVISION:"u8.ToArray();

    public static byte[] Card(string uid, int number)
    {
        var first = First[number % First.Length];
        var last = $"{Last[number / First.Length % Last.Length]}-{Last[number * 7 % Last.Length]} {number.ToString("D6", CultureInfo.InvariantCulture)}";
        var digits = (number * 7919L % 10_000_000).ToString("D7", CultureInfo.InvariantCulture);
        var mail = string.Create(CultureInfo.InvariantCulture, $"person{number}");
        var lines = new List<string>
        {
            "BEGIN:VCARD", "VERSION:3.0", $"UID:{uid}", $"FN:{first} {last}", $"N:{last};{first};;;", "X-REVISION:0000000000000000000",
            $"ORG:Example Works {number % 300};Department {number % 12}", "TITLE:Senior engineer",
            $"EMAIL;TYPE=INTERNET,WORK,PREF:{mail}@works.example", $"EMAIL;TYPE=INTERNET,HOME:{mail}@home.example",
            $"TEL;TYPE=WORK,VOICE:+32 2 {digits}", $"TEL;TYPE=CELL,VOICE:+32 470 {digits}",
            $"ADR;TYPE=WORK:;;{number % 200 + 1} Example Street;Brussels;;1000;Belgium",
            $"ADR;TYPE=HOME:;;{number % 90 + 1} Sample Lane;Ghent;;9000;Belgium",
            $"URL:https://works.example/people/{number}", $"BDAY:19{50 + number % 50}-0{1 + number % 9}-1{number % 10}",
            "CATEGORIES:Customers,Newsletter",
        };
        foreach (var sentence in Enumerable.Range(0, 6)) lines.Add($"X-NOTE-{sentence}:Met at the yearly fair and asked for the new catalogue.");
        lines.Add("END:VCARD");
        return Encoding.UTF8.GetBytes(string.Join("\r\n", lines) + "\r\n");
    }

    public static int RevisionOffset(ReadOnlySpan<byte> request) =>
        request.IndexOf(RevisionMark) is >= 0 and var at ? at + RevisionMark.Length : throw new ArgumentException("No card of ours.");

    public static void SetRevision(Span<byte> request, int offset, long revision)
    {
        if (!revision.TryFormat(request.Slice(offset, 19), out _, "D19", CultureInfo.InvariantCulture)) throw new ArgumentOutOfRangeException(nameof(revision));
    }
}
