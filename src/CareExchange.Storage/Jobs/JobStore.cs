using System.Runtime.CompilerServices;
using CareExchange.Storage.Database;

namespace CareExchange.Storage.Jobs;

/// <summary>Work that outlives its request and its process: jobs, who holds them, and what they made. Thread-safe, over any number of nodes.</summary>
/// <remarks>At least once: a runner that dies keeps its lease until it ends, then another one repeats the step from the state saved last.
/// On SQLite a gateway that
/// starts finds such runners and waits for none of them. State, outcome and parts are kept encrypted; kind, owner and progress are not.</remarks>
public sealed class JobStore(StorageDatabase database)
{
    private int _isBegun;

    /// <summary>Begins a job. False where one of this id stands already.</summary>
    public Task<bool> CreateAsync(NewJob job, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(job.Id.Length, 128, nameof(job));
        var now = database.Now();
        return ChangeAsync(
            new Statement(
                JobRows.Insert,
                job.Id,
                job.Kind,
                job.Owner,
                JobRows.Seal(database.Keys, job.Id, "state", job.State.Span),
                now.ToMicroseconds(),
                Array.Empty<byte>(),
                (job.NotBefore ?? now).ToMicroseconds()),
            cancellationToken);
    }

    /// <summary>Takes due jobs, the longest due first, for a while; also those whose runner has let its lease end.</summary>
    /// <param name="kinds">Only of these kinds: a node takes what it can run.</param>
    /// <param name="count">At most so many, 1 to 100.</param>
    /// <param name="duration">How long they are this caller's unless it renews.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<IReadOnlyList<JobLease>> TakeAsync(IReadOnlyList<string> kinds, int count, TimeSpan duration, CancellationToken cancellationToken)
    {
        var now = database.Now();
        object[] values = [now.ToMicroseconds(), database.Dialect.Texts(kinds), (long)Math.Clamp(count, 1, 100)];
        var due = $"FROM job WHERE status = 0 AND due <= $1 AND {database.Dialect.In("kind", "$2")} ORDER BY due, id LIMIT $3";

        if (database.Options.PostgresConnection is null && Interlocked.Exchange(ref _isBegun, 1) == 0) await ReleaseOfDeadAsync(cancellationToken);

        // A look on a reader first: an idle runner that polls must not take the writer.
        await using (var reader = await database.ReadCommittedAsync(cancellationToken))
        {
            if (await reader.FirstAsync(new Statement("SELECT id " + due, values), row => row.GetString(0), cancellationToken) is null) return [];
        }

        var token = JobHolder.NewToken();
        await using var session = await database.WriteAsync(cancellationToken);
        await session.LockAsync("job", cancellationToken);
        var leases = await session.ListAsync(
            new Statement($"SELECT {JobRows.Columns} {due}", values), row => Lease(JobRows.Read(row, database.Keys), token), cancellationToken);
        await session.ExecuteAsync(
            [.. leases.Select(lease => new Statement("UPDATE job SET due = $1, token = $2, attempts = attempts + 1 WHERE id = $3", (now + duration).ToMicroseconds(), token, lease.Job.Id))],
            cancellationToken);
        await session.CommitAsync(cancellationToken);
        return leases;
    }

    /// <summary>Keeps the lease for another while. False when the job is not ours any more: it was cancelled, or another runner has it.</summary>
    public Task<bool> RenewAsync(JobLease lease, TimeSpan duration, CancellationToken cancellationToken) =>
        ChangeAsync(
            new Statement(
                "UPDATE job SET due = $1 WHERE id = $2 AND token = $3 AND status = 0", (database.Now() + duration).ToMicroseconds(), lease.Job.Id, lease.Token),
            cancellationToken);

    /// <summary>A step went well: state, progress and what it made are saved in one commit, and the lease is renewed. False when the job is not ours any more.</summary>
    public Task<bool> SaveAsync(
        JobLease lease, ReadOnlyMemory<byte> state, string progress, IReadOnlyList<JobPart> parts, TimeSpan duration, CancellationToken cancellationToken) =>
        ChangeAsync(
            new Statement(
                "UPDATE job SET state = $1, progress = $2, attempts = 0, updated = $3, due = $4 WHERE id = $5 AND token = $6 AND status = 0",
                JobRows.Seal(database.Keys, lease.Job.Id, "state", state.Span),
                progress,
                database.Now().ToMicroseconds(),
                (database.Now() + duration).ToMicroseconds(),
                lease.Job.Id,
                lease.Token),
            lease,
            parts,
            cancellationToken);

