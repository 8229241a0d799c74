using System.Buffers.Text;
using System.Security.Claims;
using CareExchange.Identity.Authorizations;
using CareExchange.Identity.Claims;
using CareExchange.Identity.Clients;
using CareExchange.Identity.Events;
using CareExchange.Identity.Scopes;
using CareExchange.Identity.Settings;
using CareExchange.Storage.Accounts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace CareExchange.Identity.Authorize;

/// <summary>The authorization endpoint of SMART App Launch: judges what an app asks, and carries out what the person decides. The page around it belongs to Server.</summary>
public sealed class AppSignOn
{
    // RFC 6749 §4.1.2 recommends ten minutes at most; a browser's redirect takes one second.
    private static readonly TimeSpan s_codeLifetime = TimeSpan.FromMinutes(1);

    private readonly ClientRegistry _clients;
    private readonly AppAuthorizations _authorizations;
    private readonly LaunchTickets _launches;
    private readonly StaffAccountStore _accounts;
    private readonly StaffSessionStore _sessions;
    private readonly IdentityOptions _options;
    private readonly TimeProvider _clock;
    private readonly IdentityEventSink _record;
    private readonly ScopeConstraints _constraints;

    internal AppSignOn(
        ClientRegistry clients, AppAuthorizations authorizations, LaunchTickets launches, StaffAccountStore accounts, StaffSessionStore sessions,
        IdentityOptions options, TimeProvider clock, IdentityEventSink record, ScopeConstraints constraints) =>
        (_clients, _authorizations, _launches, _accounts, _sessions, _options, _clock, _record, _constraints) =
            (clients, authorizations, launches, accounts, sessions, options, clock, record, constraints);

    /// <summary>Judges the query of an authorization request (RFC 6749 §4.1.1, RFC 7636, SMART App Launch 2.2).</summary>
    public async Task<AuthorizeVerdict> JudgeAsync(IQueryCollection query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);

        // 1. Before the address is known to be the app's own, nothing may be sent there: the page says it.
        if (query.Any(parameter => parameter.Value.Count > 1)) return Refused("parameter-repeated");
        string? Text(string name) => query[name] is [{ Length: > 0 } value] ? value : null;
        if (Text("client_id") is not { } id || !ClientRegistrationRules.IsClientId(id)
            || await _clients.FindAsync(id, cancellationToken) is not { Enabled: true, RedirectUris.Length: > 0 } client)
        {
            return Refused("client-unknown");
        }

        if (Text("redirect_uri") is not { } redirect || !RedirectUri.IsRegistered(client, redirect)) return Refused("redirect-uri-unknown");

        // 2. From here on the app is told.
        var state = Text("state");
        AuthorizeVerdict Told(string error, string description) => new(null, Answer(redirect, state, ("error", error), ("error_description", description)), null);
        if (state is null) return Told("invalid_request", "state is required.");
        if (Text("response_type") != "code") return Told("unsupported_response_type", "response_type must be code.");

        // OpenID Connect Core §6: whoever cannot read a request that stands in a JWT says so, and goes by none of it.
        if (Text("request") is not null) return Told("request_not_supported", "The parameters stand in the query.");
        if (Text("request_uri") is not null) return Told("request_uri_not_supported", "The parameters stand in the query.");
        if (Text("response_mode") is not (null or "query")) return Told("invalid_request", "response_mode must be query.");
        if (Text("code_challenge_method") != "S256" || Text("code_challenge") is not { } challenge || !IsChallenge(challenge))
        {
            return Told("invalid_request", "PKCE is required: code_challenge_method=S256 and a code_challenge of 43 characters.");
        }

        if (Text("aud")?.TrimEnd('/') is not { } audience || audience != FhirBase) return Told("invalid_request", $"aud must be {FhirBase}.");
        if (Text("nonce") is { Length: > 255 }) return Told("invalid_request", "nonce may have 255 characters.");
        if (!AppScopes.TryParse(Text("scope"), out var asked) || !AppScopes.TryParse(client.Scopes, out var registered)) return Told("invalid_scope", "scope is malformed.");
        var granted = _constraints.Keep(asked.Intersect(registered));
        if (granted.Data.IsEmpty && !granted.Has("openid")) return Told("invalid_scope", "None of the requested scopes can be granted to this app.");
        if (Text("prompt") == "none") return Told("interaction_required", "The person is always asked.");

