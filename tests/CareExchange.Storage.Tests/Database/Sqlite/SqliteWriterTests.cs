using System.Text;
using CareExchange.Storage.Database;
using CareExchange.Storage.Tests.Database;
using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace CareExchange.Storage.Tests.Database.Sqlite;

/// <summary>Transactions that share a commit stay strangers to each other.</summary>
public sealed class SqliteWriterTests
{
    [Fact]
    public async Task Among_neighbours_in_one_commit_the_committed_stay_and_the_undone_go()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);

        await Task.WhenAll(Enumerable.Range(0, 200).Select(number => Task.Run(async () =>
        {
            await using var transaction = await store.Resources.BeginAsync(default);
            await PutAsync(transaction, $"p{number}");
            if (number % 3 != 0) await transaction.CommitAsync(default);
        })));

        Assert.Equal(Enumerable.Range(0, 200).Count(number => number % 3 != 0), await store.CountAsync("resource"));
        for (var number = 0; number < 200; number++) Assert.Equal(number % 3 != 0, await store.Resources.ReadAsync("Patient", $"p{number}", default) is not null);
    }

    [Fact]
    public async Task What_a_commit_returned_for_is_on_disk_for_every_other_connection()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);

        await Task.WhenAll(Enumerable.Range(0, 100).Select(number => Task.Run(async () =>
        {
            await store.PutAsync("Patient", $"p{number}", """{"resourceType":"Patient"}""");
            Assert.NotNull(await store.Resources.ReadAsync("Patient", $"p{number}", default));
        })));
    }

    [Fact]
    public async Task Whoever_gives_up_waiting_leaves_the_writer_to_the_others()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        var holder = await store.Resources.BeginAsync(default);
        await PutAsync(holder, "p1");
        using var impatient = new CancellationTokenSource();
        var waiting = Enumerable.Range(0, 5).Select(number => Task.Run(async () =>
        {
            await using var transaction = await store.Resources.BeginAsync(default);
            await transaction.ReadAsync("Patient", "p1", impatient.Token);
        })).ToArray();
        var patient = Task.Run(() => store.PutAsync("Patient", "p2", """{"resourceType":"Patient"}"""));
        await Task.Delay(100);

        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(waiting));
        await holder.CommitAsync(default);
        await holder.DisposeAsync();

        await patient;
        Assert.Equal(2, await store.CountAsync("resource"));
    }

    // Whoever takes the writer behind others may be undone without them, so each page is copied before it is changed.
    [Fact]
    public async Task The_pages_that_a_turn_behind_others_may_give_back_are_kept_in_a_file()
    {
        if (!OperatingSystem.IsLinux()) return;
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        const int Pages = 2_000;
        await using (var first = await store.Database.WriteAsync(default))
        {
            await first.ExecuteAsync(new Statement("CREATE TABLE wide (text TEXT)"), default);
            await first.ExecuteAsync(new Statement($"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {Pages}) INSERT INTO wide SELECT printf('%.3000c', 'x') FROM n"), default);
            await first.CommitAsync(default);
        }

        await using var small = await store.Database.WriteAsync(default);
        var waiting = store.Database.WriteAsync(default).AsTask();
        await small.ExecuteAsync(new Statement("INSERT INTO wide VALUES ('y')"), default);
        var ended = small.CommitAsync(default);
        await using var behind = await waiting;

        await behind.ExecuteAsync(new Statement("UPDATE wide SET text = replace(text, 'x', 'z')"), default);
        Assert.False(ended.IsCompleted);
        Assert.InRange(LargestAside(), Pages * 4096L, long.MaxValue);

        await behind.DisposeAsync();
        await ended;
        Assert.Equal(1, await store.CountAsync("wide WHERE text = 'y'"));
        Assert.Equal(0, await store.CountAsync("wide WHERE text LIKE 'z%'"));
    }

    // SQLite's files without a name that this process holds open; which folder they stand in is one for the whole process.
    private static long LargestAside()
    {
        var largest = 0L;
        foreach (var open in Directory.EnumerateFileSystemEntries("/proc/self/fd"))
        {
            try
            {
                if (new FileInfo(open).LinkTarget is not { } target || !target.Contains("/etilqs_", StringComparison.Ordinal) || !target.EndsWith(" (deleted)", StringComparison.Ordinal)) continue;
                using var file = File.OpenHandle(open, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
                largest = Math.Max(largest, RandomAccess.GetLength(file));
            }
            catch (IOException)
            {
                // Closed meanwhile, by another test.
            }
        }

        return largest;
    }

    [Fact]
    public async Task A_full_disk_fails_those_it_hits_keeps_what_was_acknowledged_and_passes()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        await store.PutAsync("Patient", "before", """{"resourceType":"Patient"}""");
        await LimitAsync(store, await PagesAsync(store) + 200);
        var big = $$$"""{"resourceType":"Patient","name":[{"text":"{{{new string('x', 20_000)}}}"}]}""";

        var acknowledged = await Task.WhenAll(Enumerable.Range(0, 200).Select(number => Task.Run(async () =>
        {
            try
            {
                await store.PutAsync("Patient", $"p{number}", big);
                return true;
            }
            catch (SqliteException failure)
            {
                Assert.Equal(SQLITE_FULL, failure.SqliteErrorCode);
                return false;
            }
        })));

        Assert.Contains(true, acknowledged);
        Assert.Contains(false, acknowledged);
        for (var number = 0; number < 200; number++) Assert.Equal(acknowledged[number], await store.Resources.ReadAsync("Patient", $"p{number}", default) is not null);
        await LimitAsync(store, 1_000_000);
        await store.PutAsync("Patient", "after", big);
        Assert.Equal(acknowledged.Count(done => done) + 2, await store.CountAsync("resource"));
    }

    private static async Task<long> PagesAsync(TestStore store)
    {
        await using var session = await store.Database.ReadAsync(default);
        return await session.FirstAsync(new Statement("PRAGMA page_count"), row => row.GetInt64(0), default);
    }

    // A limit on the file stands in for the disk: SQLite meets it with the same error.
    private static Task LimitAsync(TestStore store, long pages) => store.TamperAsync($"PRAGMA max_page_count = {pages}");

    private static async Task PutAsync(CareExchange.Storage.Resources.StoreTransaction transaction, string id) =>
        Assert.True((await transaction.PutAsync("Patient", id, Encoding.UTF8.GetBytes("""{"resourceType":"Patient"}"""), TestStore.Tags, null, default)).Succeeded);
}
