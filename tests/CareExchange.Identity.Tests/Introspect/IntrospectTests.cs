using System.Net;
using System.Text.Json.Nodes;
using CareExchange.Identity.Keys;
using CareExchange.Identity.Settings;

namespace CareExchange.Identity.Tests.Introspect;

public sealed class IntrospectTests : IAsyncLifetime
{
    private static readonly ClientKey s_key = ClientKey.Create("ES384");
    private AppWorld _world = null!;

    private static CancellationToken Cancel => TestRoom.Cancel;

    public async ValueTask InitializeAsync() => _world = await AppWorld.StartAsync();

    public async ValueTask DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task A_running_token_is_told_with_its_context()
    {
        var token = (await _world.SignOnAsync("launch/patient patient/*.rs fhirUser", patient: "p7"))["access_token"]!.GetValue<string>();

        var told = await InspectAsync(token);

        Assert.Equal(
            (true, AppWorld.AppId, "p7", "Practitioner/nurse-1", "hongje-homecare", "TREAT"),
            (told["active"]!.GetValue<bool>(), told["client_id"]!.GetValue<string>(), told["patient"]!.GetValue<string>(), told["fhirUser"]!.GetValue<string>(), told["organization_id"]!.GetValue<string>(), told["purpose_of_use"]!.GetValue<string>()));
        Assert.Equal(300, told["exp"]!.GetValue<long>() - told["iat"]!.GetValue<long>());
    }

    [Theory]
    [InlineData("")]
    [InlineData("x.y.z")]
    [InlineData("eyJhbGciOiJub25lIn0.e30.")]
    public async Task What_is_no_token_is_not_active_and_nothing_more_is_said(string text) =>
        Assert.Equal(text.Length == 0 ? ["error", "error_description"] : ["active"], (await InspectAsync(text)).Select(member => member.Key));

    [Fact]
    public async Task A_token_past_its_end_or_revoked_is_not_active()
    {
        var expired = (await _world.SignOnAsync())["access_token"]!.GetValue<string>();
        _world.Gateway.Clock.Advance(TimeSpan.FromMinutes(6));
        var revoked = (await _world.SignOnAsync())["access_token"]!.GetValue<string>();
        using var done = await RevokeAsync(revoked);

        Assert.Equal(HttpStatusCode.OK, done.StatusCode);
        Assert.False((await InspectAsync(expired))["active"]!.GetValue<bool>());
        Assert.False((await InspectAsync(revoked))["active"]!.GetValue<bool>());
        using var read = await _world.Gateway.ReadAsync(revoked);
        Assert.Equal(HttpStatusCode.Unauthorized, read.StatusCode);
    }

    [Fact]
    public async Task A_machines_token_is_revoked_by_itself()
    {
        var one = await _world.Gateway.TokenAsync(s_key);
        var other = await _world.Gateway.TokenAsync(s_key);
        using var before = await _world.Gateway.ReadAsync(one);

        using var done = await _world.Gateway.Client.PostAsync(IdentityPaths.Revoke, Form([("token", one), .. Proof()]), Cancel);

        using var revoked = await _world.Gateway.ReadAsync(one);
        using var standing = await _world.Gateway.ReadAsync(other);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized, HttpStatusCode.OK), (before.StatusCode, revoked.StatusCode, standing.StatusCode));
    }

    [Fact]
    public async Task A_stranger_revokes_nothing()
    {
        var signedOn = await _world.SignOnAsync("user/*.rs online_access");
        await _world.Gateway.Clients.UpsertAsync(AppWorld.App() with { Id = "other-app" }, "test", Cancel);
        foreach (var token in (string[])["access_token", "refresh_token"])
        {
            using var answer = await _world.Gateway.Client.PostAsync(
                IdentityPaths.Revoke, Form([("token", signedOn[token]!.GetValue<string>()), ("client_id", "other-app")]), Cancel);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        using var read = await _world.Gateway.ReadAsync(signedOn["access_token"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
    }

    [Fact]
    public async Task Who_does_not_prove_a_key_learns_nothing()
    {
        var token = (await _world.SignOnAsync())["access_token"]!.GetValue<string>();

        using var answer = await _world.Gateway.Client.PostAsync(IdentityPaths.Introspect, Form([("token", token), ("client_id", AppWorld.AppId)]), Cancel);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    private async Task<JsonObject> InspectAsync(string token)
    {
        await _world.Gateway.Clients.UpsertAsync(TestRoom.Nhis(s_key), "test", Cancel);
        using var answer = await _world.Gateway.Client.PostAsync(IdentityPaths.Introspect, Form([("token", token), .. Proof()]), Cancel);
        return await TestGateway.JsonAsync(answer);
    }

    private Task<HttpResponseMessage> RevokeAsync(string token) =>
        _world.Gateway.Client.PostAsync(IdentityPaths.Revoke, Form([("token", token), ("client_id", AppWorld.AppId)]), Cancel);

    private (string, string)[] Proof() =>
    [
        ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
        ("client_assertion", s_key.Assertion("nhis-sender", _world.Gateway.Options.TokenEndpoint, _world.Gateway.Clock.GetUtcNow())),
    ];

    private static FormUrlEncodedContent Form((string Name, string Value)[] fields) => new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
}
