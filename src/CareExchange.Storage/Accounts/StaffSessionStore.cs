using CareExchange.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace CareExchange.Storage.Accounts;

/// <summary>Signed-in browsers.</summary>
public sealed class StaffSessionStore(StorageDatabase database)
{
    /// <summary>Keeps a new session.</summary>
    public async Task AddAsync(StaffSession session, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        context.Add(session);
        await context.SaveChangesAsync(cancellationToken);
    }

    /// <summary>The session, or null; revoked and expired ones are returned as they are.</summary>
    public async Task<StaffSession?> FindAsync(string id, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        return await context.Set<StaffSession>().AsNoTracking().SingleOrDefaultAsync(session => session.Id == id, cancellationToken);
    }

    /// <summary>Sessions of one account that are neither revoked nor past a limit, newest first.</summary>
    public async Task<IReadOnlyList<StaffSession>> ListOpenAsync(string accountId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        return await context.Set<StaffSession>().AsNoTracking()
            .Where(session => session.AccountId == accountId && session.RevokedAt == null && session.ExpiresAt > now && session.EndsAt > now)
            .OrderByDescending(session => session.StartedAt).ToListAsync(cancellationToken);
    }

    /// <summary>Moves the idle limit of a session that is still open.</summary>
    public async Task ExtendAsync(string id, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        await context.Set<StaffSession>().Where(session => session.Id == id && session.RevokedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(session => session.ExpiresAt, expiresAt), cancellationToken);
    }

    /// <summary>Revokes one session; false when it was not open.</summary>
    public async Task<bool> RevokeAsync(string id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        return await context.Set<StaffSession>().Where(session => session.Id == id && session.RevokedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(session => session.RevokedAt, now), cancellationToken) > 0;
    }

    /// <summary>Revokes every open session of an account and says which.</summary>
    public async Task<IReadOnlyList<string>> RevokeAllAsync(string accountId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        var open = context.Set<StaffSession>().Where(session => session.AccountId == accountId && session.RevokedAt == null);
        var ids = await open.Select(session => session.Id).ToListAsync(cancellationToken);
        await open.ExecuteUpdateAsync(set => set.SetProperty(session => session.RevokedAt, now), cancellationToken);
        return ids;
    }

    /// <summary>Removes sessions whose absolute limit passed before <paramref name="before"/>; the audit trail keeps who signed in.</summary>
    public Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        ExpiredRows.RemoveAsync(database, before, ["DELETE FROM staff_sessions WHERE ends_at < $1"], cancellationToken);
}
