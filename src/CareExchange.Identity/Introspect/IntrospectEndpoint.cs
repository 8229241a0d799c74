using CareExchange.Identity.Authorizations;
using CareExchange.Identity.Claims;
using CareExchange.Identity.Clients;
using CareExchange.Identity.Events;
using CareExchange.Identity.Keys;
using CareExchange.Storage.Accounts;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;

namespace CareExchange.Identity.Introspect;

/// <summary><c>POST /connect/introspect</c>: RFC 7662 with the launch context of SMART App Launch, for clients that prove themselves by a key.</summary>
internal sealed class IntrospectEndpoint(ClientProof proof, TokenReader reader, AppAuthorizations authorizations, TimeProvider clock, IdentityEventSink record)
{
    private static readonly string[] s_told =
    [
        IdentityClaims.Scope, IdentityClaims.Client, IdentityClaims.Subject, JwtRegisteredClaimNames.Jti, JwtRegisteredClaimNames.Iss, JwtRegisteredClaimNames.Aud,
        IdentityClaims.Patient, IdentityClaims.FhirUser, IdentityClaims.Role, IdentityClaims.OrganizationId, IdentityClaims.PurposeOfUse,
    ];

    public async Task HandleAsync(HttpContext http)
    {
        var cancellationToken = http.RequestAborted;
        var (form, error) = await ClientForm.ReadAsync(http, cancellationToken);
        Client? client = null;
        if (form is not null) (client, error) = await proof.CheckAsync(form, http.Connection.ClientCertificate, publicToo: false, cancellationToken);
        if (error is null && form!["token"] is null) error = OAuthError.InvalidRequest("token-missing", "token is required.");
        if (error is not null)
        {
            await record(EventOf(client, http) with { Reason = error.Reason }, cancellationToken);
            await OAuthAnswer.SendAsync(http, error);
            return;
        }

        await record(EventOf(client, http), cancellationToken);
        if (await reader.ReadAsync(form!["token"]!, cancellationToken) is { } found)
        {
            await OAuthAnswer.SendAsync(http, StatusCodes.Status200OK, json =>
            {
                json.WriteBoolean("active", true);
                json.WriteString("token_type", "Bearer");
                foreach (var name in s_told)
                {
                    if (found.Token.TryGetPayloadValue<string>(name, out var value) && value is not null) json.WriteString(name, value);
                }

                if (found.Ground.Certificate is { } certificate)
                {
                    json.WriteStartObject(IdentityClaims.Confirmation);
                    json.WriteString(CertificateThumbprint.Member, certificate);
                    json.WriteEndObject();
                }

                json.WriteNumber("exp", new DateTimeOffset(found.Token.ValidTo, TimeSpan.Zero).ToUnixTimeSeconds());
                json.WriteNumber("iat", new DateTimeOffset(found.Token.IssuedAt, TimeSpan.Zero).ToUnixTimeSeconds());
            });
            return;
        }

        // A refresh token is nobody's business but its own client's.
        var refresh = await RefreshAsync(form!["token"]!, client!, cancellationToken);
        await OAuthAnswer.SendAsync(http, StatusCodes.Status200OK, json =>
        {
            json.WriteBoolean("active", refresh is not null);
            if (refresh is not { } standing) return;
            json.WriteString(IdentityClaims.Scope, standing.Authorization.Scopes);
            json.WriteString(IdentityClaims.Client, standing.Authorization.ClientId);
            json.WriteString(IdentityClaims.Subject, standing.Account.Id);
            json.WriteNumber("exp", standing.Authorization.EndsAt.ToUnixTimeSeconds());
        });
    }

    private async Task<StandingAuthorization?> RefreshAsync(string token, Client client, CancellationToken cancellationToken) =>
        await authorizations.FindSecretAsync(token, cancellationToken) is { Challenge: null, UsedAt: null } secret && clock.GetUtcNow() < secret.ExpiresAt
        && await authorizations.FindStandingAsync(secret.AuthorizationId, cancellationToken) is { } standing && standing.Authorization.ClientId == client.Id
            ? standing
            : null;

    private IdentityEvent EventOf(Client? client, HttpContext http) => new(IdentityEventKind.TokenInspected, clock.GetUtcNow())
    {
        ActorId = client?.Id,
        ActorDisplay = client?.Display,
        OrganizationId = client?.OrganizationId,
        OrganizationDisplay = client?.OrganizationDisplay,
        IsSystem = true,
        NetworkAddress = http.Connection.RemoteIpAddress?.ToString(),
    };
}
