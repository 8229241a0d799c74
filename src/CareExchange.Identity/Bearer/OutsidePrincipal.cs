using System.Security.Claims;
using CareExchange.Identity.Claims;
using CareExchange.Identity.Scopes;
using CareExchange.Identity.Settings;

namespace CareExchange.Identity.Bearer;

/// <summary>Turns an outside issuer's claims into ours and cuts them to what the operator allows that issuer.</summary>
internal static class OutsidePrincipal
{
    /// <summary>The principal, or null when the token names no caller or no organisation.</summary>
    public static ClaimsPrincipal? Create(ClaimsPrincipal theirs, OutsideIssuer issuer)
    {
        var client = theirs.FindFirstValue(IdentityClaims.Client) ?? theirs.FindFirstValue("azp") ?? theirs.FindFirstValue(IdentityClaims.Subject);
        var organization = issuer.FixedOrganization ?? theirs.FindFirstValue(issuer.OrganizationClaim);
        if (client is not { Length: > 0 } || organization is not { Length: > 0 }) return null;

        var display = issuer.FixedOrganization is null ? theirs.FindFirstValue(IdentityClaims.Organization) : issuer.FixedOrganizationDisplay;
        // The issuer's name goes in front: two authorization servers may well know two different machines by one id.
        var id = $"{issuer.Name}:{client}";
        var identity = new ClaimsIdentity(
            [
                new(IdentityClaims.Subject, id),
                new(IdentityClaims.Client, id),
                new(IdentityClaims.Name, theirs.FindFirstValue(IdentityClaims.Name) ?? id),
                new(IdentityClaims.OrganizationId, organization),
                new(IdentityClaims.Organization, display ?? organization),
                new(IdentityClaims.PurposeOfUse, theirs.FindFirstValue(IdentityClaims.PurposeOfUse) ?? IdentityClaims.DefaultPurpose),
                new(IdentityClaims.Scope, Granted(theirs, issuer).ToString()),
            ],
            IdentitySchemes.OutsideBearer(issuer.Name),
            IdentityClaims.Name,
            IdentityClaims.Role);
        return new ClaimsPrincipal(identity);
    }

    // Other servers put scopes in "scope" or "scp", as one text or a list, beside scopes that mean nothing here.
    private static SmartScopes Granted(ClaimsPrincipal theirs, OutsideIssuer issuer)
    {
        var stated = theirs.FindAll(claim => claim.Type is IdentityClaims.Scope or "scp")
            .SelectMany(claim => claim.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(text => SmartScope.TryParse(text, out _));
        return SmartScopes.TryParse(string.Join(' ', stated), out var scopes) && SmartScopes.TryParse(issuer.AllowedScopes, out var allowed)
            ? scopes.Intersect(allowed)
            : SmartScopes.None;
    }
}
