using System.Net;
using CareExchange.Identity.Events;
using Microsoft.IdentityModel.JsonWebTokens;

namespace CareExchange.Identity.Tests.Authorize;

public sealed class AppSignOnTests : IAsyncLifetime
{
    private AppWorld _world = null!;

    private static CancellationToken Cancel => TestRoom.Cancel;

    public async ValueTask InitializeAsync() => _world = await AppWorld.StartAsync();

    public async ValueTask DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task An_app_gets_what_the_person_allowed_and_says_who_the_person_is()
    {
        using var answer = await _world.AuthorizeAsync(_world.Request("openid fhirUser user/Patient.rs user/Observation.cruds email"));
        var told = AppWorld.Told(answer);
        Assert.Equal(("s-1", _world.Gateway.Options.Issuer), (told["state"], told["iss"]));

        using var redeemed = await _world.RedeemAsync(told["code"]);

        var body = await TestGateway.JsonAsync(redeemed);
        Assert.Equal("openid fhirUser user/Patient.rs user/Observation.rs", body["scope"]!.GetValue<string>());
        Assert.False(body.ContainsKey("refresh_token"));
        var id = new JsonWebToken(body["id_token"]!.GetValue<string>());
        Assert.Equal((AppWorld.AppId, "n-1", $"{_world.FhirBase}/Practitioner/nurse-1"), (Assert.Single(id.Audiences), id.GetClaim("nonce").Value, id.GetClaim("fhirUser").Value));
        using var read = await _world.Gateway.ReadAsync(body["access_token"]!.GetValue<string>());
        var caller = (await read.Content.ReadAsStringAsync(Cancel)).Split('|');
        Assert.Equal(("clinic-nurse", "hongje-homecare", "False", "True", AppWorld.AppId), (caller[2], caller[3], caller[6], caller[8], caller[9]));
        var happened = Assert.Single(_world.Gateway.Events, one => one.Kind is IdentityEventKind.AppAllowed);
        Assert.Equal((AppWorld.AppId, "clinic-nurse", null), (happened.By, happened.Role, happened.Reason));
    }

    [Fact]
    public async Task An_id_token_is_no_access_token()
    {
        var body = await _world.SignOnAsync();

        using var read = await _world.Gateway.ReadAsync(body["id_token"]!.GetValue<string>());

        Assert.Equal(HttpStatusCode.Unauthorized, read.StatusCode);
    }

