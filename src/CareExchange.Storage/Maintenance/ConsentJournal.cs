using CareExchange.Storage.Database;
using CareExchange.Storage.Resources;

namespace CareExchange.Storage.Maintenance;

/// <summary>A file kept apart from the database and its backups that knows what every Consent last said, so that no older database can bring back what was withdrawn.</summary>
/// <remarks>
/// It follows the notes that the database's triggers make, so that no way of writing is missed: after every commit of a Consent before whoever wrote it is told, and
/// every second for what other processes write. Each line is sealed under the key ring. The database notes how far the journal has followed it: one that
/// has heard less than the journal knows is older than it.
/// </remarks>
public sealed class ConsentJournal : IAsyncDisposable
{
    private const int PersonsAtATime = 200;
    private const string Known = "SELECT number, horizon FROM consent_journal WHERE id = $1";

    private readonly StorageDatabase _database;
    private readonly string _path;
    private readonly string _id;
    private readonly SemaphoreSlim _gate = new(1);
    private HashSet<long> _told = [];
    private long _horizon;
    private long _number;

    private ConsentJournal(StorageDatabase database, string path, string id) => (_database, _path, _id) = (database, path, id);

    /// <summary>Opens or makes a journal, after <see cref="ConsentReplay"/> has made sure that the database has heard all that it knows; from here on it follows every write.</summary>
    public static async Task<ConsentJournal> OpenAsync(StorageDatabase database, string path, CancellationToken cancellationToken)
    {
        var id = await ConsentJournalFile.IdAsync(path, cancellationToken) ?? await ConsentJournalFile.CreateAsync(path, cancellationToken);
        var journal = new ConsentJournal(database, path, id);
        await journal.BeginAsync(cancellationToken);
        database.AfterWatched = journal.FollowNowAsync;
        return journal;
    }

    /// <summary>Writes down what was written since the last time; returns when it is on the disk.</summary>
    public async Task FollowAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            await FollowUnderGateAsync(cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _database.AfterWatched = null;
        _gate.Dispose();
        return ValueTask.CompletedTask;
    }

    // What is committed stands whatever becomes of this; the next turn follows it.
    private async Task FollowNowAsync()
    {
        try
        {
            await FollowAsync(CancellationToken.None);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ObjectDisposedException or System.Data.Common.DbException)
        {
            // Disk full, or the gateway is closing: the service that follows every second says so.
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
                return;
            }

            // A first one begins with all that is more than given once; what is given from now on is followed.
            _horizon = (await WatchedRows.SinceAsync(session, long.MaxValue, cancellationToken)).Horizon;
        }

        await using (var session = await _database.ReadCommittedAsync(cancellationToken))
        {
            var changed = await session.ListAsync(
                new Statement($"SELECT {ResourceRows.Columns} FROM resource r WHERE r.type = 'Consent' AND (r.version > 1 OR r.deleted = 1)"), ResourceRows.Reader(session), cancellationToken);
            await NoteAsync(changed, cancellationToken);
        }
    }

    private async Task FollowUnderGateAsync(CancellationToken cancellationToken)
    {
        WatchedChanges changes;
        await using (var session = await _database.ReadCommittedAsync(cancellationToken)) changes = await WatchedRows.SinceAsync(session, _horizon, cancellationToken);
        string[] persons = [.. changes.Changes.Where(change => !_told.Contains(change.Number)).Select(change => change.Person).OfType<string>().Distinct(StringComparer.Ordinal)];
        _told = [.. changes.Changes.Select(change => change.Number)];
        _horizon = changes.Horizon;
        if (persons.Length == 0) return;
        foreach (var some in persons.Chunk(PersonsAtATime))
        {
            await using var session = await _database.ReadCommittedAsync(cancellationToken);
            var consents = await session.ListAsync(
                new Statement($"SELECT {ResourceRows.Columns} FROM resource r WHERE {session.Dialect.In("r.person", "$1")} AND r.type = 'Consent'", session.Dialect.Texts(some)), ResourceRows.Reader(session), cancellationToken);
            await NoteAsync(consents, cancellationToken);
        }
    }

    private async Task NoteAsync(IReadOnlyList<StoredResource> consents, CancellationToken cancellationToken)
    {
        if (consents.Count > 0) await ConsentJournalFile.AppendAsync(_path, _id, _database.Keys, _number, consents, cancellationToken);
        _number += consents.Count;
        await using var session = await _database.WriteAsync(cancellationToken);
        await session.ExecuteAsync(
            new Statement("INSERT INTO consent_journal (id, number, horizon) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET number = excluded.number, horizon = excluded.horizon", _id, _number, _horizon),
            cancellationToken);
        await session.CommitAsync(cancellationToken);
    }
}
