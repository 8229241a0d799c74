using CareExchange.Storage.Database;

namespace CareExchange.Storage.Tests.Database.Sqlite;

/// <summary>SQLite's log is brought into the file beside the writer, and does not grow for ever.</summary>
public sealed class SqliteCheckpointsTests
{
    private const long Megabyte = 1024 * 1024;

    [Fact]
    public async Task The_log_of_a_database_that_is_written_to_all_the_time_has_a_bound_and_loses_nothing()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        var text = new string('x', (int)Megabyte);
        const int Count = 130;

        for (var number = 0; number < Count; number++)
        {
            await store.PutAsync("Observation", $"o{number}", $$$"""{"resourceType":"Observation","id":"o{{{number}}}","status":"final","code":{"text":"{{{text}}}"}}""");
        }

        Assert.InRange(new FileInfo(Path.Combine(store.DataFolder!, "careexchange.db-wal")).Length, 1, 100 * Megabyte);
        Assert.InRange(new FileInfo(Path.Combine(store.DataFolder!, "careexchange.db")).Length, 20 * Megabyte, long.MaxValue);
        await using var again = await store.ReopenAsync(TestStore.Key);
        for (var number = 0; number < Count; number += 10) Assert.InRange((await again.Resources.ReadAsync("Observation", $"o{number}", default))!.Json.Length, (int)Megabyte, (int)Megabyte + 1000);
    }
}
