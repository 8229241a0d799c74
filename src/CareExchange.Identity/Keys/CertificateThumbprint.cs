using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace CareExchange.Identity.Keys;

/// <summary>What names a client's certificate: <c>x5t#S256</c> of RFC 8705 §3.1, SHA-256 of its DER form, base64url.</summary>
internal static class CertificateThumbprint
{
    /// <summary>The member of <c>cnf</c> that binds a token to a certificate.</summary>
    public const string Member = "x5t#S256";

    private const int Length = 43;

    /// <summary>The thumbprint of a certificate.</summary>
    public static string Of(X509Certificate2 certificate) => Base64Url.EncodeToString(SHA256.HashData(certificate.RawDataMemory.Span));

    /// <summary>Reads what an operator registers: a thumbprint, or the certificate itself in PEM form.</summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out string? thumbprint)
    {
        thumbprint = null;
        if (text.Length == Length && Base64Url.IsValid(text, out var bytes) && bytes == SHA256.HashSizeInBytes)
        {
            thumbprint = text;
            return true;
        }

        try
        {
            using var certificate = X509Certificate2.CreateFromPem(text);
            thumbprint = Of(certificate);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <summary>The thumbprint a token's <c>cnf</c> claim names.</summary>
    /// <returns>Null where the claim is absent; an empty text, which no certificate has, where it binds the token to anything else.</returns>
    public static string? OfConfirmation(string? claim)
    {
        if (claim is null) return null;
        try
        {
            using var confirmation = JsonDocument.Parse(claim);
            return confirmation.RootElement is { ValueKind: JsonValueKind.Object } members && members.EnumerateObject().Count() == 1
                && members.TryGetProperty(Member, out var named) && named.ValueKind is JsonValueKind.String
                ? named.GetString()
                : "";
        }
        catch (JsonException)
        {
            return "";
        }
    }
}
