using CareExchange.Identity.Events;
using CareExchange.Identity.Secrets;
using CareExchange.Identity.Settings;
using CareExchange.Storage.Accounts;
using Microsoft.IdentityModel.Tokens;

namespace CareExchange.Identity.Keys;

/// <summary>The ring of token-signing keys: makes the first and each next key in time, and keeps old ones published while their tokens live.</summary>
/// <remarks>A key's windows: published from its creation, signing from <c>SignFrom</c> to <c>SignUntil</c>, gone at <c>RetireAt</c>.
/// Two nodes may each make a next key; both are published and the same one is chosen everywhere, so nothing needs a lock between nodes.</remarks>
public sealed class SigningKeys : IDisposable
{
    private static readonly TimeSpan s_recheck = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_leastBetweenForcedReads = TimeSpan.FromSeconds(5);

    private readonly SigningKeyStore _store;
    private readonly MasterSecret _secret;
    private readonly IdentityOptions _options;
    private readonly TimeProvider _clock;
    private readonly IdentityEventSink _record;
    private readonly SemaphoreSlim _gate = new(1);
    // Keys once opened stay open: IdentityModel caches a signature provider per key instance, and tokens in flight still use them.
    private readonly Dictionary<string, SecurityKey> _opened = new(StringComparer.Ordinal);
    private volatile KeyRingSnapshot? _snapshot;
    private long _lastForcedRead;

    internal SigningKeys(SigningKeyStore store, MasterSecret secret, IdentityOptions options, TimeProvider clock, IdentityEventSink record) =>
        (_store, _secret, _options, _clock, _record) = (store, secret, options, clock, record);

    /// <summary>Replaces the signing key now; the old one stays published until the last token it signed has expired. Returns the new key id.</summary>
    public async Task<string> RotateAsync(string by, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var now = _clock.GetUtcNow();
            var key = await AddAsync(now, now, by, cancellationToken);
            await _store.SupersedeAsync(key.Kid, now, now + Overlap, cancellationToken);
            _snapshot = null;
            return key.Kid;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Removes keys that nothing can have been signed with any more.</summary>
    public Task<int> PurgeAsync(CancellationToken cancellationToken) => _store.PurgeAsync(_clock.GetUtcNow(), cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    internal async Task<KeyRingSnapshot> GetAsync(CancellationToken cancellationToken)
    {
        if (_snapshot is { } fresh && _clock.GetUtcNow() < fresh.RefreshAt) return fresh;
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var now = _clock.GetUtcNow();
            if (_snapshot is { } meanwhile && now < meanwhile.RefreshAt) return meanwhile;
            return _snapshot = await ReadAsync(now, cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Asks for a fresh read because a token named an unknown key; strangers invent key ids, so it happens every few seconds at most.</summary>
    internal void RequestRefresh()
    {
        var now = _clock.GetUtcNow().UtcTicks;
        var last = Interlocked.Read(ref _lastForcedRead);
        if (now - last < s_leastBetweenForcedReads.Ticks || Interlocked.CompareExchange(ref _lastForcedRead, now, last) != last) return;
        _snapshot = null;
    }

    private TimeSpan Overlap => _options.AccessTokenLifetime + _options.ClockSkew + s_recheck;

    private async Task<KeyRingSnapshot> ReadAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var keys = await _store.ListAsync(now, cancellationToken);
        if (SigningAt(keys, now) is null)
        {
            // The first start, or a gateway that slept through a rotation.
            await AddAsync(now, now, "schedule", cancellationToken);
            keys = await _store.ListAsync(now, cancellationToken);
        }

        var lastEnd = keys.Max(key => key.SignUntil);
        if (lastEnd - now <= _options.SigningKeyLead)
        {
            await AddAsync(now, lastEnd, "schedule", cancellationToken);
            keys = await _store.ListAsync(now, cancellationToken);
        }

        var signing = SigningAt(keys, now) ?? throw new InvalidOperationException("The key ring has no key that signs now.");
        var refreshAt = now + s_recheck < signing.SignUntil ? now + s_recheck : signing.SignUntil;
        return new KeyRingSnapshot(
            new SigningCredentials(Open(signing), signing.Algorithm),
            [.. keys.Select(Open)],
            PublicJwk.WriteSet(keys.Select(key => key.PublicJwk)),
            refreshAt);
    }

    private static SigningKey? SigningAt(IReadOnlyList<SigningKey> keys, DateTimeOffset now) =>
        keys.LastOrDefault(key => key.SignFrom <= now && now < key.SignUntil);

    private async Task<SigningKey> AddAsync(DateTimeOffset now, DateTimeOffset signFrom, string by, CancellationToken cancellationToken)
    {
        using var made = KeyAlgorithms.Generate(_options.SigningAlgorithm);
        var kid = PublicJwk.Thumbprint(made);
        var key = new SigningKey
        {
            Kid = kid,
            Algorithm = _options.SigningAlgorithm,
            PublicJwk = PublicJwk.Write(made, kid, _options.SigningAlgorithm),
            PrivateKey = _secret.Seal(made.ExportPkcs8PrivateKey(), About(kid)),
            CreatedAt = now,
            SignFrom = signFrom,
            SignUntil = signFrom + _options.SigningKeyLifetime,
            RetireAt = signFrom + _options.SigningKeyLifetime + Overlap,
        };
        await _store.AddAsync(key, cancellationToken);
        await _record(new IdentityEvent(IdentityEventKind.SigningKeyAdded, now) { SubjectId = kid, By = by }, cancellationToken);
        return key;
    }

    private SecurityKey Open(SigningKey key)
    {
        if (_opened.TryGetValue(key.Kid, out var opened)) return opened;
        var pkcs8 = _secret.Open(key.PrivateKey, About(key.Kid));
        return _opened[key.Kid] = KeyAlgorithms.AsSecurityKey(KeyAlgorithms.Import(key.Algorithm, pkcs8), key.Kid);
    }

    internal static string About(string kid) => $"signing-key/{kid}";
}
