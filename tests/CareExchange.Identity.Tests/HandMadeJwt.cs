using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CareExchange.Identity.Keys;

namespace CareExchange.Identity.Tests;

/// <summary>Client assertions as an attacker would write them: every member free, signed by hand.</summary>
internal sealed class HandMadeJwt
{
    public HandMadeJwt(ClientKey key, string clientId, string audience, DateTimeOffset now)
    {
        Header = new JsonObject { ["alg"] = key.Algorithm, ["kid"] = key.Kid, ["typ"] = "JWT" };
        Payload = new JsonObject
        {
            ["iss"] = clientId,
            ["sub"] = clientId,
            ["aud"] = audience,
            ["jti"] = Guid.NewGuid().ToString("N"),
            ["exp"] = now.AddMinutes(4).ToUnixTimeSeconds(),
        };
    }

    public JsonObject Header { get; }

    public JsonObject Payload { get; }

    public HandMadeJwt With(string claim, JsonNode? value)
    {
        Payload[claim] = value;
        return this;
    }

    public HandMadeJwt Without(string claim)
    {
        Payload.Remove(claim);
        return this;
    }

    public HandMadeJwt WithHeader(string member, JsonNode? value)
    {
        if (value is null) Header.Remove(member);
        else Header[member] = value;
        return this;
    }

    public string Sign(ClientKey key, HashAlgorithmName? hash = null)
    {
        var signed = $"{Encode(Header)}.{Encode(Payload)}";
        var bytes = Encoding.ASCII.GetBytes(signed);
        var name = hash ?? HashAlgorithmName.SHA384;
        byte[] signature;
        if (key.Algorithm == "RS384")
        {
            using var rsa = RSA.Create();
            rsa.ImportFromPem(key.ToPem());
            signature = rsa.SignData(bytes, name, RSASignaturePadding.Pkcs1);
        }
        else
        {
            using var curve = ECDsa.Create();
            curve.ImportFromPem(key.ToPem());
            signature = curve.SignData(bytes, name);
        }

        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    /// <summary>Signed with the text of the public key as if it were a shared secret: the classic confusion of algorithms.</summary>
    public string SignSymmetric(string secret)
    {
        var signed = $"{Encode(Header)}.{Encode(Payload)}";
        return $"{signed}.{Base64Url.EncodeToString(HMACSHA384.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes(signed)))}";
    }

    public string Unsigned() => $"{Encode(Header)}.{Encode(Payload)}.";

    private static string Encode(JsonObject json) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(json));
}
