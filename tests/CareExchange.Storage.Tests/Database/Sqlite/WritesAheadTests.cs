using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Storage.Audit;
using CareExchange.Storage.Database;
using CareExchange.Storage.Persons;
using CareExchange.Storage.Resources;
using Microsoft.Data.Sqlite;

namespace CareExchange.Storage.Tests.Database.Sqlite;

/// <summary>Many writes at once are told before SQLite has committed them: they are there all the same, for whoever asks, by whichever way, and after a kill.</summary>
public sealed class WritesAheadTests
{
    private const int Writers = 16;

    [Fact]
    public async Task What_was_told_is_read_at_once()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            for (var number = 0; number < 20; number++)
            {
                var id = $"o-{writer}-{number}";
                await CreateAsync(store.Resources, id);
                if (number % 4 == 0) Assert.NotNull(await store.Resources.ReadAsync("Observation", id, default));
            }
        })));

        Assert.Equal(Writers * 20, await store.CountAsync("resource"));
        await IsWholeAsync(store.Audits, Writers * 20);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(13)]
    [InlineData(4000)]
    public async Task What_was_told_before_a_kill_is_there_after_it_and_what_a_power_cut_tore_is_there_whole_or_not_at_all(int torn)
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        using var stop = new CancellationTokenSource();
        var told = new ConcurrentQueue<string>();
        var writers = Write(store.Resources, told, stop.Token);
        while (told.Count < 300) await Task.Delay(1);

        var copy = Path.Combine(Path.GetTempPath(), "careexchange-tests", "k" + Guid.NewGuid().ToString("N"));
        string[] before;
        do
        {
            before = [.. told];
        }
        while (!await TryCopyAsync(store.DataFolder!, copy));
        await stop.CancelAsync();
        await Task.WhenAll(writers);
        foreach (var log in Directory.GetFiles(copy, "*.log")) Tear(log, torn);
        var written = new FileInfo(Path.Combine(copy, "careexchange.db-wal"));
        var length = written.Length;

        await using (var database = await StorageDatabase.OpenAsync(store.Database.Options with { DataFolder = copy }, store.Clock, default))
        {
            // To bring SQLite's log into the file is no part of a start: it may be long.
            written.Refresh();
            Assert.InRange(written.Length, length, long.MaxValue);
            var resources = new ResourceStore(database);
            var found = 0;
            foreach (var id in before) found += await resources.ReadAsync("Observation", id, default) is { Version: 2 } ? 1 : 0;
            if (torn == 0) Assert.Equal(before.Length, found);
            await using var session = await database.ReadAsync(default);
            var versions = await session.FirstAsync(new Statement("SELECT (SELECT count(*) FROM resource) + (SELECT count(*) FROM resource_history)"), row => row.GetInt64(0), default);
            await IsWholeAsync(new AuditStore(database), versions);
            await CreateAsync(resources, "after");
        }

        Directory.Delete(copy, recursive: true);
    }

    [Fact]
    public async Task Who_opens_the_database_beside_reads_what_was_told_and_both_go_on()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        using var stop = new CancellationTokenSource();
        var told = new ConcurrentQueue<string>();
        var writers = Write(store.Resources, told, stop.Token);
        while (told.Count < 100) await Task.Delay(1);

        await using (var beside = await store.OpenBesideAsync())
        {
            var other = new ResourceStore(beside);
            for (var look = 0; look < 20; look++)
            {
                var before = told.ToArray();
                Assert.NotNull(await other.ReadAsync("Observation", before[^1], default));
                await CreateAsync(other, $"beside-{look}");
                Assert.NotNull(await store.Resources.ReadAsync("Observation", $"beside-{look}", default));
            }
        }

        await stop.CancelAsync();
        await Task.WhenAll(writers);
        foreach (var id in told) Assert.NotNull(await store.Resources.ReadAsync("Observation", id, default));
        Assert.Null((await store.Audits.VerifyAsync(default)).BrokenAt);
    }

    [Fact]
    public async Task What_the_database_does_not_take_is_kept_and_nobody_reads_without_it()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        await store.TamperAsync("CREATE TABLE full (is_full INTEGER)");
        await store.TamperAsync("INSERT INTO full VALUES (0)");
        await store.TamperAsync("CREATE TRIGGER full_disk BEFORE INSERT ON resource WHEN (SELECT is_full FROM full) = 1 BEGIN SELECT RAISE(ABORT, 'full'); END");
        using var stop = new CancellationTokenSource();
        var told = new ConcurrentQueue<string>();
        var writers = Write(store.Resources, told, stop.Token, isStoppedByFailure: true);
        while (told.Count < 100) await Task.Delay(1);

        await store.TamperAsync("UPDATE full SET is_full = 1");
        await Task.WhenAll(writers);
        var before = told.ToArray();
        var late = await Record.ExceptionAsync(() => CreateAsync(store.Resources, "late"));
        await ExecuteAsync(store.DataFolder!, "UPDATE full SET is_full = 0");

        foreach (var id in before) Assert.NotNull(await store.Resources.ReadAsync("Observation", id, default));

        // Behind changes that wait for their commit a creation may be told from the log as well: then it stands, and otherwise not.
        Assert.Equal(late is null, await store.Resources.ReadAsync("Observation", "late", default) is not null);
        await CreateAsync(store.Resources, "after");
        Assert.Null((await store.Audits.VerifyAsync(default)).BrokenAt);
    }

    [Fact]
    public async Task Who_reads_what_is_not_pending_waits_for_no_commit_and_who_reads_what_is_does()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        await CreateAsync(store.Resources, "old");
        using var stop = new CancellationTokenSource();
        var told = new ConcurrentQueue<string>();
        var writers = Create(store.Resources, told, stop.Token);
        while (told.Count < 100) await Task.Delay(1);

        // Nobody commits while somebody else holds the file; writes are told all the same.
        await using (var holder = await OpenAsync(store.DataFolder!))
        {
            await using var hold = holder.CreateCommand();
            hold.CommandText = "BEGIN IMMEDIATE";
            await hold.ExecuteNonQueryAsync();
            var (before, pending) = (told.Count, "");
            while (told.Count < before + Writers) await Task.Delay(1);
            pending = told.ToArray()[^1];

            var read = store.Resources.ReadAsync("Observation", pending, default);
            Assert.NotNull(await store.Resources.ReadAsync("Observation", "old", default));
            Assert.Null(await store.Resources.ReadAsync("Observation", "nobody", default));
            Assert.Empty(await store.Resources.ReadConsentChangesAsync(0, default) is { } changes ? changes.Changes : []);
            Assert.Empty(await store.Resources.ReadCompanionsAsync(["p1"], "Consent", "consent", default));
            Assert.Null(await store.Messages.FindAsync("nothing", default));
            Assert.NotEmpty(await new DefinitionStore(store.Database).StampAsync(["ValueSet"], default));
            Assert.False(read.IsCompleted);

            hold.CommandText = "COMMIT";
            await hold.ExecuteNonQueryAsync();
            Assert.NotNull(await read);
        }

        await stop.CancelAsync();
        await Task.WhenAll(writers);
        foreach (var id in told) Assert.NotNull(await store.Resources.ReadAsync("Observation", id, default));
        await IsWholeAsync(store.Audits, told.Count + 1);
    }

    [Fact]
    public async Task Rows_of_many_groups_that_are_added_in_one_go_are_found_by_every_index()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        using var stop = new CancellationTokenSource();
        var told = new ConcurrentQueue<string>();
        var writers = Create(store.Resources, told, stop.Token);
        while (told.Count < 1500) await Task.Delay(1);
        await stop.CancelAsync();
        await Task.WhenAll(writers);

        foreach (var query in (string[])["code=urn:test|c", "subject=Patient/p1", "status=final", "value-quantity=3.5||kg", "code-value-quantity=urn:test|c$3.5||kg"])
        {
            var found = await store.SearchAsync("Observation", query + "&_count=0&_total=accurate");
            Assert.Equal(told.Count, found.Total);
        }

        await IsWholeAsync(store.Audits, told.Count);
    }

    [Fact]
    public async Task A_person_comes_into_being_with_many_others_and_a_resident_number_is_only_one_persons()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);

        var made = await Task.WhenAll(Enumerable.Range(0, 64).Select(number => Task.Run(async () =>
        {
            var resident = (number / 2).ToString(CultureInfo.InvariantCulture);
            var person = new PersonRecord($"p-{number}", [new PersonIdentifier("urn:test", resident)], []) { ResidentNumber = resident, Source = TestStore.Tags.Source };
            return await store.Resources.WriteAsync([Prepared(store.Resources, "Patient", $"p-{number}", "").New()], person, [Audit(number)], default);
        })));

        Assert.Equal(32, made.Count(outcome => outcome.Succeeded));
        Assert.Equal(32, await store.CountAsync("resource"));
        Assert.Equal(32, await store.CountAsync("person"));
    }

    [Fact]
    public async Task A_backup_holds_what_was_told_and_no_log_is_applied_to_it()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        using var stop = new CancellationTokenSource();
        var told = new ConcurrentQueue<string>();
        var writers = Write(store.Resources, told, stop.Token);
        while (told.Count < 100) await Task.Delay(1);
        var before = told.ToArray();
        var options = await TestStore.EmptyAsync(DatabaseKind.Sqlite);
        var file = store.DataFolder + ".backup";

        await Storage.Maintenance.DatabaseBackup.CreateAsync(store.Database, file, default);
        await stop.CancelAsync();
        await Task.WhenAll(writers);
        await Storage.Maintenance.DatabaseBackup.RestoreAsync(options, file, store.Clock, default);

        await using var restored = await StorageDatabase.OpenAsync(options, store.Clock, default);
        var resources = new ResourceStore(restored);
        foreach (var id in before) Assert.NotNull(await resources.ReadAsync("Observation", id, default));
        File.Delete(file);
    }

    // Each creates and then changes what it has created: told is what stands in its second version.
    private static Task[] Write(ResourceStore resources, ConcurrentQueue<string> told, CancellationToken stop, bool isStoppedByFailure = false) =>
        [.. Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            for (var number = 0; !stop.IsCancellationRequested; number++)
            {
                var id = $"o-{writer}-{number}";
                try
                {
                    await CreateAsync(resources, id);
                    Assert.True((await resources.WriteAsync([Prepared(resources, "Observation", id, "changed").Under(1, null)], person: null, [Audit(number)], default)).Value);
                }
                catch (Exception) when (isStoppedByFailure)
                {
                    return;
                }

                told.Enqueue(id);
            }
        }))];

    private static Task[] Create(ResourceStore resources, ConcurrentQueue<string> told, CancellationToken stop) =>
        [.. Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            for (var number = 0; !stop.IsCancellationRequested; number++)
            {
                await CreateAsync(resources, $"c-{writer}-{number}");
                told.Enqueue($"c-{writer}-{number}");
            }
        }))];

    private static async Task CreateAsync(ResourceStore resources, string id) =>
        Assert.True((await resources.WriteAsync([Prepared(resources, "Observation", id, "new").New()], person: null, [Audit(0)], default)).Value);

    private static PreparedResource Prepared(ResourceStore resources, string type, string id, string text)
    {
        var json = type == "Patient"
            ? $$"""{"resourceType":"Patient","id":"{{id}}","active":true}"""
            : $$$"""{"resourceType":"Observation","id":"{{{id}}}","status":"final","code":{"text":"{{{text}}}","coding":[{"system":"urn:test","code":"c"}]},"subject":{"reference":"Patient/p1"},"valueQuantity":{"value":3.50,"code":"kg"}}""";
        using var document = FhirDocument.Parse(Encoding.UTF8.GetBytes(json), Schema.R4).Value!;
        return resources.Prepare(document, id, TestStore.Tags).Value!;
    }

    private static AuditRow Audit(int number) =>
        new(Guid.CreateVersion7().ToString(), DateTimeOffset.UnixEpoch.AddSeconds(number), "create", "permit", "agent", "organization", "p1", Encoding.UTF8.GetBytes("""{"resourceType":"AuditEvent"}"""));

    private static async Task IsWholeAsync(AuditStore audits, long entries)
    {
        var verified = await audits.VerifyAsync(default);
        Assert.Null(verified.BrokenAt);
        Assert.Equal(entries, verified.Entries);
    }

    // The files as a kill leaves them: of one moment between two commits.
    private static async Task<bool> TryCopyAsync(string folder, string target)
    {
        if (Directory.Exists(target)) Directory.Delete(target, recursive: true);
        Directory.CreateDirectory(target);
        var before = await TransactionAsync(folder);
        foreach (var name in (string[])["careexchange.db", "careexchange.db-wal", "careexchange-looks.db", "careexchange-writes-0.log", "careexchange-writes-1.log"])
        {
            if (File.Exists(Path.Combine(folder, name))) File.Copy(Path.Combine(folder, name), Path.Combine(target, name));
        }

        return before > 0 && await TransactionAsync(folder) == before;
    }

    private static async Task<long> TransactionAsync(string folder)
    {
        await using var connection = await OpenAsync(folder);
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task ExecuteAsync(string folder, string sql)
    {
        await using var connection = await OpenAsync(folder);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The texts are this test's.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<SqliteConnection> OpenAsync(string folder)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "careexchange.db")};Pooling=False;Default Timeout=30");
        await connection.OpenAsync();
        return connection;
    }

    // Behind the records there is room, of zeros or of what stood there before: what is torn is the end of the records.
    private static void Tear(string log, int bytes)
    {
        using var file = File.Open(log, FileMode.Open, FileAccess.ReadWrite);
        var all = new byte[file.Length];
        file.ReadExactly(all);
        var end = all.AsSpan().LastIndexOfAnyExcept((byte)0) + 1;
        if (bytes > 0) file.SetLength(Math.Max(0, end - bytes));
    }
}
