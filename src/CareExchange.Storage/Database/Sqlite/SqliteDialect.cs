using System.Data.Common;
using System.Text.Json;
using CareExchange.Storage.Protection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SQLitePCL;

namespace CareExchange.Storage.Database.Sqlite;

/// <summary>SQLite in WAL mode: one writer with group commit, readers on connections of their own.</summary>
internal sealed class SqliteDialect : IDatabaseDialect
{
    /// <summary>The file of everything but the looks.</summary>
    public const string FileName = "careexchange.db";

    // The chain of changes; AuditShards is 1.
    private const int AheadShard = 0;

    private readonly StorageOptions _options;
    private readonly TimeProvider _clock;
    private readonly SqliteReaders _readers;
    private readonly WritesAhead _ahead;
    private readonly ConsentLooks _looking = new();
    private readonly SqliteBusyTimeout _guests;
    private SqliteCommands? _commands;
    private SqliteWriter? _writer;
    private LookFile? _looks;
    private SqliteEpoch? _epoch;
    private SqliteCheckpoints? _checkpoints;

    // Before the first connection: SQLite keeps no count of its memory, for which every allocation of every connection would take one lock.
    static SqliteDialect()
    {
        Batteries_V2.Init();
        raw.sqlite3_config(raw.SQLITE_CONFIG_MEMSTATUS, 0);
    }

    public SqliteDialect(StorageOptions options, TimeProvider clock)
    {
        _options = options;
        _clock = clock;
        Bodies = new(new KeyRing(options.Keys));
        CreateFolder(options.DataFolder);

        _readers = new SqliteReaders(this, Path.Combine(options.DataFolder, FileName), options.Readers, AuditView.Sql);
        _ahead = new WritesAhead(options);
        _guests = new SqliteBusyTimeout(_ahead.Guests.MakeRoom);
    }

    public void Configure(DbContextOptionsBuilder builder) => builder.UseSqlite(_readers.ConnectionString).AddInterceptors(_guests);

    public DbConnection Connect()
    {
        var connection = new SqliteConnection(_readers.ConnectionString);
        connection.Open();
        return connection;
    }

    /// <summary>How the driver finds the database.</summary>
    public string ConnectionString => _readers.ConnectionString;

    public SealedBodies Bodies { get; set; }

    public LookFile? Looks => _looks;

    // What is acknowledged and not committed yet has ended the epoch already.
    public DatabaseEpoch? Epoch()
    {
        _looking.Note();
        return _ahead.IsUnsettled ? null : _epoch?.Now();
    }

    public PresumedMoment? Presume() => null;

    public void Renounce()
    {
    }

    public Task RecoverAsync(CancellationToken cancellationToken) => _ahead.OpenAsync(() => Commands, File.Exists(Path.Combine(_options.DataFolder, FileName)), cancellationToken);

    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        // Whoever has looked at it before would keep the file from changing its journal. Otherwise nobody leaves: the last one to close a file
        // that a killed process wrote brings the whole log into it, while everybody waits.
        if (_options.KeepsFile) await _readers.DisposeAsync();
        var commands = Commands;

