using System.Net;
using CareExchange.Identity.Events;
using CareExchange.Identity.Keys;
using CareExchange.Identity.Settings;

namespace CareExchange.Identity.Tests.Token;

public sealed class TokenEndpointTests : IAsyncLifetime
{
    private static readonly ClientKey s_key = ClientKey.Create("ES384");
    private TestGateway _gateway = null!;

    private static CancellationToken Cancel => TestRoom.Cancel;

    public async ValueTask InitializeAsync()
    {
        _gateway = await TestGateway.StartAsync();
        await _gateway.Clients.UpsertAsync(TestRoom.Nhis(s_key), "test", Cancel);
        _gateway.Events.Clear();
    }

    public async ValueTask DisposeAsync() => await _gateway.DisposeAsync();

    [Fact]
    public async Task A_proven_client_gets_a_token_cut_to_its_registration_and_it_is_recorded()
    {
        using var answer = await _gateway.RequestTokenAsync(s_key, "nhis-sender", "system/*.cruds system/messages.c");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        Assert.True(answer.Headers.CacheControl?.NoStore);
        var body = await TestGateway.JsonAsync(answer);
        Assert.Equal(["access_token", "token_type", "expires_in", "scope"], body.Select(member => member.Key));
        Assert.Equal(("Bearer", 300), (body["token_type"]!.GetValue<string>(), body["expires_in"]!.GetValue<int>()));
        Assert.Equal("system/Patient.rs system/messages.c", body["scope"]!.GetValue<string>());
        var happened = Assert.Single(_gateway.Events, one => one.Kind is IdentityEventKind.TokenIssued);
        Assert.Equal(("nhis-sender", "nhis-seodaemun", true, "127.0.0.1"), (happened.ActorId, happened.OrganizationId, happened.IsSystem, happened.NetworkAddress));
        Assert.Equal("system/Patient.rs system/messages.c", happened.Scope);
        Assert.NotEmpty(happened.SubjectId!);
    }

