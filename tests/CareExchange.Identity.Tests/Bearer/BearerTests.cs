using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using CareExchange.Identity.Events;
using CareExchange.Identity.Keys;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CareExchange.Identity.Tests.Bearer;

public sealed class BearerTests : IAsyncLifetime
{
    private static readonly ClientKey s_key = ClientKey.Create("ES384");
    private TestGateway _gateway = null!;

    private static CancellationToken Cancel => TestRoom.Cancel;

    public async ValueTask InitializeAsync() => _gateway = await TestGateway.StartAsync();

    public async ValueTask DisposeAsync() => await _gateway.DisposeAsync();

    [Fact]
    public async Task A_token_issued_here_is_accepted_here_and_says_who_calls()
    {
        using var answer = await _gateway.ReadAsync(await _gateway.TokenAsync(s_key, "system/Patient.rs system/messages.c"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(
            "nhis-sender|국민건강보험공단 전송기||nhis-seodaemun|국민건강보험공단 서대문지사|TREAT|True|system/Patient.rs system/messages.c|True",
            await answer.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task RS384_tokens_make_the_same_round()
    {
        await using var rsa = await TestGateway.StartAsync(options => options with { SigningAlgorithm = "RS384" });

        using var answer = await rsa.ReadAsync(await rsa.TokenAsync(s_key));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Without_a_token_the_challenge_names_the_scheme_and_nothing_else()
    {
        using var answer = await _gateway.ReadAsync(null);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("Bearer", Assert.Single(answer.Headers.WwwAuthenticate).ToString());
        Assert.Empty(_gateway.Events);
    }

    [Fact]
    public async Task A_token_is_good_until_its_end_and_the_forgiven_skew()
    {
        var token = await _gateway.TokenAsync(s_key);

        _gateway.Clock.Advance(_gateway.Options.AccessTokenLifetime + _gateway.Options.ClockSkew - TimeSpan.FromSeconds(1));
        using (var still = await _gateway.ReadAsync(token)) Assert.Equal(HttpStatusCode.OK, still.StatusCode);
        _gateway.Clock.Advance(TimeSpan.FromSeconds(1));
        await AssertRefusedAsync(token, "token-expired");
    }

    [Fact]
    public async Task Tokens_that_were_tampered_with_or_are_not_ours_are_refused_and_recorded()
    {
        var token = await _gateway.TokenAsync(s_key);
        using var forger = ClientKey.Create("ES384");
        var parts = token.Split('.');
        HandMadeJwt Forged() => new HandMadeJwt(forger, "nhis-sender", _gateway.Options.Issuer, _gateway.Clock.GetUtcNow())
            .With("iss", _gateway.Options.Issuer).With("client_id", "nhis-sender").With("scope", "system/*.cruds").WithHeader("typ", "at+jwt");
        var ourKid = (await _gateway.Keys.GetAsync(Cancel)).Signing.Key.KeyId;

        await AssertRefusedAsync("garbage", "token-malformed");
        await AssertRefusedAsync($"{parts[0]}.{parts[1]}.", "token-signature-invalid");
        await AssertRefusedAsync($"{parts[0]}.{parts[1]}.{System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(96))}", "token-signature-invalid");
        await AssertRefusedAsync(Forged().Sign(forger), "token-key-unknown");
        await AssertRefusedAsync(Forged().WithHeader("kid", ourKid).Sign(forger), "token-signature-invalid");
        await AssertRefusedAsync(Forged().WithHeader("alg", "none").Unsigned(), "token-signature-invalid");
    }

    [Fact]
    public async Task A_client_assertion_signed_with_our_own_key_kind_does_not_pass_for_an_access_token()
    {
        // Well-signed by the gateway's own key, but of another type: RFC 9068 §4, and the reason for typ at+jwt.
        var ring = await _gateway.Keys.GetAsync(Cancel);
        await _gateway.Clients.UpsertAsync(TestRoom.Nhis(s_key), "test", Cancel);
        string Make(string type, string audience, string issuer) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            TokenType = type, Issuer = issuer, Audience = audience, Expires = _gateway.Clock.GetUtcNow().AddMinutes(5).UtcDateTime,
            NotBefore = _gateway.Clock.GetUtcNow().UtcDateTime, IssuedAt = _gateway.Clock.GetUtcNow().UtcDateTime,
            Claims = new Dictionary<string, object> { ["sub"] = "nhis-sender", ["client_id"] = "nhis-sender", ["organization_id"] = "x", ["jti"] = Guid.NewGuid().ToString("N") }, SigningCredentials = ring.Signing,
        });
        var issuer = _gateway.Options.Issuer;

        using (var good = await _gateway.ReadAsync(Make("at+jwt", issuer, issuer))) Assert.Equal(HttpStatusCode.OK, good.StatusCode);
        await AssertRefusedAsync(Make("JWT", issuer, issuer), "token-type-wrong");
        await AssertRefusedAsync(Make("at+jwt", "https://elsewhere.example", issuer), "token-audience-wrong");
        await AssertRefusedAsync(Make("at+jwt", issuer, "https://elsewhere.example"), "token-issuer-unknown");
    }

    [Fact]
    public async Task Disabling_a_client_stops_its_running_token_at_once()
    {
        var token = await _gateway.TokenAsync(s_key);
        using (var before = await _gateway.ReadAsync(token)) Assert.Equal(HttpStatusCode.OK, before.StatusCode);

        await _gateway.Clients.UpsertAsync(TestRoom.Nhis(s_key) with { Enabled = false }, "operator", Cancel);

        await AssertRefusedAsync(token, "client-stopped");
    }

    [Fact]
    public async Task Rotation_leaves_running_tokens_alone_and_signs_new_ones_with_the_new_key()
    {
        var before = await _gateway.TokenAsync(s_key);

        var kid = await _gateway.Keys.RotateAsync("operator", Cancel);
        var after = await _gateway.TokenAsync(s_key);

        Assert.Equal(kid, KidOf(after));
        Assert.NotEqual(kid, KidOf(before));
        using (var old = await _gateway.ReadAsync(before)) Assert.Equal(HttpStatusCode.OK, old.StatusCode);
        using (var fresh = await _gateway.ReadAsync(after)) Assert.Equal(HttpStatusCode.OK, fresh.StatusCode);
    }

    [Fact]
    public async Task An_outside_issuer_is_a_configuration_entry()
    {
        // The outside server is a second gateway: it publishes its keys through discovery like any other.
        await using var national = await TestGateway.StartAsync(options => options with { Audience = "https://careexchange.example" }, _gateway.Clock);
        await using var gateway = await TestGateway.StartAsync(
            options => options with
            {
                OutsideIssuers = [new() { Name = "national", Authority = national.Options.Issuer, Audience = "https://careexchange.example", AllowedScopes = "system/Patient.rs" }],
            },
            _gateway.Clock);
        var token = await national.TokenAsync(s_key, "system/Patient.rs system/messages.c");

        using var answer = await gateway.ReadAsync(token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        // Its caller carries the issuer's name, and its scopes are cut to what the entry allows.
        Assert.Equal(
            "national:nhis-sender|국민건강보험공단 전송기||nhis-seodaemun|국민건강보험공단 서대문지사|TREAT|True|system/Patient.rs|True",
            await answer.Content.ReadAsStringAsync(Cancel));

        // Our own tokens still work beside it, and a gateway without the entry refuses it.
        using var own = await gateway.ReadAsync(await gateway.TokenAsync(s_key));
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
        using var refused = await _gateway.ReadAsync(token);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public async Task A_token_that_claims_an_outside_issuer_and_is_signed_by_us_is_refused()
    {
        await using var national = await TestGateway.StartAsync(options => options with { Audience = "https://careexchange.example" }, _gateway.Clock);
        await using var gateway = await TestGateway.StartAsync(
            options => options with
            {
                OutsideIssuers = [new() { Name = "national", Authority = national.Options.Issuer, Audience = "https://careexchange.example", AllowedScopes = "system/*.cruds" }],
            },
            _gateway.Clock);
        using var forger = ClientKey.Create("ES384");
        var token = new HandMadeJwt(forger, "x", "https://careexchange.example", _gateway.Clock.GetUtcNow())
            .With("iss", national.Options.Issuer).With("organization_id", "seodaemun").With("scope", "system/*.cruds").Sign(forger);

        using var answer = await gateway.ReadAsync(token);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("token-key-unknown", gateway.Events.Last().Reason);
    }

    private async Task AssertRefusedAsync(string token, string reason)
    {
        using var answer = await _gateway.ReadAsync(token);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.StartsWith("Bearer error=\"invalid_token\"", Assert.Single(answer.Headers.WwwAuthenticate).ToString(), StringComparison.Ordinal);
        var happened = _gateway.Events.Last();
        Assert.Equal((IdentityEventKind.BearerRefused, reason), (happened.Kind, happened.Reason));
    }

    private static string KidOf(string token) =>
        JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[0]))!["kid"]!.GetValue<string>();
}
