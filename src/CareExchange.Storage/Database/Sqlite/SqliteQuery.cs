using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CareExchange.Storage.Database.Sqlite;

/// <summary>A prepared SELECT, or whatever else gives rows, that is run again and again by one connection. What it is bound to stays bound, so only what differs from the run before is bound anew.</summary>
/// <remarks>Most of what a search binds says who asks, not what for, and is the same from one search to the next. One run at a time.</remarks>
internal sealed unsafe class SqliteQuery : IDisposable
{
    // Texts up to this length are made UTF-8 on the stack.
    private const int Short = 256;

    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;

    // Good until the statement is disposed of, which is after every run.
    private readonly nint _handle;

    // Where SQLite has numbered $1, $2 …, which it does as they come in the text; 0 for one that does not come.
    private readonly int[] _places;
    private readonly object?[] _bound;

    /// <param name="connection">The connection.</param>
    /// <param name="sql">One statement.</param>
    /// <param name="count">How many values it is given.</param>
    public SqliteQuery(sqlite3 connection, string sql, int count)
    {
        _connection = connection;
        Check(raw.sqlite3_prepare_v3(connection, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
        _handle = _statement.DangerousGetHandle();
        (_places, _bound) = (new int[count], new object?[count]);
        for (var at = 0; at < count; at++) _places[at] = raw.sqlite3_bind_parameter_index(_statement, string.Create(CultureInfo.InvariantCulture, $"${at + 1}"));
        if (_places.Count(static place => place > 0) < raw.sqlite3_bind_parameter_count(_statement)) throw new ArgumentException("A value is missing.", nameof(count));
        Columns = raw.sqlite3_column_count(_statement);
    }

    /// <summary>True while the rows of a run are read.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>How many columns a row has.</summary>
    public int Columns { get; }

    /// <summary>Binds <c>$1, $2 …</c> and runs it up to the first row.</summary>
    /// <param name="values">The values; a <see cref="TextSet"/> stands for its number.</param>
    public SqliteRows Run(object[] values)
    {
        if (IsRunning) throw new InvalidOperationException("The rows of the run before are still being read.");
        if (values.Length != _bound.Length) throw new ArgumentException($"The statement has {_bound.Length} values, not {values.Length}.", nameof(values));
        for (var at = 0; at < values.Length; at++)
        {
            if (_places[at] == 0 || IsSame(_bound[at], values[at])) continue;

            // What could not be bound is not what was bound before.
            _bound[at] = null;
            Check(Bind(_places[at], values[at]));
            _bound[at] = values[at] is TextSet set ? set.Number : values[at];
        }

        IsRunning = true;
        return new(this);
    }

    /// <summary>Goes to the next row; false where there is none.</summary>
    public bool Step()
    {
        var code = SqliteNative.StepRow(_handle);
        if (code == raw.SQLITE_ROW) return true;
        if (code != raw.SQLITE_DONE) Check(code);
        return false;
    }

    /// <summary>Ends a run.</summary>
    public void Reset()
    {
        SqliteNative.Reset(_handle);
        IsRunning = false;
    }

    public int TypeOf(int column) => SqliteNative.ColumnType(_handle, column);

    public long Integer(int column) => SqliteNative.ColumnInteger(_handle, column);

    public double Number(int column) => SqliteNative.ColumnNumber(_handle, column);

    public string Text(int column) => Encoding.UTF8.GetString(SqliteNative.ColumnText(_handle, column));

    public byte[] Bytes(int column) => SqliteNative.ColumnBytes(_handle, column).ToArray();

    public string Name(int column) => raw.sqlite3_column_name(_statement, column).utf8_to_string();

    public void Dispose() => _statement.Dispose();

    private static bool IsSame(object? bound, object value) => ReferenceEquals(bound, value) || (bound, value) switch
    {
        (long one, long other) => one == other,
        (string one, string other) => one == other,
        (int one, int other) => one == other,
        (long one, TextSet other) => one == other.Number,
        _ => false,
    };

    private int Bind(int place, object value) => value switch
    {
        string text => BindText(place, text),
        long number => SqliteNative.Bind(_handle, place, number),
        int number => SqliteNative.Bind(_handle, place, (long)number),
        TextSet set => SqliteNative.Bind(_handle, place, set.Number),
        double number => SqliteNative.Bind(_handle, place, number),
        bool yes => SqliteNative.Bind(_handle, place, yes ? 1L : 0L),
        byte[] bytes => raw.sqlite3_bind_blob(_statement, place, bytes),
        DBNull => SqliteNative.BindNull(_handle, place),
        _ => throw new ArgumentException($"A {value.GetType().Name} is not a value of a column.", nameof(value)),
    };

    private int BindText(int place, string text)
    {
        if (text.Length * 3 > Short) return raw.sqlite3_bind_text(_statement, place, (ReadOnlySpan<byte>)Encoding.UTF8.GetBytes(text));
        var utf8 = stackalloc byte[Short];
        return SqliteNative.BindCopy(_handle, place, utf8, Encoding.UTF8.GetBytes(text, new Span<byte>(utf8, Short)));
    }

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK) throw new SqliteException(raw.sqlite3_errmsg(_connection).utf8_to_string(), code, raw.sqlite3_extended_errcode(_connection));
    }
}
