using System.Text;
using CareExchange.Storage.Audit;
using CareExchange.Storage.Database;
using CareExchange.Storage.Database.Sqlite;
using CareExchange.Storage.Maintenance;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Tests.Database;
using Microsoft.Data.Sqlite;

namespace CareExchange.Storage.Tests.Audit;

/// <summary>A gateway that was killed leaves a journal as long as it was busy. The next one opens at once, and moves it into the table beside everything else.</summary>
public sealed class LongJournalTests
{
    private const int Many = 3000;

    // What stood before somebody began to move it.
    private const int Before = 400;

    [Fact]
    public async Task A_start_waits_for_nothing_that_a_killed_gateway_left_in_the_journal()
    {
        await using var killed = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        await using var holding = await HoldAsync(killed);
        await RecordAsync(killed, 1, Many);
        var signed = (await new AuditCheckpointStore(killed.Database).CreateAsync(onlyIfChanged: true, default))!;
        Assert.Equal((long)Before + Many, Assert.Single(signed.Chains, chain => chain.Shard == LookFile.Shard).Count);

        await using var next = await OpenCopyAsync(killed);
        var looks = next.Dialect.Looks!;
        await using (await HoldAsync(looks.Settling))
        {
            // All that a start does, and what the first who come ask for, with the table in somebody's hands.
            await new ResourceStore(next).AppendAuditAsync([Row(killed, "next", "p1")], default);
            Assert.Null(await new AuditCheckpointStore(next).CompareAsync(signed.Token, default));
            Assert.Equal(0, await new AuditRetention(next).EndAsync(killed.Clock.GetUtcNow().AddYears(-3), default));
            var again = (await new AuditCheckpointStore(next).CreateAsync(onlyIfChanged: true, default))!;
            Assert.Equal(Before + Many + 1L, Assert.Single(again.Chains, chain => chain.Shard == LookFile.Shard).Count);
            await new ResourceStore(next).AppendAuditAsync([Row(killed, "last", "p1")], default);
            Assert.False(looks.Settling.IsDone);
        }

        var verified = await new AuditStore(next).VerifyAsync(default);
        Assert.Equal((Before + Many + 2L, null, 2), (verified.Entries, verified.BrokenAt, verified.Checkpoints));
        var entries = await AllAsync(next);
        Assert.Equal(Before + Many + 2, entries.Select(entry => entry.Row.Id).Distinct().Count());
        Assert.True(looks.Settling.IsDone);
    }

    [Fact]
    public async Task A_journal_that_was_moved_in_part_is_read_from_there_on()
    {
        await using var killed = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        await using var holding = await HoldAsync(killed);
        await RecordAsync(killed, 1, 18_000);
        await holding.DisposeAsync();
        var looks = killed.Database.Dialect.Looks!;
        looks.Settling.Step(16_384, null);
        await using var held = await HoldAsync(looks.Settling);
        Assert.True(looks.Journal.Heading.First > LookJournal.Start || looks.Settling.IsDone);

        await using var next = await OpenCopyAsync(killed);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(number => new ResourceStore(next).AppendAuditAsync([Row(killed, $"next-{number}", null)], default)));

