using System.Buffers.Text;
using System.Text.Json;
using CareExchange.Identity.Keys;
using CareExchange.Identity.Settings;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace CareExchange.Identity.Bearer;

/// <summary>Gives JwtBearer our own keys from memory, where an outside issuer's come over HTTP: the rest of the check is the same code.</summary>
internal sealed class OwnIssuerConfiguration(SigningKeys keys, IdentityOptions options) : IConfigurationManager<OpenIdConnectConfiguration>
{
    private const int MaximumHeader = 1024;
    private volatile Held? _held;

    public async Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel)
    {
        var ring = await keys.GetAsync(cancel);
        if (_held is { } held && ReferenceEquals(held.Ring, ring)) return held.Configuration;
        var configuration = new OpenIdConnectConfiguration { Issuer = options.Issuer };
        foreach (var key in ring.Published) configuration.SigningKeys.Add(key);
        _held = new Held(ring, configuration);
        return configuration;
    }

    public void RequestRefresh() => keys.RequestRefresh();

    /// <summary>Looks again for the key that a token names where another node may have made it just now: its first token is as good as the next.</summary>
    /// <param name="token">Whatever was sent.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async ValueTask ExpectAsync(string token, CancellationToken cancellationToken)
    {
        if (KeyIdOf(token) is { } id && (await keys.GetAsync(cancellationToken)).Published.All(key => key.KeyId != id)) keys.RequestRefresh();
    }

    // Read by hand: strangers choose the text, and all that is wanted of it is one short value.
    private static string? KeyIdOf(string token)
    {
        var end = token.IndexOf('.', StringComparison.Ordinal);
        if (end is <= 0 or > MaximumHeader) return null;
        try
        {
            using var header = JsonDocument.Parse(Base64Url.DecodeFromChars(token.AsSpan(0, end)));
            return header.RootElement is { ValueKind: JsonValueKind.Object } members && members.TryGetProperty("kid", out var id) && id.ValueKind is JsonValueKind.String ? id.GetString() : null;
        }
        catch (Exception malformed) when (malformed is FormatException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private sealed record Held(KeyRingSnapshot Ring, OpenIdConnectConfiguration Configuration);
}
