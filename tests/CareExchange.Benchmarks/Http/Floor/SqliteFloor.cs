using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace CareExchange.Benchmarks.Http.Floor;

/// <summary>SQLite by hand: WAL, synchronous=FULL, one writer thread whose callers share a commit, prepared statements everywhere.</summary>
internal sealed class SqliteFloor : IFloorStore
{
    private const int Group = 256;
    private readonly string _connectionString;
    private readonly ConcurrentBag<Prepared> _readers = [];
    private readonly BlockingCollection<(IReadOnlyList<FloorRow> Rows, TaskCompletionSource Done)> _writes = [];
    private readonly Thread _writer;

    public SqliteFloor(string file)
    {
        _connectionString = new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString();
        var connection = Open();
        foreach (var sql in (string[])
        [
            "PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "PRAGMA wal_autocheckpoint = 4000",
            "CREATE TABLE IF NOT EXISTS resource (rid INTEGER PRIMARY KEY, type TEXT NOT NULL, id TEXT NOT NULL, person TEXT NOT NULL, json BLOB NOT NULL, UNIQUE (type, id))",
            "CREATE TABLE IF NOT EXISTS entry (name TEXT NOT NULL, value TEXT NOT NULL, rid INTEGER NOT NULL, PRIMARY KEY (name, value, rid)) WITHOUT ROWID",
        ]) connection.Execute(sql);
        _writer = new Thread(() => Write(connection)) { IsBackground = true };
        _writer.Start();
    }

    public ValueTask<byte[]?> ReadAsync(string type, string id)
    {
        var reader = Take();
        try
        {
            return new(reader.First("SELECT json FROM resource WHERE type = $1 AND id = $2", type, id));
        }
        finally
        {
            _readers.Add(reader);
        }
    }

    public Task CreateAsync(string type, string id, byte[] json) => LoadAsync([new(type, id, "", [], json)]);

    public Task LoadAsync(IReadOnlyList<FloorRow> rows)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _writes.Add((rows, done));
        return done.Task;
    }

    public ValueTask<List<byte[]>> SearchAsync(FloorSearch search, string[] values)
    {
        var reader = Take();
        try
        {
            return new(reader.All(search.Sql, values));
        }
        finally
        {
            _readers.Add(reader);
        }
    }

    public ValueTask DisposeAsync()
    {
        _writes.CompleteAdding();
        _writer.Join();
        while (_readers.TryTake(out var reader)) reader.Dispose();
        _writes.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Write(Prepared connection)
    {
        using var _ = connection;
        List<TaskCompletionSource> ended = [];
        foreach (var first in _writes.GetConsumingEnumerable())
        {
            connection.Execute("BEGIN IMMEDIATE");
            var write = first;
            do
            {
                foreach (var row in write.Rows) Insert(connection, row);
                ended.Add(write.Done);
            }
            while (ended.Count < Group && _writes.TryTake(out write));

            connection.Execute("COMMIT");
            foreach (var done in ended) done.SetResult();
            ended.Clear();
        }
    }

    private static void Insert(Prepared connection, FloorRow row)
    {
        connection.Execute("INSERT OR REPLACE INTO resource (type, id, person, json) VALUES ($1, $2, $3, $4)", row.Type, row.Id, row.Person, row.Json);
        if (row.Index.Count == 0) return;
        var rid = SQLitePCL.raw.sqlite3_last_insert_rowid(connection.Handle);
        foreach (var (name, value) in row.Index) connection.Execute("INSERT OR IGNORE INTO entry (name, value, rid) VALUES ($1, $2, $3)", name, value, rid);
    }

    private Prepared Take() => _readers.TryTake(out var reader) ? reader : Open();

    private Prepared Open()
    {
        var connection = new SqliteConnection(_connectionString);
        connection.Open();
        var prepared = new Prepared(connection);
        prepared.Execute("PRAGMA busy_timeout = 30000");
        prepared.Execute("PRAGMA mmap_size = 268435456");
        return prepared;
    }

    private sealed class Prepared(SqliteConnection connection) : IDisposable
    {
        private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);

        public SQLitePCL.sqlite3 Handle => connection.Handle!;

        public void Execute(string sql, params object[] values) => Bind(sql, values).ExecuteNonQuery();

        public byte[]? First(string sql, params object[] values)
        {
            using var reader = Bind(sql, values).ExecuteReader();
            return reader.Read() ? reader.GetFieldValue<byte[]>(0) : null;
        }

        public List<byte[]> All(string sql, params object[] values)
        {
            using var reader = Bind(sql, values).ExecuteReader();
            var rows = new List<byte[]>();
            while (reader.Read()) rows.Add(reader.GetFieldValue<byte[]>(0));
            return rows;
        }

        public void Dispose()
        {
            foreach (var command in _commands.Values) command.Dispose();
            connection.Dispose();
        }

        private SqliteCommand Bind(string sql, object[] values)
        {
            if (!_commands.TryGetValue(sql, out var command))
            {
                _commands[sql] = command = connection.CreateCommand();
#pragma warning disable CA2100 // Texts come from this assembly; values are always parameters.
                command.CommandText = sql;
#pragma warning restore CA2100
                for (var at = 1; at <= values.Length; at++) command.Parameters.Add(new SqliteParameter { ParameterName = "$" + at });
            }

            for (var at = 0; at < values.Length; at++) command.Parameters[at].Value = values[at];
            return command;
        }
    }
}
