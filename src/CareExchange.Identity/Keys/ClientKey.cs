using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CareExchange.Identity.Keys;

/// <summary>A client's own key pair: what a partner's side holds. Used by the demo's partners, the command line and tests.</summary>
public sealed class ClientKey : IDisposable
{
    private readonly AsymmetricAlgorithm _key;

    private ClientKey(AsymmetricAlgorithm key, string algorithm)
    {
        (_key, Algorithm) = (key, algorithm);
        Kid = PublicJwk.Thumbprint(key);
    }

    /// <summary><c>RS384</c> or <c>ES384</c>.</summary>
    public string Algorithm { get; }

    /// <summary>Key id: RFC 7638 thumbprint.</summary>
    public string Kid { get; }

    /// <summary>JWK Set to register.</summary>
    public string PublicJwks => PublicJwk.WriteSet([PublicJwk.Write(_key, Kid, Algorithm)]);

    /// <summary>A fresh key.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Neither RS384 nor ES384.</exception>
    public static ClientKey Create(string algorithm) => new(KeyAlgorithms.Generate(algorithm), algorithm);

    /// <summary>A key kept as PKCS#8 PEM; the algorithm follows from its kind.</summary>
    /// <exception cref="CryptographicException">Not an RSA or P-384 private key.</exception>
    public static ClientKey FromPem(string pem)
    {
        var fields = PemEncoding.Find(pem);
        var pkcs8 = Convert.FromBase64String(pem[fields.Base64Data]);
        try
        {
            return new ClientKey(KeyAlgorithms.Import(KeyAlgorithms.EllipticCurve, pkcs8), KeyAlgorithms.EllipticCurve);
        }
        catch (CryptographicException)
        {
            return new ClientKey(KeyAlgorithms.Import(KeyAlgorithms.Rsa, pkcs8), KeyAlgorithms.Rsa);
        }
    }

    /// <summary>The private key as PKCS#8 PEM, for a file only its owner can read.</summary>
    public string ToPem() => _key.ExportPkcs8PrivateKeyPem();

    /// <summary>A <c>client_assertion</c> as RFC 7523 and SMART backend services ask: one use, one audience, <paramref name="lifetime"/> (default 4 minutes) of life.</summary>
    public string Assertion(string clientId, string tokenEndpoint, DateTimeOffset now, TimeSpan? lifetime = null)
    {
        var descriptor = new SecurityTokenDescriptor
        {
            Issuer = clientId,
            Audience = tokenEndpoint,
            IssuedAt = now.UtcDateTime,
            NotBefore = now.UtcDateTime,
            Expires = (now + (lifetime ?? TimeSpan.FromMinutes(4))).UtcDateTime,
            Claims = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["sub"] = clientId,
                ["jti"] = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(16)),
            },
            // Not cached: IdentityModel's cache is keyed by thumbprint and would outlive this object's key.
            SigningCredentials = new SigningCredentials(KeyAlgorithms.AsSecurityKey(_key, Kid), Algorithm)
            {
                CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false },
            },
        };
        return new JsonWebTokenHandler().CreateToken(descriptor);
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();
}
