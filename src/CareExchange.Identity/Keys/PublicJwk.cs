using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace CareExchange.Identity.Keys;

/// <summary>Public keys as RFC 7517 JSON. Written member by member, so that a private member cannot slip in.</summary>
internal static class PublicJwk
{
    // RFC 7638: the thumbprint is SHA-256 over the required members in lexical order without spaces; it names a key by what it is.
    public static string Thumbprint(AsymmetricAlgorithm key)
    {
        var canonical = key switch
        {
            RSA rsa when rsa.ExportParameters(includePrivateParameters: false) is var p => $$"""{"e":"{{Text(p.Exponent)}}","kty":"RSA","n":"{{Text(p.Modulus)}}"}""",
            ECDsa curve when curve.ExportParameters(includePrivateParameters: false) is var p => $$"""{"crv":"P-384","kty":"EC","x":"{{Text(p.Q.X)}}","y":"{{Text(p.Q.Y)}}"}""",
            _ => throw new ArgumentException("RSA or ECDSA.", nameof(key)),
        };
        return Base64UrlEncoder.Encode(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)));
    }

    public static string Write(AsymmetricAlgorithm key, string kid, string algorithm)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("kid", kid);
            json.WriteString("use", "sig");
            json.WriteString("alg", algorithm);
            if (key is RSA rsa)
            {
                var p = rsa.ExportParameters(includePrivateParameters: false);
                json.WriteString("kty", "RSA");
                json.WriteString("n", Text(p.Modulus));
                json.WriteString("e", Text(p.Exponent));
            }
            else if (key is ECDsa curve)
            {
                var p = curve.ExportParameters(includePrivateParameters: false);
                json.WriteString("kty", "EC");
                json.WriteString("crv", "P-384");
                json.WriteString("x", Text(p.Q.X));
                json.WriteString("y", Text(p.Q.Y));
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>A JWK Set of already written keys.</summary>
    public static string WriteSet(IEnumerable<string> keys) => $$"""{"keys":[{{string.Join(',', keys)}}]}""";

    private static string Text(byte[]? bytes) => Base64UrlEncoder.Encode(bytes);
}
