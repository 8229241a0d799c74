using System.Text.Json;
using CareExchange.Identity.Keys;
using CareExchange.Identity.Settings;

namespace CareExchange.Identity.Discovery;

/// <summary>The two metadata documents. Each says only what this build answers: a client that reads them never meets a missing endpoint.</summary>
internal sealed class DiscoveryDocuments(IdentityOptions options)
{
    /// <summary>SMART App Launch 2.2, conformance: <c>.well-known/smart-configuration</c>. <c>issuer</c> is left out, as the page asks of servers without OpenID sign-on.</summary>
    public byte[] Smart { get; } = Write(json =>
    {
        json.WriteString("jwks_uri", options.Issuer + IdentityPaths.Jwks);
        WriteTokenEndpoint(json, options);
        WriteStrings(json, "capabilities", ["client-confidential-asymmetric", "permission-v1", "permission-v2"]);
    });

    /// <summary>RFC 8414 and OpenID Provider metadata: what a resource server needs to check our tokens.</summary>
    public byte[] Issuer { get; } = Write(json =>
    {
        json.WriteString("issuer", options.Issuer);
        json.WriteString("jwks_uri", options.Issuer + IdentityPaths.Jwks);
        WriteTokenEndpoint(json, options);
        // RFC 8414 §2 requires the member; there is no authorization endpoint, hence no response type.
        WriteStrings(json, "response_types_supported", []);
    });

    private static void WriteTokenEndpoint(Utf8JsonWriter json, IdentityOptions options)
    {
        json.WriteString("token_endpoint", options.TokenEndpoint);
        WriteStrings(json, "grant_types_supported", ["client_credentials"]);
        WriteStrings(json, "token_endpoint_auth_methods_supported", ["private_key_jwt"]);
        WriteStrings(json, "token_endpoint_auth_signing_alg_values_supported", KeyAlgorithms.All);
        WriteStrings(json, "scopes_supported", options.ScopesSupported.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    private static void WriteStrings(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }

    private static byte[] Write(Action<Utf8JsonWriter> members)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
