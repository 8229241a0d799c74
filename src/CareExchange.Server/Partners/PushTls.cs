using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CareExchange.Server.Partners;

/// <summary>How a push speaks TLS: with our certificate where one is set, and with the very certificate of the target where that is named.</summary>
internal static class PushTls
{
    public static SslClientAuthenticationOptions Options(PushOptions options) => new()
    {
        TargetHost = options.Address.Host,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        ClientCertificates = options.CertificateFile is { } file ? [X509Certificate2.CreateFromPemFile(file, options.CertificateKeyFile)] : null,
        RemoteCertificateValidationCallback = options.ServerCertificate is { } known
            ? (_, presented, _, _) => presented is X509Certificate2 certificate && Convert.ToHexString(SHA256.HashData(certificate.RawDataMemory.Span)).Equals(known.Replace(":", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase)
            : null,
    };
}
