using System.Security.Cryptography;
using CareExchange.Identity.Keys;

namespace CareExchange.Identity.Tests.Keys;

public class ClientKeySetTests
{
    private static readonly string s_point = Base64(new byte[48]);

    [Theory]
    [InlineData("RS384")]
    [InlineData("ES384")]
    public void The_public_part_of_a_fresh_key_is_accepted_and_found_for_its_algorithm_only(string algorithm)
    {
        using var key = ClientKey.Create(algorithm);
        var other = algorithm == "RS384" ? "ES384" : "RS384";

        Assert.Empty(ClientKeySet.Problems(key.PublicJwks));
        Assert.NotNull(ClientKeySet.Find(key.PublicJwks, key.Kid, algorithm));
        Assert.Null(ClientKeySet.Find(key.PublicJwks, key.Kid, other));
        Assert.Null(ClientKeySet.Find(key.PublicJwks, "another", algorithm));
    }

    public static TheoryData<string, string?> Refused => new()
    {
        { "jwks-invalid", null },
        { "jwks-invalid", "" },
        { "jwks-invalid", "{" },
        { "jwks-invalid", "[]" },
        { "jwks-invalid", """{"keys":[]}""" },
        { "jwks-invalid", """{"keys":{}}""" },
        { "jwks-invalid", $$"""{"keys":[{{string.Join(',', Enumerable.Repeat("{}", 11))}}]}""" },
        { "jwks-kid-missing", """{"keys":[{}]}""" },
        { "jwks-kid-missing", """{"keys":["key"]}""" },
        { "jwks-kid-missing", """{"keys":[{"kid":7,"kty":"EC"}]}""" },
        { "jwks-private", """{"keys":[{"kid":"a","kty":"oct","k":"c2VjcmV0"}]}""" },
        { "jwks-private", """{"keys":[{"kid":"a","kty":"EC","d":"c2VjcmV0"}]}""" },
        { "jwks-key-unsupported", """{"keys":[{"kid":"a","kty":"OKP","crv":"Ed25519","x":"AA"}]}""" },
        { "jwks-key-unsupported", """{"keys":[{"kid":"a","kty":"EC","crv":"P-256","x":"AA","y":"AA"}]}""" },
        { "jwks-key-unsupported", $$"""{"keys":[{"kid":"a","kty":"EC","crv":"P-384","x":"{{s_point}}","y":"{{s_point}}"}]}""" },
        { "jwks-key-unsupported", $$"""{"keys":[{"kid":"a","kty":"RSA","n":"{{Base64(RandomNumberGenerator.GetBytes(128))}}","e":"AQAB"}]}""" },
        { "jwks-key-unsupported", $$"""{"keys":[{"kid":"a","kty":"RSA","alg":"RS256","n":"{{Base64(RandomNumberGenerator.GetBytes(256))}}","e":"AQAB"}]}""" },
        { "jwks-key-unsupported", $$"""{"keys":[{"kid":"a","kty":"RSA","use":"enc","n":"{{Base64(RandomNumberGenerator.GetBytes(256))}}","e":"AQAB"}]}""" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_set_that_could_not_check_an_assertion_is_refused_with_its_rule(string rule, string? jwks) =>
        Assert.Equal(rule, Assert.Single(ClientKeySet.Problems(jwks)).Rule);

    [Fact]
    public void Two_keys_of_one_id_are_refused()
    {
        using var key = ClientKey.Create("ES384");
        var one = key.PublicJwks["""{"keys":[""".Length..^2];

        Assert.Equal("jwks-kid-repeated", Assert.Single(ClientKeySet.Problems($$"""{"keys":[{{one}},{{one}}]}""")).Rule);
    }

    [Theory]
    [InlineData("RS384")]
    [InlineData("ES384")]
    public void A_key_kept_as_PEM_comes_back_as_itself(string algorithm)
    {
        using var key = ClientKey.Create(algorithm);
        using var again = ClientKey.FromPem(key.ToPem());

        Assert.Equal((key.Kid, key.Algorithm, key.PublicJwks), (again.Kid, again.Algorithm, again.PublicJwks));
    }

    private static string Base64(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}
