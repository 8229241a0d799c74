using CareExchange.Identity.Keys;
using CareExchange.Identity.Settings;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace CareExchange.Identity.Bearer;

/// <summary>Gives JwtBearer our own keys from memory, where an outside issuer's come over HTTP: the rest of the check is the same code.</summary>
internal sealed class OwnIssuerConfiguration(SigningKeys keys, IdentityOptions options) : IConfigurationManager<OpenIdConnectConfiguration>
{
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

    private sealed record Held(KeyRingSnapshot Ring, OpenIdConnectConfiguration Configuration);
}
