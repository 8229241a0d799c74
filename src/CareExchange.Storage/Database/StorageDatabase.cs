using System.Collections.Concurrent;
using System.Data.Common;
using CareExchange.Storage.Database.Postgres;
using CareExchange.Storage.Database.Sqlite;
using CareExchange.Storage.Protection;
using Microsoft.EntityFrameworkCore;

namespace CareExchange.Storage.Database;

/// <summary>The opened database: migrated, with its connections. The stores are made over it; dispose it last.</summary>
public sealed class StorageDatabase : IAsyncDisposable
{
    private readonly IDatabaseDialect _dialect;
    private readonly ConcurrentDictionary<Type, Lazy<IAsyncDisposable>> _kept = new();

    private readonly SemaphoreSlim _refreshing = new(1, 1);
    private IndexDefinitions _definitions = IndexDefinitions.None;

    // Several gateways on one database begin at different chains.
    private int _auditShard = Random.Shared.Next();

    private StorageDatabase(StorageOptions options, TimeProvider clock)
    {
        Options = options;
        Clock = clock;
        Zone = TimeZoneInfo.FindSystemTimeZoneById(options.TimeZone);
        _dialect = options.PostgresConnection is null ? new SqliteDialect(options, clock) : new PostgresDialect(options);
        Keys = new KeyRing(options.Keys);
    }

    /// <summary>What it was opened with.</summary>
    public StorageOptions Options { get; }

    /// <summary>The clock of every timestamp written here.</summary>
    public TimeProvider Clock { get; }

    internal KeyRing Keys
    {
        get;
        private set => (field, _dialect.Bodies) = (value, new SealedBodies(value));
    }

    internal TimeZoneInfo Zone { get; }

