using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Xml.Linq;
using ContactOffice.ActiveSync.Http;

namespace ContactOffice.ActiveSync.Commands;

/// <summary>MS-ASCMD §2.2.1.22: whether this server's own trust store leads to a certificate.</summary>
internal static class ValidateCert
{
    /// <summary>§2.2.3.177.18.</summary>
    private const int ProtocolError = 2;
    private const int Unreadable = 3;
    private const int Untrusted = 4;
    private const int ChainInvalid = 5;
    private const int Expired = 7;
    private const int MaxCertificates = 20;

    private static readonly XNamespace Ns = Names.ValidateCert;

    public static Task<XElement?> Answer(EasRequest request)
    {
        var root = Ns + "ValidateCert";
        var asked = request.Body!.Element(Ns + "Certificates")?.Elements(Ns + "Certificate").ToArray() ?? [];
        var others = request.Body.Element(Ns + "CertificateChain")?.Elements(Ns + "Certificate").ToArray() ?? [];
        if (request.Body.Name != root || asked.Length is 0 or > MaxCertificates || others.Length > MaxCertificates) throw EasFault.Of(root, ProtocolError);
        var chain = others.Select(one => Load(one.Value)).OfType<X509Certificate2>().ToArray();
        return Task.FromResult<XElement?>(new(root, new XElement(Ns + "Status", EasStatus.Ok),
            asked.Select(one => new XElement(Ns + "Certificate", new XElement(Ns + "Status", Status(one.Value, chain))))));
    }

    private static int Status(string base64, X509Certificate2[] others)
    {
        using var certificate = Load(base64);
        if (certificate is null) return Unreadable;
        using var chain = new X509Chain();
        // A client's certificate must not send this server to addresses that stand in it.
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ExtraStore.AddRange(others);
        if (chain.Build(certificate)) return EasStatus.Ok;
        var flags = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status);
        return (flags & X509ChainStatusFlags.NotTimeValid) != 0 ? Expired : (flags & (X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain)) != 0 ? Untrusted : ChainInvalid;
    }

    private static X509Certificate2? Load(string base64)
    {
        try
        {
            return X509CertificateLoader.LoadCertificate(Convert.FromBase64String(base64));
        }
        catch (Exception fault) when (fault is FormatException or CryptographicException)
        {
            return null;
        }
    }
}
