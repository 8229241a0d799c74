using System.Security.Cryptography;
using System.Text.Json.Nodes;
using CareExchange.Identity.Clients;
using CareExchange.Identity.Keys;
using CareExchange.Storage.Accounts;

namespace CareExchange.Identity.Tests.Clients;

public sealed class ClientAssertionsTests : IAsyncLifetime
{
    private const string Id = "nhis-sender";
    // Made once: an RSA key takes longer to make than all tests that use it.
    private static readonly ClientKey s_key = ClientKey.Create("ES384");
    private static readonly ClientKey s_rsa = ClientKey.Create("RS384");
    private static readonly ClientKey s_stranger = ClientKey.Create("ES384");
    private TestRoom _room = null!;

    private static CancellationToken Cancel => TestRoom.Cancel;

    public async ValueTask InitializeAsync()
    {
        _room = await TestRoom.OpenAsync();
        await _room.Clients.UpsertAsync(TestRoom.Nhis(s_key), "test", Cancel);
        await _room.Clients.UpsertAsync(TestRoom.Nhis(s_rsa) with { Id = "rsa-sender" }, "test", Cancel);
        await _room.Clients.UpsertAsync(TestRoom.Nhis(s_key) with { Id = "stopped", Enabled = false }, "test", Cancel);
    }

    public async ValueTask DisposeAsync() => await _room.DisposeAsync();

    [Fact]
    public async Task An_assertion_of_either_algorithm_proves_its_client()
    {
        var now = _room.Clock.GetUtcNow();
        var one = await CheckAsync(s_key.Assertion(Id, _room.Options.TokenEndpoint, now));
        var two = await CheckAsync(s_rsa.Assertion("rsa-sender", _room.Options.TokenEndpoint, now));
        var byHand = await CheckAsync(Good().Sign(s_key));

        Assert.Equal((Id, null), (one.Client?.Id, one.Reason));
        Assert.Equal(("rsa-sender", null), (two.Client?.Id, two.Reason));
        Assert.Equal((Id, null), (byHand.Client?.Id, byHand.Reason));
    }

    [Fact]
    public async Task An_audience_may_stand_in_a_list_of_its_own()
    {
        var verdict = await CheckAsync(Good().With("aud", new JsonArray(_room.Options.TokenEndpoint)).Sign(s_key));
        Assert.Null(verdict.Reason);
    }

