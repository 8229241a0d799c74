using System.Globalization;
using CareExchange.Storage.Accounts;

namespace CareExchange.Identity.Staff;

/// <summary>Brings an account's grants to what they shall be, leaving the past as it was.</summary>
internal static class StaffGrants
{
    /// <summary>Ends what is no longer wanted, adds what is missing; true when a standing grant was ended.</summary>
    public static bool Apply(StaffAccount account, IReadOnlyList<GrantRegistration> wanted, string by, DateTimeOffset now)
    {
        var standing = account.Grants.Where(grant => grant.EndedAt is null && !(grant.ValidUntil <= now)).ToList();
        var missing = wanted.Where(one => !standing.Any(grant => Same(grant, one))).ToList();
        var unwanted = standing.Where(grant => !wanted.Any(one => Same(grant, one))).ToList();
        foreach (var grant in unwanted)
        {
            grant.EndedAt = now;
            grant.EndedBy = by;
        }

        foreach (var one in missing)
        {
            account.Grants.Add(new StaffGrant
            {
                // Numbered, so that of several grants the first named stays the first.
                Id = string.Create(CultureInfo.InvariantCulture, $"{account.Id}.{account.Grants.Count + 1:D4}"),
                AccountId = account.Id,
                Role = one.Role,
                OrganizationId = one.OrganizationId,
                OrganizationDisplay = one.OrganizationDisplay,
                PurposeOfUse = one.PurposeOfUse,
                ValidFrom = one.ValidFrom ?? now,
                ValidUntil = one.ValidUntil,
                GrantedBy = by,
                GrantedAt = now,
            });
        }

        return unwanted.Count > 0;
    }

    // Instants are compared as the database keeps them, to the millisecond: a finer one would differ from itself after storing.
    private static bool Same(StaffGrant grant, GrantRegistration one) =>
        grant.Role == one.Role
        && grant.OrganizationId == one.OrganizationId
        && grant.PurposeOfUse == one.PurposeOfUse
        && grant.ValidUntil?.ToUnixTimeMilliseconds() == one.ValidUntil?.ToUnixTimeMilliseconds()
        && (one.ValidFrom is not { } from || grant.ValidFrom.ToUnixTimeMilliseconds() == from.ToUnixTimeMilliseconds());
}
