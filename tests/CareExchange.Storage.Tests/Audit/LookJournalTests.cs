using CareExchange.Storage.Audit;
using CareExchange.Storage.Database.Sqlite;
using CareExchange.Storage.Maintenance;
using CareExchange.Storage.Database;
using CareExchange.Storage.Tests.Database;

namespace CareExchange.Storage.Tests.Audit;

/// <summary>Many looks at once stand in a plain file first. Nobody who lists, verifies, restarts or backs up may notice.</summary>
public sealed class LookJournalTests
{
    private const int Many = 300;

    [Fact]
    public async Task Looks_of_one_moment_are_listed_and_verified_like_all_others()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        await RecordAsync(store, 0, Many);
        await store.Resources.AppendAuditAsync([Row(store, "after", null)], default);

        var entries = await store.Audits.QueryAsync(new AuditQuery { Count = 1000 }, default);

        Assert.Equal(Many + 1, entries.Count);
        Assert.Equal(Many + 1, entries.Select(entry => entry.Row.Id).Distinct().Count());
        Assert.Equal((Many + 1L, null), await store.Audits.VerifyAsync(default) is var verified ? (verified.Entries, verified.BrokenAt) : default);
        var one = Assert.Single(entries, entry => entry.Row.Id == "look-7");
        Assert.Equal(Row(store, "look-7", "p7") with { Json = default }, one.Row with { Json = default });
        Assert.Equal(Row(store, "look-7", "p7").Json.ToArray(), one.Row.Json.ToArray());
        Assert.Null(Assert.Single(entries, entry => entry.Row.Id == "after").Row.Person);
    }

    [Fact]
    public async Task What_a_killed_process_left_in_the_journal_is_there_for_the_next_one()
    {
        await using var killed = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        await RecordAsync(killed, 0, Many);

        await using var next = await killed.OpenBesideAsync();
        var resources = new Storage.Resources.ResourceStore(next);
        await resources.AppendAuditAsync([Row(killed, "next", "p1")], default);

        Assert.Equal((Many + 1L, null), await new AuditStore(next).VerifyAsync(default) is var verified ? (verified.Entries, verified.BrokenAt) : default);
        await RecordAsync(killed, Many, 2 * Many);
        Assert.Equal(((2 * Many) + 1L, null), await new AuditStore(next).VerifyAsync(default) is var both ? (both.Entries, both.BrokenAt) : default);
    }

    [Fact]
    public async Task Two_processes_that_record_much_at_once_go_on_in_one_chain()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        await using var beside = await store.OpenBesideAsync();
        var other = new Storage.Resources.ResourceStore(beside);

        for (var round = 0; round < 5; round++)
        {
            await Task.WhenAll(Enumerable.Range(round * Many, Many).Select(number => Task.Run(() => (number % 2 == 0 ? store.Resources : other).AppendAuditAsync([Row(store, $"look-{number}", $"p{number}")], default))));
            if (round % 2 == 0) await store.Audits.QueryAsync(new AuditQuery { Count = 1 }, default);
        }

        Assert.Equal((5L * Many, null), await store.Audits.VerifyAsync(default) is var verified ? (verified.Entries, verified.BrokenAt) : default);
    }

    [Fact]
    public async Task Who_looks_does_not_wait_for_what_is_moved_into_the_table()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        await RecordAsync(store, 0, Many);
        var settling = store.Database.Dialect.Looks!.Settling;
        var (isMoving, mayGoOn) = (new TaskCompletionSource(), new ManualResetEventSlim());

        // Halfway, with the table in its hands.
        var moving = Task.Run(() => settling.Step(Many, _ =>
        {
            isMoving.TrySetResult();
            mayGoOn.Wait();
            return true;
        }));
        await isMoving.Task.WaitAsync(TestContext.Current.CancellationToken);
        await RecordAsync(store, Many, 2 * Many);
        await store.Resources.AppendAuditAsync([Row(store, "alone", null)], default);
        mayGoOn.Set();
        await moving;

        Assert.Equal(((2L * Many) + 1, null), await store.Audits.VerifyAsync(default) is var verified ? (verified.Entries, verified.BrokenAt) : default);
        Assert.True(settling.IsDone);
    }

    [Fact]
    public async Task A_process_that_records_nothing_moves_what_another_one_goes_on_recording()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        await using var beside = await store.OpenBesideAsync();
        var settling = beside.Dialect.Looks!.Settling;
        using var ended = new CancellationTokenSource();
        var moving = Task.Run(() =>
        {
            while (!ended.IsCancellationRequested) settling.Step(37, null);
        });

        for (var round = 0; round < 20; round++) await RecordAsync(store, round * Many, (round + 1) * Many);
        await ended.CancelAsync();
        await moving;

        Assert.Equal((20L * Many, null), await new AuditStore(beside).VerifyAsync(default) is var verified ? (verified.Entries, verified.BrokenAt) : default);
        Assert.Equal((20L * Many, null), await store.Audits.VerifyAsync(default) is var again ? (again.Entries, again.BrokenAt) : default);
    }

    [Fact]
    public async Task A_record_that_was_torn_by_a_power_cut_is_written_over()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        await RecordAsync(store, 0, Many);
        await store.Database.DisposeAsync();
        var path = Path.Combine(store.DataFolder!, LookJournal.FileName);
        await using (var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite))
        {
            // A length and half of what it promises, where the next record would stand.
            file.Seek(LookJournal.Start, SeekOrigin.Begin);
            await file.WriteAsync(new byte[] { 0xE8, 0x03, 0, 0, 1, 2, 3 });
        }

        await using var again = await store.ReopenAsync(TestStore.Key);
        Assert.Equal(Many, (await again.Audits.QueryAsync(new AuditQuery { Count = 1000 }, default)).Count);
        await RecordAsync(again, Many, 2 * Many);

        Assert.Equal((2L * Many, null), await again.Audits.VerifyAsync(default) is var verified ? (verified.Entries, verified.BrokenAt) : default);
    }

    [Fact]
    public async Task What_another_database_left_in_the_folder_is_not_taken_over()
    {
        await using var left = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        await left.Resources.AppendAuditAsync([Row(left, "first", "p1")], default);
        await RecordAsync(left, 0, Many);
        var journal = await File.ReadAllBytesAsync(Path.Combine(left.DataFolder!, LookJournal.FileName));

        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        await store.Resources.AppendAuditAsync([Row(store, "other", "p2")], default);
        await store.Database.DisposeAsync();
        await File.WriteAllBytesAsync(Path.Combine(store.DataFolder!, LookJournal.FileName), journal);
        await using var again = await store.ReopenAsync(TestStore.Key);

        Assert.Equal("other", Assert.Single(await again.Audits.QueryAsync(new AuditQuery { Count = 1000 }, default)).Row.Id);
        await again.Resources.AppendAuditAsync([Row(again, "alone", "p2")], default);
        await RecordAsync(again, 0, Many);
        Assert.Equal((Many + 2L, null), await again.Audits.VerifyAsync(default) is var verified ? (verified.Entries, verified.BrokenAt) : default);
    }

    [Fact]
    public async Task A_backup_holds_what_still_stands_in_the_journal()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        await RecordAsync(store, 0, Many);

        var target = Path.Combine(Path.GetTempPath(), "careexchange-tests", "b" + Guid.NewGuid().ToString("N"));
        await DatabaseBackup.CreateAsync(store.Database, target, default);
        var empty = await TestStore.EmptyAsync(DatabaseKind.Sqlite);
        await DatabaseBackup.RestoreAsync(empty, target, TimeProvider.System, default);

        await using var restored = await StorageDatabase.OpenAsync(empty, TimeProvider.System, default);
        Assert.Equal((long)Many, (await new AuditStore(restored).VerifyAsync(default)).Entries);
        File.Delete(target);
    }

    [Fact]
    public void What_was_written_is_read_until_its_generation_ends()
    {
        var folder = Directory.CreateTempSubdirectory("careexchange-journal-").FullName;
        using var journal = new LookJournal(folder, isSynced: true);
        Span<byte> hash = stackalloc byte[32];
        System.Security.Cryptography.SHA256.HashData("one"u8, hash);
        journal.Add(hash, "one"u8);
        var end = journal.Write(LookJournal.Start);
        var window = new LookWindow();

        Assert.True(journal.Read(LookJournal.Start, window, hash).SequenceEqual("one"u8));
        Assert.Equal(end, window.End);
        Assert.True(journal.IsEnd(end));
        Assert.False(journal.IsEmpty);
        journal.Reset();
        window.Clear();
        Assert.True(journal.IsEmpty);
        Assert.Equal(1, journal.Heading.Generation);
        Assert.True(journal.Read(LookJournal.Start, window, hash).IsEmpty);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Who_has_the_time_makes_room_so_that_nobody_who_looks_does()
    {
        var folder = Directory.CreateTempSubdirectory("careexchange-journal-").FullName;
        var path = Path.Combine(folder, LookJournal.FileName);
        using (var journal = new LookJournal(folder, isSynced: true))
        {
            journal.MakeRoomAhead();
            Assert.Equal(LookJournal.Start + sizeof(int), new FileInfo(path).Length);
            var end = Write(journal, 3000, LookJournal.Start);
            journal.Enter();
            journal.Stand(journal.Heading.Generation, end);
            journal.Leave();

            journal.MakeRoomAhead();

            var length = new FileInfo(path).Length;
            Assert.InRange(length, 2 * end, 3 * end);
            Assert.True(journal.IsEnd(end));
            var next = Write(journal, 1500, end);
            Assert.Equal(length, new FileInfo(path).Length);
            Assert.True(journal.IsEnd(next));
        }

        Directory.Delete(folder, recursive: true);

        static long Write(LookJournal journal, int count, long end)
        {
            Span<byte> hash = stackalloc byte[32];
            for (var number = 0; number < count; number++)
            {
                var record = System.Text.Encoding.ASCII.GetBytes($"{number}:{new string('x', 200)}");
                System.Security.Cryptography.SHA256.HashData(record, hash);
                journal.Add(hash, record);
                end = journal.Write(end);
            }

            return end;
        }
    }

    [Fact]
    public void Room_is_made_ahead_and_means_nothing_until_it_is_written()
    {
        var folder = Directory.CreateTempSubdirectory("careexchange-journal-").FullName;
        var path = Path.Combine(folder, LookJournal.FileName);
        var end = LookJournal.Start;
        using (var journal = new LookJournal(folder, isSynced: true))
        {
            Span<byte> hash = stackalloc byte[32];
            var lengths = new HashSet<long>();
            for (var number = 0; number < 2000; number++)
            {
                var record = System.Text.Encoding.ASCII.GetBytes($"{number}:{new string('x', 200)}");
                System.Security.Cryptography.SHA256.HashData(record, hash);
                journal.Add(hash, record);
                end = journal.Write(end);
                lengths.Add(new FileInfo(path).Length);
                Assert.True(journal.IsEnd(end));
                Assert.True(lengths.Max() >= end + sizeof(int));
            }

            Assert.InRange(lengths.Count, 2, 8);
        }

        // Whoever opens it next finds what was written, and the end where it is.
        using (var next = new LookJournal(folder, isSynced: true))
        {
            Span<byte> hash = stackalloc byte[32];
            var (window, place, read) = (new LookWindow(), LookJournal.Start, 0);
            for (; !next.Read(place, window, hash).IsEmpty; read++) place = window.End;
            Assert.Equal((2000, end), (read, place));
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void A_difference_gives_the_record_back_whatever_the_two_are()
    {
        var random = new Random(7);
        byte[] again = [];
        for (var round = 0; round < 5000; round++)
        {
            var before = Bytes(random, random.Next(0, 600));
            var record = random.Next(3) == 0 ? Bytes(random, random.Next(0, 600)) : Changed(random, before);
            var target = new byte[record.Length + random.Next(0, 40)];

            var written = RecordDelta.Write(record, before, target);

            if (written > 0) Assert.True(RecordDelta.TryRead(target.AsSpan(0, written), before, ref again, out var length, 1000) && again.AsSpan(0, length).SequenceEqual(record));
            else Assert.True(target.Length < record.Length + 40);

            // Whatever else is read as one gives a record or none.
            RecordDelta.TryRead(Bytes(random, random.Next(0, 30)), before, ref again, out _, 1000);
        }
    }

    private static byte[] Bytes(Random random, int length)
    {
        var bytes = new byte[length];
        for (var at = 0; at < length; at++) bytes[at] = (byte)random.Next(random.Next(2) == 0 ? 4 : 256);
        return bytes;
    }

    private static byte[] Changed(Random random, byte[] before)
    {
        var bytes = before.ToList();
        for (var change = random.Next(5); change > 0 && bytes.Count > 0; change--)
        {
            var at = random.Next(bytes.Count);
            if (random.Next(3) == 0) bytes.InsertRange(at, Bytes(random, random.Next(50)));
            else if (random.Next(2) == 0) bytes.RemoveRange(at, random.Next(bytes.Count - at));
            else bytes[at]++;
        }

        return [.. bytes];
    }

    private static Task RecordAsync(TestStore store, int from, int until) =>
        Task.WhenAll(Enumerable.Range(from, until - from).Select(number => store.Resources.AppendAuditAsync([Row(store, $"look-{number}", $"p{number}")], default)));

    private static AuditRow Row(TestStore store, string id, string? person) => new(
        id, store.Clock.GetUtcNow(), "read", "permit", "간호사", "", person, System.Text.Encoding.UTF8.GetBytes($$"""{"resourceType":"AuditEvent","id":"{{id}}"}"""));
}
