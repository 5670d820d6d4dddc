using System.Runtime.InteropServices;
using System.Text;

namespace ContactOffice.Fuzz;

/// <summary>Makes inputs that are nearly cards: that is where readers go wrong.</summary>
internal static class Mutations
{
    private static readonly byte[][] Tokens =
    [
        .. new[]
        {
            "BEGIN:VCARD\r\n", "END:VCARD\r\n", "BEGIN:VCARD", "END:VCARD", "AGENT:\r\n", "AGENT;TYPE=X:", "=\r\n", "=", "=0D=0A", "\r\n ", "\r\n\t", "\r", "\n", "\r\n\r\n", ";", ":", ",",
            "\\", "\\n", "\\;", "\"", "^n", "^^", ";CHARSET=SHIFT_JIS", ";CHARSET=windows-1252", ";CHARSET=nonsense", ";CHARSET=utf-16", ";CHARSET=utf-7", ";CHARSET=iso-2022-jp",
            ";ENCODING=QUOTED-PRINTABLE", ";ENCODING=BASE64", ";ENCODING=b", ";QUOTED-PRINTABLE", ";TYPE=\"work,voice\"", ";PREF=1", ";VALUE=uri", ";X-APPLE-OMIT-YEAR=1604",
            "VERSION:2.1\r\n", "VERSION:3.0\r\n", "VERSION:4.0\r\n", "VERSION:9\r\n", "FN:", "N:", "item1.", "item1.X-ABLabel:_$!<Spouse>!$_\r\n", "item1.X-ABRELATEDNAMES:Kim\r\n",
            "x-blob:", "x-blob-text:", "x-blob:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef;rn;s;p;0,74x53,20",
            "PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ\r\n", "PHOTO:data:image/png;base64,iVBORw0KGgo=\r\n", "\uFEFF", "é", "😀", "\0", "\u0085", "\u2028", "tel:", "--", "1604-02-30", "BDAY:",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xE9], [0xC3], [0x83, 0x5C], [0xFF, 0xFE], [0xFE, 0xFF], [0xED, 0xA0, 0x80],
    ];

    public static byte[] Make(Random random)
    {
        var bytes = new List<byte>(Seeds.All[random.Next(Seeds.All.Length)]);
        for (var times = random.Next(0, 3); times > 0 && random.Next(4) == 0; times--)
            bytes.AddRange(Seeds.All[random.Next(Seeds.All.Length)]);
        for (var times = 1 + random.Next(8); times > 0; times--)
            Mutate(bytes, random);
        return random.Next(60) == 0 ? Transcode(bytes, random) : [.. bytes];
    }

    private static void Mutate(List<byte> bytes, Random random)
    {
        var at = random.Next(bytes.Count + 1);
        switch (random.Next(13))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when at < bytes.Count:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2:
                bytes.RemoveRange(at, random.Next(Math.Min(40, bytes.Count - at) + 1));
                break;
            case 3 when random.Next(4) == 0:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 4:
                DuplicateLine(bytes, at, random);
                break;
            case 5:
                Swap(bytes, at, random);
                break;
            case 6 when random.Next(20) == 0:
                Enlarge(bytes, at, random);
                break;
            case 7:
                bytes.InsertRange(at, Enumerable.Repeat((byte)(random.Next(2) == 0 ? 'A' : ' '), random.Next(200)));
                break;
            case 8:
                ChangeLineEnds(bytes, random);
                break;
            default:
                bytes.InsertRange(at, Tokens[random.Next(Tokens.Length)]);
                break;
        }
    }

    private static void DuplicateLine(List<byte> bytes, int at, Random random)
    {
        var start = CollectionsMarshal.AsSpan(bytes)[..at].LastIndexOf((byte)'\n') + 1;
        var end = bytes.IndexOf((byte)'\n', Math.Min(start, bytes.Count));
        if (end < 0)
            return;
        var line = bytes.GetRange(start, end + 1 - start);
        for (var times = random.Next(1, 4); times > 0; times--)
            bytes.InsertRange(end + 1, line);
    }

    private static void Swap(List<byte> bytes, int at, Random random)
    {
        var length = random.Next(Math.Min(60, bytes.Count - at) + 1);
        var piece = bytes.GetRange(at, length);
        bytes.RemoveRange(at, length);
        bytes.InsertRange(random.Next(bytes.Count + 1), piece);
    }

    private static void Enlarge(List<byte> bytes, int at, Random random)
    {
        var token = Tokens[random.Next(Tokens.Length)];
        var times = random.Next(1, random.Next(50) == 0 ? 20_000 : 300);
        var many = new byte[token.Length * times];
        for (var i = 0; i < times; i++)
            token.CopyTo(many, i * token.Length);
        bytes.InsertRange(at, many);
    }

    private static void ChangeLineEnds(List<byte> bytes, Random random)
    {
        var text = Encoding.Latin1.GetString([.. bytes]).Replace("\r\n", random.Next(2) == 0 ? "\n" : "\r", StringComparison.Ordinal);
        bytes.Clear();
        bytes.AddRange(Encoding.Latin1.GetBytes(text));
    }

    private static byte[] Transcode(List<byte> bytes, Random random)
    {
        var encoding = random.Next(2) == 0 ? Encoding.Unicode : Encoding.BigEndianUnicode;
        return [.. encoding.GetPreamble(), .. encoding.GetBytes(Encoding.UTF8.GetString([.. bytes]))];
    }
}
