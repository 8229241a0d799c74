using System.Globalization;
using CareExchange.Storage.Database;

namespace CareExchange.Storage.Audit;

/// <summary>Signed reviews; each month is signed once.</summary>
public sealed class AuditReviewStore(StorageDatabase database)
{
    /// <summary>The review of a month, or null.</summary>
    public async Task<AuditReview?> FindAsync(DateOnly month, CancellationToken cancellationToken)
    {
        await using var session = await database.ReadCommittedAsync(cancellationToken);
        return await session.FirstAsync(
            new Statement("SELECT agent, display, signed, note, digest FROM audit_review WHERE month = $1", Name(month)),
            row => new AuditReview(month, row.GetString(0), row.GetString(1), row.Time(2), row.GetString(3), row.GetString(4)),
            cancellationToken);
    }

    /// <summary>Keeps a signature with its record in the trail, in one commit. False where the month was signed before.</summary>
    public async Task<bool> SignAsync(AuditReview review, AuditRow record, CancellationToken cancellationToken)
    {
        await using var session = await database.WriteAsync(cancellationToken);
        var added = await session.ExecuteAsync(
            new Statement(
                "INSERT INTO audit_review (month, agent, display, signed, note, digest) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (month) DO NOTHING",
                Name(review.Month), review.Agent, review.Display, review.SignedAt.ToMicroseconds(), review.Note, review.Digest),
            cancellationToken);
        if (added == 0) return false;
        await AuditRows.AppendAsync(session, database.NextAuditShard(), [record], cancellationToken);
        await session.CommitAsync(cancellationToken);
        return true;
    }

    private static string Name(DateOnly month) => month.ToString("yyyy-MM", CultureInfo.InvariantCulture);
}
