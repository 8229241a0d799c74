using Microsoft.IdentityModel.Tokens;

namespace CareExchange.Identity.Keys;

/// <summary>The ring as it stood at one moment.</summary>
/// <param name="Signing">What signs now.</param>
/// <param name="Published">What tokens are checked with: past, present and next keys.</param>
/// <param name="Jwks">The published keys as a JWK Set.</param>
/// <param name="RefreshAt">When to look again: the next change of the ring, or another node's chance to have made one.</param>
internal sealed record KeyRingSnapshot(SigningCredentials Signing, IReadOnlyList<SecurityKey> Published, string Jwks, DateTimeOffset RefreshAt);