    /// <summary>Gives the job back, due at <paramref name="due"/> (null: at once), with nothing counted against it. False when it was not ours any more.</summary>
    public Task<bool> ReleaseAsync(JobLease lease, DateTimeOffset? due, CancellationToken cancellationToken) =>
        ChangeAsync(
            new Statement(
                "UPDATE job SET due = $1, token = '', attempts = CASE WHEN attempts > 0 THEN attempts - 1 ELSE 0 END WHERE id = $2 AND token = $3 AND status = 0", (due ?? database.Now()).ToMicroseconds(), lease.Job.Id, lease.Token),
            cancellationToken);

    /// <summary>A step failed for now: due again at <paramref name="due"/>, from the same state. False when the job was not ours any more.</summary>
    public Task<bool> RetryAsync(JobLease lease, DateTimeOffset due, CancellationToken cancellationToken) =>
        ChangeAsync(
            new Statement(
                "UPDATE job SET due = $1, token = '' WHERE id = $2 AND token = $3 AND status = 0",
                due.ToMicroseconds(),
                lease.Job.Id,
                lease.Token),
            cancellationToken);

    /// <summary>Ends the job well, with its last parts in the same commit; all of it stands until <paramref name="keep"/> is over. False when it was not ours any more.</summary>
    public Task<bool> FinishAsync(
        JobLease lease, ReadOnlyMemory<byte> outcome, string progress, IReadOnlyList<JobPart> parts, TimeSpan keep, CancellationToken cancellationToken) =>
        ChangeAsync(End(lease, JobStatus.Done, outcome, progress, keep), lease, parts, cancellationToken);

    /// <summary>Gives the job up; the outcome says why. False when it was not ours any more.</summary>
    public Task<bool> FailAsync(JobLease lease, ReadOnlyMemory<byte> outcome, string progress, TimeSpan keep, CancellationToken cancellationToken) =>
        ChangeAsync(End(lease, JobStatus.Failed, outcome, progress, keep), lease, [], cancellationToken);

    /// <summary>Calls a job off, or throws away what an ended one made: state, outcome and parts are gone at once, the row at its expiry.</summary>
    /// <returns>False where the owner has no job of that id, or it was cancelled before.</returns>
    public async Task<bool> CancelAsync(string id, string owner, TimeSpan keep, CancellationToken cancellationToken)
    {
        var now = database.Now();
        await using var session = await database.WriteAsync(cancellationToken);
        var cancelled = await session.ExecuteAsync(
            new Statement(
                "UPDATE job SET status = 3, state = $1, outcome = $1, token = '', updated = $2, finished = $2, expires = $3 WHERE id = $4 AND owner = $5 AND status <> 3",
                Array.Empty<byte>(),
                now.ToMicroseconds(),
                (now + keep).ToMicroseconds(),
                id,
                owner),
            cancellationToken) > 0;
        if (cancelled) await session.ExecuteAsync(new Statement("DELETE FROM job_part WHERE job = $1", id), cancellationToken);
        await session.CommitAsync(cancellationToken);
        return cancelled;
    }

    /// <summary>The job of this id if it is this owner's, or null: for others it does not exist.</summary>
    public async Task<JobRow?> FindAsync(string id, string owner, CancellationToken cancellationToken)
    {
        await using var session = await database.ReadCommittedAsync(cancellationToken);
        return await session.FirstAsync(
            new Statement($"SELECT {JobRows.Columns} FROM job WHERE id = $1 AND owner = $2", id, owner), row => JobRows.Read(row, database.Keys), cancellationToken);
    }

    /// <summary>Jobs of a kind whoever owns them, newest first, for the rooms that run them and for operators.</summary>
    public async Task<IReadOnlyList<JobRow>> ListAsync(string kind, int count, CancellationToken cancellationToken)
    {
        await using var session = await database.ReadCommittedAsync(cancellationToken);
        return await session.ListAsync(
            new Statement($"SELECT {JobRows.Columns} FROM job WHERE kind = $1 ORDER BY created DESC, id DESC LIMIT $2", kind, (long)Math.Clamp(count, 1, 1000)),
            row => JobRows.Read(row, database.Keys),
            cancellationToken);
    }

    /// <summary>How many jobs of a kind an owner has that have not ended.</summary>
    public async Task<int> CountActiveAsync(string kind, string owner, CancellationToken cancellationToken)
    {
        await using var session = await database.ReadCommittedAsync(cancellationToken);
        return await session.FirstAsync(new Statement("SELECT CAST(count(*) AS int) FROM job WHERE kind = $1 AND owner = $2 AND status = 0", kind, owner), row => row.GetInt32(0), cancellationToken);
    }

