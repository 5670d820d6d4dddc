using System.Buffers;

namespace ContactOffice.ActiveSync.Wbxml;

/// <summary>WBXML 1.3 §7.1: what means the same on every code page.</summary>
internal static class Tokens
{
    public const byte SwitchPage = 0x00;
    public const byte End = 0x01;
    public const byte Entity = 0x02;
    public const byte StrI = 0x03;
    public const byte Literal = 0x04;
    public const byte ExtI0 = 0x40;
    public const byte ExtI2 = 0x42;
    public const byte Pi = 0x43;
    public const byte LiteralC = 0x44;
    public const byte ExtT0 = 0x80;
    public const byte ExtT2 = 0x82;
    public const byte StrT = 0x83;
    public const byte LiteralA = 0x84;
    public const byte Ext0 = 0xC0;
    public const byte Ext2 = 0xC2;
    public const byte OpaqueData = 0xC3;
    public const byte LiteralAc = 0xC4;

    public const byte HasContent = 0x40;
    public const byte HasAttributes = 0x80;
    public const byte TagMask = 0x3F;

    public const byte Version13 = 0x03;
    public const byte UnknownPublicId = 0x01;

    /// <summary>UTF-8, by its number at IANA.</summary>
    public const byte Utf8 = 106;

    /// <summary>What XML 1.0 §2.2 does not allow, but for surrogates, which UTF-8 cannot hold alone.</summary>
    public static readonly SearchValues<char> Illegal = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(c => (char)c).Where(c => c is not ('\t' or '\n' or '\r')), '\uFFFE', '\uFFFF']);
}
