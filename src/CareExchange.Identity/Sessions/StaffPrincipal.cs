using System.Security.Claims;
using CareExchange.Identity.Claims;
using CareExchange.Identity.Settings;
using CareExchange.Storage.Accounts;

namespace CareExchange.Identity.Sessions;

/// <summary>Makes the principal of a session from what the database says now, so that a changed name or role needs no new sign-in.</summary>
internal static class StaffPrincipal
{
    public static ClaimsPrincipal Create(StaffAccount account, StaffGrant grant, StaffSession session)
    {
        var identity = new ClaimsIdentity(
            [
                new(IdentityClaims.Subject, account.Id),
                new(IdentityClaims.Name, account.Display),
                new(IdentityClaims.Role, grant.Role),
                new(IdentityClaims.OrganizationId, grant.OrganizationId),
                new(IdentityClaims.Organization, grant.OrganizationDisplay),
                new(IdentityClaims.PurposeOfUse, grant.PurposeOfUse),
                new(IdentityClaims.Session, session.Id),
            ],
            IdentitySchemes.Session,
            IdentityClaims.Name,
            IdentityClaims.Role);
        identity.AddClaims(session.Methods.Split(' ').Select(method => new Claim(IdentityClaims.Methods, method)));
        if (account.FhirUser is { } fhirUser) identity.AddClaims([new Claim(IdentityClaims.FhirUser, fhirUser), new Claim(IdentityClaims.PersonReference, fhirUser)]);
        return new ClaimsPrincipal(identity);
    }
}
