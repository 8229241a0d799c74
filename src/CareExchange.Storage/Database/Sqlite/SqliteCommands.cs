using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CareExchange.Storage.Database.Sqlite;

/// <summary>A connection with its prepared statements: SQL is compiled once per connection. One flow at a time.</summary>
internal sealed class SqliteCommands(SqliteConnection connection) : IAsyncDisposable
{
    // Search makes many texts; past this number all are dropped, which costs one compilation each and bounds the memory.
    private const int Limit = 512;
    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SqliteQuery> _queries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, sqlite3_stmt> _bare = new(StringComparer.Ordinal);

    // Sets that a statement may still ask.
    private readonly HashSet<TextSet> _held = [];

    public SqliteConnection Connection { get; } = connection;

    // SQLite answers on the calling thread: an asynchronous call would only pretend.
    public SqliteRows Query(Statement statement)
    {
        if (!_queries.TryGetValue(statement.Sql, out var query))
        {
            if (_queries.Count >= Limit) ClearQueries();
            _queries.Add(statement.Sql, query = new SqliteQuery(Connection.Handle ?? throw new InvalidOperationException("The database is not open."), statement.Sql, statement.Values.Length));
        }

        foreach (var value in statement.Values)
        {
            if (value is TextSet texts) _held.Add(texts);
        }

        return query.Run(statement.Values);
    }

    public int Execute(Statement statement) => Bind(statement).ExecuteNonQuery();

    public void Execute(string sql) => Execute(new Statement(sql));

    /// <summary>A statement without the driver's parameter objects, for rows by the thousand; kept until the connection closes.</summary>
    /// <remarks>Only for the few texts that write a table: they are never dropped.</remarks>
    public sqlite3_stmt Bare(string sql)
    {
        if (_bare.TryGetValue(sql, out var statement)) return statement;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v3(Connection.Handle!, sql, raw.SQLITE_PREPARE_PERSISTENT, out statement), Connection.Handle);
        _bare.Add(sql, statement);
        return statement;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var statement in _bare.Values) statement.Dispose();
        _bare.Clear();
        foreach (var query in _queries.Values) query.Dispose();
        _queries.Clear();
        Clear();
        await Connection.DisposeAsync();
    }

    /// <summary>No statement is open any more: lets go of what they were bound to.</summary>
    public void Release() => _held.Clear();

    private SqliteCommand Bind(Statement statement)
    {
        if (!_commands.TryGetValue(statement.Sql, out var command))
        {
            if (_commands.Count >= Limit) Clear();
            command = Connection.CreateCommand();
#pragma warning disable CA2100 // Texts come from this assembly; values are always parameters.
            command.CommandText = statement.Sql;
#pragma warning restore CA2100
            for (var index = 1; index <= statement.Values.Length; index++)
            {
                command.Parameters.Add(new SqliteParameter { ParameterName = "$" + index });
            }

            _commands.Add(statement.Sql, command);
        }

        for (var index = 0; index < statement.Values.Length; index++) command.Parameters[index].Value = statement.Values[index];
        return command;
    }

    private void Clear()
    {
        foreach (var command in _commands.Values) command.Dispose();
        _commands.Clear();
    }

    // All but those whose rows are still being read.
    private void ClearQueries()
    {
        foreach (var (sql, query) in _queries)
        {
            if (query.IsRunning) continue;
            query.Dispose();
            _queries.Remove(sql);
        }
    }
}
