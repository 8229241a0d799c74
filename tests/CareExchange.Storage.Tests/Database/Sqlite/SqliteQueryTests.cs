using CareExchange.Storage.Database;
using CareExchange.Storage.Database.Sqlite;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CareExchange.Storage.Tests.Database.Sqlite;

/// <summary>What is bound once stays bound, and each run answers by its own values only.</summary>
public sealed class SqliteQueryTests : IAsyncDisposable
{
    private readonly SqliteCommands _commands = Open();

    [Fact]
    public void Each_run_answers_by_its_own_values()
    {
        var random = new Random(20261123);
        object[] values = ["", "a", "가온", new string('길', 400), 0L, -1L, long.MaxValue, 1, 0.5, true, DBNull.Value, Array.Empty<byte>(), new byte[] { 0, 1, 255 }];
        for (var round = 0; round < 500; round++)
        {
            object[] asked = [.. Enumerable.Range(0, 3).Select(_ => values[random.Next(values.Length)])];

            // $3 comes first and $2 twice: a value is known by its number, not by where it stands.
            using var rows = _commands.Query(new Statement("SELECT $3, $2, $1, $2", asked));
            Assert.True(rows.Read());
            Assert.Equal([Stored(asked[2]), Stored(asked[1]), Stored(asked[0]), Stored(asked[1])], Enumerable.Range(0, 4).Select(rows.GetValue));
            Assert.False(rows.Read());
        }

        static object Stored(object value) => value switch { int number => (long)number, bool yes => yes ? 1L : 0L, _ => value };
    }

    [Fact]
    public void A_set_is_asked_by_its_number_and_another_set_is_another_answer()
    {
        IReadOnlyList<string>[] lists = [["p1", "p2"], ["p2"], ["p1"], []];
        foreach (var list in lists.Concat(lists))
        {
            using var rows = _commands.Query(new Statement("SELECT one_of('p1', $1)", TextSet.Of(list)));
            Assert.True(rows.Read());
            Assert.Equal(list.Contains("p1") ? 1 : 0, rows.GetInt32(0));
        }
    }

    [Fact]
    public void Whoever_stops_early_leaves_the_query_as_it_was()
    {
        const string sql = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1) SELECT i FROM n";
        using (var rows = _commands.Query(new Statement(sql, 5L))) Assert.True(rows.Read());
        using var again = _commands.Query(new Statement(sql, 3L));
        var read = new List<long>();
        while (again.Read()) read.Add(again.GetInt64(0));

        Assert.Equal([1, 2, 3], read);
    }

    [Fact]
    public void Columns_are_read_as_what_they_are_and_nothing_is_read_where_no_row_is()
    {
        using var rows = _commands.Query(new Statement("SELECT 7, 0.25, '홍', x'00ff', NULL WHERE $1 = 1", 1L));

        Assert.Throws<InvalidOperationException>(() => rows.GetInt64(0));
        Assert.True(rows.Read());
        Assert.Equal((7L, 7, 0.25, "홍", true), (rows.GetInt64(0), rows.GetInt32(0), rows.GetDouble(1), rows.GetString(2), rows.IsDBNull(4)));
        Assert.Equal([0, 255], rows.GetFieldValue<byte[]>(3));
        Assert.Throws<InvalidCastException>(() => rows.GetString(4));
        Assert.Throws<InvalidCastException>(() => rows.GetFieldValue<byte[]>(4));
        Assert.Throws<ArgumentOutOfRangeException>(() => rows.GetInt64(5));
        Assert.False(rows.Read());
        Assert.Throws<InvalidOperationException>(() => rows.GetInt64(0));
    }

    [Fact]
    public void What_is_wrong_is_told_by_the_query_and_the_next_one_is_answered()
    {
        const string sql = "SELECT abs($1)";
        Assert.Throws<SqliteException>(() => _commands.Query(new Statement("SELECT nothing FROM nowhere")));
        Assert.Throws<ArgumentException>(() => _commands.Query(new Statement("SELECT $1, $2", 1L)));
        Assert.Throws<ArgumentException>(() => _commands.Query(new Statement(sql, new Uri("urn:x"))));
        Assert.Throws<SqliteException>(() => _commands.Query(new Statement(sql, long.MinValue))); // integer overflow
        using var rows = _commands.Query(new Statement(sql, -4L));
        Assert.True(rows.Read());
        Assert.Equal(4, rows.GetInt64(0));
        Assert.Throws<InvalidOperationException>(() => _commands.Query(new Statement(sql, -4L)));
    }

    [Fact]
    public void Whoever_reads_on_is_not_disturbed_by_very_many_other_texts()
    {
        using var rows = _commands.Query(new Statement("SELECT 1 UNION ALL SELECT 2"));
        Assert.True(rows.Read());
        for (var number = 0; number < 1200; number++)
        {
            using var other = _commands.Query(new Statement($"SELECT {number}"));
            Assert.True(other.Read() && other.GetInt32(0) == number);
        }

        Assert.True(rows.Read());
        Assert.Equal(2, rows.GetInt32(0));
    }

    [Fact]
    public void A_table_that_changes_is_read_as_it_is()
    {
        _commands.Execute("CREATE TABLE t (a); INSERT INTO t VALUES (1)");
        Assert.Equal(1, One());
        _commands.Execute("ALTER TABLE t RENAME TO old; CREATE TABLE t (a); INSERT INTO t VALUES (2)");
        Assert.Equal(2, One());

        long One()
        {
            using var rows = _commands.Query(new Statement("SELECT a FROM t WHERE a <> $1", 0L));
            return rows.Read() ? rows.GetInt64(0) : -1;
        }
    }

    public ValueTask DisposeAsync() => _commands.DisposeAsync();

    private static SqliteCommands Open()
    {
        Batteries_V2.Init();
        var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        SqliteFunctions.Register(connection.Handle!);
        return new SqliteCommands(connection);
    }
}
