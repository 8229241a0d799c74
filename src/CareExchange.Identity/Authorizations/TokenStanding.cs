using CareExchange.Identity.Clients;

namespace CareExchange.Identity.Authorizations;

/// <summary>Whether a well-signed access token of ours may still be used: what it rests on may have ended since it was signed.</summary>
internal sealed class TokenStanding(ClientRegistry clients, AppAuthorizations authorizations, RevokedTokens revoked)
{
    /// <summary>Stable reason why not, or null. Asked at every request, so that an end bites at once on this node and within the revocation lag elsewhere.</summary>
    /// <param name="token">What it rests on.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public ValueTask<string?> ProblemAsync(TokenGround token, CancellationToken cancellationToken)
    {
        // A machine whose client is known: nothing to wait for, and nothing to allocate.
        if (token.Authorization is null && clients.FindKnown(token.Client) is { Certificates.Length: 0 } client && revoked.ContainsAsync(token.Id, cancellationToken) is { IsCompletedSuccessfully: true } isRevoked)
        {
            return new(client.Enabled ? isRevoked.Result ? "token-revoked" : null : "client-stopped");
        }

        return AskAsync(token, cancellationToken);
    }

    private async ValueTask<string?> AskAsync(TokenGround token, CancellationToken cancellationToken)
    {
        if (await clients.FindAsync(token.Client, cancellationToken) is not { Enabled: true } client) return "client-stopped";
        if (client.Certificates.Length > 0 && !ClientRegistry.Trusts(client, token.Certificate)) return "certificate-stopped";
        if (await revoked.ContainsAsync(token.Id, cancellationToken)) return "token-revoked";
        return token.Authorization is { } authorization && await authorizations.FindStandingAsync(authorization, cancellationToken) is null ? "authorization-ended" : null;
    }
}
