using System.Net;
using CareExchange.Identity.Events;
using CareExchange.Identity.Keys;

namespace CareExchange.Identity.Tests.Token;

public sealed class AppGrantTests : IAsyncLifetime
{
    private AppWorld _world = null!;

    private static CancellationToken Cancel => TestRoom.Cancel;

    public async ValueTask InitializeAsync() => _world = await AppWorld.StartAsync();

    public async ValueTask DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task A_code_without_its_verifier_or_at_another_address_is_worth_nothing()
    {
        await AssertInvalidAsync(await _world.RedeemAsync(await _world.CodeAsync(), verifier: new string('x', 43)), "code-verifier-wrong");
        await AssertInvalidAsync(await _world.RedeemAsync(await _world.CodeAsync(), verifier: "short"), "code-verifier-wrong");
        await AssertInvalidAsync(await _world.RedeemAsync(await _world.CodeAsync(), redirect: "http://127.0.0.1/back"), "redirect-uri-differs");
        await AssertInvalidAsync(await _world.RedeemAsync("no-such-code"), "code-unknown");
        await AssertInvalidAsync(await _world.RedeemAsync(""), "code-unknown");
    }

    [Fact]
    public async Task A_code_of_one_app_is_worth_nothing_to_another()
    {
        await _world.Gateway.Clients.UpsertAsync(AppWorld.App() with { Id = "other-app" }, "test", Cancel);
        var code = await _world.CodeAsync();

        await AssertInvalidAsync(await _world.RedeemAsync(code, client: "other-app"), "code-of-another-client");

        using var own = await _world.RedeemAsync(code);
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
    }

