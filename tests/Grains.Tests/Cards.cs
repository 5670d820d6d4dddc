using System.Text;

namespace ContactOffice.Grains.Tests;

public static class Cards
{
    public static byte[] Of(string name, string? uid = null, params string[] more) => Encoding.UTF8.GetBytes(string.Join("\r\n",
        ["BEGIN:VCARD", "VERSION:4.0", .. uid is null ? Array.Empty<string>() : [$"UID:{uid}"], $"FN:{name}", .. more, "END:VCARD", ""]));
}