        // The upper levels of every index, so that a write reads nothing.
        commands.Execute($"PRAGMA cache_size = -{_options.WriterCacheMegabytes * 1024}");
        _checkpoints = new SqliteCheckpoints(ConnectWriter);
        _ahead.Use(commands, _checkpoints);
        if (!_options.KeepsFile || !await _ahead.Kept.TryKeepAsync(commands)) SqliteJournal.UseLog(commands);
        KeepAsideInFolder(commands);
        _writer = new SqliteWriter(commands, _ahead, _checkpoints, _options.WriterTimeout, _clock);
        _looks = LookFile.Open(this, _options);
        await _looks.AdoptAsync(this, cancellationToken);
        if (!_ahead.Kept.IsKept) _epoch = new SqliteEpoch(_readers.Connect());
    }

    public ValueTask<DatabaseSession> ReadAsync(CancellationToken cancellationToken) => Lacks ? ReadAfterAsync() : new(_readers.Read());

    public ValueTask<DatabaseSession> ReadCommittedAsync(CancellationToken cancellationToken) => new(_readers.Read());

    public ValueTask<DatabaseSession> ReadBrieflyAsync(CancellationToken cancellationToken) => ReadCommittedAsync(cancellationToken);

    public async ValueTask<DatabaseSession> ReadSnapshotAsync(CancellationToken cancellationToken)
    {
        await SettleAsync();
        return _readers.ReadSnapshot();
    }

    public ValueTask<DatabaseSession> ReadAsync(string type, string id, CancellationToken cancellationToken) =>
        Lacks && _ahead.Pending.Holds(type, id) ? ReadAfterAsync() : new(_readers.Read());

    public ValueTask<DatabaseSession> ReadAsync(IReadOnlyList<(string Type, string Id)> resources, CancellationToken cancellationToken) =>
        Lacks && _ahead.Pending.HoldsAny(resources) ? ReadAfterAsync() : new(_readers.Read());

    public ValueTask<DatabaseSession> ReadAsync(string type, string id, string otherType, CancellationToken cancellationToken) =>
        Lacks && _ahead.Pending.Holds(type, id) ? ReadAfterAsync() : ReadBrieflyAsync(otherType, cancellationToken);

    public ValueTask<DatabaseSession> ReadBrieflyAsync(string type, CancellationToken cancellationToken) => ReadTypesAsync([type], cancellationToken);

    public ValueTask<DatabaseSession> ReadTypesAsync(IReadOnlyList<string> types, CancellationToken cancellationToken)
    {
        if (types.Contains(AheadTypes.Consent)) _looking.Note();
        return Lacks && _ahead.Pending.HoldsAny(types) ? ReadAfterAsync() : new(_readers.Read());
    }

    public async ValueTask<WriteSession> WriteAsync(CancellationToken cancellationToken)
    {
        await Writer.EnterAsync(cancellationToken);
        return new SqliteWriteSession(this, Writer);
    }

    public async ValueTask<WriteSession> WriteAheadAsync(int writes, AheadClaim? claim, CancellationToken cancellationToken)
    {
        if (claim is { HasConsents: true } && !_looking.IsQuiet) return await WriteAsync(cancellationToken);
        if (!await Writer.EnterAheadAsync(writes, cancellationToken)) return new SqliteWriteSession(this, Writer);
        try
        {
            if (await HoldsAsync(claim))
            {
                await _ahead.ReadNumbersAsync(Numbers);
                return new SqliteAheadSession(this, Writer, _ahead);
            }

            if (claim is not { HasConsents: true })
            {
                await _ahead.JoinAsync();
                return new SqliteWriteSession(this, Writer, _ahead);
            }
        }
        catch
        {
            Writer.PassOn();
            throw;
        }

        await Writer.BeginAsync();
        return new SqliteWriteSession(this, Writer);
    }

    // In the writer's turn nobody adds anything. What is pending first: what is committed meanwhile is found in the file.
    private async Task<bool> HoldsAsync(AheadClaim? claim)
    {
        if (claim is not { Names.Count: > 0 }) return claim is not null;
        if (Lacks && _ahead.Pending.HoldsAny(claim.Names)) return false;
        await using var session = _readers.Read();
        return await claim.AreAbsentAsync(session);
    }

    public int IndexLanes => 1;

    // Runs that fit into the processor's cache are sorted twice as fast as everything at once, and beside the reading of the next.
    public Statement? Sorting => _options.KeepsFile ? new("PRAGMA cache_size = -4096; PRAGMA threads = 1") : null;

    public bool KeepsFile => _ahead.Kept.IsKept;

    public Task SettleAsync() => _ahead.IsUnsettled ? _ahead.SettleAsync() : Task.CompletedTask;

    // True where the file does not show all that was acknowledged.
    private bool Lacks => _writer is not null && _ahead.IsUnsettled;

    private SqliteWriter Writer => _writer ?? throw new InvalidOperationException("The database is not open.");

    private static AheadNumbers Numbers(SqliteCommands commands)
    {
        using var rows = commands.Query(new Statement("SELECT coalesce(max(rid), 0) FROM resource"));
        rows.Read();
        using var tail = commands.Query(WriteSession.LastAudit(AheadShard));
        return new(rows.GetInt64(0), tail.Read() ? (tail.GetInt64(0), tail.GetString(1)) : (0, ""));
    }

    private async ValueTask<DatabaseSession> ReadAfterAsync()
    {
        await _ahead.SettleAsync();
        return _readers.Read();
    }

    public (Statement Statement, int Column) Explain(Statement statement) => (new("EXPLAIN QUERY PLAN " + statement.Sql, statement.Values), 3);

    public string In(string column, string parameter) => $"{column} IN (SELECT value FROM json_each({parameter}))";

    public object Texts(IReadOnlyList<string> values) => JsonSerializer.Serialize(values);

    public string InMany(string column, string parameter) => $"{SqliteFunctions.OneOf}({column}, {parameter})";

    // For more of them SQLite would build a table anew for every statement, and for each place in it.
    public int MostFew => 2;

    public object ManyTexts(IReadOnlyList<string> values) => TextSet.Of(values);

    public object Numbers(IReadOnlyList<long> values) => JsonSerializer.Serialize(values);

    public string Holds(string column, string parameter) => $"instr({column}, {parameter}) > 0";

    public string Contains(string column, string parameter) => $"instr({column}, {parameter}) > 0";

    public string Among(string column, string select) => $"{column} IN ({select})";

    // Without other indexes to weigh the list is sorted and walked.
    // CROSS JOIN is the order of the loops here.
    public string Following(string table, string alias, IEnumerable<string> conditions) => $"{table} {alias}";

    public string OncePerRow => "";

    public string? Listed(string alias) => $"resource {alias} NOT INDEXED";

    public string EndsWith(string column, string parameter) => $"substr({column}, -length({parameter})) = {parameter}";

    public TextSyntax TextSyntax => TextSyntax.Fts5;

    public string TextRows(string column, string query, Func<object, string> bind) => $"SELECT rowid AS rid FROM text_index WHERE text_index MATCH {bind($"{{{column}}} : {query}")}";

    public IEnumerable<Statement> PutText(long rid, IReadOnlyList<string> narrative, IReadOnlyList<string> content)
    {
        yield return new Statement("DELETE FROM text_index WHERE rowid = $1", rid);
        if (content.Count > 0) yield return new Statement("INSERT INTO text_index (rowid, narrative, content) VALUES ($1, $2, $3)", rid, string.Join(' ', narrative), string.Join(' ', content));
    }

    public string Rows(string parameter) => $"SELECT value AS rid FROM json_each({parameter})";

    public string Horizon => "(SELECT coalesce(max(sequence), 0) + 1 FROM watched_change)";

    public string HorizonColumn => "sequence";

    public IEnumerable<Statement> Insert(TableShape table, IReadOnlyList<object[]> rows)
    {
        var sql = table.Sql("sqlite-insert", static t =>
            $"INSERT INTO {t.Name} ({string.Join(", ", t.Columns.Select(c => c.Name))}) VALUES ({string.Join(", ", t.Columns.Select((_, i) => $"${i + 1}"))})");
        return rows.Select(row => new Statement(sql, row));
    }

    public IEnumerable<Statement> Update(TableShape table, IReadOnlyList<object[]> rows)
    {
        var sql = table.Sql("sqlite-update", static t =>
            $"UPDATE {t.Name} SET {string.Join(", ", t.Columns.Skip(1).Select((c, i) => $"{c.Name} = ${i + 2}"))} WHERE {t.Columns[0].Name} = $1");
        return rows.Select(row => new Statement(sql, row));
    }

    // One writer: nobody else changes anything.
    public string ForUpdate => "";

    public Statement? Lock(string name) => null;

    public int GroupLanes => 1;

    public int AuditShards => 1;

    public IEnumerable<Statement> Delete(TableShape table, IReadOnlyList<object[]> rows)
    {
        var sql = table.Sql("sqlite-delete", static t =>
            $"DELETE FROM {t.Name} WHERE {string.Join(" AND ", t.Columns.Select((c, i) => $"{c.Name} = ${i + 1}"))}");
        return rows.Select(row => new Statement(sql, row));
    }

    // A look at so many rows of each index is enough, however large the tables are.
    public Task<IReadOnlyList<string>> AnalyzeAsync(DatabaseSession session, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>(["PRAGMA analysis_limit = 1000; ANALYZE"]);

    // Its plans rest on what rows have in common, not on how many there are.
    public Statement? Outgrown => null;

    // Those that every new row is appended to cost less in place than looking through all resources once more for each of them.
    public Task<IReadOnlyList<SecondaryIndex>> SecondaryIndexesAsync(DatabaseSession session, CancellationToken cancellationToken) => session.ListAsync(
        new Statement("""
            SELECT name, sql FROM sqlite_master
            WHERE type = 'index' AND sql IS NOT NULL AND sql NOT LIKE 'CREATE UNIQUE%' AND (tbl_name = 'resource' OR tbl_name LIKE 'index\_%' ESCAPE '\') AND tbl_name <> 'index_aside'
              AND name NOT IN ('resource_changed', 'resource_type', 'resource_updated')
            ORDER BY name
            """),
        row => new SecondaryIndex(row.GetString(0), $"DROP INDEX {row.GetString(0)}", row.GetString(1)),
        cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_looks is not null) await _looks.DisposeAsync();
        if (_epoch is not null) await _epoch.DisposeAsync();
        await _readers.DisposeAsync();
        await _ahead.EndAsync();
        if (_checkpoints is not null) await _checkpoints.DisposeAsync();
        if (_commands is not null)
        {
            _ahead.Kept.LetGo(_commands);
            await _commands.DisposeAsync();
        }

        _ahead.Dispose();
    }

    // The connection that writes, from the first that has to.
    private SqliteCommands Commands => _commands ??= ConnectWriter();

    private SqliteCommands ConnectWriter()
    {
        var commands = _readers.Connect();
        commands.Execute(_options.Durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
        commands.Execute("PRAGMA wal_autocheckpoint = 0");

        // What a log needed once beyond this goes back to the disk when it begins anew.
        commands.Execute("PRAGMA journal_size_limit = 268435456");

        // Its pages are its own: nobody else changes them.
        commands.Execute("PRAGMA mmap_size = 0");
        return commands;
    }

    // What is sorted, and the pages that a turn behind others may have to give back (SAVEPOINT), stand beside the database, in files that have no name from the
    // moment they are open: in memory nothing bounds them, and each thread that was ever the writer's keeps its own share of that.
    private void KeepAsideInFolder(SqliteCommands commands)
    {
        commands.Execute($"PRAGMA temp_store_directory = '{Path.GetFullPath(_options.DataFolder).Replace("'", "''", StringComparison.Ordinal)}'");
        commands.Execute("PRAGMA temp_store = FILE");
    }

    // Health data: nobody but the account that runs the gateway.
    private static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
