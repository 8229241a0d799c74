using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace CareExchange.Identity.Keys;

/// <summary>The two signature algorithms of this room: SMART App Launch 2.2 asks servers for RS384 and ES384, and fewer is safer.</summary>
internal static class KeyAlgorithms
{
    public const string Rsa = SecurityAlgorithms.RsaSha384;
    public const string EllipticCurve = SecurityAlgorithms.EcdsaSha384;
    private const int RsaBits = 3072;

    /// <summary>Both, the preferred one first.</summary>
    public static IReadOnlyList<string> All { get; } = [Rsa, EllipticCurve];

    public static AsymmetricAlgorithm Generate(string algorithm) => algorithm switch
    {
        Rsa => RSA.Create(RsaBits),
        EllipticCurve => ECDsa.Create(ECCurve.NamedCurves.nistP384),
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "RS384 or ES384."),
    };

    public static AsymmetricAlgorithm Import(string algorithm, ReadOnlySpan<byte> pkcs8)
    {
        AsymmetricAlgorithm key = algorithm == Rsa ? RSA.Create() : ECDsa.Create();
        key.ImportPkcs8PrivateKey(pkcs8, out _);
        return key;
    }

    public static SecurityKey AsSecurityKey(AsymmetricAlgorithm key, string kid) => key switch
    {
        RSA rsa => new RsaSecurityKey(rsa) { KeyId = kid },
        ECDsa curve => new ECDsaSecurityKey(curve) { KeyId = kid },
        _ => throw new ArgumentException("RSA or ECDSA.", nameof(key)),
    };
}
