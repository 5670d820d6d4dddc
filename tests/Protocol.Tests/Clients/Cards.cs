using System.Text;

namespace ContactOffice.Protocol.Tests.Clients;

/// <summary>vCards for tests.</summary>
internal static class Cards
{
    public static string Of(string name, string? uid = null, params string[] lines) =>
        $"BEGIN:VCARD\r\nVERSION:3.0\r\nUID:{uid ?? Guid.NewGuid().ToString()}\r\nFN:{name}\r\n{string.Concat(lines.Select(line => line + "\r\n"))}END:VCARD\r\n";

    /// <summary>What no program would write so: groups, unknown properties, odd folds and cases, quoted-printable beside base64.</summary>
    public static byte[] Peculiar(string uid) => Encoding.UTF8.GetBytes(
        $"BEGIN:vcard\r\nversion:3.0\r\nUID:{uid}\r\nX-UNKNOWN;X-PARAM=\"a;b\":kept\\, as it is\r\nitem1.EMAIL;type=INTERNET;type=pref:grace@exa\r\n mple.org\r\n"
        + "item1.X-ABLabel:_$!<Other>!$_\r\nFN:Grace Hopper\r\nN:Hopper;Grace;;;\r\nTEL;TYPE=CELL;X-EVANSION-UI-SLOT=1:+1 555 0100\r\n"
        + "NOTE;ENCODING=QUOTED-PRINTABLE:caf=C3=A9=\r\n au lait\r\nX-EMPTY:\r\nEND:vcard\r\n");
}
