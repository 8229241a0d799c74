using System.Text;
using CareExchange.Storage.Audit;
using CareExchange.Storage.Database;
using CareExchange.Storage.Resources;

namespace CareExchange.Storage.Tests.Database.Sqlite;

/// <summary>A load that keeps the file for itself has another journal; nobody else ever meets it.</summary>
public sealed class KeptFileTests
{
    private static readonly string Long = new('x', 3000);

    [Fact]
    public async Task What_is_kept_has_a_journal_and_what_is_left_behind_has_a_log()
    {
        var options = await TestStore.EmptyAsync(DatabaseKind.Sqlite);
        await using (var database = await OpenAsync(options, keeps: true))
        {
            Assert.True(database.Dialect.KeepsFile);
            Assert.False(await HasLogAsync(database));
            await PutAsync(new ResourceStore(database), "b1");
        }

        await using var after = await OpenAsync(options, keeps: false);
        Assert.True(await HasLogAsync(after));
        Assert.NotNull(await new ResourceStore(after).ReadAsync("Basic", "b1", default));
    }

    [Fact]
    public async Task Who_opens_what_is_kept_gets_it_between_two_commits_and_both_go_on()
    {
        var options = await TestStore.EmptyAsync(DatabaseKind.Sqlite);
        await using var database = await OpenAsync(options, keeps: true);
        var resources = new ResourceStore(database);
        await PutAsync(resources, "before");

        var opening = OpenAsync(options, keeps: false);
        for (var number = 0; !opening.IsCompleted; number++) await PutAsync(resources, $"b{number}");
        await using var beside = await opening;

        Assert.False(database.Dialect.KeepsFile);
        Assert.True(await HasLogAsync(database));
        Assert.NotNull(await new ResourceStore(beside).ReadAsync("Basic", "before", default));
        await PutAsync(new ResourceStore(beside), "theirs");
        await PutAsync(resources, "ours");
        Assert.NotNull(await resources.ReadAsync("Basic", "theirs", default));
        Assert.NotNull(await new ResourceStore(beside).ReadAsync("Basic", "ours", default));
    }

    [Fact]
    public async Task Nobody_keeps_what_another_has_open()
    {
        var options = await TestStore.EmptyAsync(DatabaseKind.Sqlite);
        await using var open = await OpenAsync(options, keeps: false);

        await using var database = await OpenAsync(options, keeps: true);

        Assert.False(database.Dialect.KeepsFile);
        await PutAsync(new ResourceStore(database), "b1");
        Assert.NotNull(await new ResourceStore(open).ReadAsync("Basic", "b1", default));
    }

    [Fact]
    public async Task A_kill_in_the_middle_of_a_transaction_leaves_what_was_committed_before_it()
    {
        var options = await TestStore.EmptyAsync(DatabaseKind.Sqlite);
        var copy = await TestStore.EmptyAsync(DatabaseKind.Sqlite);
        await using (var database = await OpenAsync(options with { WriterCacheMegabytes = 2 }, keeps: true))
        {
            var resources = new ResourceStore(database);
            for (var number = 0; number < 20; number++) await PutAsync(resources, $"b{number}");
            var length = new FileInfo(FileOf(options)).Length;

            // More than the writer keeps in memory: pages go to the file before the commit, those that stood there and those that are added.
            await using var transaction = await resources.BeginAsync(default);
            for (var number = 0; number < 2_000; number++) await PutAsync(transaction, $"c{number}");
            Assert.True(new FileInfo(FileOf(options)).Length > length);
            Assert.True(new FileInfo(FileOf(options) + "-journal").Length > 0);
            Directory.CreateDirectory(copy.DataFolder);
            foreach (var name in (string[])["", "-journal"]) File.Copy(FileOf(options) + name, FileOf(copy) + name);
        }

        await using var killed = await OpenAsync(copy, keeps: false);
        Assert.True(await HasLogAsync(killed));
        await using (var session = await killed.ReadAsync(default))
        {
            Assert.Equal((20L, "ok"), await session.FirstAsync(new Statement("SELECT (SELECT count(*) FROM resource), (SELECT integrity_check FROM pragma_integrity_check)"), row => (row.GetInt64(0), row.GetString(1)), default));
        }

        Assert.Null((await new AuditStore(killed).VerifyAsync(default)).BrokenAt);
        await PutAsync(new ResourceStore(killed), "after");
        Assert.NotNull(await new ResourceStore(killed).ReadAsync("Basic", "after", default));
    }

    private static Task<StorageDatabase> OpenAsync(StorageOptions options, bool keeps) => StorageDatabase.OpenAsync(options with { KeepsFile = keeps }, new TestClock(), default);

    private static string FileOf(StorageOptions options) => Path.Combine(options.DataFolder, "careexchange.db");

    private static async Task PutAsync(ResourceStore resources, string id)
    {
        await using var transaction = await resources.BeginAsync(default);
        await PutAsync(transaction, id);
        await transaction.CommitAsync(default);
    }

    private static async Task PutAsync(StoreTransaction transaction, string id) =>
        Assert.True((await transaction.PutAsync("Basic", id, Encoding.UTF8.GetBytes($$$"""{"resourceType":"Basic","code":{"text":"{{{Long}}}"}}"""), TestStore.Tags, null, default)).Succeeded);

    private static async Task<bool> HasLogAsync(StorageDatabase database)
    {
        // A connection knows of the file's journal when it has looked at the file.
        await using var session = await database.ReadAsync(default);
        await session.FirstAsync(new Statement("SELECT count(*) FROM resource"), row => row.GetInt64(0), default);
        return await session.FirstAsync(new Statement("PRAGMA journal_mode"), row => row.GetString(0), default) == "wal";
    }
}
