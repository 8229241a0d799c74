using System.Net;
using System.Text.Json.Nodes;
using CareExchange.Identity.Keys;

namespace CareExchange.Identity.Tests.Discovery;

public sealed class DiscoveryTests : IAsyncLifetime
{
    private TestGateway _gateway = null!;

    private static CancellationToken Cancel => TestRoom.Cancel;

    public async ValueTask InitializeAsync() => _gateway = await TestGateway.StartAsync();

    public async ValueTask DisposeAsync() => await _gateway.DisposeAsync();

    [Theory]
    [InlineData("/.well-known/smart-configuration")]
    [InlineData("/fhir/.well-known/smart-configuration")]
    [InlineData("/.well-known/openid-configuration")]
    [InlineData("/.well-known/oauth-authorization-server")]
    public async Task Every_address_a_document_names_answers(string path)
    {
        var document = await DocumentAsync(path);

        foreach (var (name, value) in document.Where(member => member.Key.EndsWith("_endpoint", StringComparison.Ordinal) || member.Key.EndsWith("_uri", StringComparison.Ordinal)))
        {
            var address = new Uri(value!.GetValue<string>());
            Assert.StartsWith(_gateway.Options.Issuer, address.AbsoluteUri, StringComparison.Ordinal);
            using var answer = await _gateway.Client.GetAsync(address, Cancel);
            // A POST-only endpoint answers 405, one without its parameters 400, an address nobody serves 404.
            Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.MethodNotAllowed or HttpStatusCode.BadRequest, $"{name}: {answer.StatusCode}");
        }
    }

    [Fact]
    public async Task Grants_methods_and_algorithms_that_are_named_work()
    {
        var document = await DocumentAsync("/.well-known/smart-configuration");

        Assert.Equal(["authorization_code", "refresh_token", "client_credentials"], Strings(document, "grant_types_supported"));
        Assert.Equal(["private_key_jwt", "none"], Strings(document, "token_endpoint_auth_methods_supported"));
        foreach (var algorithm in Strings(document, "token_endpoint_auth_signing_alg_values_supported"))
        {
            using var key = ClientKey.Create(algorithm);
            var token = await _gateway.TokenAsync(key);
            using var answer = await _gateway.ReadAsync(token);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Nothing_is_promised_that_is_not_built()
    {
        foreach (var path in (string[])["/.well-known/smart-configuration", "/.well-known/openid-configuration"])
        {
            var document = await DocumentAsync(path);
            foreach (var absent in (string[])["registration_endpoint", "management_endpoint", "userinfo_endpoint"])
            {
                Assert.False(document.ContainsKey(absent), $"{path} names {absent}");
            }
        }

        var smart = await DocumentAsync("/.well-known/smart-configuration");
        Assert.Equal(
            [
                "launch-ehr", "launch-standalone", "client-public", "client-confidential-asymmetric", "sso-openid-connect", "context-ehr-patient",
                "context-standalone-patient", "permission-offline", "permission-online", "permission-patient", "permission-user", "permission-v1", "permission-v2",
            ],
            Strings(smart, "capabilities"));
        Assert.Equal(
            ["openid", "fhirUser", "profile", "launch", "launch/patient", "online_access", "offline_access", "system/*.cruds", "system/messages.c", "user/*.rs", "patient/*.rs"],
            Strings(smart, "scopes_supported"));
    }

    [Fact]
    public async Task The_issuer_document_names_the_issuer_of_our_tokens_and_the_set_holds_their_key()
    {
        using var key = ClientKey.Create("ES384");
        var token = await _gateway.TokenAsync(key);
        JsonNode Part(int index) => JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[index]))!;

        var issuer = await DocumentAsync("/.well-known/openid-configuration");
        var keys = (await DocumentAsync(new Uri(issuer["jwks_uri"]!.GetValue<string>()).PathAndQuery))["keys"]!.AsArray();

        Assert.Equal(issuer["issuer"]!.GetValue<string>(), Part(1)["iss"]!.GetValue<string>());
        Assert.Contains(Part(0)["kid"]!.GetValue<string>(), keys.Select(one => one!["kid"]!.GetValue<string>()));
        Assert.Equal("at+jwt", Part(0)["typ"]!.GetValue<string>());
        Assert.Equal(300, Part(1)["exp"]!.GetValue<long>() - Part(1)["iat"]!.GetValue<long>());
        Assert.Equal(["nhis-sender", "nhis-sender"], (string[])[Part(1)["sub"]!.GetValue<string>(), Part(1)["client_id"]!.GetValue<string>()]);
    }

    private async Task<JsonObject> DocumentAsync(string path)
    {
        using var answer = await _gateway.Client.GetAsync(path, Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        Assert.True(answer.Headers.CacheControl?.Public);
        return await TestGateway.JsonAsync(answer);
    }

    private static IEnumerable<string> Strings(JsonObject document, string name) => document[name]!.AsArray().Select(value => value!.GetValue<string>());
}