        var verified = await new AuditStore(next).VerifyAsync(default);
        Assert.Equal((Before + 18_020L, null), (verified.Entries, verified.BrokenAt));
    }

    [Fact]
    public async Task What_a_gateway_left_that_knew_no_places_in_the_journal_is_moved_as_well()
    {
        await using var killed = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        await using var holding = await HoldAsync(killed);
        await RecordAsync(killed, 1, Many);

        await using var next = await OpenCopyAsync(killed, bytes => [7, 0, 0, 0, 0, 0, 0, 0, .. bytes.AsSpan((int)LookJournal.Start)]);
        await RecordAsync(new ResourceStore(next), killed, Many + 1, 2 * Many);

        var verified = await new AuditStore(next).VerifyAsync(default);
        Assert.Equal((Before + (2L * Many), null), (verified.Entries, verified.BrokenAt));
        Assert.Equal((8L, false), (next.Dialect.Looks!.Journal.Heading.Generation, next.Dialect.Looks!.Journal.Heading.IsOld));
    }

    [Fact]
    public async Task What_cannot_be_read_any_more_is_told_to_be_missing_and_the_rest_stands()
    {
        await using var killed = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        await using var holding = await HoldAsync(killed);
        for (var round = 0; round < 10; round++) await RecordAsync(killed, (round * 300) + 1, (round + 1) * 300);
        var looks = killed.Database.Dialect.Looks!;
        var end = looks.Journal.Standing;

        // So that whoever opens it goes there, and reads nothing in between.
        looks.Journal.Enter();
        var heading = looks.Journal.Heading with { Last = looks.Journal.GroupAfter(end * 3 / 4, end) };
        looks.Journal.Leave();
        var damaged = (int)(end / 2);
        await using var next = await OpenCopyAsync(killed, bytes =>
        {
            BitConverter.TryWriteBytes(bytes.AsSpan(16), heading.Last);
            bytes.AsSpan(damaged, 10).Fill(0xAA);
            return bytes;
        });
        await RecordAsync(new ResourceStore(next), killed, 3001, 3300);

        var verified = await new AuditStore(next).VerifyAsync(default);
        Assert.Equal(AuditBreakKind.Removed, verified.Break!.Kind);
        var entries = await AllAsync(next);
        Assert.Contains(entries, entry => entry.Row.Id == "look-1");
        Assert.Contains(entries, entry => entry.Row.Id == "look-3300");
        Assert.InRange(entries.Count, Before + 3300 - 300, Before + 3299);
    }

    [Fact]
    public async Task A_look_that_is_kept_as_a_difference_is_read_carried_and_verified_whole()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        await RecordAsync(store, 1, Many);
        store.Database.Dialect.Looks!.Settling.Finish();
        Assert.InRange(await TableAsync(store, "SELECT count(*) FROM audit WHERE base IS NOT NULL"), Many / 2, Many - 1);
        Assert.InRange(await TableAsync(store, "SELECT sum(length(json)) FROM audit"), 1, Many * Row(store, "look-1000", null).Json.Length / 2);
        Assert.All(await AllAsync(store.Database), entry => Assert.Equal(Row(store, entry.Row.Id, null).Json.ToArray(), entry.Row.Json.ToArray()));
        Assert.Single(await store.Audits.QueryAsync(new AuditQuery { Texts = [["\"id\":\"look-1234\""]] }, default));

        var target = Path.Combine(Path.GetTempPath(), "careexchange-tests", "b" + Guid.NewGuid().ToString("N"));
        await DatabaseBackup.CreateAsync(store.Database, target, default);
        var empty = await TestStore.EmptyAsync(DatabaseKind.Sqlite);
        await DatabaseBackup.RestoreAsync(empty, target, TimeProvider.System, default);
        await using (var restored = await StorageDatabase.OpenAsync(empty, TimeProvider.System, default))
        {
            var carried = await new AuditStore(restored).VerifyAsync(default);
            Assert.Equal(((long)Many, null), (carried.Entries, carried.BrokenAt));
        }

        File.Delete(target);
        await TableAsync(store, "UPDATE audit SET json = (SELECT two.json FROM audit AS two WHERE two.sequence = 2001) WHERE sequence = 2000");
        var verified = await store.Audits.VerifyAsync(default);
        Assert.Equal((AuditBreakKind.Edited, 2000L), (verified.Break!.Kind, verified.BrokenAt));
    }

    [Fact]
    public async Task What_a_look_that_stays_differs_from_stays_with_it()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        await using (await HoldAsync(store))
        {
            await RecordAsync(store, 1, 500);
            store.Clock.Advance(TimeSpan.FromDays(1));
            await RecordAsync(store, 501, 1500);
        }

        store.Database.Dialect.Looks!.Settling.Finish();
        var until = store.Clock.GetUtcNow();
        var removed = await new AuditRetention(store.Database).EndAsync(until, default);

        Assert.InRange(removed, Before - 1, Before + 500);
        var verified = await store.Audits.VerifyAsync(default);
        Assert.Equal((Before + 1500 - removed, null), (verified.Entries, verified.BrokenAt));
        Assert.All(await AllAsync(store.Database), entry => Assert.Contains(entry.Row.Id, Encoding.UTF8.GetString(entry.Row.Json.Span), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Room_that_is_given_back_reads_as_zeros_and_the_rest_stays()
    {
        var path = Path.GetTempFileName();
        await File.WriteAllBytesAsync(path, [.. Enumerable.Repeat((byte)1, 100_000)]);
        using (var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite)) Assert.Equal(OperatingSystem.IsLinux(), DiskRoom.GiveBack(file, 20_000, 60_000));

        var bytes = await File.ReadAllBytesAsync(path);
        Assert.Equal((100_000, OperatingSystem.IsLinux() ? 40_000 : 100_000), (bytes.Length, bytes.Sum(one => one)));
        File.Delete(path);
    }

    // The files as they are at this moment, in the hands of a process that knows nothing else.
    private static async Task<StorageDatabase> OpenCopyAsync(TestStore store, Func<byte[], byte[]>? change = null)
    {
        var options = await TestStore.EmptyAsync(DatabaseKind.Sqlite);
        Directory.CreateDirectory(options.DataFolder);
        foreach (var file in new DirectoryInfo(store.DataFolder!).GetFiles().Where(file => !file.Name.EndsWith("-shm", StringComparison.Ordinal)))
        {
            await using var from = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[from.Length];
            await from.ReadExactlyAsync(bytes);
            await File.WriteAllBytesAsync(Path.Combine(options.DataFolder, file.Name), change is not null && file.Name == LookJournal.FileName ? change(bytes) : bytes);
        }

        return await StorageDatabase.OpenAsync(options, store.Clock, default);
    }

    private static async Task<long> TableAsync(TestStore store, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(store.DataFolder!, LookFile.FileName)};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Texts come from this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync() is long number ? number : 0;
    }

    private static async Task<IReadOnlyList<AuditEntry>> AllAsync(StorageDatabase database)
    {
        var all = new List<AuditEntry>();
        for (AuditPosition? before = null; ;)
        {
            var page = await new AuditStore(database).QueryAsync(new AuditQuery { Count = 1000, Before = before }, default);
            all.AddRange(page);
            if (page.Count < 1000) return all;
            before = page[^1].Position;
        }
    }

    private static async Task<Held> HoldAsync(TestStore store)
    {
        // Something to move, so that somebody can be stopped while moving it.
        await RecordAsync(store, 1 - Before, 0);
        return await HoldAsync(store.Database.Dialect.Looks!.Settling);
    }

    private static async Task<Held> HoldAsync(LookSettling settling)
    {
        var held = new Held();
        held.Moving = Task.Run(() => settling.Step(int.MaxValue, _ =>
        {
            held.HasBegun.TrySetResult();
            held.MayGoOn.Wait();
            return true;
        }));
        await Task.WhenAny(held.HasBegun.Task, held.Moving).WaitAsync(TestContext.Current.CancellationToken);
        return held;
    }

    private static Task RecordAsync(TestStore store, int from, int until) => RecordAsync(store.Resources, store, from, until);

    private static Task RecordAsync(ResourceStore resources, TestStore store, int from, int until) =>
        Task.WhenAll(Enumerable.Range(from, until - from + 1).Select(number => resources.AppendAuditAsync([Row(store, $"look-{number}", $"p{number}")], default)));

    private static AuditRow Row(TestStore store, string id, string? person) => new(
        id, store.Clock.GetUtcNow(), "read", "permit", "간호사", "", person, Encoding.UTF8.GetBytes($$"""{"resourceType":"AuditEvent","id":"{{id}}"}"""));

    private sealed class Held : IAsyncDisposable
    {
        public TaskCompletionSource HasBegun { get; } = new();

        public ManualResetEventSlim MayGoOn { get; } = new();

        public Task Moving { get; set; } = Task.CompletedTask;

        public async ValueTask DisposeAsync()
        {
            MayGoOn.Set();
            await Moving.WaitAsync(CancellationToken.None);
        }
    }
}
