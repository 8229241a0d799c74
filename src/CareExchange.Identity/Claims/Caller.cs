using System.Runtime.CompilerServices;
using System.Security.Claims;
using CareExchange.Identity.Scopes;

namespace CareExchange.Identity.Claims;

/// <summary>Who is calling, read from a principal of either scheme.</summary>
/// <param name="Id">Account id or client id.</param>
/// <param name="Display">Name for people.</param>
/// <param name="Role">Role code; null for a machine.</param>
/// <param name="OrganizationId">FHIR id of the organisation acted for.</param>
/// <param name="OrganizationDisplay">The organisation's name.</param>
/// <param name="PurposeOfUse">Purpose of use code.</param>
/// <param name="IsSystem">True for a machine.</param>
/// <param name="Scopes">What the token allows; nothing for staff, whose roles decide.</param>
/// <param name="MessageKinds">Kinds of partner message a machine may send.</param>
public sealed record Caller(
    string Id,
    string Display,
    string? Role,
    string OrganizationId,
    string OrganizationDisplay,
    string PurposeOfUse,
    bool IsSystem,
    SmartScopes Scopes,
    IReadOnlyList<string> MessageKinds)
{
    // A principal is read several times in a request, and one of a machine serves many requests.
    private static readonly ConditionalWeakTable<ClaimsPrincipal, Caller> s_known = [];

    /// <summary>The caller, or null when nobody is signed in or the principal names no organisation. Claims added to a principal later are not seen.</summary>
    public static Caller? From(ClaimsPrincipal? principal)
    {
        if (principal is null) return null;
        if (s_known.TryGetValue(principal, out var known)) return known;
        if (Read(principal) is not { } caller) return null;
        s_known.AddOrUpdate(principal, caller);
        return caller;
    }

    private static Caller? Read(ClaimsPrincipal principal)
    {
        if (principal.Identity is not { IsAuthenticated: true }
            || principal.FindFirstValue(IdentityClaims.Subject) is not { Length: > 0 } id
            || principal.FindFirstValue(IdentityClaims.OrganizationId) is not { Length: > 0 } organization)
        {
            return null;
        }

        var isSystem = principal.HasClaim(claim => claim.Type == IdentityClaims.Client);
        return new Caller(
            id,
            principal.FindFirstValue(IdentityClaims.Name) ?? id,
            isSystem ? null : principal.FindFirstValue(IdentityClaims.Role),
            organization,
            principal.FindFirstValue(IdentityClaims.Organization) ?? organization,
            principal.FindFirstValue(IdentityClaims.PurposeOfUse) ?? IdentityClaims.DefaultPurpose,
            isSystem,
            isSystem && SmartScopes.TryParse(principal.FindFirstValue(IdentityClaims.Scope), out var scopes) ? scopes : SmartScopes.None,
            [.. principal.FindAll(IdentityClaims.MessageKinds).Select(claim => claim.Value)]);
    }
}
