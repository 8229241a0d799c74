using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using CareExchange.Identity.Keys;
using CareExchange.Identity.Settings;
using CareExchange.Storage.Accounts;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CareExchange.Identity.Clients;

/// <summary>Checks a <c>private_key_jwt</c> client assertion: RFC 7523 §3 as narrowed by SMART backend services.</summary>
internal sealed class ClientAssertions(ClientRegistry clients, UsedAssertionStore used, IdentityOptions options, TimeProvider clock)
{
    /// <summary>Longest assertion read.</summary>
    public const int MaximumLength = 8192;

    private const int MaximumJti = 255;
    // SMART 2.2 backend services: "exp … no more than five minutes in the future".
    private static readonly TimeSpan s_maximumLife = TimeSpan.FromMinutes(5);
    private static readonly JsonWebTokenHandler s_handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = MaximumLength };

    public async Task<AssertionVerdict> CheckAsync(string? assertion, CancellationToken cancellationToken)
    {
        // 1. Shape and claims come first: reading costs microseconds, signatures cost milliseconds, and strangers choose the input.
        if (!TryRead(assertion, out var token)) return AssertionVerdict.Refused("assertion-malformed", "The client assertion is not a signed JWT.");
        if (Judge(token) is { } refused) return refused;

        // 2. Who says so, and does one of their keys agree?
        if (!ClientRegistrationRules.IsClientId(token.Subject) || await clients.FindAsync(token.Subject, cancellationToken) is not { } client)
        {
            return AssertionVerdict.NotProven("client-unknown");
        }

        if (!client.Enabled) return AssertionVerdict.NotProven("client-disabled", client);
        if (ClientKeySet.Find(client.Jwks, token.Kid, token.Alg) is not { } key) return AssertionVerdict.NotProven("key-unknown", client);
        if (!await IsSignedAsync(token, key)) return AssertionVerdict.NotProven("signature-invalid", client);

        // 3. Only a proven assertion is remembered, so strangers cannot fill the table or burn a client's ids.
        var mark = new UsedAssertion
        {
            ClientId = client.Id,
            JtiHash = Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(token.Id))),
            ExpiresAt = new DateTimeOffset(token.ValidTo, TimeSpan.Zero) + options.ClockSkew,
        };
        return await used.TryUseAsync(mark, cancellationToken)
            ? new AssertionVerdict(client, null, null)
            : AssertionVerdict.Refused("assertion-replayed", "The client assertion was used before.", client);
    }

    private static bool TryRead(string? assertion, [NotNullWhen(true)] out JsonWebToken? token)
    {
        token = null;
        if (assertion is null or { Length: 0 or > MaximumLength }) return false;
        try
        {
            token = s_handler.ReadJsonWebToken(assertion);
            // Claims are read lazily and throw when they have the wrong JSON type: touched here, so that nothing throws later.
            _ = (token.Alg, token.Kid, token.Issuer, token.Subject, token.Id, token.Audiences.Count(), token.ValidFrom, token.ValidTo, token.IssuedAt);
            // RFC 7515 §4.1.11: a critical extension that is not understood makes the token invalid, and none is understood.
            return !token.IsEncrypted && token.EncodedSignature.Length > 0 && !token.TryGetHeaderValue<object>("crit", out _);
        }
        catch (Exception malformed) when (malformed is not OutOfMemoryException)
        {
            // The reader has no single exception for bad input; whatever it was, the input is what was wrong.
            return false;
        }
    }

    private AssertionVerdict? Judge(JsonWebToken token)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (!KeyAlgorithms.All.Contains(token.Alg)) return AssertionVerdict.Refused("algorithm-refused", "The client assertion must be signed with RS384 or ES384.");
        if (token.Kid is not { Length: > 0 }) return AssertionVerdict.Refused("key-id-missing", "The client assertion needs a kid header.");
        if (token.Issuer is not { Length: > 0 } || token.Issuer != token.Subject)
        {
            return AssertionVerdict.Refused("issuer-not-subject", "iss and sub of the client assertion must both be the client id.");
        }

        // An absent jti reads as an empty one: refused here, or the first of all empty ones would be accepted.
        if (token.Id is not { Length: > 0 and <= MaximumJti }) return AssertionVerdict.Refused("jti-missing", $"The client assertion needs a jti of 1 to {MaximumJti} characters.");

        // Every audience is this one: a proof that was made for another server as well could be sent on by it (the audience injection of CVE-2025-27370).
        if (!token.Audiences.Any() || token.Audiences.Any(audience => audience != options.TokenEndpoint))
        {
            return AssertionVerdict.Refused("audience-wrong", $"aud of the client assertion must be {options.TokenEndpoint}.");
        }

        if (token.ValidTo == DateTime.MinValue) return AssertionVerdict.Refused("expiry-missing", "The client assertion needs exp.");
        if (token.ValidTo <= now - options.ClockSkew) return AssertionVerdict.Refused("assertion-expired", "The client assertion has expired.");
        if (token.ValidTo > now + s_maximumLife + options.ClockSkew) return AssertionVerdict.Refused("expiry-too-far", "exp of the client assertion may be five minutes ahead at most.");
        return token.ValidFrom > now + options.ClockSkew || token.IssuedAt > now + options.ClockSkew
            ? AssertionVerdict.Refused("assertion-not-yet-valid", "The client assertion is not valid yet.")
            : null;
    }

    private static async Task<bool> IsSignedAsync(JsonWebToken token, SecurityKey key)
    {
        var result = await s_handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            IssuerSigningKey = key,
            ValidAlgorithms = KeyAlgorithms.All,
            RequireSignedTokens = true,
            // Judged above, by our clock and with reasons of our own.
            ValidateIssuer = false,
            ValidateAudience = false,
            ValidateLifetime = false,
        });
        return result.IsValid;
    }
}
