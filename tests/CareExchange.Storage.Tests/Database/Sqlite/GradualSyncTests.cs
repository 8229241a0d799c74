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

    private static SqliteCommands Connect(TestStore store) => new SqliteReaders((SqliteDialect)store.Database.Dialect, Path.Combine(store.DataFolder!, SqliteDialect.FileName), limit: 0).Connect();

    private static T One<T>(SqliteCommands commands, string sql)
    {
        using var rows = commands.Query(new Statement(sql));
        Assert.True(rows.Read());
        return rows.GetFieldValue<T>(0);
    }
}
