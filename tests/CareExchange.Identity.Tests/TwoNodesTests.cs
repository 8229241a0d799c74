using System.Net;
using CareExchange.Identity.Hosting;
using CareExchange.Identity.Keys;
using CareExchange.Identity.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CareExchange.Identity.Tests;

/// <summary>Two gateways over one database are attacked where they meet: what was used, revoked or replaced at one is used, revoked and replaced at the other.</summary>
[Trait("scenario", "S16")]
public sealed class TwoNodesTests
{
    private static readonly ClientKey s_key = ClientKey.Create("ES384");

    private static CancellationToken Cancel => TestRoom.Cancel;

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_proof_that_one_accepted_is_refused_by_the_other_also_by_one_whose_clock_is_behind(DatabaseKind kind)
    {
        var behind = new MovableClock();
        await using var world = await World.OpenAsync(kind, behind);
        behind.Advance(world.Left.Clock.GetUtcNow() - behind.GetUtcNow() - TimeSpan.FromSeconds(20));
        await world.Left.Clients.UpsertAsync(TestRoom.Nhis(s_key), "test", Cancel);
        var proof = TestGateway.TokenFields(s_key.Assertion("nhis-sender", world.Left.Options.TokenEndpoint, world.Left.Clock.GetUtcNow()), "system/Patient.rs").ToArray();

        using (var first = await world.Left.PostTokenAsync(proof)) Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        using (var again = await world.Right.PostTokenAsync(proof)) Assert.Equal("assertion-replayed", await ReasonAsync(world.Right, again));

        // To the one it is over and forgotten, to the other it is not over yet.
        world.Advance(TimeSpan.FromMinutes(4) + world.Left.Options.ClockSkew + TimeSpan.FromSeconds(1));
        await world.Left.Get<IEnumerable<IHostedService>>().OfType<IdentityPurge>().Single().PurgeAsync(Cancel);
        using var late = await world.Right.PostTokenAsync(proof);
        Assert.Equal("assertion-replayed", await ReasonAsync(world.Right, late));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_revoked_token_stays_revoked_at_both_for_as_long_as_clocks_are_forgiven(DatabaseKind kind)
    {
        await using var world = await World.OpenAsync(kind);
        var token = await world.Left.TokenAsync(s_key);
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK], await world.ReadAsync(token));

        using (var revoked = await world.Right.Client.PostAsync(IdentityPaths.Revoke, world.Proven(("token", token)), Cancel)) Assert.Equal(HttpStatusCode.OK, revoked.StatusCode);

        world.Advance(world.Left.Options.RevocationLag);
        Assert.Equal([HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized], await world.ReadAsync(token));
        world.Advance(world.Left.Options.AccessTokenLifetime);
        Assert.Equal([HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized], await world.ReadAsync(token));
        Assert.All(world.Left.Events.Concat(world.Right.Events).Where(happened => happened.Kind is Events.IdentityEventKind.BearerRefused), happened => Assert.Equal("token-revoked", happened.Reason));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_key_made_at_one_is_known_to_the_other_at_its_first_token_and_the_old_one_stays_for_its_own(DatabaseKind kind)
    {
        await using var world = await World.OpenAsync(kind);
        var before = await world.Left.TokenAsync(s_key);
        var elsewhere = await world.Right.TokenAsync(s_key);

        var made = await world.Left.Keys.RotateAsync("operator", Cancel);
        var after = await world.Left.TokenAsync(s_key);
        Assert.Contains(made, (await world.Left.Keys.GetAsync(Cancel)).Published.Select(key => key.KeyId));
        foreach (var token in (string[])[after, before, elsewhere]) Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK], await world.ReadAsync(token));

        // What the other signed with the old key before it heard of the new one is good to its end, and then nothing of the old key is.
        world.Advance(world.Left.Options.AccessTokenLifetime - TimeSpan.FromSeconds(1));
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK], await world.ReadAsync(elsewhere));
        world.Advance(TimeSpan.FromMinutes(2) + world.Left.Options.ClockSkew);
        Assert.Equal([made], (await world.Left.Keys.GetAsync(Cancel)).Published.Select(key => key.KeyId));
        Assert.Equal([made], (await world.Right.Keys.GetAsync(Cancel)).Published.Select(key => key.KeyId));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_token_of_a_key_that_the_other_has_not_heard_of_is_revoked_there_all_the_same(DatabaseKind kind)
    {
        await using var world = await World.OpenAsync(kind);
        await world.Right.TokenAsync(s_key);
        await world.Left.Keys.RotateAsync("operator", Cancel);
        var token = await world.Left.TokenAsync(s_key);

        using (var revoked = await world.Right.Client.PostAsync(IdentityPaths.Revoke, world.Proven(("token", token)), Cancel)) Assert.Equal(HttpStatusCode.OK, revoked.StatusCode);

        world.Advance(world.Left.Options.RevocationLag);
        Assert.Equal([HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized], await world.ReadAsync(token));
    }

    [Theory]
    [InlineData(-30, true)]
    [InlineData(-31, false)]
    [InlineData(329, true)]
    [InlineData(330, false)]
    public async Task Of_two_clocks_no_more_is_forgiven_than_the_settings_say(int seconds, bool isAccepted)
    {
        var other = new MovableClock();
        await using var world = await World.OpenAsync(DatabaseKind.Sqlite, other);
        var token = await world.Left.TokenAsync(s_key);
        other.Advance(world.Left.Clock.GetUtcNow() - other.GetUtcNow() + TimeSpan.FromSeconds(seconds));

        using var answer = await world.Right.ReadAsync(token);

        Assert.Equal(isAccepted ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    private static async Task<string?> ReasonAsync(TestGateway gateway, HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("invalid_client", (await TestGateway.JsonAsync(answer))["error"]!.GetValue<string>());
        return gateway.Events.Last().Reason;
    }

    private sealed class World(TestDatabase database, TestGateway left, TestGateway right) : IAsyncDisposable
    {
        public TestGateway Left => left;

        public TestGateway Right => right;

        public static async Task<World> OpenAsync(DatabaseKind kind, MovableClock? other = null)
        {
            var database = await TestDatabase.OpenAsync(kind);
            var left = await TestGateway.StartAsync(over: await database.BesideAsync());
            return new(database, left, await TestGateway.StartAsync(over: await database.BesideAsync(), beside: left, clock: other ?? left.Clock));
        }

        /// <summary>Both clocks go on alike.</summary>
        public void Advance(TimeSpan by)
        {
            left.Clock.Advance(by);
            if (right.Clock != left.Clock) right.Clock.Advance(by);
        }

        public FormUrlEncodedContent Proven((string Name, string Value) field) => new(
            TestGateway.TokenFields(s_key.Assertion("nhis-sender", left.Options.TokenEndpoint, left.Clock.GetUtcNow()), null).Append(field)
                .Where(one => one.Name != "grant_type").Select(one => KeyValuePair.Create(one.Name, one.Value)));

        public async Task<HttpStatusCode[]> ReadAsync(string token)
        {
            using var one = await left.ReadAsync(token);
            using var other = await right.ReadAsync(token);
            return [one.StatusCode, other.StatusCode];
        }

        public async ValueTask DisposeAsync()
        {
            await right.DisposeAsync();
            await left.DisposeAsync();
            await database.DisposeAsync();
        }
    }
}
