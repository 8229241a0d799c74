using CareExchange.Identity.Clients;
using CareExchange.Identity.Scopes;
using CareExchange.Storage.Accounts;

namespace CareExchange.Identity.Token;

/// <summary>SMART backend services: client_credentials.</summary>
internal sealed class MachineGrant(AccessTokens tokens, ScopeConstraints constraints)
{
    public async Task<GrantOutcome> GrantAsync(Client client, string? certificate, ClientForm form, CancellationToken cancellationToken)
    {
        if (client.RedirectUris.Length > 0) return OAuthError.UnauthorizedClient("client-is-app", "An app acts for a person: use authorization_code.");

        // RFC 6749 §3.3: less than asked may be granted, and is then said in the answer.
        if (form["scope"] is not { } scope || !SmartScopes.TryParse(scope, out var asked) || asked.IsEmpty)
        {
            return OAuthError.InvalidScope(form["scope"] is null ? "scope-missing" : "scope-malformed", "scope must list SMART scopes such as system/Patient.rs.");
        }

        var granted = SmartScopes.TryParse(client.Scopes, out var registered) ? constraints.Keep(asked.Intersect(registered)) : SmartScopes.None;
        return granted.IsEmpty
            ? OAuthError.InvalidScope("scope-not-registered", "None of the requested scopes can be granted to this client.")
            : await tokens.IssueAsync(client, certificate, granted, cancellationToken);
    }
}
