using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace ContactOffice.GrainInterfaces;

/// <summary>
/// The text that the holder of a personal access token sends: <c>cot_{user name in base64url}_{secret}</c>, within what
/// RFC 6750 §2.1 allows. It names the account, so that no index of tokens is needed; the prefix marks our tokens for programs that look for leaked secrets.
/// </summary>
public static class Bearer
{
    private const string Prefix = "cot_";
    private const int MaxLength = 512;

    public static string Compose(AccountId account, string secret) => $"{Prefix}{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(account.Value))}_{secret}";

    public static bool TryParse(string? text, out AccountId account, [NotNullWhen(true)] out string? secret)
    {
        (account, secret) = (default, null);
        if (text is null || text.Length > MaxLength || !text.StartsWith(Prefix, StringComparison.Ordinal)) return false;
        var end = text.IndexOf('_', Prefix.Length);
        if (end < 0 || end == text.Length - 1 || !Base64Url.IsValid(text.AsSpan(Prefix.Length, end - Prefix.Length))) return false;
        if (!AccountId.TryParse(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text.AsSpan(Prefix.Length, end - Prefix.Length))), out account)) return false;
        secret = text[(end + 1)..];
        return true;
    }
}
