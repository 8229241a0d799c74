using CareExchange.Storage.Accounts;

namespace CareExchange.Identity.Authorizations;

/// <summary>An authorization that holds now, with whose it is as the database says it now.</summary>
internal sealed record StandingAuthorization(AppAuthorization Authorization, StaffAccount Account, StaffGrant Grant);
