using System.Data;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using CareExchange.Storage.Database.Sqlite;
using CareExchange.Storage.Protection;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CareExchange.Storage.Database.Postgres;

/// <summary>PostgreSQL 15 or later: a transaction has a connection while it lasts, reads share a few (<see cref="PostgresShares"/>).</summary>
internal sealed class PostgresDialect : IDatabaseDialect
{
    private readonly string _accounts;
    private readonly NpgsqlDataSource _source;
    private readonly PostgresTurns _transactions;
    private readonly Lock _giveUp = new();

    public PostgresDialect(StorageOptions options)
    {
        Bodies = new(new KeyRing(options.Keys));

        // Statements are prepared by the driver after a few uses, per connection, so the hot ones are parsed once. Nothing here sets anything of a session that outlives its transaction,
        // so nothing has to be set back: that would be seven statements more whenever a connection is used.
        var builder = new NpgsqlConnectionStringBuilder(options.PostgresConnection) { MaxAutoPrepare = 200, AutoPrepareMinUsages = 3, NoResetOnClose = true };
        var shares = PostgresShares.Of(builder);
        _accounts = new NpgsqlConnectionStringBuilder(builder.ToString()) { MaxPoolSize = PostgresShares.Accounts }.ToString();
        builder.MaxPoolSize = shares.Pool;
        _source = NpgsqlDataSource.Create(builder);
        _transactions = new(shares.Transactions, shares.Patience);
        Reads = new(_source, shares, GiveUpConnections);
    }

    /// <summary>Reads outside any transaction.</summary>
    public PostgresReads Reads { get; }

    /// <summary>What is known of moments since which nothing was written.</summary>
    public PostgresMoments Moments { get; } = new();

    public void Configure(DbContextOptionsBuilder builder) => builder.UseNpgsql(_accounts);

    public SealedBodies Bodies { get; set; }

    public LookFile? Looks => null;

    public DatabaseEpoch? Epoch() => Moments.Presumed?.Epoch;

    public PresumedMoment? Presume() => Moments.Presume();

    public void Renounce() => Moments.Renounce();

    public DbConnection Connect() => _source.OpenConnection();

    public Task RecoverAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task OpenAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task SettleAsync() => Task.CompletedTask;

    public ValueTask<DatabaseSession> ReadAsync(CancellationToken cancellationToken) => new(new PostgresReadSession(this, isBrief: false));

    public ValueTask<DatabaseSession> ReadCommittedAsync(CancellationToken cancellationToken) => ReadAsync(cancellationToken);

    public ValueTask<DatabaseSession> ReadAsync(string type, string id, CancellationToken cancellationToken) => ReadBrieflyAsync(cancellationToken);

    public ValueTask<DatabaseSession> ReadTypesAsync(IReadOnlyList<string> types, CancellationToken cancellationToken) => ReadAsync(cancellationToken);

    public ValueTask<DatabaseSession> ReadAsync(IReadOnlyList<(string Type, string Id)> resources, CancellationToken cancellationToken) => ReadAsync(cancellationToken);

    public ValueTask<DatabaseSession> ReadAsync(string type, string id, string otherType, CancellationToken cancellationToken) => ReadBrieflyAsync(cancellationToken);

    public ValueTask<DatabaseSession> ReadBrieflyAsync(string type, CancellationToken cancellationToken) => ReadBrieflyAsync(cancellationToken);

    public ValueTask<DatabaseSession> ReadBrieflyAsync(CancellationToken cancellationToken) => new(new PostgresReadSession(this, isBrief: true));

    public async ValueTask<DatabaseSession> ReadSnapshotAsync(CancellationToken cancellationToken) => await BeginAsync(IsolationLevel.RepeatableRead, null, cancellationToken);

    public async ValueTask<WriteSession> WriteAsync(CancellationToken cancellationToken)
    {
        await _transactions.TakeAsync(cancellationToken);
        try
        {
            return await BeginAsync(IsolationLevel.ReadCommitted, _transactions, cancellationToken);
        }
        catch
        {
            _transactions.Return();
            throw;
        }
    }

