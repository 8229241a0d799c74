using CareExchange.Storage.Audit;
using CareExchange.Storage.Database;
using CareExchange.Storage.Maintenance;
using CareExchange.Storage.Tests.Database;
using Microsoft.Data.Sqlite;

namespace CareExchange.Storage.Tests.Audit;

public sealed class LookWriterTests
{
    [Fact]
    public async Task Looks_stand_in_a_file_of_their_own_and_are_listed_among_everything_else()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        await store.Resources.AppendAuditAsync([Row(store, "a1")], default);
        store.Clock.Advance(TimeSpan.FromSeconds(1));
        await ChangeAsync(store, "a2");
        store.Clock.Advance(TimeSpan.FromSeconds(1));
        await store.Resources.AppendAuditAsync([Row(store, "a3"), Row(store, "a4")], default);

        var entries = await store.Audits.QueryAsync(new AuditQuery(), default);

        Assert.Equal([("a4", 1), ("a3", 1), ("a2", 0), ("a1", 1)], entries.Select(entry => (entry.Row.Id, entry.Shard)));
        Assert.Equal(["a3", "a2"], (await store.Audits.QueryAsync(new AuditQuery { Before = entries[0].Position, Count = 2 }, default)).Select(entry => entry.Row.Id));
        Assert.Equal(1, await store.CountAsync("audit"));
        Assert.Equal((4L, null), await store.Audits.VerifyAsync(default) is var verified ? (verified.Entries, verified.BrokenAt) : default);
    }

    [Theory]
    [InlineData("UPDATE audit SET agent = 'somebody-else' WHERE sequence = 3", 3)]
    [InlineData("DELETE FROM audit WHERE sequence = 2", 2)]
    [InlineData("UPDATE audit SET json = x'7b7d' WHERE sequence = 1", 1)]
    public async Task Whatever_is_changed_behind_the_looks_is_found(string tampering, long brokenAt)
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        for (var number = 1; number <= 4; number++) await store.Resources.AppendAuditAsync([Row(store, $"a{number}")], default);

        await TamperAsync(store, tampering);

        Assert.Equal((brokenAt, 1), await store.Audits.VerifyAsync(default) is var verified ? (verified.BrokenAt, verified.BrokenShard) : default);
    }

    [Fact]
    public async Task Two_processes_on_one_folder_go_on_in_one_chain()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        await using var beside = await store.OpenBesideAsync();
        var other = new Storage.Resources.ResourceStore(beside);

        await Task.WhenAll(Enumerable.Range(0, 60).Select(number => Task.Run(() => (number % 2 == 0 ? store.Resources : other).AppendAuditAsync([Row(store, $"a{number}")], default))));

        Assert.Equal((60L, null), await store.Audits.VerifyAsync(default) is var verified ? (verified.Entries, verified.BrokenAt) : default);
        Assert.Equal(60, (await new AuditStore(beside).QueryAsync(new AuditQuery { Count = 1000 }, default)).Count);
    }

    [Fact]
    public async Task A_look_that_cannot_be_recorded_is_told_and_the_next_one_goes_on_where_the_chain_ends()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        await store.Resources.AppendAuditAsync([Row(store, "a1")], default);
        await TamperAsync(store, "CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'the disk is full'); END");

        await Assert.ThrowsAsync<SqliteException>(() => store.Resources.AppendAuditAsync([Row(store, "a2")], default));

        await TamperAsync(store, "DROP TRIGGER full");
        await store.Resources.AppendAuditAsync([Row(store, "a3")], default);
        Assert.Equal(["a3", "a1"], (await store.Audits.QueryAsync(new AuditQuery(), default)).OrderByDescending(entry => entry.Sequence).Select(entry => entry.Row.Id));
        Assert.Null((await store.Audits.VerifyAsync(default)).BrokenAt);
    }

    [Fact]
    public async Task What_was_recorded_stands_after_a_restart_and_in_a_restored_backup()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        await ChangeAsync(store, "a0");
        await store.Resources.AppendAuditAsync([Row(store, "a1"), Row(store, "a2")], default);
        await using var again = await store.ReopenAsync(TestStore.Key);
        await again.Resources.AppendAuditAsync([Row(again, "a3")], default);
        var witness = await again.Audits.VerifyAsync(default);

        var target = Path.Combine(Path.GetTempPath(), "careexchange-tests", "b" + Guid.NewGuid().ToString("N"));
        await DatabaseBackup.CreateAsync(again.Database, target, default);
        var empty = await TestStore.EmptyAsync(DatabaseKind.Sqlite);
        await DatabaseBackup.RestoreAsync(empty, target, TimeProvider.System, default);

        for (var opened = 0; opened < 2; opened++)
        {
            await using var restored = await StorageDatabase.OpenAsync(empty, TimeProvider.System, default);
            Assert.Equal(witness, await new AuditStore(restored).VerifyAsync(default));
        }

        File.Delete(target);
    }

    private static async Task ChangeAsync(TestStore store, string id)
    {
        await using var transaction = await store.Resources.BeginAsync(default);
        await transaction.AppendAuditAsync(Row(store, id), default);
        await transaction.CommitAsync(default);
    }

    private static async Task TamperAsync(TestStore store, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(store.DataFolder!, "careexchange-looks.db")};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private static AuditRow Row(TestStore store, string id) =>
        new(id, store.Clock.GetUtcNow(), "read", "permit", "nurse", null, "p1", """{"resourceType":"AuditEvent"}"""u8.ToArray());
}
