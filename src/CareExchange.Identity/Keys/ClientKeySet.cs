using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using CareExchange.Identity.Registrations;
using Microsoft.IdentityModel.Tokens;

namespace CareExchange.Identity.Keys;

/// <summary>The public keys a client registered, checked before they are kept.</summary>
internal static class ClientKeySet
{
    private const int MaximumLength = 32_768;
    private const int MaximumKeys = 10;
    private static readonly string[] s_privateMembers = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

    /// <summary>What is wrong with a JWK Set; empty when its keys can check RS384 or ES384 assertions.</summary>
    public static IReadOnlyList<IdentityProblem> Problems(string? jwks)
    {
        if (string.IsNullOrWhiteSpace(jwks) || jwks.Length > MaximumLength) return [NotASet];
        try
        {
            using var json = JsonDocument.Parse(jwks);
            if (json.RootElement.ValueKind is not JsonValueKind.Object
                || !json.RootElement.TryGetProperty("keys", out var keys) || keys.ValueKind is not JsonValueKind.Array
                || keys.GetArrayLength() is 0 or > MaximumKeys)
            {
                return [NotASet];
            }

            var problems = keys.EnumerateArray().Select(Problem).OfType<IdentityProblem>().ToList();
            if (problems.Count == 0 && keys.EnumerateArray().DistinctBy(key => key.GetProperty("kid").GetString()).Count() != keys.GetArrayLength())
            {
                problems.Add(new("jwks-kid-repeated", "Two keys of the JWK Set have the same kid.", "JWK Set의 두 키가 같은 kid를 씁니다."));
            }

            return problems;
        }
        catch (JsonException)
        {
            return [NotASet];
        }
    }

    /// <summary>The key with this id that may check this algorithm, or null.</summary>
    public static SecurityKey? Find(string jwks, string kid, string algorithm)
    {
        var key = new JsonWebKeySet(jwks).Keys.FirstOrDefault(candidate => candidate.Kid == kid);
        if (key is null || (key.Alg is { Length: > 0 } fixedAlgorithm && fixedAlgorithm != algorithm)) return null;
        return key.Kty == (algorithm == KeyAlgorithms.Rsa ? "RSA" : "EC") ? key : null;
    }

    private static IdentityProblem NotASet { get; } = new(
        "jwks-invalid", $"The keys must be a JWK Set with 1 to {MaximumKeys} keys.", $"키는 1~{MaximumKeys}개를 담은 JWK Set이어야 합니다.");

    private static IdentityProblem? Problem(JsonElement key)
    {
        if (key.ValueKind is not JsonValueKind.Object || Text(key, "kid") is not { Length: > 0 and <= 255 })
        {
            return new("jwks-kid-missing", "Every key of the JWK Set needs a kid.", "JWK Set의 모든 키에는 kid가 필요합니다.");
        }

        if (s_privateMembers.Any(member => key.TryGetProperty(member, out _)))
        {
            // Said loudly: a private key that has travelled must be replaced, not merely left out.
            return new("jwks-private", "The JWK Set holds a private or symmetric key. Replace that key and send the public part only.", "JWK Set에 개인키나 대칭키가 있습니다. 그 키를 폐기하고 공개키만 보내십시오.");
        }

        var usable = Text(key, "kty") switch
        {
            "RSA" => Text(key, "alg") is null or KeyAlgorithms.Rsa && Bytes(key, "n") >= 256 && Bytes(key, "e") > 0,
            "EC" => Text(key, "alg") is null or KeyAlgorithms.EllipticCurve && Text(key, "crv") == "P-384" && IsPoint(key),
            _ => false,
        };
        return usable && Text(key, "use") is null or "sig"
            ? null
            : new("jwks-key-unsupported", "A key must be RSA of 2048 bits or more for RS384, or EC P-384 for ES384, for signatures.", "키는 RS384용 RSA 2048비트 이상 또는 ES384용 EC P-384 서명키여야 합니다.");
    }

    private static bool IsPoint(JsonElement key)
    {
        if (Bytes(key, "x") != 48 || Bytes(key, "y") != 48) return false;
        try
        {
            using var curve = ECDsa.Create(new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP384,
                Q = { X = Base64Url.DecodeFromChars(Text(key, "x")), Y = Base64Url.DecodeFromChars(Text(key, "y")) },
            });
            return true;
        }
        catch (CryptographicException)
        {
            return false; // Not a point of the curve.
        }
    }

    private static string? Text(JsonElement key, string member) =>
        key.TryGetProperty(member, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    private static int Bytes(JsonElement key, string member)
    {
        var text = Text(key, member);
        return text is not null && Base64Url.IsValid(text, out var length) ? length : 0;
    }
}