    private async Task<PostgresWriteSession> BeginAsync(IsolationLevel isolation, PostgresTurns? turns, CancellationToken cancellationToken)
    {
        var connection = await _source.OpenConnectionAsync(cancellationToken);
        try
        {
            return new PostgresWriteSession(this, connection, await connection.BeginTransactionAsync(isolation, cancellationToken), turns);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs statements as one transaction in one round trip; gives how many rows they changed, and the number of the last write behind them.</summary>
    public async Task<(int Rows, long Written)> ExecuteTogetherAsync(IReadOnlyList<Statement> statements, CancellationToken cancellationToken)
    {
        // Outside a transaction of its own a batch is one: PostgreSQL ends it, durably, at the one Sync behind its last statement.
        await using var connection = await _source.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var reader = await connection.QueryAsync([.. statements, PostgresMoments.Number], cancellationToken);

            // Statements without rows are passed over, so the last that has any is the one that was added.
            var written = -1L;
            do
            {
                while (await reader.ReadAsync(cancellationToken)) written = reader.GetInt64(0);
            }
            while (await reader.NextResultAsync(cancellationToken));
            await reader.CloseAsync();
            return (reader.RecordsAffected, written);
        }
        finally
        {
            Look(connection);
        }
    }

    /// <summary>Called at the end of what wrote: where its connection was lost, the idle ones were most likely lost with it (a restart), so no other caller finds one of them. What wrote is not
    /// done again, because nobody knows whether its commit was the last thing that arrived.</summary>
    internal void Look(NpgsqlConnection connection)
    {
        if (connection.State != ConnectionState.Open) GiveUpConnections();
    }

    // The source clears once at a time, and whoever comes meanwhile would be handed a lost one.
    private void GiveUpConnections()
    {
        lock (_giveUp)
        {
            Moments.Forget();
            _source.Clear();
        }
    }

    // Groups are few and hold nothing that somebody else waits for, so they wait for nobody's turn.
    public async ValueTask<WriteSession> WriteAheadAsync(int writes, AheadClaim? claim, CancellationToken cancellationToken) => await BeginAsync(IsolationLevel.ReadCommitted, null, cancellationToken);

    public (Statement Statement, int Column) Explain(Statement statement) => (new("EXPLAIN " + statement.Sql, statement.Values), 0);

    public bool KeepsFile => false;

    // Each is one core's work.
    public int IndexLanes => 2;

    public Statement? Sorting => null;

    public string In(string column, string parameter) => $"{column} = ANY({parameter})";

    public object Texts(IReadOnlyList<string> values) => values as string[] ?? [.. values];

    // A list of so many is hashed by the database itself.
    public string InMany(string column, string parameter) => In(column, parameter);

    public int MostFew => 24;

    public object ManyTexts(IReadOnlyList<string> values) => Texts(values);

    public object Numbers(IReadOnlyList<long> values) => values as long[] ?? [.. values];

    public string Holds(string column, string parameter) => $"position({parameter} in {column}) > 0";

    public string Contains(string column, string parameter) => $"strpos({column}, {parameter}) > 0";

    // NOT IN is a look through the whole list for each row, once the list has outgrown its memory; NOT EXISTS is a join.
    public string Among(string column, string select) => $"EXISTS (SELECT 1 FROM ({select}) q WHERE q.rid = {column})";

    // A plan that serves all values is made from guesses: a page of ten would be joined with the whole table. Nothing is moved across OFFSET, so the loops stand as they are written.
    public string Following(string table, string alias, IEnumerable<string> conditions) => $"LATERAL (SELECT * FROM {table} {alias} WHERE {string.Join(" AND ", conditions)} OFFSET 0) {alias}";

    public string OncePerRow => " OFFSET 0";

    public string? Listed(string alias) => null;

    public string EndsWith(string column, string parameter) => $"right({column}, length({parameter})) = {parameter}";

    public TextSyntax TextSyntax => TextSyntax.TsQuery;

    public string TextRows(string column, string query, Func<object, string> bind) => $"SELECT t.rid FROM text_index t WHERE t.{column} @@ ({bind(query)}::text)::tsquery";

    public IEnumerable<Statement> PutText(long rid, IReadOnlyList<string> narrative, IReadOnlyList<string> content)
    {
        if (content.Count == 0) yield return new Statement("DELETE FROM text_index WHERE rid = $1", rid);
        else yield return new Statement(
            "INSERT INTO text_index (rid, narrative, content) VALUES ($1, ($2::text)::tsvector, ($3::text)::tsvector) ON CONFLICT (rid) DO UPDATE SET narrative = excluded.narrative, content = excluded.content",
            rid,
            Vector(narrative),
            Vector(content));
    }

    public string Rows(string parameter) => $"SELECT unnest({parameter}::bigint[]) AS rid";

    // Tokens are letters and digits only, so nothing has to be escaped.
    private static string Vector(IReadOnlyList<string> tokens) => string.Join(' ', tokens.Select((token, index) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"'{token}':{index + 1}")));

    public string Horizon => "pg_snapshot_xmin(pg_current_snapshot())::text::bigint";

    public string HorizonColumn => "xact";

    public IEnumerable<Statement> Insert(TableShape table, IReadOnlyList<object[]> rows)
    {
        var sql = table.Sql("postgres-insert", static t =>
            $"INSERT INTO {t.Name} ({string.Join(", ", t.Columns.Select(c => c.Name))}) SELECT * FROM unnest({Arrays(t)})");
        return [new Statement(sql, Columns(table, rows))];
    }