    [Fact]
    public async Task Who_is_nobodys_fhirUser_grants_none()
    {
        var known = await _world.SignOnAsync("openid fhirUser user/Patient.rs");
        await _world.Gateway.Accounts.UpsertAsync(TestRoom.Nurse() with { FhirUser = null }, "test", Cancel);
        _world.Gateway.Clock.Advance(TimeSpan.FromMinutes(1));
        var unknown = await _world.SignOnAsync("openid fhirUser user/Patient.rs");

        Assert.Equal(("openid fhirUser user/Patient.rs", "openid user/Patient.rs"), (known["scope"]!.GetValue<string>(), unknown["scope"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_code_is_good_for_a_minute()
    {
        var code = await _world.CodeAsync();
        _world.Gateway.Clock.Advance(TimeSpan.FromSeconds(61));

        await AssertInvalidAsync(await _world.RedeemAsync(code), "code-expired");
    }

    [Fact]
    public async Task A_code_sent_twice_ends_what_it_gave()
    {
        var code = await _world.CodeAsync();
        using var first = await _world.RedeemAsync(code);
        var token = (await TestGateway.JsonAsync(first))["access_token"]!.GetValue<string>();

        await AssertInvalidAsync(await _world.RedeemAsync(code), "code-replayed");

        using var read = await _world.Gateway.ReadAsync(token);
        Assert.Equal(HttpStatusCode.Unauthorized, read.StatusCode);
        Assert.Contains(_world.Gateway.Events, one => one is { Kind: IdentityEventKind.TokenRevoked, Reason: "code-replayed" });
    }

    [Fact]
    public async Task Of_many_who_send_one_code_at_once_one_gets_a_token()
    {
        var code = await _world.CodeAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _world.RedeemAsync(code)));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        foreach (var answer in answers) answer.Dispose();
    }

    [Fact]
    public async Task A_refresh_token_works_once_and_a_second_use_ends_everything()
    {
        var signedOn = await _world.SignOnAsync("user/*.rs online_access");
        using var refreshed = await _world.RefreshAsync(signedOn["refresh_token"]!.GetValue<string>());
        var next = await TestGateway.JsonAsync(refreshed);
        Assert.Equal(HttpStatusCode.OK, refreshed.StatusCode);
        Assert.NotEqual(signedOn["refresh_token"]!.GetValue<string>(), next["refresh_token"]!.GetValue<string>());

        await AssertInvalidAsync(await _world.RefreshAsync(signedOn["refresh_token"]!.GetValue<string>()), "refresh-token-replayed");

        await AssertInvalidAsync(await _world.RefreshAsync(next["refresh_token"]!.GetValue<string>()), "authorization-ended");
        using var read = await _world.Gateway.ReadAsync(next["access_token"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.Unauthorized, read.StatusCode);
    }

    [Fact]
    public async Task Fewer_scopes_may_be_asked_for_at_a_refresh_and_never_more()
    {
        var refresh = (await _world.SignOnAsync("user/Patient.rs user/Observation.rs online_access"))["refresh_token"]!.GetValue<string>();

        using var more = await _world.RefreshAsync(refresh, ("scope", "user/Condition.rs"));
        using var fewer = await _world.RefreshAsync(refresh, ("scope", "user/Patient.rs user/Condition.rs"));

        Assert.Equal(HttpStatusCode.BadRequest, more.StatusCode);
        Assert.Equal("user/Patient.rs", (await TestGateway.JsonAsync(fewer))["scope"]!.GetValue<string>());
    }

    [Fact]
    public async Task Online_access_ends_with_the_session_and_offline_access_does_not()
    {
        var online = (await _world.SignOnAsync("user/*.rs online_access"))["refresh_token"]!.GetValue<string>();
        var offline = (await _world.SignOnAsync("user/*.rs offline_access"))["refresh_token"]!.GetValue<string>();
        using var out_ = await _world.Browser.PostAsync("/signout", null, Cancel);
        _world.Gateway.Clock.Advance(TimeSpan.FromSeconds(6));

        await AssertInvalidAsync(await _world.RefreshAsync(online), "authorization-ended");

        using var answer = await _world.RefreshAsync(offline);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task What_an_app_was_given_ends_with_the_staff_grant()
    {
        var signedOn = await _world.SignOnAsync("user/*.rs offline_access");
        await _world.Gateway.Accounts.UpsertAsync(TestRoom.Nurse() with { Grants = [new("clinic-nurse", "another-clinic", "다른 의원")] }, "test", Cancel);
        _world.Gateway.Clock.Advance(TimeSpan.FromSeconds(6));

        using var read = await _world.Gateway.ReadAsync(signedOn["access_token"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.Unauthorized, read.StatusCode);
        await AssertInvalidAsync(await _world.RefreshAsync(signedOn["refresh_token"]!.GetValue<string>()), "authorization-ended");
    }

    [Fact]
    public async Task An_app_with_a_key_has_to_prove_it()
    {
        using var key = ClientKey.Create("ES384");
        var code = await _world.CodeAsync();
        await _world.Gateway.Clients.UpsertAsync(AppWorld.App() with { Jwks = key.PublicJwks }, "test", Cancel);

        using var unproven = await _world.RedeemAsync(code);
        using var proven = await _world.Gateway.PostTokenAsync(
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", AppWorld.Redirect), ("code_verifier", AppWorld.Verifier),
            ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            ("client_assertion", key.Assertion(AppWorld.AppId, _world.Gateway.Options.TokenEndpoint, _world.Gateway.Clock.GetUtcNow())));

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (unproven.StatusCode, proven.StatusCode));
    }

    [Fact]
    public async Task An_app_gets_no_token_without_a_person()
    {
        using var key = ClientKey.Create("ES384");
        await _world.Gateway.Clients.UpsertAsync(AppWorld.App() with { Jwks = key.PublicJwks }, "test", Cancel);

        using var answer = await _world.Gateway.RequestTokenAsync(key, AppWorld.AppId, "user/Patient.rs");

        Assert.Equal("unauthorized_client", (await TestGateway.JsonAsync(answer))["error"]!.GetValue<string>());
    }

    private async Task AssertInvalidAsync(HttpResponseMessage answer, string reason)
    {
        using var disposed = answer;
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_grant"), (answer.StatusCode, (await TestGateway.JsonAsync(answer))["error"]!.GetValue<string>()));
        Assert.Equal(reason, _world.Gateway.Events.Last(one => one.Kind is IdentityEventKind.TokenRefused).Reason);
    }
}
