using CareExchange.Identity.Passwords;
using CareExchange.Identity.Secrets;
using CareExchange.Identity.Settings;
using CareExchange.Storage.Accounts;

namespace CareExchange.Identity.Staff;

/// <summary>Judges a name and a password. Known and unknown names take the same steps and the same time.</summary>
internal sealed class StaffCredentials(
    StaffAccountStore accounts, SignInAttemptStore attempts, PasswordHasher hasher, MasterSecret secret, IdentityOptions options, TimeProvider clock) : IDisposable
{
    // One hash keeps one core busy for a tenth of a second: half of the cores stay free for everyone else, whoever floods the page.
    private readonly SemaphoreSlim _hashing = new(Math.Max(1, Environment.ProcessorCount / 2));

    public async Task<CredentialVerdict> JudgeAsync(string? typedName, string? password, CancellationToken cancellationToken)
    {
        // 1. Count the attempt before looking at it, so that attempts sent together cannot pass the lock together.
        var now = clock.GetUtcNow();
        var name = StaffNames.Normalize(typedName) ?? "";
        var nameKey = secret.NameKey(name);
        var admission = await BeginAsync(name, now, cancellationToken);
        if (!admission.Admitted)
        {
            return new CredentialVerdict(SignInStatus.LockedOut, "name-locked", RetryAfter: admission.LockedUntil - now);
        }

        // 2. Compare, with a decoy where nobody has the name.
        var account = await accounts.FindByNameAsync(name, cancellationToken);
        var check = await VerifyAsync(password, account?.PasswordHash, cancellationToken);
        if (account is null) return new CredentialVerdict(SignInStatus.Refused, "unknown-name");
        if (check is PasswordCheck.Failed) return new CredentialVerdict(SignInStatus.Refused, "wrong-password", account);
        if (!account.Enabled) return new CredentialVerdict(SignInStatus.Refused, "account-disabled", account);
        if (account.Grants.Where(grant => grant.HoldsAt(now)).MinBy(grant => grant.Id, StringComparer.Ordinal) is not { } held)
        {
            return new CredentialVerdict(SignInStatus.Refused, "no-valid-grant", account);
        }

        // 3. The password is at hand only now: the one moment to move an old hash to today's settings.
        if (check is PasswordCheck.SucceededWeakly && password is not null)
        {
            await accounts.UpgradeHashAsync(account.Id, account.PasswordHash, hasher.Hash(password), cancellationToken);
        }

        await attempts.ClearAsync(nameKey, cancellationToken);
        return new CredentialVerdict(SignInStatus.Succeeded, null, account, held);
    }

    /// <summary>The sign-in name of an account, or null.</summary>
    public async Task<string?> NameOfAsync(string accountId, CancellationToken cancellationToken) => (await accounts.FindAsync(accountId, cancellationToken))?.Name;

    /// <summary>Judges the second step: nothing of what the first one rested on may have changed, and the code counts as an attempt of its own.</summary>
    /// <param name="ticket">What the first step gave.</param>
    /// <param name="judge">Looks at the code of the account; why not, or null.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<CredentialVerdict> ContinueAsync(SignInTickets.Ticket ticket, Func<StaffAccount, Task<string?>> judge, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var account = await accounts.FindAsync(ticket.AccountId, cancellationToken);
        if (account is not { Enabled: true } || account.PasswordChangedAt.ToUnixTimeMilliseconds() != ticket.PasswordChangedAt
            || account.Grants.Where(grant => grant.HoldsAt(now)).MinBy(grant => grant.Id, StringComparer.Ordinal) is not { } held)
        {
            return new CredentialVerdict(SignInStatus.Expired, "account-changed", account);
        }

        // A name key of its own: a wrong code must not be forgiven by typing the right password again.
        var name = $"second-factor\n{account.Id}";
        var key = secret.NameKey(name);
        var admission = await BeginAsync(name, now, cancellationToken);
        if (!admission.Admitted) return new CredentialVerdict(SignInStatus.LockedOut, "code-locked", account, RetryAfter: admission.LockedUntil - now);
        if (await judge(account) is { } refusal) return new CredentialVerdict(SignInStatus.CodeRefused, refusal, account);
        await attempts.ClearAsync(key, cancellationToken);
        return new CredentialVerdict(SignInStatus.Succeeded, null, account, held);
    }

    public void Dispose() => _hashing.Dispose();

    // A lock from before identity's secret was replaced stands under the older hash, and ends when it would have.
    private async Task<AttemptAdmission> BeginAsync(string name, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var keys = secret.NameKeys(name);
        foreach (var older in keys.Skip(1))
        {
            if (await attempts.LockedUntilAsync(older, cancellationToken) is { } until && until > now) return new AttemptAdmission(Admitted: false, until);
        }

        return await attempts.BeginAsync(keys[0], now, made => Lockout.After(made, options), cancellationToken);
    }

    private async Task<PasswordCheck> VerifyAsync(string? password, string? stored, CancellationToken cancellationToken)
    {
        await _hashing.WaitAsync(cancellationToken);
        try
        {
            return hasher.Verify(password, stored);
        }
        finally
        {
            _hashing.Release();
        }
    }
}
