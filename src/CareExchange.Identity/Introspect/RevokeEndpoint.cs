using CareExchange.Identity.Authorizations;
using CareExchange.Identity.Clients;
using CareExchange.Identity.Events;
using CareExchange.Storage.Accounts;
using Microsoft.AspNetCore.Http;

namespace CareExchange.Identity.Introspect;

/// <summary><c>POST /connect/revoke</c>: RFC 7009. A token of an app ends all of its authorization; a machine's ends itself.</summary>
internal sealed class RevokeEndpoint(
    ClientProof proof, TokenReader reader, AppAuthorizations authorizations, RevokedTokens revoked, TimeProvider clock, IdentityEventSink record)
{
    public async Task HandleAsync(HttpContext http)
    {
        var cancellationToken = http.RequestAborted;
        var (form, error) = await ClientForm.ReadAsync(http, cancellationToken);
        Client? client = null;
        if (form is not null) (client, error) = await proof.CheckAsync(form, http.Connection.ClientCertificate, publicToo: true, cancellationToken);
        if (error is null && form!["token"] is null) error = OAuthError.InvalidRequest("token-missing", "token is required.");
        if (error is not null)
        {
            await record(EventOf(client, http) with { Reason = error.Reason }, cancellationToken);
            await OAuthAnswer.SendAsync(http, error);
            return;
        }

        await RevokeAsync(form!["token"]!, client!, http, cancellationToken);

        // RFC 7009 §2.2: the same answer whether there was anything to revoke or not.
        http.Response.StatusCode = StatusCodes.Status200OK;
    }

    private async Task RevokeAsync(string token, Client client, HttpContext http, CancellationToken cancellationToken)
    {
        if (await authorizations.FindSecretAsync(token, cancellationToken) is { } secret)
        {
            // Found by an authorization that stands: one that has ended has nothing left to revoke.
            if (await authorizations.FindStandingAsync(secret.AuthorizationId, cancellationToken) is { } standing && standing.Authorization.ClientId == client.Id)
            {
                await authorizations.RevokeAsync(secret.AuthorizationId, client.Id, null, cancellationToken);
            }

            return;
        }

        if (await reader.ReadAsync(token, cancellationToken) is not { } found || found.Ground.Client != client.Id) return;
        if (found.Ground.Authorization is { } authorization)
        {
            await authorizations.RevokeAsync(authorization, client.Id, null, cancellationToken);
            return;
        }

        await record(EventOf(client, http) with { SubjectId = found.Ground.Id }, cancellationToken);
        await revoked.RevokeAsync(found.Ground.Id, new DateTimeOffset(found.Token.ValidTo, TimeSpan.Zero), cancellationToken);
    }

    private IdentityEvent EventOf(Client? client, HttpContext http) => new(IdentityEventKind.TokenRevoked, clock.GetUtcNow())
    {
        ActorId = client?.Id,
        ActorDisplay = client?.Display,
        OrganizationId = client?.OrganizationId,
        OrganizationDisplay = client?.OrganizationDisplay,
        IsSystem = true,
        By = client?.Id,
        NetworkAddress = http.Connection.RemoteIpAddress?.ToString(),
    };
}
