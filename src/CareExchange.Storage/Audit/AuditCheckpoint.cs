using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace CareExchange.Storage.Audit;

/// <summary>How far every chain of the audit trail was at one moment, signed, so that it can be kept where nobody who changes the database reaches it.</summary>
/// <param name="Number">1, 2, 3 …</param>
/// <param name="Recorded">When.</param>
/// <param name="Previous">SHA-256 of the checkpoint before as text, 64 hex digits; empty for the first.</param>
/// <param name="Chains">Each chain that has rows.</param>
/// <param name="Token">The checkpoint as it is kept and handed out: a JWS (RFC 7515, compact, ES256) whose header carries the public key.</param>
/// <param name="KeyId">RFC 7638 thumbprint of the key that signed it.</param>
public sealed record AuditCheckpoint(long Number, DateTimeOffset Recorded, string Previous, IReadOnlyList<AuditChainHead> Chains, string Token, string KeyId)
{
    /// <summary>Where chains begin since entries past their retention were removed: the last row that was, of each chain concerned.</summary>
    public IReadOnlyList<AuditChainHead> Cuts { get; init; } = [];

    /// <summary>The key that signs from the next checkpoint on; null for the same.</summary>
    public string? NextKeyId { get; init; }

    /// <summary>True for the first one after the operator has put a backup in the place of the database: earlier ones kept elsewhere may know of more.</summary>
    public bool IsRestored { get; init; }

    /// <summary>What the next checkpoint says of this one.</summary>
    public string TokenHash => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(Token)));

    /// <summary>Reads a token whose signature is that of the key it carries. Whether that key is to be trusted is another question.</summary>
    /// <returns>Null for anything else.</returns>
    public static AuditCheckpoint? Parse(string token)
    {
        try
        {
            if (token.Split('.') is not [var header, var payload, var signature]) return null;
            using var head = JsonDocument.Parse(Base64Url.DecodeFromChars(header));
            var jwk = head.RootElement.GetProperty("jwk");
            var point = new ECPoint { X = Decode(jwk, "x"), Y = Decode(jwk, "y") };
            using var key = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = point });
            if (head.RootElement.GetProperty("alg").GetString() != "ES256") return null;
            if (!key.VerifyData(Encoding.ASCII.GetBytes($"{header}.{payload}"), Base64Url.DecodeFromChars(signature), HashAlgorithmName.SHA256)) return null;
            using var body = JsonDocument.Parse(Base64Url.DecodeFromChars(payload));
            var said = body.RootElement;
            return new(
                said.GetProperty("number").GetInt64(),
                said.GetProperty("time").GetDateTimeOffset(),
                said.GetProperty("previous").GetString()!,
                Heads(said.GetProperty("chains")),
                token,
                Thumbprint(point))
            {
                Cuts = said.TryGetProperty("cuts", out var cuts) ? Heads(cuts) : [],
                NextKeyId = said.TryGetProperty("nextKey", out var next) ? next.GetString() : null,
                IsRestored = said.TryGetProperty("restored", out var restored) && restored.GetBoolean(),
            };
        }
        catch (Exception problem) when (problem is FormatException or JsonException or KeyNotFoundException or InvalidOperationException or CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Signs what a checkpoint says.</summary>
    internal static AuditCheckpoint Sign(
        ECDsa key, long number, DateTimeOffset recorded, string previous, IReadOnlyList<AuditChainHead> chains, IReadOnlyList<AuditChainHead> cuts, string? nextKeyId, bool isRestored)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        var kid = Thumbprint(point);
        var header = Write(json =>
        {
            json.WriteString("alg", "ES256");
            json.WriteString("typ", "careexchange-audit-checkpoint");
            json.WriteString("kid", kid);
            json.WriteStartObject("jwk");
            json.WriteString("kty", "EC");
            json.WriteString("crv", "P-256");
            json.WriteString("x", Base64Url.EncodeToString(point.X));
            json.WriteString("y", Base64Url.EncodeToString(point.Y));
            json.WriteEndObject();
        });
        var payload = Write(json =>
        {
            json.WriteNumber("number", number);
            json.WriteString("time", recorded.ToString("yyyy-MM-dd'T'HH:mm:ss.fffK", CultureInfo.InvariantCulture));
            json.WriteString("previous", previous);
            Heads(json, "chains", chains);
            if (cuts.Count > 0) Heads(json, "cuts", cuts);
            if (isRestored) json.WriteBoolean("restored", true);
            if (nextKeyId is not null) json.WriteString("nextKey", nextKeyId);
        });
        var signed = $"{header}.{payload}";
        var token = $"{signed}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}";
        return new(number, recorded, previous, chains, token, kid) { Cuts = cuts, NextKeyId = nextKeyId, IsRestored = isRestored };
    }

    /// <summary>RFC 7638: SHA-256 over the required members in their order.</summary>
    internal static string Thumbprint(ECPoint point) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(
        $$"""{"crv":"P-256","kty":"EC","x":"{{Base64Url.EncodeToString(point.X)}}","y":"{{Base64Url.EncodeToString(point.Y)}}"}""")));

    private static byte[] Decode(JsonElement jwk, string member) => Base64Url.DecodeFromChars(jwk.GetProperty(member).GetString());

    private static AuditChainHead[] Heads(JsonElement heads) => [.. heads.EnumerateArray().Select(head =>
        new AuditChainHead(head.GetProperty("shard").GetInt32(), head.GetProperty("count").GetInt64(), head.GetProperty("hash").GetString()!))];

    private static void Heads(Utf8JsonWriter json, string name, IReadOnlyList<AuditChainHead> heads)
    {
        json.WriteStartArray(name);
        foreach (var head in heads)
        {
            json.WriteStartObject();
            json.WriteNumber("shard", head.Shard);
            json.WriteNumber("count", head.Count);
            json.WriteString("hash", head.Hash);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return Base64Url.EncodeToString(buffer.WrittenSpan);
    }
}
