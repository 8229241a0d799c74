using System.Runtime.CompilerServices;
using System.Security.Claims;
using CareExchange.Identity.Scopes;

namespace CareExchange.Identity.Claims;

/// <summary>Who is calling, read from a principal of any scheme.</summary>
/// <param name="Id">Account id or client id.</param>
/// <param name="Display">Name for people.</param>
/// <param name="Role">Role code; null for a machine.</param>
/// <param name="OrganizationId">FHIR id of the organisation acted for.</param>
/// <param name="OrganizationDisplay">The organisation's name.</param>
/// <param name="PurposeOfUse">Purpose of use code.</param>
/// <param name="IsSystem">True for a machine.</param>
/// <param name="Scopes">What the token allows; nothing for staff on the pages, whose roles decide.</param>
public sealed record Caller(
    string Id,
    string Display,
    string? Role,
    string OrganizationId,
    string OrganizationDisplay,
    string PurposeOfUse,
    bool IsSystem,
    SmartScopes Scopes)
{
    /// <summary>The app through which a member of staff calls; null for a machine and on the pages.</summary>
    public string? AppId { get; init; }

    /// <summary>Id (<c>jti</c>) of the access token; null on the pages, and where a token has none.</summary>
    public string? TokenId { get; init; }

    /// <summary>Id of the only Patient this caller may reach; null for no such bound.</summary>
    public string? OnlyPatientId { get; init; }

    /// <summary>FHIR reference of who signed in, such as <c>Practitioner/kim</c> or <c>Patient/p1</c>; null where the account has none.</summary>
    public string? PersonReference { get; init; }

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

        var client = principal.FindFirstValue(IdentityClaims.Client);
        var role = principal.FindFirstValue(IdentityClaims.Role);
        var isSystem = client is not null && role is null;
        var scopes = client is not null && AppScopes.TryParse(principal.FindFirstValue(IdentityClaims.Scope), out var parsed) ? parsed.Data : SmartScopes.None;
        return new Caller(
            id,
            principal.FindFirstValue(IdentityClaims.Name) ?? id,
            role,
            organization,
            principal.FindFirstValue(IdentityClaims.Organization) ?? organization,
            principal.FindFirstValue(IdentityClaims.PurposeOfUse) ?? IdentityClaims.DefaultPurpose,
            isSystem,
            scopes)
        {
            AppId = isSystem ? null : client,
            PersonReference = isSystem ? null : principal.FindFirstValue(IdentityClaims.PersonReference),
            TokenId = principal.FindFirstValue(IdentityClaims.TokenId),
            OnlyPatientId = principal.FindFirstValue(IdentityClaims.Patient),
        };
    }
}
