using System.Text.Json;
using CareExchange.Identity.Keys;
using CareExchange.Identity.Scopes;
using CareExchange.Identity.Settings;

namespace CareExchange.Identity.Discovery;

/// <summary>The two metadata documents. Each says only what this build answers: a client that reads them never meets a missing endpoint.</summary>
internal sealed class DiscoveryDocuments(IdentityOptions options)
{
    /// <summary>SMART App Launch 2.2, conformance: <c>.well-known/smart-configuration</c>.</summary>
    public byte[] Smart { get; } = Write(json =>
    {
        WriteServer(json, options);
        WriteStrings(
            json,
            "capabilities",
            [
                "launch-ehr", "launch-standalone", "client-public", "client-confidential-asymmetric", "sso-openid-connect", "context-ehr-patient",
                "context-standalone-patient", "permission-offline", "permission-online", "permission-patient", "permission-user", "permission-v1", "permission-v2",
            ]);
    });

    /// <summary>RFC 8414 and OpenID Provider metadata: what a resource server needs to check our tokens, and an app to sign people on.</summary>
    public byte[] Issuer { get; } = Write(json =>
    {
        WriteServer(json, options);
        WriteStrings(json, "subject_types_supported", ["public"]);
        WriteStrings(json, "id_token_signing_alg_values_supported", KeyAlgorithms.All);
        WriteStrings(json, "claims_supported", ["sub", "name", "fhirUser", "nonce"]);
        json.WriteBoolean("authorization_response_iss_parameter_supported", true);
    });

    private static void WriteServer(Utf8JsonWriter json, IdentityOptions options)
    {
        json.WriteString("issuer", options.Issuer);
        json.WriteString("jwks_uri", options.Issuer + IdentityPaths.Jwks);
        json.WriteString("authorization_endpoint", options.Issuer + IdentityPaths.Authorize);
        json.WriteString("token_endpoint", options.TokenEndpoint);
        json.WriteString("introspection_endpoint", options.Issuer + IdentityPaths.Introspect);
        json.WriteString("revocation_endpoint", options.Issuer + IdentityPaths.Revoke);
        WriteStrings(json, "grant_types_supported", ["authorization_code", "refresh_token", "client_credentials"]);
        WriteStrings(json, "response_types_supported", ["code"]);
        WriteStrings(json, "response_modes_supported", ["query"]);
        WriteStrings(json, "code_challenge_methods_supported", ["S256"]);
        WriteStrings(json, "token_endpoint_auth_methods_supported", options.ClientCertificates ? ["private_key_jwt", "self_signed_tls_client_auth", "none"] : ["private_key_jwt", "none"]);
        if (options.ClientCertificates) json.WriteBoolean("tls_client_certificate_bound_access_tokens", true); // RFC 8705 §3.3
        WriteStrings(json, "token_endpoint_auth_signing_alg_values_supported", KeyAlgorithms.All);
        WriteStrings(json, "scopes_supported", [.. AppScopes.Known, .. options.ScopesSupported.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
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
