using System.Text.Json;
using CareExchange.Identity.Events;
using CareExchange.Identity.Secrets;

namespace CareExchange.Identity.Tests.Keys;

public class SigningKeysTests
{
    private static CancellationToken Cancel => TestRoom.Cancel;

    [Fact]
    public async Task The_first_token_makes_the_first_key_and_the_next_one_uses_it()
    {
        await using var room = await TestRoom.OpenAsync();

        var first = await room.Keys.GetAsync(Cancel);
        var second = await room.Keys.GetAsync(Cancel);
        var otherNode = await room.NewKeys().GetAsync(Cancel);

        Assert.Same(first, second);
        Assert.Equal(first.Signing.Key.KeyId, otherNode.Signing.Key.KeyId);
        Assert.Single(room.Events, happened => happened.Kind is IdentityEventKind.SigningKeyAdded);
    }

    [Fact]
    public async Task The_next_key_is_published_before_it_signs_and_the_last_one_after_it_stopped()
    {
        await using var room = await TestRoom.OpenAsync();
        var first = (await room.Keys.GetAsync(Cancel)).Signing.Key.KeyId;
        var (life, lead) = (room.Options.SigningKeyLifetime, room.Options.SigningKeyLead);

        // Before the lead: one key.
        room.Clock.Advance(life - lead - TimeSpan.FromMinutes(1));
        Assert.Equal([first], await PublishedAsync(room));

        // Within the lead: both published, the first still signs.
        room.Clock.Advance(TimeSpan.FromMinutes(1));
        var ring = await room.Keys.GetAsync(Cancel);
        Assert.Equal(first, ring.Signing.Key.KeyId);
        Assert.Equal(2, ring.Published.Count);
        var next = ring.Published.Select(key => key.KeyId).Single(kid => kid != first);

        // The next signs, the first stays while its tokens may live.
        room.Clock.Advance(lead);
        Assert.Equal(next, (await room.Keys.GetAsync(Cancel)).Signing.Key.KeyId);
        Assert.Contains(first, await PublishedAsync(room));
        room.Clock.Advance(room.Options.AccessTokenLifetime + room.Options.ClockSkew);
        Assert.Contains(first, await PublishedAsync(room));

        // Then it is gone, and later from the database too.
        room.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal([next], await PublishedAsync(room));
        Assert.Equal(1, await room.Keys.PurgeAsync(Cancel));
    }

    [Fact]
    public async Task A_forced_rotation_signs_with_the_new_key_at_once_and_keeps_the_old_one_for_its_tokens()
    {
        await using var room = await TestRoom.OpenAsync();
        var first = (await room.Keys.GetAsync(Cancel)).Signing.Key.KeyId;

        var second = await room.Keys.RotateAsync("operator", Cancel);

        Assert.Equal(second, (await room.Keys.GetAsync(Cancel)).Signing.Key.KeyId);
        Assert.Equivalent(new[] { first, second }, await PublishedAsync(room), strict: true);
        room.Clock.Advance(TimeSpan.FromMinutes(8));
        Assert.Equal([second], await PublishedAsync(room));
    }

    [Fact]
    public async Task A_gateway_that_slept_through_a_rotation_makes_a_key_when_it_wakes()
    {
        await using var room = await TestRoom.OpenAsync();
        var first = (await room.Keys.GetAsync(Cancel)).Signing.Key.KeyId;

        room.Clock.Advance(room.Options.SigningKeyLifetime * 3);

        Assert.NotEqual(first, (await room.Keys.GetAsync(Cancel)).Signing.Key.KeyId);
    }

    [Fact]
    public async Task Two_nodes_that_both_made_a_key_sign_with_the_same_one()
    {
        await using var room = await TestRoom.OpenAsync();
        var (one, two) = (room.NewKeys(), room.NewKeys());
        await Task.WhenAll(one.GetAsync(Cancel), two.GetAsync(Cancel));

        room.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal((await one.GetAsync(Cancel)).Signing.Key.KeyId, (await two.GetAsync(Cancel)).Signing.Key.KeyId);
    }

    [Fact]
    public async Task Another_nodes_rotation_is_seen_when_a_token_names_an_unknown_key()
    {
        await using var room = await TestRoom.OpenAsync();
        var otherNode = room.NewKeys();
        await otherNode.GetAsync(Cancel);
        var rotated = await room.Keys.RotateAsync("operator", Cancel);
        Assert.DoesNotContain(rotated, (await otherNode.GetAsync(Cancel)).Published.Select(key => key.KeyId));

        otherNode.RequestRefresh();

        Assert.Contains(rotated, (await otherNode.GetAsync(Cancel)).Published.Select(key => key.KeyId));
    }

    [Fact]
    public async Task Invented_key_ids_cannot_make_every_request_read_the_database()
    {
        await using var room = await TestRoom.OpenAsync();
        await room.Keys.GetAsync(Cancel);
        room.Keys.RequestRefresh();
        var read = await room.Keys.GetAsync(Cancel);

        room.Keys.RequestRefresh();
        Assert.Same(read, await room.Keys.GetAsync(Cancel));

        room.Clock.Advance(TimeSpan.FromSeconds(5));
        room.Keys.RequestRefresh();
        Assert.NotSame(read, await room.Keys.GetAsync(Cancel));
    }

    [Theory]
    [InlineData("ES384", "EC")]
    [InlineData("RS384", "RSA")]
    public async Task The_published_set_holds_public_members_only(string algorithm, string kind)
    {
        await using var room = await TestRoom.OpenAsync(options => options with { SigningAlgorithm = algorithm });

        using var json = JsonDocument.Parse((await room.Keys.GetAsync(Cancel)).Jwks);

        var key = Assert.Single(json.RootElement.GetProperty("keys").EnumerateArray());
        Assert.Equal((kind, algorithm, "sig"), (key.GetProperty("kty").GetString(), key.GetProperty("alg").GetString(), key.GetProperty("use").GetString()));
        Assert.DoesNotContain(key.EnumerateObject(), member => member.Name is "d" or "p" or "q" or "dp" or "dq" or "qi");
    }

    [Fact]
    public async Task A_private_key_is_unreadable_in_the_database_and_useless_under_another_kid()
    {
        await using var room = await TestRoom.OpenAsync();
        await room.Keys.GetAsync(Cancel);
        var row = Assert.Single(await room.KeyStore.ListAsync(room.Clock.GetUtcNow(), Cancel));

        Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => room.Secret.Open(row.PrivateKey, "signing-key/other"));
        Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => new MasterSecret(new byte[32]).Open(row.PrivateKey, $"signing-key/{row.Kid}"));
        Assert.NotEmpty(room.Secret.Open(row.PrivateKey, $"signing-key/{row.Kid}"));
    }

    private static async Task<IReadOnlyList<string>> PublishedAsync(TestRoom room) =>
        [.. (await room.Keys.GetAsync(Cancel)).Published.Select(key => key.KeyId)];
}
