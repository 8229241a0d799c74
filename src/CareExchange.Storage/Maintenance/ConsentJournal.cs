using CareExchange.Storage.Database;
using CareExchange.Storage.Resources;

namespace CareExchange.Storage.Maintenance;

/// <summary>A file kept apart from the database and its backups that knows what every Consent last said, so that no older database can bring back what was withdrawn.</summary>
/// <remarks>
/// It follows the notes that the database's triggers make, so that no way of writing is missed: after every commit of a Consent before whoever wrote it is told, and
/// every second for what other processes write. What is told before its commit (decisions/0029) it is given, and passes over once it finds the note. Those whose commits end while it writes are followed together, in one sync. Each line is sealed under the key ring. The database notes,
/// every second, how far the journal has followed it: one that has heard less than the journal knows is older than it, or was killed, and is told again what it knows.
/// </remarks>
public sealed class ConsentJournal : IAsyncDisposable
{
    private const int PersonsAtATime = 200;
    private const string Known = "SELECT number, horizon FROM consent_journal WHERE id = $1";

    private readonly StorageDatabase _database;
    private readonly string _path;
    private readonly string _id;
    private readonly SemaphoreSlim _gate = new(1);
    private readonly Lock _lock = new();
    private Task? _next;
    private List<StoredResource> _ahead = [];
    private bool _isCommitted;

    // What was written down before the file showed it, to be passed over when it does: the version of each Consent.
    private readonly Dictionary<string, long> _written = new(StringComparer.Ordinal);
    private HashSet<long> _told = [];
    private (long Number, long Horizon) _noted;
    private long _horizon;
    private long _number;

    private ConsentJournal(StorageDatabase database, string path, string id) => (_database, _path, _id) = (database, path, id);

    /// <summary>Opens or makes a journal, after <see cref="ConsentReplay"/> has made sure that the database has heard all that it knows; from here on it follows every write.</summary>
    public static async Task<ConsentJournal> OpenAsync(StorageDatabase database, string path, CancellationToken cancellationToken)
    {
        var id = await ConsentJournalFile.IdAsync(path, cancellationToken) ?? await ConsentJournalFile.CreateAsync(path, cancellationToken);
        var journal = new ConsentJournal(database, path, id);
        await journal.BeginAsync(cancellationToken);
        WatchedFollower.Of(database).Follow = journal.FollowNowAsync;
        return journal;
    }

    /// <summary>Writes down what was written since the last time, and has the database note it; returns when both are on the disk.</summary>
    public Task FollowAsync(CancellationToken cancellationToken) => UnderGateAsync(
        async () =>
        {
            await FollowUnderGateAsync(cancellationToken);
            await NoteAsync(cancellationToken);
        },
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        WatchedFollower.Of(_database).Follow = null;
        try
        {
            await UnderGateAsync(() => NoteAsync(CancellationToken.None), CancellationToken.None);
        }
        catch (Exception problem) when (IsOfNow(problem))
        {
            // Whoever opens the database next tells it again what it knows.
        }

        _gate.Dispose();
    }

    // Whoever comes while one turn is under way goes with the next: it begins after their commit. Never on the caller's thread, which may be the one that writes.
    private Task FollowNowAsync(IReadOnlyList<StoredResource> ahead)
    {
        lock (_lock)
        {
            if (ahead.Count == 0) _isCommitted = true;
            else _ahead.AddRange(ahead);
            return _next ??= Task.Run(FollowNextAsync);
        }
    }

    // What is committed stands whatever becomes of this; the next turn follows it.
    private async Task FollowNextAsync()
    {
        try
        {
            await UnderGateAsync(
                async () =>
                {
                    bool isCommitted;
                    List<StoredResource> ahead;
                    lock (_lock) (_next, isCommitted, ahead, _isCommitted, _ahead) = (null, _isCommitted, _ahead, false, []);
                    await AppendAsync(ahead, CancellationToken.None);
                    foreach (var consent in ahead) _written[consent.Id] = consent.Version;
                    if (isCommitted) await FollowUnderGateAsync(CancellationToken.None);
                },
                CancellationToken.None);
        }
        catch (Exception problem) when (IsOfNow(problem))
        {
            // Disk full, or the gateway is closing: the service that follows every second says so.
        }
    }

    private static bool IsOfNow(Exception problem) => problem is IOException or UnauthorizedAccessException or InvalidOperationException or TimeoutException or System.Data.Common.DbException;

    private async Task UnderGateAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            await work();
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        _number = await ConsentJournalFile.LastAsync(_path, cancellationToken);
        await using (var session = await _database.ReadCommittedAsync(cancellationToken))
        {
            var known = await session.FirstAsync(new Statement(Known, _id), row => (Exists: true, Number: row.GetInt64(0), Horizon: row.GetInt64(1)), cancellationToken);
            if (known.Exists)
            {
                _horizon = known.Horizon;
                _noted = (known.Number, known.Horizon);
                return;
            }

            // A first one begins with all that is more than given once; what is given from now on is followed.
            _horizon = (await WatchedRows.SinceAsync(session, long.MaxValue, cancellationToken)).Horizon;
        }

        await using (var session = await _database.ReadCommittedAsync(cancellationToken))
        {
            var changed = await session.ListAsync(
                new Statement($"SELECT {ResourceRows.Columns} FROM resource r WHERE r.type = 'Consent' AND (r.version > 1 OR r.deleted = 1)"), ResourceRows.Reader(session), cancellationToken);
            await AppendAsync(changed, cancellationToken);
        }

        await NoteAsync(cancellationToken);
    }

    private async Task FollowUnderGateAsync(CancellationToken cancellationToken)
    {
        WatchedChanges changes;
        await using (var session = await _database.ReadCommittedAsync(cancellationToken)) changes = await WatchedRows.SinceAsync(session, _horizon, cancellationToken);
        string[] persons = [.. changes.Changes.Where(change => !_told.Contains(change.Number)).Select(change => change.Person).OfType<string>().Distinct(StringComparer.Ordinal)];
        foreach (var some in persons.Chunk(PersonsAtATime))
        {
            await using var session = await _database.ReadCommittedAsync(cancellationToken);
            var consents = await session.ListAsync(
                new Statement($"SELECT {ResourceRows.Columns} FROM resource r WHERE {session.Dialect.In("r.person", "$1")} AND r.type = 'Consent'", session.Dialect.Texts(some)), ResourceRows.Reader(session), cancellationToken);
            await AppendAsync([.. consents.Where(consent => !(_written.Remove(consent.Id, out var version) && version == consent.Version))], cancellationToken);
        }

        // What could not be written down is followed again.
        _told = [.. changes.Changes.Select(change => change.Number)];
        _horizon = changes.Horizon;
    }

    private async Task AppendAsync(IReadOnlyList<StoredResource> consents, CancellationToken cancellationToken)
    {
        if (consents.Count > 0) await ConsentJournalFile.AppendAsync(_path, _id, _database.Keys, _number, consents, cancellationToken);
        _number += consents.Count;
    }

    private async Task NoteAsync(CancellationToken cancellationToken)
    {
        if (_noted == (_number, _horizon)) return;
        await using var session = await _database.WriteAsync(cancellationToken);
        await session.ExecuteAsync(
            new Statement("INSERT INTO consent_journal (id, number, horizon) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET number = excluded.number, horizon = excluded.horizon", _id, _number, _horizon),
            cancellationToken);
        await session.CommitAsync(cancellationToken);
        _noted = (_number, _horizon);
    }
}