        // 3. Opened from a page: for the person on it.
        var launch = Text("launch");
        if (launch is null && asked.Has("launch")) return Told("invalid_request", "launch is required with the launch scope.");
        LaunchTickets.Ticket? ticket = null;
        if (launch is not null && (ticket = _launches.Read(launch)) is null) return Told("invalid_request", "launch is not valid, or no longer.");
        return new(
            new AppRequest(client.Id, client.Display, client.OrganizationDisplay, redirect, state, granted, challenge, Text("nonce"))
            {
                PatientId = ticket?.PatientId, LaunchSession = ticket?.SessionId,
            },
            null,
            null);
    }

    /// <summary>The signed-in person says yes.</summary>
    /// <param name="request">As <see cref="JudgeAsync"/> found it.</param>
    /// <param name="staff">Who says it, of the session scheme.</param>
    /// <param name="patientId">The Patient chosen where <see cref="AppRequest.NeedsPatient"/>; the host has made sure that the person may see them.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Where to send the browser.</returns>
    public async Task<string> AllowAsync(AppRequest request, ClaimsPrincipal staff, string? patientId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var now = _clock.GetUtcNow();
        patientId = request.PatientId ?? patientId;
        var sessionId = staff.FindFirstValue(IdentityClaims.Session);
        if (sessionId is null || await _sessions.FindAsync(sessionId, cancellationToken) is not { } session
            || (request.LaunchSession is { } opener && opener != sessionId)
            || (request.Scopes.HasPatientScopes && patientId is null)
            || await _accounts.FindAsync(session.AccountId, cancellationToken) is not { } account)
        {
            return Answer(request.RedirectUri, request.State, ("error", "access_denied"), ("error_description", "The request does not belong to this session."));
        }

        var authorization = new AppAuthorization
        {
            Id = Guid.CreateVersion7(now).ToString("N"),
            ClientId = request.ClientId,
            AccountId = account.Id,
            GrantId = session.GrantId,
            SessionId = request.IsOffline ? null : session.Id,
            Scopes = request.Scopes.ToString(),
            PatientId = patientId,
            Nonce = request.Nonce,
            StartedAt = now,
            EndsAt = request.IsOffline ? now + _options.OfflineAccessLimit : session.EndsAt,
        };
        var code = await _authorizations.OpenAsync(authorization, request.RedirectUri, request.Challenge, now + s_codeLifetime, cancellationToken);
        await _record(EventOf(IdentityEventKind.AppAllowed, request, staff) with { SubjectId = authorization.Id }, cancellationToken);
        return Answer(request.RedirectUri, request.State, ("code", code));
    }

    /// <summary>The signed-in person says no.</summary>
    /// <returns>Where to send the browser.</returns>
    public async Task<string> RefuseAsync(AppRequest request, ClaimsPrincipal staff, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        await _record(EventOf(IdentityEventKind.AppAllowed, request, staff) with { Reason = "person-refused" }, cancellationToken);
        return Answer(request.RedirectUri, request.State, ("error", "access_denied"), ("error_description", "The person did not allow it."));
    }

    private string FhirBase => _options.Issuer + _options.FhirBasePath;

    private static AuthorizeVerdict Refused(string reason) => new(null, null, reason);

    // RFC 9207: iss tells the app which server answered, so that one cannot be mixed up with another.
    private string Answer(string redirect, string? state, params ReadOnlySpan<(string Name, string Value)> values)
    {
        var address = redirect;
        foreach (var (name, value) in values) address = QueryHelpers.AddQueryString(address, name, value);
        if (state is not null) address = QueryHelpers.AddQueryString(address, "state", state);
        return QueryHelpers.AddQueryString(address, "iss", _options.Issuer);
    }

    private IdentityEvent EventOf(IdentityEventKind kind, AppRequest request, ClaimsPrincipal staff) => new(kind, _clock.GetUtcNow())
    {
        ActorId = staff.FindFirstValue(IdentityClaims.Subject),
        ActorDisplay = staff.FindFirstValue(IdentityClaims.Name),
        Role = staff.FindFirstValue(IdentityClaims.Role),
        OrganizationId = staff.FindFirstValue(IdentityClaims.OrganizationId),
        OrganizationDisplay = staff.FindFirstValue(IdentityClaims.Organization),
        Scope = request.Scopes.ToString(),
        By = request.ClientId,
    };

    // RFC 7636 §4.2: base64url of 32 bytes.
    private static bool IsChallenge(string text) => text.Length == 43 && Base64Url.IsValid(text);
}