    /// <summary>Opens or creates the database and applies the migrations that are missing.</summary>
    /// <exception cref="ArgumentException">The options are out of bounds; the message lists every error.</exception>
    public static async Task<StorageDatabase> OpenAsync(StorageOptions options, TimeProvider clock, CancellationToken cancellationToken)
    {
        StorageOptions.Check(options);
        var database = new StorageDatabase(options, clock);
        try
        {
            await database._dialect.RecoverAsync(cancellationToken);
            await database.MigrateAsync(cancellationToken);
            await database._dialect.OpenAsync(cancellationToken);
            await SecondaryIndexes.RestoreAsync(database, cancellationToken);
            await database.RefreshDefinitionsAsync(cancellationToken);
            return database;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <summary>A fresh EF Core context for tables off the hot path (accounts); the caller disposes it.</summary>
    public CareExchangeContext CreateContext()
    {
        var builder = new DbContextOptionsBuilder<CareExchangeContext>();
        _dialect.Configure(builder);
        return new CareExchangeContext(builder.Options);
    }

    /// <summary>Takes over what other nodes have changed of the search parameters that are stored, and how far their indexes are.</summary>
    /// <remarks>Cheap where nothing has changed. Called in turns of a second or so; what this node writes itself counts at its commit.</remarks>
    /// <returns>A text that differs after every change.</returns>
    public async Task<string> RefreshDefinitionsAsync(CancellationToken cancellationToken)
    {
        // One after the other, so that a look from before never replaces a later one.
        await _refreshing.WaitAsync(cancellationToken);
        try
        {
            await using var session = await ReadCommittedAsync(cancellationToken);
            var known = Definitions;
            var current = await IndexDefinitionRows.ReadAsync(session, known, cancellationToken);
            Volatile.Write(ref _definitions, current);
            return current.Stamp;
        }
        finally
        {
            _refreshing.Release();
        }
    }

    /// <summary>The same after a commit of this node: what is stored stays stored, so a database that fails now is read by the next turn.</summary>
    internal async Task TakeOverAsync()
    {
        try
        {
            await RefreshDefinitionsAsync(CancellationToken.None);
        }
        catch (Exception problem) when (problem is DbException or TimeoutException or InvalidOperationException)
        {
            // Nothing is lost: the definitions are looked at again and again.
        }
    }

    /// <summary>Goes on with another key ring, such as one to which a key was added; what is under way ends with the one it began with.</summary>
    /// <exception cref="ArgumentException">The keys cannot work; the message lists every error.</exception>
    public void UseKeys(IReadOnlyList<StorageKey> keys)
    {
        StorageOptions.Check(Options with { Keys = keys });
        Keys = new KeyRing(keys);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var kept in _kept.Values) await kept.Value.DisposeAsync();
        await _dialect.DisposeAsync();
        _refreshing.Dispose();
    }

    /// <summary>The one of its kind over this database, made when it is first asked for and disposed with it.</summary>
    internal T Keep<T>(Func<StorageDatabase, T> make)
        where T : IAsyncDisposable => (T)_kept.GetOrAdd(typeof(T), _ => new(() => make(this))).Value;

    /// <summary>The stored search parameters as they were last read.</summary>
    internal IndexDefinitions Definitions => Volatile.Read(ref _definitions);

    internal IDatabaseDialect Dialect => _dialect;

    /// <summary>The chain that the next entries of the audit trail go on in: in turns, so that commits seldom wait for the same one.</summary>
    internal int NextAuditShard() => (int)((uint)Interlocked.Increment(ref _auditShard) % (uint)_dialect.AuditShards);

    /// <summary>A connection for the few who are asked synchronously; the caller disposes it.</summary>
    internal DbConnection Connect() => _dialect.Connect();

    internal ValueTask<DatabaseSession> ReadAsync(CancellationToken cancellationToken) => _dialect.ReadAsync(cancellationToken);

    /// <inheritdoc cref="IDatabaseDialect.ReadCommittedAsync"/>
    internal ValueTask<DatabaseSession> ReadCommittedAsync(CancellationToken cancellationToken) => _dialect.ReadCommittedAsync(cancellationToken);

    /// <inheritdoc cref="IDatabaseDialect.ReadAsync(string, string, CancellationToken)"/>
    internal ValueTask<DatabaseSession> ReadAsync(string type, string id, CancellationToken cancellationToken) => _dialect.ReadAsync(type, id, cancellationToken);

    /// <inheritdoc cref="IDatabaseDialect.ReadTypesAsync"/>
    internal ValueTask<DatabaseSession> ReadTypesAsync(IReadOnlyList<string> types, CancellationToken cancellationToken) => _dialect.ReadTypesAsync(types, cancellationToken);

    /// <inheritdoc cref="IDatabaseDialect.ReadAsync(IReadOnlyList{ValueTuple{string, string}}, CancellationToken)"/>
    internal ValueTask<DatabaseSession> ReadAsync(IReadOnlyList<(string Type, string Id)> resources, CancellationToken cancellationToken) => _dialect.ReadAsync(resources, cancellationToken);

    /// <inheritdoc cref="IDatabaseDialect.ReadAsync(string, string, string, CancellationToken)"/>
    internal ValueTask<DatabaseSession> ReadAsync(string type, string id, string otherType, CancellationToken cancellationToken) => _dialect.ReadAsync(type, id, otherType, cancellationToken);

    /// <inheritdoc cref="IDatabaseDialect.ReadBrieflyAsync(CancellationToken)"/>
    internal ValueTask<DatabaseSession> ReadBrieflyAsync(CancellationToken cancellationToken) => _dialect.ReadBrieflyAsync(cancellationToken);

    /// <inheritdoc cref="IDatabaseDialect.ReadBrieflyAsync(string, CancellationToken)"/>
    internal ValueTask<DatabaseSession> ReadBrieflyAsync(string type, CancellationToken cancellationToken) => _dialect.ReadBrieflyAsync(type, cancellationToken);

    /// <inheritdoc cref="IDatabaseDialect.ReadSnapshotAsync"/>
    internal ValueTask<DatabaseSession> ReadSnapshotAsync(CancellationToken cancellationToken) => _dialect.ReadSnapshotAsync(cancellationToken);

    internal ValueTask<WriteSession> WriteAsync(CancellationToken cancellationToken) => _dialect.WriteAsync(cancellationToken);

    /// <inheritdoc cref="IDatabaseDialect.WriteAheadAsync"/>
    internal ValueTask<WriteSession> WriteAheadAsync(int writes, AheadClaim? claim, CancellationToken cancellationToken) => _dialect.WriteAheadAsync(writes, claim, cancellationToken);

    /// <summary>Returns when the database's file shows whatever was acknowledged.</summary>
    internal Task SettleAsync() => _dialect.SettleAsync();

    // Starting EF Core takes longer than everything else at start, and nearly always only to find that nothing is to be done.
    private async Task MigrateAsync(CancellationToken cancellationToken)
    {
        if (await IsCurrentAsync(cancellationToken)) return;
        await using var context = CreateContext();
        await context.Database.MigrateAsync(cancellationToken);
    }

    private async Task<bool> IsCurrentAsync(CancellationToken cancellationToken)
    {
        var known = MigrationIds.All();
        try
        {
            await using var session = await _dialect.ReadAsync(cancellationToken);
            var applied = await session.ListAsync(
                new Statement("SELECT \"MigrationId\" FROM \"__EFMigrationsHistory\""), row => row.GetString(0), cancellationToken);
            return !known.Except(applied, StringComparer.Ordinal).Any();
        }
        catch (DbException)
        {
            // No such table: a new database. Any other fault EF Core meets again and tells better.
            return false;
        }
    }

    /// <summary>Now, to the millisecond: what FHIR instants and the columns beside them can both hold.</summary>
    internal DateTimeOffset Now()
    {
        var now = Clock.GetUtcNow();
        return new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
    }
}
