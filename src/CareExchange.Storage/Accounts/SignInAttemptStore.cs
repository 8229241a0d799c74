using CareExchange.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace CareExchange.Storage.Accounts;

/// <summary>Counts attempts per sign-in name, known or unknown alike.</summary>
public sealed class SignInAttemptStore(StorageDatabase database)
{
    /// <summary>Counts an attempt before it is looked at, and locks the name for <paramref name="lockAfter"/>(attempts so far).</summary>
    /// <remarks>Counting first means that a hundred attempts sent at once are still only the allowed few; a success clears the count.</remarks>
    public async Task<AttemptAdmission> BeginAsync(
        string nameKey, DateTimeOffset now, Func<int, TimeSpan> lockAfter, CancellationToken cancellationToken)
    {
        try
        {
            return await CountAsync(nameKey, now, lockAfter, cancellationToken);
        }
        catch (DbUpdateException) when (!cancellationToken.IsCancellationRequested)
        {
            // Two first attempts at one name: the other one inserted the row, so this one updates it.
            return await CountAsync(nameKey, now, lockAfter, cancellationToken);
        }
    }

    /// <summary>Until when a name is locked; null where nobody tried it.</summary>
    public async Task<DateTimeOffset?> LockedUntilAsync(string nameKey, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        return (await context.Set<SignInAttempt>().AsNoTracking().SingleOrDefaultAsync(attempt => attempt.NameKey == nameKey, cancellationToken))?.LockedUntil;
    }

    /// <summary>Forgets the attempts at a name after a success.</summary>
    public async Task ClearAsync(string nameKey, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        await context.Set<SignInAttempt>().Where(attempt => attempt.NameKey == nameKey).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Removes names that have been quiet since <paramref name="before"/> and are not locked.</summary>
    public Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        ExpiredRows.RemoveAsync(database, before, ["DELETE FROM sign_in_attempts WHERE last_at < $1 AND locked_until < $1"], cancellationToken);

    private async Task<AttemptAdmission> CountAsync(
        string nameKey, DateTimeOffset now, Func<int, TimeSpan> lockAfter, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var row = context.Set<SignInAttempt>().Where(attempt => attempt.NameKey == nameKey);

        // The update takes the row's write lock on both databases, so the count read below is this attempt's own.
        var counted = await row.Where(attempt => attempt.LockedUntil <= now).ExecuteUpdateAsync(
            set => set.SetProperty(attempt => attempt.Attempts, attempt => attempt.Attempts + 1).SetProperty(attempt => attempt.LastAt, now),
            cancellationToken);
        if (counted == 0)
        {
            if (await row.AsNoTracking().SingleOrDefaultAsync(cancellationToken) is { } locked)
            {
                return new AttemptAdmission(Admitted: false, locked.LockedUntil);
            }

            context.Add(new SignInAttempt { NameKey = nameKey, Attempts = 1, LastAt = now, LockedUntil = now });
            await context.SaveChangesAsync(cancellationToken);
        }

        var attempts = await row.Select(attempt => attempt.Attempts).SingleAsync(cancellationToken);
        var lockedUntil = now + lockAfter(attempts);
        await row.ExecuteUpdateAsync(set => set.SetProperty(attempt => attempt.LockedUntil, lockedUntil), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new AttemptAdmission(Admitted: true, lockedUntil);
    }
}
