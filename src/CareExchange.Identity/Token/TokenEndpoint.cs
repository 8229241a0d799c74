using CareExchange.Identity.Clients;
using CareExchange.Identity.Events;
using CareExchange.Identity.Keys;
using CareExchange.Storage.Accounts;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CareExchange.Identity.Token;

/// <summary><c>POST /connect/token</c>: client_credentials for machines, authorization_code and refresh_token for apps.</summary>
internal sealed partial class TokenEndpoint(
    ClientProof proof, MachineGrant machines, AppGrant apps, TimeProvider clock, IdentityEventSink record, ILogger<TokenEndpoint> logger)
{
    public async Task HandleAsync(HttpContext http)
    {
        var cancellationToken = http.RequestAborted;
        var (form, unread) = await ClientForm.ReadAsync(http, cancellationToken);
        if (form is null)
        {
            await RefuseAsync(http, unread!, null, cancellationToken);
            return;
        }

        // 1. Who is it?
        var type = form["grant_type"];
        if (type is not ("client_credentials" or "authorization_code" or "refresh_token"))
        {
            var wrong = type is null ? OAuthError.InvalidRequest("grant-type-missing", "grant_type is required.") : OAuthError.UnsupportedGrantType;
            await RefuseAsync(http, wrong, null, cancellationToken);
            return;
        }

        var (client, unproven) = await proof.CheckAsync(form, http.Connection.ClientCertificate, publicToo: type != "client_credentials", cancellationToken);
        if (unproven is not null || client is null)
        {
            await RefuseAsync(http, unproven!, client, cancellationToken);
            return;
        }

        // 2. What may it have? A client with certificates gets tokens that only the one it showed may use.
        var certificate = client.Certificates.Length > 0 && http.Connection.ClientCertificate is { } shown ? CertificateThumbprint.Of(shown) : null;
        var outcome = type switch
        {
            "authorization_code" => await apps.RedeemAsync(client, certificate, form, cancellationToken),
            "refresh_token" => await apps.RefreshAsync(client, certificate, form, cancellationToken),
            _ => await machines.GrantAsync(client, certificate, form, cancellationToken),
        };
        if (outcome.Issued is not { } issued)
        {
            await RefuseAsync(http, outcome.Error!, client, cancellationToken);
            return;
        }

        // 3. Record, then answer.
        await record(EventOf(IdentityEventKind.TokenIssued, client, http) with { Scope = issued.Scope, SubjectId = issued.Id }, cancellationToken);
        LogIssued(client.Id, issued.Scope);
        await OAuthAnswer.SendAsync(http, StatusCodes.Status200OK, json =>
        {
            json.WriteString("access_token", issued.Text);
            json.WriteString("token_type", "Bearer");
            json.WriteNumber("expires_in", (int)issued.Lifetime.TotalSeconds);
            json.WriteString("scope", issued.Scope);
            if (issued.RefreshText is { } refresh) json.WriteString("refresh_token", refresh);
            if (issued.IdText is { } id) json.WriteString("id_token", id);
            if (issued.PatientId is { } patient)
            {
                json.WriteString("patient", patient);
                // The app stands alone in its window: it says itself whose data it shows.
                json.WriteBoolean("need_patient_banner", true);
            }
        });
    }

    private async Task RefuseAsync(HttpContext http, OAuthError error, Client? client, CancellationToken cancellationToken)
    {
        await record(EventOf(IdentityEventKind.TokenRefused, client, http) with { Reason = error.Reason }, cancellationToken);
        LogRefused(error.Code, error.Reason);
        await OAuthAnswer.SendAsync(http, error);
    }

    private IdentityEvent EventOf(IdentityEventKind kind, Client? client, HttpContext http) => new(kind, clock.GetUtcNow())
    {
        ActorId = client?.Id,
        ActorDisplay = client?.Display,
        OrganizationId = client?.OrganizationId,
        OrganizationDisplay = client?.OrganizationDisplay,
        IsSystem = true,
        NetworkAddress = http.Connection.RemoteIpAddress?.ToString(),
    };

    // Never the body, the assertion or the token: only what the audit has too.
    [LoggerMessage(7101, LogLevel.Information, "Access token issued to client {Client} for {Scope}")]
    private partial void LogIssued(string client, string scope);

    [LoggerMessage(7102, LogLevel.Warning, "Token request refused: {Code}, {Reason}")]
    private partial void LogRefused(string code, string reason);
}
