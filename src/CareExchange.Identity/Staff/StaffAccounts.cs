using CareExchange.Identity.Events;
using CareExchange.Identity.Passwords;
using CareExchange.Identity.Registrations;
using CareExchange.Identity.Sessions;
using CareExchange.Identity.Settings;
using CareExchange.Storage.Accounts;

namespace CareExchange.Identity.Staff;

/// <summary>Registers staff: for the demo, the command line and the operator's page.</summary>
public sealed class StaffAccounts(
    StaffAccountStore store, SecondFactorStore factors, StaffSessions sessions, PasswordHasher hasher, IdentityOptions options, TimeProvider clock, IdentityEventSink record)
{
    /// <summary>All accounts in name order, with the history of their grants.</summary>
    public async Task<IReadOnlyList<StaffSummary>> ListAsync(CancellationToken cancellationToken) =>
        Summaries(await store.ListAsync(cancellationToken), await factors.ListAsync(cancellationToken));

    /// <summary>What is registered, without the password, for whoever is about to change it; null for an unknown name.</summary>
    public async Task<StaffRegistration?> DescribeAsync(string name, CancellationToken cancellationToken)
    {
        if (StaffNames.Normalize(name) is not { } known || await store.FindByNameAsync(known, cancellationToken) is not { } account) return null;
        var now = clock.GetUtcNow();
        return new(account.Name, account.Display)
        {
            FhirUser = account.FhirUser,
            Enabled = account.Enabled,
            Grants = [.. account.Grants.Where(grant => grant.EndedAt is null && !(grant.ValidUntil <= now)).OrderBy(grant => grant.Id, StringComparer.Ordinal)
                .Select(grant => new GrantRegistration(grant.Role, grant.OrganizationId, grant.OrganizationDisplay)
                {
                    PurposeOfUse = grant.PurposeOfUse, ValidFrom = grant.ValidFrom, ValidUntil = grant.ValidUntil,
                })],
        };
    }

    /// <summary>Makes the account what the registration says. The same registration again changes nothing and records nothing.</summary>
    /// <remarks>A new password and a disabled account end the account's sessions; a withdrawn grant ends those opened under it.</remarks>
    public async Task<RegistrationResult> UpsertAsync(StaffRegistration registration, string by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(registration);
        var problems = StaffRegistrationRules.Problems(registration, options);
        if (problems.Count > 0 || StaffNames.Normalize(registration.Name) is not { } name) return RegistrationResult.Refused(problems);

        var known = await store.FindByNameAsync(name, cancellationToken);
        if (known is null && registration.Password is { } first)
        {
            var account = NewAccount(registration, name, first);
            StaffGrants.Apply(account, registration.Grants, by, clock.GetUtcNow());
            if (await store.AddAsync(account, cancellationToken))
            {
                await RecordAsync(account, by, cancellationToken);
                return new RegistrationResult(account.Id, Created: true, Changed: true, []);
            }

            known = await store.FindByNameAsync(name, cancellationToken);
        }

        return known is null
            ? RegistrationResult.Refused([StaffRegistrationRules.PasswordMissing])
            : await ChangeAsync(known, registration, by, cancellationToken);
    }

    /// <summary>Lets an account sign in, or ends its sessions and lets it no more; false when nothing changed or the name is unknown.</summary>
    public async Task<bool> EnableAsync(string name, bool isEnabled, string by, CancellationToken cancellationToken)
    {
        if (StaffNames.Normalize(name) is not { } known || await store.FindByNameAsync(known, cancellationToken) is not { } account
            || !await store.ChangeAsync(account.Id, stored => stored.Enabled = isEnabled, cancellationToken))
        {
            return false;
        }

        if (!isEnabled) await sessions.RevokeAllAsync(account.Id, by, cancellationToken);
        await RecordAsync(account, by, cancellationToken);
        return true;
    }

    /// <summary>Takes the device of an account away, for somebody who lost it and the recovery codes too; its sessions end. False when the name is unknown or has no device.</summary>
    public async Task<bool> RemoveFactorAsync(string name, string by, CancellationToken cancellationToken)
    {
        if (StaffNames.Normalize(name) is not { } known || await store.FindByNameAsync(known, cancellationToken) is not { } account
            || !await factors.RemoveAsync(account.Id, cancellationToken))
        {
            return false;
        }

        await sessions.RevokeAllAsync(account.Id, by, cancellationToken);
        await record(AccountEvents.Of(IdentityEventKind.SecondFactorChanged, account, clock.GetUtcNow(), by), cancellationToken);
        return true;
    }

    private StaffAccount NewAccount(StaffRegistration registration, string name, string password)
    {
        var now = clock.GetUtcNow();
        return new StaffAccount
        {
            Id = Guid.CreateVersion7(now).ToString("N"),
            Name = name,
            Display = registration.Display,
            PasswordHash = hasher.Hash(password),
            FhirUser = registration.FhirUser,
            Enabled = registration.Enabled,
            CreatedAt = now,
            PasswordChangedAt = now,
        };
    }

    private async Task<RegistrationResult> ChangeAsync(
        StaffAccount known, StaffRegistration registration, string by, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        // Hashing costs a tenth of a second: done before the transaction, not inside it.
        var check = registration.Password is { } password ? hasher.Verify(password, known.PasswordHash) : PasswordCheck.Succeeded;
        var newHash = check is PasswordCheck.Succeeded || registration.Password is null ? null : hasher.Hash(registration.Password);
        var withdrawn = false;
        var changed = await store.ChangeAsync(
            known.Id,
            account =>
            {
                account.Display = registration.Display;
                account.FhirUser = registration.FhirUser;
                account.Enabled = registration.Enabled;
                if (newHash is not null) account.PasswordHash = newHash;
                if (check is PasswordCheck.Failed) account.PasswordChangedAt = now;
                withdrawn = StaffGrants.Apply(account, registration.Grants, by, now);
            },
            cancellationToken);

        if (check is PasswordCheck.Failed || withdrawn || !registration.Enabled) await sessions.RevokeAllAsync(known.Id, by, cancellationToken);
        if (changed) await RecordAsync(known, by, cancellationToken);
        return new RegistrationResult(known.Id, Created: false, changed, []);
    }

    private ValueTask RecordAsync(StaffAccount account, string by, CancellationToken cancellationToken) =>
        record(AccountEvents.Of(IdentityEventKind.StaffChanged, account, clock.GetUtcNow(), by), cancellationToken);

    private static List<StaffSummary> Summaries(IReadOnlyList<StaffAccount> accounts, IReadOnlySet<string> withFactor) => [.. accounts.Select(account => new StaffSummary(
        account.Id,
        account.Name,
        account.Display,
        account.Enabled,
        withFactor.Contains(account.Id),
        [.. account.Grants.OrderBy(grant => grant.Id, StringComparer.Ordinal).Select(grant => new StaffGrantSummary(
            grant.Role, grant.OrganizationId, grant.ValidFrom, grant.ValidUntil, grant.GrantedBy, grant.EndedAt, grant.EndedBy))]))];
}