    public IEnumerable<Statement> Update(TableShape table, IReadOnlyList<object[]> rows)
    {
        var sql = table.Sql("postgres-update", static t =>
            $"UPDATE {t.Name} t SET {string.Join(", ", t.Columns.Skip(1).Select(c => $"{c.Name} = changed.{c.Name}"))} " +
            $"FROM unnest({Arrays(t)}) AS changed({string.Join(", ", t.Columns.Select(c => c.Name))}) WHERE t.{t.Columns[0].Name} = changed.{t.Columns[0].Name}");
        return [new Statement(sql, Columns(table, rows))];
    }

    public string ForUpdate => " FOR UPDATE";

    // 64 bits of SHA-256: two names that share a number only wait for each other once in a while, they never err.
    public Statement? Lock(string name) => new Statement("SELECT 1 FROM pg_advisory_xact_lock($1)", BitConverter.ToInt64(SHA256.HashData(Encoding.UTF8.GetBytes(name))));

    // While one waits for its fsync the others work; more only make the groups smaller.
    public int GroupLanes => 3;

    public int AuditShards => 16;

    public IEnumerable<Statement> Delete(TableShape table, IReadOnlyList<object[]> rows)
    {
        var sql = table.Sql("postgres-delete", static t =>
            $"DELETE FROM {t.Name} t USING unnest({Arrays(t)}) AS gone({string.Join(", ", t.Columns.Select(c => c.Name))}) " +
            $"WHERE {string.Join(" AND ", t.Columns.Select(c => $"t.{c.Name} = gone.{c.Name}"))}");
        return [new Statement(sql, Columns(table, rows))];
    }

    // The largest first, so that none of them is waited for alone.
    public Task<IReadOnlyList<string>> AnalyzeAsync(DatabaseSession session, CancellationToken cancellationToken) => session.ListAsync(
        new Statement("""
            SELECT 'ANALYZE ' || quote_ident(relname) FROM pg_class
            WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' AND pg_relation_size(oid) > 0
            ORDER BY pg_relation_size(oid) DESC, relname
            """),
        row => row.GetString(0),
        cancellationToken);

    // A table that nobody has counted yet has -1 rows; the database itself looks once a minute, and a plan for an empty table takes half a minute over a full one.
    public Statement? Outgrown { get; } = new("""
        SELECT quote_ident(s.relname) FROM pg_stat_user_tables s JOIN pg_class c ON c.oid = s.relid
        WHERE s.schemaname = current_schema() AND s.n_mod_since_analyze > greatest(c.reltuples, 1000)
        ORDER BY s.relname
        """);

    // The keys of the index tables only keep rows from standing twice, which the extractor sees to as well.
    public Task<IReadOnlyList<SecondaryIndex>> SecondaryIndexesAsync(DatabaseSession session, CancellationToken cancellationToken) => session.ListAsync(
        new Statement("""
            SELECT i.relname, t.relname, pg_get_indexdef(i.oid), pg_get_constraintdef(c.oid)
            FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
            LEFT JOIN pg_constraint c ON c.conindid = i.oid AND c.contype = 'p'
            WHERE t.relnamespace = current_schema()::regnamespace AND t.relname <> 'index_aside'
              AND (t.relname LIKE 'index\_%' OR (t.relname = 'resource' AND NOT x.indisunique))
            ORDER BY i.relname
            """),
        row => row.TextOrNull(3) is { } key
            ? new SecondaryIndex(row.GetString(0), $"ALTER TABLE {row.GetString(1)} DROP CONSTRAINT {row.GetString(0)}", $"ALTER TABLE {row.GetString(1)} ADD CONSTRAINT {row.GetString(0)} {key}")
            : new SecondaryIndex(row.GetString(0), $"DROP INDEX {row.GetString(0)}", row.GetString(2)),
        cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        Reads.Dispose();
        _transactions.Dispose();
    }

    private static string Arrays(TableShape table) => string.Join(", ", table.Columns.Select((c, i) => $"${i + 1}::{c.PostgresType}[]"));

    private static object[] Columns(TableShape table, IReadOnlyList<object[]> rows) =>
        [.. table.Columns.Select((column, index) => column.PostgresType switch
        {
            "integer" => (object)Column<int>(rows, index),
            "bigint" => Column<long>(rows, index),
            "double precision" => Column<double>(rows, index),
            "bytea" => Bytes(rows, index),
            _ => Texts(rows, index),
        })];

    private static string?[] Texts(IReadOnlyList<object[]> rows, int index)
    {
        var values = new string?[rows.Count];
        for (var row = 0; row < values.Length; row++) values[row] = rows[row][index] as string;
        return values;
    }

    private static byte[][] Bytes(IReadOnlyList<object[]> rows, int index)
    {
        var values = new byte[rows.Count][];
        for (var row = 0; row < values.Length; row++) values[row] = rows[row][index] is ArraySegment<byte> bytes ? bytes.ToArray() : (byte[])rows[row][index];
        return values;
    }

    private static T[] Column<T>(IReadOnlyList<object[]> rows, int index)
    {
        var values = new T[rows.Count];
        for (var row = 0; row < values.Length; row++) values[row] = (T)rows[row][index];
        return values;
    }
}
