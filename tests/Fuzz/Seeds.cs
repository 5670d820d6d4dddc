using System.Text;

namespace ContactOffice.Fuzz;

/// <summary>Whole cards to start from, in the manner of the clients that send them.</summary>
internal static class Seeds
{
    private static readonly string Base64 = Convert.ToBase64String([.. Enumerable.Range(0, 900).Select(i => (byte)(i * 7))]);

    private static readonly string[] Texts =
    [
        """
        BEGIN:VCARD
        VERSION:3.0
        PRODID:-//Apple Inc.//iOS 17.5//EN
        N:Lindqvist;Åsa;Maria;Dr.;
        FN:Dr. Åsa Maria Lindqvist
        NICKNAME:Assi
        ORG:Fjord & Sons;Harbour
        TITLE:Pilot
        EMAIL;type=INTERNET;type=HOME;type=pref:asa@example.org
        item1.EMAIL;type=INTERNET:boat@example.org
        item1.X-ABLabel:Boat
        TEL;type=CELL;type=VOICE;type=pref:+46 70 000 00 00
        item2.ADR;type=HOME:;;Strandvägen 1\nBox 7;Göteborg;;411 01;Sverige
        item2.X-ABADR:se
        BDAY;X-APPLE-OMIT-YEAR=1604;VALUE=date:1604-02-29
        item3.X-ABDATE;type=pref:2009-06-06
        item3.X-ABLabel:_$!<Anniversary>!$_
        item4.X-ABRELATEDNAMES;type=pref:Kim
        item4.X-ABLabel:_$!<Spouse>!$_
        X-SOCIALPROFILE;type=twitter;x-user=asa:http://twitter.com/asa
        IMPP;X-SERVICE-TYPE=Skype;type=HOME:skype:asa.l
        NOTE:First\nsecond\, third\; fourth and a text that is long enough to be folded at
          the usual seventy-five octets
        CATEGORIES:Friends,A\,B
        X-ABUID:5B2C3E5F-0000-4A4A-8888-000000000000:ABPerson
        UID:0f1e2d3c-0000-4a4a-8888-000000000001
        REV:2024-05-01T10:00:00Z
        END:VCARD

        """,
        """
        BEGIN:VCARD
        VERSION:2.1
        N;LANGUAGE=fr;CHARSET=Windows-1252:Legrand;René;;M.
        FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Ren=C3=A9 Legrand
        ORG:Maison Legrand, Fils;Ateliers
        NOTE;ENCODING=QUOTED-PRINTABLE:ligne un=0D=0A=
        ligne deux, et une suite qui est longue=
         et finit
        TEL;WORK;VOICE:(01) 02 03 04 05
        TEL;CELL:+33 6 00 00 00 00
        ADR;WORK;PREF:;;12 rue des Lilas;Lyon;;69003;France
        LABEL;WORK;PREF;ENCODING=QUOTED-PRINTABLE:12 rue des Lilas=0D=0A69003 Lyon
        EMAIL;PREF;INTERNET:rene@example.com
        X-MS-IMADDRESS:rene@im.example.com
        X-MS-SPOUSE:Odile
        AGENT:
        BEGIN:VCARD
        VERSION:2.1
        FN:Agent Dupont
        END:VCARD
        PHOTO;ENCODING=BASE64;JPEG:{{BASE64}}

        BDAY:19700131
        REV:20240501T100000Z
        END:VCARD

        """,
        """
        BEGIN:VCARD
        VERSION:4.0
        UID:urn:uuid:4fbe8971-0bc3-424c-9c26-36c3e1eff6b1
        FN:Jürgen Groß
        N:Groß;Jürgen;;;
        KIND:individual
        GENDER:M
        LANG;PREF=1:de
        TEL;VALUE=uri;PREF=1;TYPE="voice,home":tel:+49-555-0100;ext=5
        EMAIL;TYPE=work:juergen@example.net
        ADR;TYPE=work;LABEL="Hauptstr. 1^nBerlin":;;Hauptstr. 1;Berlin;;10115;Deutschland
        RELATED;TYPE=friend;VALUE=text:Uwe
        ANNIVERSARY:20090808
        BDAY:--0203
        PHOTO:data:image/png;base64,{{BASE64}}
        CATEGORIES:eins,zwei
        X-CUSTOM1;VALUE=TEXT:selbst
        URL:https://example.net/~groß
        GEO:geo:52.5,13.4
        END:VCARD

        """,
        """
        BEGIN:vCard
        VERSION:3.0
        FN:Harbour crew
        N:Harbour crew;;;;
        X-ADDRESSBOOKSERVER-KIND:group
        X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:0f1e2d3c-0000-4a4a-8888-000000000001
        KEY;X509;ENCODING=BASE64:
            {{BASE64}}


        UID:group-1
        END:vCard

        """,
        "BEGIN:VCARD\r\nFN:\r\nN:;;;;\r\nEMAIL:\r\nTEL;TYPE=:1\r\nEND:VCARD\r\n",
    ];

    public static byte[][] All { get; } = [.. Texts.Select(t => Encoding.UTF8.GetBytes(Lay(t)))];

    private static string Lay(string text)
    {
        var folded = string.Join("\n ", Base64.Chunk(72).Select(c => new string(c)));
        return text.Replace("{{BASE64}}", folded, StringComparison.Ordinal).Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\n", "\r\n", StringComparison.Ordinal);
    }
}
