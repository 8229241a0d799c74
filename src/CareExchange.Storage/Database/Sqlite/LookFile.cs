using Microsoft.Data.Sqlite;

namespace CareExchange.Storage.Database.Sqlite;

/// <summary>The file beside the database in which looks are recorded: a look changes nothing, so it must not make every reader forget its pages.</summary>
/// <remarks>One table <c>audit</c> as in the database, with a chain of its own (decisions/0015). What changes data is recorded there, in its commit.</remarks>
internal sealed class LookFile : IAsyncDisposable
{
    /// <summary>The file's name.</summary>
    public const string FileName = "careexchange-looks.db";

    /// <summary>The chain that its entries go on in.</summary>
    public const int Shard = 1;

    /// <summary>The table in which a backup carries the entries.</summary>
    public const string Carried = "look";

    /// <summary>How far a row is from the one that it differs from, at most.</summary>
    public const int Farthest = 4096;

    /// <summary>Every column of a trail in its order.</summary>
    public const string Columns = "sequence, previous_hash, hash, id, recorded, action, outcome, agent, organization, person, json, shard";

    private const string Schema = """
        CREATE TABLE IF NOT EXISTS audit (
            sequence INTEGER PRIMARY KEY, previous_hash TEXT NOT NULL, hash TEXT NOT NULL, id TEXT NOT NULL, recorded INTEGER NOT NULL, action TEXT NOT NULL,
            outcome TEXT NOT NULL, agent TEXT NOT NULL, organization TEXT, person TEXT, json BLOB NOT NULL, shard INTEGER NOT NULL, base INTEGER);
        CREATE INDEX IF NOT EXISTS audit_person ON audit (person, recorded) WHERE person IS NOT NULL;
        CREATE INDEX IF NOT EXISTS audit_agent ON audit (agent, recorded);
        CREATE INDEX IF NOT EXISTS audit_recorded ON audit (recorded);
        CREATE INDEX IF NOT EXISTS audit_received ON audit (recorded) WHERE action = 'received';
        CREATE INDEX IF NOT EXISTS audit_action ON audit (action, recorded);
        CREATE INDEX IF NOT EXISTS audit_refused ON audit (recorded) WHERE outcome <> 'permit'
        """;

    private readonly SqliteReaders _readers;

    private LookFile(SqliteReaders readers, SqliteCommands writer, LookJournal journal, LookSettling settling) =>
        (_readers, Writer, Journal, Settling) = (readers, writer, journal, settling);

    /// <summary>The connection that appends; in the hands of one thread.</summary>
    public SqliteCommands Writer { get; }

    /// <summary>Where looks stand first when many come at once.</summary>
    public LookJournal Journal { get; }

    /// <summary>Moves them from there into the table.</summary>
    public LookSettling Settling { get; }

    /// <summary>Opens or makes the file.</summary>
    public static LookFile Open(SqliteDialect dialect, StorageOptions options)
    {
        var readers = new SqliteReaders(dialect, Path.Combine(options.DataFolder, FileName), limit: 2, AuditView.Sql);
        var isSynced = options is { Durable: true, SyncLooks: true };
        var writer = Connect(readers, isSynced);
        writer.Execute(Schema);
        AddBase(writer);
        var journal = new LookJournal(options.DataFolder, isSynced);
        return new(readers, writer, journal, new LookSettling(journal, Connect(readers, isSynced), isSynced));
    }

    /// <summary>A reader of the file, which holds every look that was answered until now.</summary>
    public DatabaseSession Read()
    {
        if (!Settling.IsDone) Settling.Finish();
        return _readers.Read();
    }

    /// <summary>A reader of what has been moved into the table: the older looks, whatever still waits in the journal.</summary>
    public DatabaseSession ReadMoved() => _readers.Read();

    /// <summary>The hash of the look with a number, wherever it stands; null where there is none.</summary>
    public async Task<string?> HashOfAsync(long sequence, CancellationToken cancellationToken)
    {
        // What is moved between two questions is found by the last one.
        return await MovedAsync() ?? Journal.HashOf(sequence) ?? await MovedAsync();

        async Task<string?> MovedAsync()
        {
            await using var session = ReadMoved();
            return await session.FirstAsync(new Statement("SELECT hash FROM audit WHERE sequence = $1", sequence), row => row.GetString(0), cancellationToken);
        }
    }

    /// <summary>Runs a statement that changes the file beside the thread that appends; gives the number of rows changed.</summary>
    public int Change(Statement statement)
    {
        using var connection = new SqliteConnection(_readers.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Statements come from this project; values are parameters.
        command.CommandText = statement.Sql;
#pragma warning restore CA2100
        for (var place = 0; place < statement.Values.Length; place++) command.Parameters.AddWithValue($"${place + 1}", statement.Values[place]);
        return command.ExecuteNonQuery();
    }

    /// <summary>Takes over what a restored backup carries. A stop in between is made up for when the database is next opened.</summary>
    public async Task AdoptAsync(SqliteDialect dialect, CancellationToken cancellationToken)
    {
        await using (var session = await dialect.ReadAsync(cancellationToken))
        {
            if (await session.FirstAsync(new Statement("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = $1", Carried), row => row.GetInt32(0), cancellationToken) == 0) return;
        }

        var path = new SqliteConnectionStringBuilder(dialect.ConnectionString).DataSource;
        Writer.Execute(new Statement("ATTACH $1 AS carried", path));
        Writer.Execute($"INSERT OR IGNORE INTO main.audit ({Columns}) SELECT {Columns} FROM carried.{Carried} ORDER BY sequence");
        Writer.Execute("DETACH carried");
        await using var dropped = await dialect.WriteAsync(cancellationToken);
        await dropped.ExecuteAsync(new Statement($"DROP TABLE IF EXISTS {Carried}"), cancellationToken);
        await dropped.CommitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _readers.DisposeAsync();
        await Settling.DisposeAsync();
        Journal.Dispose();
        await Writer.DisposeAsync();
    }

    /// <summary>Copies all looks, whole, into a table of another database.</summary>
    /// <param name="folder">Where the looks are.</param>
    /// <param name="target">The other database.</param>
    public static void Carry(string folder, string target)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, FileName), Pooling = false, Mode = SqliteOpenMode.ReadWrite, DefaultTimeout = 30 }.ToString());
        connection.Open();
        var commands = new SqliteCommands(connection);
        SqliteFunctions.Register(connection.Handle!);
        commands.Execute(AuditView.Sql);
        commands.Execute(new Statement("ATTACH $1 AS copy", target));
        commands.Execute($"CREATE TABLE copy.{Carried} AS SELECT {Columns} FROM temp.audit ORDER BY sequence");
    }

    // A file of an older gateway.
    private static void AddBase(SqliteCommands writer)
    {
        using var rows = writer.Query(new Statement("SELECT 1 FROM pragma_table_info('audit') WHERE name = 'base'"));
        if (rows.Read()) return;
        rows.Close();
        writer.Execute("ALTER TABLE audit ADD COLUMN base INTEGER");
    }

    private static SqliteCommands Connect(SqliteReaders readers, bool isSynced)
    {
        var writer = readers.Connect();
        writer.Execute("PRAGMA journal_mode = WAL");
        writer.Execute(isSynced ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
        writer.Execute("PRAGMA wal_autocheckpoint = 4000");
        writer.Execute("PRAGMA mmap_size = 0");
        writer.Execute("PRAGMA cache_size = -8192");
        return writer;
    }
}
