using CareExchange.Storage.Database;
using CareExchange.Storage.Database.Sqlite;

namespace CareExchange.Storage.Tests.Database.Sqlite;

/// <summary>Large syncs are prepared a little at a time, and SQLite notices nothing of it.</summary>
public sealed class GradualSyncTests
{
    [Fact]
    public async Task Both_files_of_a_connection_are_prepared_where_the_system_can()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        await using var commands = Connect(store);

        Assert.Equal(OperatingSystem.IsLinux(), GradualSync.Attach(commands, rests: false));
        Assert.False(GradualSync.Attach(commands, rests: false));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_written_and_brought_into_the_file_so_is_there_for_everybody(bool rests)
    {
        const int Rows = 2_000;
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        await using (var commands = Connect(store))
        {
            GradualSync.Attach(commands, rests);
            commands.Execute("CREATE TABLE spread (id INTEGER PRIMARY KEY, bytes BLOB)");
            for (var part = 0; part < 4; part++)
            {
                commands.Execute("BEGIN IMMEDIATE");
                for (var row = part; row < Rows; row += 4) commands.Execute(new Statement("INSERT INTO spread VALUES ($1, zeroblob(3000))", row));
                commands.Execute("COMMIT");
                GradualSync.WriteOutLog(commands);
                commands.Execute("PRAGMA wal_checkpoint(PASSIVE)");
            }
        }

        await using var others = Connect(store);
        Assert.Equal(Rows, One<long>(others, "SELECT count(*) FROM spread WHERE length(bytes) = 3000"));
        Assert.Equal("ok", One<string>(others, "PRAGMA integrity_check"));
    }

    [Fact]
    public async Task A_commit_whose_pages_are_gathered_is_whole_for_everybody_also_where_some_were_written_before_it_and_some_undone()
    {
        const int Rows = 3_000;
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        await using var others = Connect(store);
        await using (var commands = Connect(store))
        {
            GradualSync.Attach(commands, rests: false);
            GradualSync.Gather(commands);
            commands.Execute("PRAGMA synchronous = FULL");

            // So few pages stay in memory that most go to the log before the commit, are read again, and written over.
            commands.Execute("PRAGMA cache_size = 20");
            commands.Execute("CREATE TABLE spread (id INTEGER PRIMARY KEY, number INTEGER, bytes BLOB)");
            commands.Execute("CREATE INDEX spread_number ON spread (number)");
            for (var part = 0; part < 6; part++)
            {
                commands.Execute("BEGIN IMMEDIATE");
                for (var row = part; row < Rows; row += 6) commands.Execute(new Statement("INSERT INTO spread VALUES ($1, $1 * 7919 % 3001, zeroblob(2000))", row));
                commands.Execute("SAVEPOINT part");
                commands.Execute("DELETE FROM spread");
                commands.Execute("ROLLBACK TO part");
                if (part == 2) commands.Execute("ROLLBACK");
                else GradualSync.Commit(commands);
                Assert.Equal((part < 2 ? part + 1 : part) * (Rows / 6L), One<long>(others, "SELECT count(*) FROM spread WHERE length(bytes) = 2000"));
                Assert.Equal("ok", One<string>(others, "PRAGMA integrity_check"));
                if (part == 3) others.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
            }
        }

        Assert.Equal(Rows / 6 * 5L, One<long>(others, "SELECT count(*) FROM spread INDEXED BY spread_number WHERE number >= 0"));
    }

    private static SqliteCommands Connect(TestStore store) => new SqliteReaders((SqliteDialect)store.Database.Dialect, Path.Combine(store.DataFolder!, SqliteDialect.FileName), limit: 0).Connect();

    private static T One<T>(SqliteCommands commands, string sql)
    {
        using var rows = commands.Query(new Statement(sql));
        Assert.True(rows.Read());
        return rows.GetFieldValue<T>(0);
    }
}