    /// <summary>What a job of this owner made under a name, piece after piece; nothing for others.</summary>
    public async IAsyncEnumerable<JobPart> ReadPartsAsync(string id, string owner, string name, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT p.name, p.number, p.content FROM job_part p JOIN job j ON j.id = p.job
            WHERE p.job = $1 AND j.owner = $2 AND p.name = $3 ORDER BY p.number
            """;
        await using var session = await database.ReadCommittedAsync(cancellationToken);
        await using var reader = await session.QueryAsync(new Statement(Sql, id, owner, name), cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) yield return JobPartRows.Read(reader, database.Keys, id);
    }

    /// <summary>The names of what a job of this owner made, each with its length in bytes.</summary>
    public async Task<IReadOnlyList<KeyValuePair<string, long>>> ListPartsAsync(string id, string owner, CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT p.name, CAST(SUM(p.length) AS bigint) FROM job_part p JOIN job j ON j.id = p.job
            WHERE p.job = $1 AND j.owner = $2 GROUP BY p.name ORDER BY p.name
            """;
        await using var session = await database.ReadCommittedAsync(cancellationToken);
        return await session.ListAsync(new Statement(Sql, id, owner), row => KeyValuePair.Create(row.GetString(0), row.GetInt64(1)), cancellationToken);
    }

    /// <summary>Removes ended jobs whose time is over, with everything they made.</summary>
    /// <returns>How many.</returns>
    public async Task<int> ExpireAsync(CancellationToken cancellationToken)
    {
        var now = database.Now().ToMicroseconds();
        await using (var reader = await database.ReadCommittedAsync(cancellationToken))
        {
            if (await reader.FirstAsync(new Statement("SELECT id FROM job WHERE expires <= $1 LIMIT 1", now), row => row.GetString(0), cancellationToken) is null) return 0;
        }

        await using var session = await database.WriteAsync(cancellationToken);
        await session.LockAsync("job", cancellationToken);
        await session.ExecuteAsync(new Statement("DELETE FROM job_part WHERE job IN (SELECT id FROM job WHERE expires <= $1)", now), cancellationToken);
        var removed = await session.ExecuteAsync(new Statement("DELETE FROM job WHERE expires <= $1", now), cancellationToken);
        await session.CommitAsync(cancellationToken);
        return removed;
    }

    // A SQLite database and all its gateways are on one machine: what a process had in hand that is not there any more waits for nobody. Taken too early it is done twice, as after any lease that ended.
    private async Task ReleaseOfDeadAsync(CancellationToken cancellationToken)
    {
        (string Id, string Token)[] dead;
        await using (var reader = await database.ReadCommittedAsync(cancellationToken))
        {
            dead = [.. (await reader.ListAsync(new Statement("SELECT id, token FROM job WHERE status = 0 AND token <> ''"), row => (row.GetString(0), row.GetString(1)), cancellationToken)).Where(job => JobHolder.IsGone(job.Item2))];
        }

        if (dead.Length == 0) return;
        await using var session = await database.WriteAsync(cancellationToken);
        await session.ExecuteAsync([.. dead.Select(job => new Statement("UPDATE job SET due = $1, token = '' WHERE id = $2 AND token = $3", database.Now().ToMicroseconds(), job.Id, job.Token))], cancellationToken);
        await session.CommitAsync(cancellationToken);
    }

    // The try is counted when it begins, so that a job whose step kills its process runs out of tries as well.
    private static JobLease Lease(JobRow job, string token) => new(job with { Attempts = job.Attempts + 1 }, token);

    private Statement End(JobLease lease, JobStatus status, ReadOnlyMemory<byte> outcome, string progress, TimeSpan keep)
    {
        var now = database.Now();
        return new Statement(
            "UPDATE job SET status = $1, outcome = $2, state = $3, progress = $4, token = '', updated = $5, finished = $5, expires = $6 WHERE id = $7 AND token = $8 AND status = 0",
            (long)status,
            JobRows.Seal(database.Keys, lease.Job.Id, "outcome", outcome.Span),
            Array.Empty<byte>(),
            progress,
            now.ToMicroseconds(),
            (now + keep).ToMicroseconds(),
            lease.Job.Id,
            lease.Token);
    }

    private Task<bool> ChangeAsync(Statement statement, CancellationToken cancellationToken) => ChangeAsync(statement, null, [], cancellationToken);

    private async Task<bool> ChangeAsync(Statement statement, JobLease? lease, IReadOnlyList<JobPart> parts, CancellationToken cancellationToken)
    {
        await using var session = await database.WriteAsync(cancellationToken);
        if (await session.ExecuteAsync(statement, cancellationToken) == 0) return false;
        if (lease is not null) await JobPartRows.AddAsync(session, database.Keys, lease.Job.Id, parts, cancellationToken);
        await session.CommitAsync(cancellationToken);
        return true;
    }
}
