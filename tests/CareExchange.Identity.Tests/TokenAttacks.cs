using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CareExchange.Identity.Tests;

/// <summary>What somebody without the key can make of a good token: every text differs from it, and none may be taken for one.</summary>
internal sealed class TokenAttacks : IDisposable
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private readonly ECDsa _stranger = ECDsa.Create(ECCurve.NamedCurves.nistP384);
    private readonly RSA _strangerRsa = RSA.Create(2048);
    private readonly string _good;
    private readonly string[] _parts;
    private readonly JsonObject _header;
    private readonly JsonObject _payload;
    private readonly string _publicKeys;

    /// <param name="good">The token as its owner was given it.</param>
    /// <param name="publicKeys">What everybody may know of the key it is signed with.</param>
    public TokenAttacks(string good, string publicKeys)
    {
        (_good, _parts, _publicKeys) = (good, good.Split('.'), publicKeys);
        (_header, _payload) = (Read(_parts[0]), Read(_parts[1]));
    }

    /// <summary>All of them, each once.</summary>
    public IEnumerable<string> All() => Algorithms().Concat(Headers()).Concat(Claims()).Concat(Signatures()).Concat(Shapes()).Concat(Damage())
        .Where(attack => attack != _good).Distinct(StringComparer.Ordinal);

    public void Dispose()
    {
        _stranger.Dispose();
        _strangerRsa.Dispose();
    }

    // RFC 8725 §2.1: none in every spelling, symmetric ones keyed with the public key, and algorithms that nobody allowed.
    private IEnumerable<string> Algorithms()
    {
        JsonNode?[] algorithms =
        [
            "none", "None", "NONE", "nOnE", "", null, "HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES256K", "ES384", "ES512", "EdDSA",
            "dir", "A128KW", "RSA-OAEP", "es384", "ES384 ", "ES384\0", "ES384\n", 384, true, new JsonArray("ES384"), new JsonObject { ["a"] = 1 },
        ];
        foreach (var algorithm in algorithms)
        {
            foreach (var token in Signed(With(_header, "alg", algorithm), _payload)) yield return token;
        }
    }

    // RFC 8725 §2.4, §3.10: keys that the token brings along, or tells where to fetch.
    private IEnumerable<string> Headers()
    {
        var point = _stranger.ExportParameters(includePrivateParameters: false).Q;
        var key = new JsonObject { ["kty"] = "EC", ["crv"] = "P-384", ["x"] = Base64Url.EncodeToString(point.X), ["y"] = Base64Url.EncodeToString(point.Y), ["alg"] = "ES384", ["kid"] = "1" };
        (string Name, JsonNode? Value)[] changes =
        [
            ("jwk", key), ("jku", "https://stranger.example/keys"), ("jku", "file:///etc/passwd"), ("x5u", "https://stranger.example/x"), ("x5c", new JsonArray("MIIB")), ("x5t", "AAAA"),
            ("x5t#S256", "AAAA"), ("kid", ""), ("kid", null), ("kid", "1"), ("kid", "../../../../dev/null"), ("kid", "' OR '1'='1"), ("kid", "| id"), ("kid", "https://stranger.example/k"),
            ("kid", new string('k', 4000)), ("kid", "한"), ("kid", "\0"), ("kid", 1), ("kid", new JsonArray("1")), ("crit", new JsonArray("exp")), ("crit", new JsonArray("b64")),
            ("crit", new JsonArray()), ("crit", "b64"), ("b64", false), ("zip", "DEF"), ("enc", "A256GCM"), ("cty", "JWT"), ("typ", "JWT"), ("typ", "at+jwt"), ("typ", "application/at+jwt"),
            ("typ", "AT+JWT"), ("typ", ""), ("typ", null), ("typ", 1), ("typ", "logout+jwt"), ("iss", "https://stranger.example"), ("nonce", "x"), ("url", "x"),
        ];
        foreach (var (name, value) in changes)
        {
            foreach (var token in Signed(With(_header, name, value), _payload)) yield return token;
        }
    }

    // Every claim taken away, emptied, made another kind of value, or made what the thief would like it to be.
    private IEnumerable<string> Claims()
    {
        foreach (var name in _payload.Select(claim => claim.Key).Concat(["nbf", "iat", "role", "patient", "cnf", "organization_id"]).Distinct(StringComparer.Ordinal))
        {
            JsonNode?[] values =
            [
                null, "", "*", 0, -1, 1e300, true, new JsonArray(), new JsonArray("a", 1), new JsonObject { ["a"] = new JsonObject() }, "9999999999", "https://stranger.example", "operator",
                "system/*.cruds user/*.cruds patient/*.cruds", new string('x', 3000), "\0", "한글",
            ];
            foreach (var value in values)
            {
                var payload = With(_payload, name, value);
                yield return $"{Encode(_header)}.{Encode(payload)}.{_parts[2]}";
                yield return $"{Encode(_header)}.{Encode(payload)}.{Sign(Encode(_header), Encode(payload))}";
            }
        }
    }

    // CVE-2022-21449 and its like: signatures that are no numbers a signer would make.
    private IEnumerable<string> Signatures()
    {
        var signature = Base64Url.DecodeFromChars(_parts[2]);
        var half = signature.Length / 2;
        byte[][] forged =
        [
            [], [0], new byte[signature.Length], [.. Enumerable.Repeat((byte)255, signature.Length)], [.. Enumerable.Repeat((byte)1, signature.Length)], signature[..^1], [.. signature, 0],
            [0, .. signature], signature[..half], signature[half..], [.. signature[half..], .. signature[..half]], [.. new byte[half], .. signature[half..]], [.. signature[..half], .. new byte[half]],
            [.. signature.Reverse()], [.. signature, .. signature], SHA384.HashData(Encoding.ASCII.GetBytes($"{_parts[0]}.{_parts[1]}")), Encoding.ASCII.GetBytes(_parts[1]),
            _stranger.SignData(Encoding.ASCII.GetBytes($"{_parts[0]}.{_parts[1]}"), HashAlgorithmName.SHA384, DSASignatureFormat.Rfc3279DerSequence),
            _stranger.SignData(Encoding.ASCII.GetBytes($"{_parts[0]}.{_parts[1]}"), HashAlgorithmName.SHA256), RandomNumberGenerator.GetBytes(signature.Length), new byte[20_000],
        ];
        foreach (var one in forged) yield return $"{_parts[0]}.{_parts[1]}.{Base64Url.EncodeToString(one)}";
    }

    private IEnumerable<string> Shapes()
    {
        var (header, payload, signature) = (_parts[0], _parts[1], _parts[2]);
        string[] shapes =
        [
            "", ".", "..", "...", "....", header, $"{header}.", $"{header}.{payload}", $"{header}.{payload}.", $".{payload}.{signature}", $"{header}..{signature}", $"..{signature}",
            $"{_good}.", $".{_good}", $"{_good}.{signature}", $"{_good}.{payload}.{signature}", $"{payload}.{header}.{signature}", $"{signature}.{payload}.{header}", $"{header}.{header}.{signature}",
            $"{header}=.{payload}.{signature}", $"{header}.{payload}==.{signature}", $"{header}.{payload}.{signature}=", $"{header}.{payload}.{signature}%00", $"{header} .{payload}.{signature}",
            $"{header}.{payload[..10]} {payload[10..]}.{signature}", $"{header}.{payload}.{signature}A", $"A{_good}", $"{_good}{_good}", $"{_good},{_good}", $"{_good};{_good}", $"\"{_good}\"", $"'{_good}'",
            $"{{\"token\":\"{_good}\"}}", Convert.ToBase64String(Encoding.UTF8.GetBytes(_good)), _good.ToUpperInvariant(), _good.ToLowerInvariant(), new string(_good.Reverse().ToArray()), _good.Replace('.', '/'),
            _good.Replace('.', '_'), $"{header}.{payload}.{signature}".Replace('-', '+').Replace('_', '/') + "!", new string('.', 5000), new string('A', 9000), "null", "undefined", "true", "{}", "[]", "0", "Bearer", "a.b.c",
            "eyJ.eyJ.eyJ", $"{Text("{")}.{Text("}")}.{signature}", $"{Text("[]")}.{Text("[]")}.{signature}", $"{Text("null")}.{Text("null")}.{signature}", $"{Text("\uFEFF{}")}.{payload}.{signature}",
            $"{Text("{\"alg\":\"ES384\",\"alg\":\"none\"}")}.{payload}.", $"{Text("{\"alg\":\"none\",\"alg\":\"ES384\"}")}.{payload}.{signature}", $"{Text(new string('[', 5000))}.{payload}.{signature}",
            $"{header}.{Text(new string('{', 5000))}.{signature}", $"{header}.{Text("{\"exp\":1e400}")}.{signature}", $"{header}.{Text("{\"sub\":\"\\ud800\"}")}.{signature}",
            $"{Text("{\"alg\":\"dir\",\"enc\":\"A256GCM\"}")}..{payload}.{payload}.{signature}", $"{Text("{\"alg\":\"RSA-OAEP\",\"enc\":\"A128GCM\"}")}.{payload}.{payload}.{payload}.{signature}",
        ];
        return shapes;
    }

    // One letter after another exchanged for its neighbour: no part of the text is without a guard.
    private IEnumerable<string> Damage()
    {
        for (var at = 0; at < _good.Length; at++)
        {
            if (_good[at] == '.') continue;
            var other = Letters[(Letters.IndexOf(_good[at], StringComparison.Ordinal) + 1) % Letters.Length];
            yield return $"{_good[..at]}{other}{_good[(at + 1)..]}";
        }
    }

    private IEnumerable<string> Signed(JsonObject header, JsonObject payload)
    {
        var (one, two) = (Encode(header), Encode(payload));
        var signed = Encoding.ASCII.GetBytes($"{one}.{two}");
        yield return $"{one}.{two}.";
        yield return $"{one}.{two}.{_parts[2]}";
        yield return $"{one}.{two}.{Sign(one, two)}";
        yield return $"{one}.{two}.{Base64Url.EncodeToString(_strangerRsa.SignData(signed, HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1))}";
        foreach (var secret in (string[])["", "secret", _publicKeys, _stranger.ExportSubjectPublicKeyInfoPem()])
        {
            yield return $"{one}.{two}.{Base64Url.EncodeToString(HMACSHA384.HashData(Encoding.UTF8.GetBytes(secret), signed))}";
        }
    }

    private string Sign(string header, string payload) =>
        Base64Url.EncodeToString(_stranger.SignData(Encoding.ASCII.GetBytes($"{header}.{payload}"), HashAlgorithmName.SHA384));

    private static JsonObject With(JsonObject members, string name, JsonNode? value)
    {
        var changed = members.DeepClone().AsObject();
        if (value is null) changed.Remove(name);
        else changed[name] = value.DeepClone();
        return changed;
    }

    private static JsonObject Read(string part) => JsonNode.Parse(Base64Url.DecodeFromChars(part))!.AsObject();

    private static string Encode(JsonObject json) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(json));

    private static string Text(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