    public static TheoryData<string, Func<ClientAssertionsTests, string?>> Refusals => new()
    {
        { "assertion-malformed", _ => null },
        { "assertion-malformed", _ => "" },
        { "assertion-malformed", _ => "not a token" },
        { "assertion-malformed", _ => "a.b.c" },
        { "assertion-malformed", _ => new string('a', ClientAssertions.MaximumLength + 1) },
        { "assertion-malformed", test => test.Good().WithHeader("alg", "none").Unsigned() },
        { "assertion-malformed", test => test.Good().WithHeader("crit", new JsonArray("exp")).Sign(s_key) },
        { "assertion-malformed", test => test.Good().With("exp", "tomorrow").Sign(s_key) },
        { "algorithm-refused", test => test.Good().WithHeader("alg", "none").Sign(s_key) },
        { "algorithm-refused", test => test.ForRsa().WithHeader("alg", "RS256").Sign(s_rsa, HashAlgorithmName.SHA256) },
        { "algorithm-refused", test => test.ForRsa().WithHeader("alg", "PS384").Sign(s_rsa) },
        { "algorithm-refused", test => test.Good().WithHeader("alg", "HS384").SignSymmetric(s_key.PublicJwks) },
        { "algorithm-refused", test => test.Good().WithHeader("alg", "ES256").Sign(s_key, HashAlgorithmName.SHA256) },
        { "key-id-missing", test => test.Good().WithHeader("kid", null).Sign(s_key) },
        { "issuer-not-subject", test => test.Good().With("iss", "someone-else").Sign(s_key) },
        { "issuer-not-subject", test => test.Good().Without("iss").Sign(s_key) },
        { "issuer-not-subject", test => test.Good().Without("sub").Sign(s_key) },
        { "issuer-not-subject", test => test.Good().Without("iss").Without("sub").Sign(s_key) },
        { "jti-missing", test => test.Good().Without("jti").Sign(s_key) },
        { "jti-missing", test => test.Good().With("jti", "").Sign(s_key) },
        { "jti-missing", test => test.Good().With("jti", new string('j', 256)).Sign(s_key) },
        { "audience-wrong", test => test.Good().With("aud", "https://gateway.example").Sign(s_key) },
        { "audience-wrong", test => test.Good().With("aud", test._room.Options.TokenEndpoint + "/").Sign(s_key) },
        { "audience-wrong", test => test.Good().Without("aud").Sign(s_key) },
        { "audience-wrong", test => test.Good().With("aud", new JsonArray(test._room.Options.TokenEndpoint, "https://other.example/token")).Sign(s_key) },
        { "expiry-missing", test => test.Good().Without("exp").Sign(s_key) },
        { "assertion-expired", test => test.Good().With("exp", test.Seconds(-31)).Sign(s_key) },
        { "expiry-too-far", test => test.Good().With("exp", test.Seconds(331)).Sign(s_key) },
        { "expiry-too-far", test => test.Good().With("exp", test.Seconds(86_400)).Sign(s_key) },
        { "assertion-not-yet-valid", test => test.Good().With("nbf", test.Seconds(31)).Sign(s_key) },
        { "assertion-not-yet-valid", test => test.Good().With("iat", test.Seconds(31)).Sign(s_key) },
        { "client-unknown", test => test.Good("nobody").Sign(s_key) },
        { "client-unknown", test => test.Good("nobody' OR '1'='1").Sign(s_key) },
        { "client-disabled", test => test.Good("stopped").Sign(s_key) },
        { "key-unknown", test => test.Good().WithHeader("kid", s_stranger.Kid).Sign(s_stranger) },
        { "key-unknown", test => test.Good().WithHeader("kid", s_rsa.Kid).WithHeader("alg", "RS384").Sign(s_rsa) },
        { "signature-invalid", test => test.Good().Sign(s_stranger) },
        { "signature-invalid", test => test.Good().Sign(s_key)[..^8] + "AAAAAAAA" },
    };

    [Theory]
    [MemberData(nameof(Refusals), DisableDiscoveryEnumeration = true)]
    public async Task Whatever_is_wrong_with_an_assertion_is_refused_with_its_own_reason(string reason, Func<ClientAssertionsTests, string?> make)
    {
        var verdict = await CheckAsync(make(this));

        Assert.Equal(reason, verdict.Reason);
        Assert.NotEmpty(verdict.Description!);
    }

    [Fact]
    public async Task An_assertion_is_accepted_once_also_after_a_restart_and_by_another_node()
    {
        var assertion = s_key.Assertion(Id, _room.Options.TokenEndpoint, _room.Clock.GetUtcNow());
        Assert.Null((await CheckAsync(assertion)).Reason);

        var otherNode = new ClientAssertions(_room.Clients, new UsedAssertionStore(_room.Database), _room.Options, _room.Clock);
        Assert.Equal("assertion-replayed", (await CheckAsync(assertion)).Reason);
        Assert.Equal("assertion-replayed", (await otherNode.CheckAsync(assertion, Cancel)).Reason);
    }

    [Fact]
    public async Task One_jti_may_be_used_by_two_clients_and_never_twice_by_one()
    {
        Assert.Null((await CheckAsync(Good().With("jti", "same").Sign(s_key))).Reason);
        Assert.Null((await CheckAsync(ForRsa().With("jti", "same").Sign(s_rsa))).Reason);
        Assert.Equal("assertion-replayed", (await CheckAsync(Good().With("jti", "same").Sign(s_key))).Reason);
    }