    public static TheoryData<int, string, string, (string, string)[]> Refusals => new()
    {
        { 400, "invalid_request", "grant-type-missing", [] },
        { 400, "unsupported_grant_type", "grant-type-unsupported", [("grant_type", "password"), ("username", "nurse"), ("password", "x")] },
        { 401, "invalid_client", "assertion-missing", [("grant_type", "authorization_code"), ("code", "x")] },
        { 401, "invalid_client", "assertion-missing", [("grant_type", "refresh_token"), ("refresh_token", "x"), ("client_id", "nhis-sender")] },
        { 401, "invalid_client", "assertion-missing", [("grant_type", "client_credentials")] },
        { 401, "invalid_client", "assertion-missing", [("grant_type", "client_credentials"), ("client_id", "nhis-sender"), ("client_secret", "secret")] },
        { 401, "invalid_client", "assertion-missing", [("grant_type", "client_credentials"), ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:saml2-bearer"), ("client_assertion", "x")] },
        { 401, "invalid_client", "assertion-malformed", [.. TestGateway.TokenFields("x.y.z", "system/Patient.rs")] },
        { 400, "invalid_request", "parameter-repeated", [("grant_type", "client_credentials"), ("grant_type", "client_credentials")] },
    };

    [Theory]
    [MemberData(nameof(Refusals), DisableDiscoveryEnumeration = true)]
    public async Task A_request_that_is_not_one_is_answered_as_OAuth_says(int status, string error, string reason, (string, string)[] fields)
    {
        using var answer = await _gateway.PostTokenAsync(fields);

        await AssertRefusedAsync(answer, status, error, reason);
    }

    [Theory]
    [InlineData(null, "scope-missing")]
    [InlineData("openid", "scope-malformed")]
    [InlineData("system/Patient.sr", "scope-malformed")]
    [InlineData("system/Observation.rs", "scope-not-registered")]
    [InlineData("system/Patient.c", "scope-not-registered")]
    [InlineData("user/Patient.rs", "scope-not-registered")]
    [InlineData("system/Patient.rs?gender=female", "scope-not-registered")]
    public async Task A_scope_that_cannot_be_granted_is_invalid(string? scope, string reason)
    {
        using var answer = await _gateway.RequestTokenAsync(s_key, "nhis-sender", scope);

        await AssertRefusedAsync(answer, 400, "invalid_scope", reason, "nhis-sender");
    }

    [Fact]
    public async Task An_unknown_client_is_refused_and_its_invented_name_goes_nowhere()
    {
        using var answer = await _gateway.RequestTokenAsync(s_key, "invented-by-a-stranger", "system/Patient.rs");

        await AssertRefusedAsync(answer, 401, "invalid_client", "client-unknown");
        Assert.DoesNotContain(_gateway.Log, line => line.Contains("invented-by-a-stranger", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_client_id_that_contradicts_the_assertion_is_refused()
    {
        var assertion = s_key.Assertion("nhis-sender", _gateway.Options.TokenEndpoint, _gateway.Clock.GetUtcNow());

        using var answer = await _gateway.PostTokenAsync([.. TestGateway.TokenFields(assertion, "system/Patient.rs"), ("client_id", "another")]);

        await AssertRefusedAsync(answer, 401, "invalid_client", "client-id-differs", "nhis-sender");
    }

    [Fact]
    public async Task An_assertion_sent_again_is_refused()
    {
        var fields = TestGateway.TokenFields(s_key.Assertion("nhis-sender", _gateway.Options.TokenEndpoint, _gateway.Clock.GetUtcNow()), "system/Patient.rs").ToArray();
        using var first = await _gateway.PostTokenAsync(fields);
        using var second = await _gateway.PostTokenAsync(fields);

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        await AssertRefusedAsync(second, 401, "invalid_client", "assertion-replayed", "nhis-sender");
    }

    [Fact]
    public async Task Another_content_type_and_another_method_are_refused()
    {
        using var json = await _gateway.Client.PostAsync(IdentityPaths.Token, new StringContent("{}", null, "application/json"), Cancel);
        await AssertRefusedAsync(json, 400, "invalid_request", "content-type-wrong");

        using var get = await _gateway.Client.GetAsync($"{IdentityPaths.Token}?grant_type=client_credentials", Cancel);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, get.StatusCode);
    }

    [Fact]
    public async Task A_body_over_the_limit_is_413()
    {
        using var answer = await _gateway.PostTokenAsync(("grant_type", "client_credentials"), ("client_assertion", new string('a', 40_000)));

        await AssertRefusedAsync(answer, 413, "invalid_request", "body-too-large");
    }

    [Fact]
    public async Task A_form_of_endless_fields_is_refused()
    {
        using var answer = await _gateway.PostTokenAsync([.. Enumerable.Range(0, 50).Select(number => ($"field{number}", "x"))]);

        await AssertRefusedAsync(answer, 400, "invalid_request", "form-unreadable");
    }

    [Fact]
    public async Task A_token_that_cannot_be_recorded_is_not_given_out()
    {
        _gateway.AuditFails = true;

        using var answer = await _gateway.RequestTokenAsync(s_key, "nhis-sender", "system/Patient.rs");

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.DoesNotContain("eyJ", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Neither_token_nor_assertion_reaches_the_log()
    {
        var assertion = s_key.Assertion("nhis-sender", _gateway.Options.TokenEndpoint, _gateway.Clock.GetUtcNow());
        using var answer = await _gateway.PostTokenAsync([.. TestGateway.TokenFields(assertion, "system/Patient.rs")]);
        var token = (await TestGateway.JsonAsync(answer))["access_token"]!.GetValue<string>();
        using var read = await _gateway.ReadAsync(token);
        using var refused = await _gateway.ReadAsync(token[..^4] + "AAAA");

        Assert.NotEmpty(_gateway.Log);
        foreach (var secret in (string[])[assertion, token, assertion.Split('.')[1], token.Split('.')[1], assertion.Split('.')[2], token.Split('.')[2]])
        {
            Assert.DoesNotContain(_gateway.Log, line => line.Contains(secret, StringComparison.Ordinal));
        }
    }

    private async Task AssertRefusedAsync(HttpResponseMessage answer, int status, string error, string reason, string? actor = null)
    {
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.True(answer.Headers.CacheControl?.NoStore);
        var body = await TestGateway.JsonAsync(answer);
        Assert.Equal(["error", "error_description"], body.Select(member => member.Key));
        Assert.Equal(error, body["error"]!.GetValue<string>());
        // RFC 6749 §5.2: error_description is printable ASCII without quote and backslash.
        Assert.Matches("^[\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]+$", body["error_description"]!.GetValue<string>());
        var happened = _gateway.Events.Last();
        Assert.Equal((IdentityEventKind.TokenRefused, reason, actor), (happened.Kind, happened.Reason, happened.ActorId));
    }
}