    [Theory]
    [InlineData("client_id", "nobody", "client-unknown")]
    [InlineData("client_id", null, "client-unknown")]
    [InlineData("redirect_uri", "https://app.example/back/", "redirect-uri-unknown")]
    [InlineData("redirect_uri", "https://evil.example/back", "redirect-uri-unknown")]
    [InlineData("redirect_uri", "https://app.example/back?x=1", "redirect-uri-unknown")]
    [InlineData("redirect_uri", "http://127.0.0.2/back", "redirect-uri-unknown")]
    [InlineData("redirect_uri", null, "redirect-uri-unknown")]
    public async Task Nothing_is_sent_to_an_address_that_is_not_the_apps_own(string parameter, string? value, string refusal)
    {
        using var answer = await _world.AuthorizeAsync(new(_world.Request()) { [parameter] = value });

        Assert.Equal((HttpStatusCode.BadRequest, refusal), (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancel)));
    }

    [Fact]
    public async Task A_loopback_app_may_take_any_port()
    {
        using var answer = await _world.AuthorizeAsync(new(_world.Request()) { ["redirect_uri"] = "http://127.0.0.1:51234/back" });

        Assert.StartsWith("http://127.0.0.1:51234/back?code=", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("response_type", "token", "unsupported_response_type")]
    [InlineData("response_mode", "fragment", "invalid_request")]
    [InlineData("request", "e30.e30.", "request_not_supported")]
    [InlineData("request_uri", "https://app.example/request", "request_uri_not_supported")]
    [InlineData("code_challenge", null, "invalid_request")]
    [InlineData("code_challenge", "too-short", "invalid_request")]
    [InlineData("code_challenge_method", "plain", "invalid_request")]
    [InlineData("code_challenge_method", null, "invalid_request")]
    [InlineData("aud", "https://other.example/fhir", "invalid_request")]
    [InlineData("aud", null, "invalid_request")]
    [InlineData("state", null, "invalid_request")]
    [InlineData("scope", "user/Patient.sr", "invalid_scope")]
    [InlineData("scope", "system/Patient.rs", "invalid_scope")]
    [InlineData("scope", "user/Patient.cud", "invalid_scope")]
    [InlineData("scope", null, "invalid_scope")]
    [InlineData("launch", "forged", "invalid_request")]
    [InlineData("prompt", "none", "interaction_required")]
    public async Task A_wrong_request_of_a_known_app_is_told_to_the_app(string parameter, string? value, string error)
    {
        using var answer = await _world.AuthorizeAsync(new(_world.Request()) { [parameter] = value });

        var told = AppWorld.Told(answer);
        Assert.Equal((error, false), (told["error"], told.ContainsKey("code")));
        Assert.DoesNotContain(_world.Gateway.Events, one => one.Kind is IdentityEventKind.AppAllowed);
    }

    [Fact]
    public async Task A_person_who_refuses_is_heard_and_recorded()
    {
        using var answer = await _world.AuthorizeAsync(_world.Request(), yes: false);

        Assert.Equal("access_denied", AppWorld.Told(answer)["error"]);
        Assert.Equal("person-refused", Assert.Single(_world.Gateway.Events, one => one.Kind is IdentityEventKind.AppAllowed).Reason);
    }

    [Fact]
    public async Task An_app_opened_from_a_page_is_bound_to_the_person_on_it()
    {
        var launch = await _world.Browser.GetStringAsync(new Uri("/launch", UriKind.Relative), Cancel);
        using var answer = await _world.AuthorizeAsync(new(_world.Request("launch patient/*.rs user/Patient.rs")) { ["launch"] = launch }, patient: "somebody-else");

        using var redeemed = await _world.RedeemAsync(AppWorld.Told(answer)["code"]);

        var body = await TestGateway.JsonAsync(redeemed);
        Assert.Equal("p1", body["patient"]!.GetValue<string>());
        using var read = await _world.Gateway.ReadAsync(body["access_token"]!.GetValue<string>());
        Assert.EndsWith($"|{AppWorld.AppId}|p1", await read.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_launch_is_good_for_the_session_that_opened_it_only()
    {
        var launch = await _world.Browser.GetStringAsync(new Uri("/launch", UriKind.Relative), Cancel);
        await _world.SignInAsync(); // another session of the same nurse

        using var answer = await _world.AuthorizeAsync(new(_world.Request("launch patient/*.rs")) { ["launch"] = launch });

        Assert.Equal("access_denied", AppWorld.Told(answer)["error"]);
    }

    [Fact]
    public async Task A_launch_is_short_lived()
    {
        var launch = await _world.Browser.GetStringAsync(new Uri("/launch", UriKind.Relative), Cancel);
        _world.Gateway.Clock.Advance(TimeSpan.FromMinutes(6));

        using var answer = await _world.AuthorizeAsync(new(_world.Request("launch patient/*.rs")) { ["launch"] = launch });

        Assert.Equal("invalid_request", AppWorld.Told(answer)["error"]);
    }

    [Fact]
    public async Task Patient_scopes_without_a_patient_are_not_granted()
    {
        using var answer = await _world.AuthorizeAsync(_world.Request("patient/*.rs"));

        Assert.Equal("access_denied", AppWorld.Told(answer)["error"]);
    }

    [Fact]
    public async Task Nobody_who_is_not_signed_in_allows_anything()
    {
        _world.Gateway.Clock.Advance(TimeSpan.FromHours(11));

        using var answer = await _world.AuthorizeAsync(_world.Request());

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }
}