    [Fact]
    public async Task A_stranger_cannot_burn_a_clients_jti()
    {
        Assert.Equal("signature-invalid", (await CheckAsync(Good().With("jti", "burn").Sign(s_stranger))).Reason);
        Assert.Null((await CheckAsync(Good().With("jti", "burn").Sign(s_key))).Reason);
    }

    [Fact]
    public async Task A_used_assertion_is_forgotten_only_when_its_age_refuses_it()
    {
        var store = new UsedAssertionStore(_room.Database);
        var assertion = s_key.Assertion(Id, _room.Options.TokenEndpoint, _room.Clock.GetUtcNow());
        await CheckAsync(assertion);

        _room.Clock.Advance(TimeSpan.FromMinutes(4) + _room.Options.ClockSkew - TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, await store.PurgeAsync(_room.Clock.GetUtcNow(), Cancel));
        Assert.Equal("assertion-replayed", (await CheckAsync(assertion)).Reason);

        _room.Clock.Advance(TimeSpan.FromMilliseconds(2));
        Assert.Equal(1, await store.PurgeAsync(_room.Clock.GetUtcNow(), Cancel));
        Assert.Equal("assertion-expired", (await CheckAsync(assertion)).Reason);
    }

    [Fact]
    public async Task Unknown_disabled_and_wrongly_signed_are_told_alike()
    {
        var told = new[]
        {
            await CheckAsync(Good("nobody").Sign(s_key)),
            await CheckAsync(Good("stopped").Sign(s_key)),
            await CheckAsync(Good().Sign(s_stranger)),
        };

        Assert.Single(told.Select(verdict => verdict.Description).Distinct());
        Assert.Equal(3, told.Select(verdict => verdict.Reason).Distinct().Count());
    }

    [Fact]
    public async Task Any_damage_to_a_good_assertion_is_a_refusal_and_never_an_exception()
    {
        var random = new Random(384);
        var good = Good().Sign(s_key);
        for (var run = 0; run < 1000; run++)
        {
            var damaged = good.ToCharArray();
            for (var change = random.Next(1, 4); change > 0; change--) damaged[random.Next(damaged.Length)] = (char)random.Next(32, 127);
            var text = new string(damaged);
            if (text == good) continue;
            // The last character of a base64url part carries unused bits: another letter there may be the same bytes.
            var verdict = await CheckAsync(text);
            Assert.True(verdict.Reason is not null || SameBytes(text, good), text);
        }
    }

    [Fact]
    public async Task A_replaced_key_stops_working_at_once()
    {
        await _room.Clients.UpsertAsync(TestRoom.Nhis(s_stranger), "operator", Cancel);

        Assert.Equal("key-unknown", (await CheckAsync(Good().Sign(s_key))).Reason);
        Assert.Null((await CheckAsync(new HandMadeJwt(s_stranger, Id, _room.Options.TokenEndpoint, _room.Clock.GetUtcNow()).Sign(s_stranger))).Reason);
    }

    private Task<AssertionVerdict> CheckAsync(string? assertion) => _room.Assertions.CheckAsync(assertion, Cancel);

    private HandMadeJwt Good(string clientId = Id) => new(s_key, clientId, _room.Options.TokenEndpoint, _room.Clock.GetUtcNow());

    private HandMadeJwt ForRsa() => new(s_rsa, "rsa-sender", _room.Options.TokenEndpoint, _room.Clock.GetUtcNow());

    private long Seconds(int fromNow) => _room.Clock.GetUtcNow().AddSeconds(fromNow).ToUnixTimeSeconds();

    private static bool SameBytes(string one, string two) =>
        one.Split('.').Length == 3 && one[..one.LastIndexOf('.')] == two[..two.LastIndexOf('.')]
        && System.Buffers.Text.Base64Url.DecodeFromChars(one.Split('.')[2]).AsSpan().SequenceEqual(System.Buffers.Text.Base64Url.DecodeFromChars(two.Split('.')[2]));
}
