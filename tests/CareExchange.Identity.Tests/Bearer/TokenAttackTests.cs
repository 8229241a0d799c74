using System.Net;
using CareExchange.Identity.Keys;
using CareExchange.Identity.Settings;

namespace CareExchange.Identity.Tests.Bearer;

/// <summary>More than a thousand texts made from a good one, at each door that takes tokens: all refused, none an exception.</summary>
public sealed class TokenAttackTests : IAsyncLifetime
{
    private readonly ClientKey _key = ClientKey.Create("ES384");
    private TestGateway _gateway = null!;

    private static CancellationToken Cancel => TestRoom.Cancel;

    public async ValueTask InitializeAsync() => _gateway = await TestGateway.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        _key.Dispose();
    }

    [Fact]
    public async Task No_forged_access_token_opens_the_door()
    {
        var good = await _gateway.TokenAsync(_key);
        using var attacks = new TokenAttacks(good, await _gateway.Client.GetStringAsync(IdentityPaths.Jwks, Cancel));

        // Asked first, so that the gateway knows the good one by heart: what it remembers must not answer for what is only like it.
        using var first = await _gateway.ReadAsync(good);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        var made = await ExpectAllAsync(attacks, HttpStatusCode.Unauthorized, async attack =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/fhir/Patient");
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {attack}");
            using var answer = await _gateway.Client.SendAsync(request, Cancel);
            return answer.StatusCode;
        });

        Assert.True(made > 1000, $"{made} attacks");
        using var last = await _gateway.ReadAsync(good);
        Assert.Equal(HttpStatusCode.OK, last.StatusCode);
        Assert.DoesNotContain(_gateway.Log, line => line.Contains("unhandled exception", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task No_forged_assertion_gets_a_token_and_none_is_introspected_as_one()
    {
        await _gateway.Clients.UpsertAsync(TestRoom.Nhis(_key), "test", Cancel);
        var good = _key.Assertion("nhis-sender", _gateway.Options.TokenEndpoint, _gateway.Clock.GetUtcNow());
        using var attacks = new TokenAttacks(good, _key.PublicJwks);

        var made = await ExpectAllAsync(attacks, HttpStatusCode.Unauthorized, async attack =>
        {
            using var answer = await _gateway.PostTokenAsync([.. TestGateway.TokenFields(attack, "system/Patient.rs")]);
            Assert.Equal("invalid_client", (await TestGateway.JsonAsync(answer))["error"]!.GetValue<string>());
            return answer.StatusCode;
        });

        // The good one is still worth its one use: nothing that was made of it used it up.
        using var last = await _gateway.PostTokenAsync([.. TestGateway.TokenFields(good, "system/Patient.rs")]);
        Assert.Equal(HttpStatusCode.OK, last.StatusCode);
        Assert.True(made > 1000, $"{made} attacks");
        Assert.DoesNotContain(_gateway.Log, line => line.Contains("unhandled exception", StringComparison.OrdinalIgnoreCase));
    }

    private static async Task<int> ExpectAllAsync(TokenAttacks attacks, HttpStatusCode expected, Func<string, Task<HttpStatusCode>> tryAsync)
    {
        var made = 0;
        foreach (var attack in attacks.All())
        {
            made++;
            var answered = await tryAsync(attack);
            Assert.True(answered == expected, $"{answered} for {attack[..Math.Min(attack.Length, 400)]}");
        }

        return made;
    }
}
