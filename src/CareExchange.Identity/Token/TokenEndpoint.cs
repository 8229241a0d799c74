using System.Globalization;
using System.Text.Json;
using CareExchange.Identity.Clients;
using CareExchange.Identity.Events;
using CareExchange.Identity.Scopes;
using CareExchange.Storage.Accounts;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CareExchange.Identity.Token;

/// <summary><c>POST /connect/token</c>: SMART backend services, client_credentials with private_key_jwt.</summary>
internal sealed partial class TokenEndpoint(
    ClientAssertions assertions, AccessTokens tokens, TimeProvider clock, IdentityEventSink record, ILogger<TokenEndpoint> logger)
{
    public async Task HandleAsync(HttpContext http)
    {
        var cancellationToken = http.RequestAborted;
        var (request, error) = await TokenRequest.ReadAsync(http, cancellationToken);
        if (request is null)
        {
            await RefuseAsync(http, error ?? OAuthError.UnsupportedGrantType, null, cancellationToken);
            return;
        }

        // 1. Who is it?
        var verdict = await assertions.CheckAsync(request.Assertion, cancellationToken);
        if (verdict is not { Client: { } client, Reason: null })
        {
            await RefuseAsync(http, OAuthError.InvalidClient(verdict.Reason ?? "", verdict.Description ?? ""), verdict.Client, cancellationToken);
            return;
        }

        if (request.ClientId is { } stated && stated != client.Id)
        {
            await RefuseAsync(http, OAuthError.InvalidClient("client-id-differs", "client_id differs from the assertion's subject."), client, cancellationToken);
            return;
        }

        // 2. What may it have? RFC 6749 §3.3: less than asked may be granted, and is then said in the answer.
        if (request.Scope is null || !SmartScopes.TryParse(request.Scope, out var asked) || asked.IsEmpty)
        {
            await RefuseAsync(http, OAuthError.InvalidScope(request.Scope is null ? "scope-missing" : "scope-malformed", "scope must list SMART scopes such as system/Patient.rs."), client, cancellationToken);
            return;
        }

        var granted = SmartScopes.TryParse(client.Scopes, out var registered) ? asked.Intersect(registered) : SmartScopes.None;
        if (granted.IsEmpty || granted.Scopes.Any(scope => scope.Constraint is not null))
        {
            await RefuseAsync(http, OAuthError.InvalidScope("scope-not-registered", "None of the requested scopes can be granted to this client."), client, cancellationToken);
            return;
        }

        // 3. Record, then answer.
        var issued = await tokens.IssueAsync(client, granted, cancellationToken);
        await record(
            EventOf(IdentityEventKind.TokenIssued, client, http) with { Scope = granted.ToString(), SubjectId = issued.Id }, cancellationToken);
        LogIssued(client.Id, granted.ToString());
        await AnswerAsync(http, StatusCodes.Status200OK, json =>
        {
            json.WriteString("access_token", issued.Text);
            json.WriteString("token_type", "Bearer");
            json.WriteNumber("expires_in", (int)issued.Lifetime.TotalSeconds);
            json.WriteString("scope", granted.ToString());
        });
    }

    private async Task RefuseAsync(HttpContext http, OAuthError error, Client? client, CancellationToken cancellationToken)
    {
        await record(EventOf(IdentityEventKind.TokenRefused, client, http) with { Reason = error.Reason }, cancellationToken);
        LogRefused(error.Code, error.Reason);
        await AnswerAsync(http, error.Status, json =>
        {
            json.WriteString("error", error.Code);
            json.WriteString("error_description", error.Description);
        });
    }

    private IdentityEvent EventOf(IdentityEventKind kind, Client? client, HttpContext http) => new(kind, clock.GetUtcNow())
    {
        ActorId = client?.Id,
        ActorDisplay = client?.Display,
        OrganizationId = client?.OrganizationId,
        IsSystem = true,
        NetworkAddress = http.Connection.RemoteIpAddress?.ToString(),
    };

    private static async Task AnswerAsync(HttpContext http, int status, Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        await using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        // RFC 6749 §5.1: no cache may keep an answer that holds a token.
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.Pragma = "no-cache";
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        http.Response.Headers.ContentLength = buffer.Length;
        await http.Response.Body.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), http.RequestAborted);
    }

    // Never the body, the assertion or the token: only what the audit has too.
    [LoggerMessage(7101, LogLevel.Information, "Access token issued to client {Client} for {Scope}")]
    private partial void LogIssued(string client, string scope);

    [LoggerMessage(7102, LogLevel.Warning, "Token request refused: {Code}, {Reason}")]
    private partial void LogRefused(string code, string reason);
}
