using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using CareExchange.Fhir.Elements;
using CareExchange.Storage.Audit;
using CareExchange.Storage.Database;
using CareExchange.Storage.Persons;
using CareExchange.Storage.Resources;
using Microsoft.Data.Sqlite;

namespace CareExchange.Storage.Tests.Database.Sqlite;

/// <summary>Consents and new persons are told before SQLite has committed them, with what came with them: nobody looks, and nobody comes into being, without them.</summary>
public sealed class ConsentsAheadTests
{
    private const string Category = "consent";

    [Fact]
    public async Task Whoever_looks_waits_for_every_consent_that_was_told_and_finds_it()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        await WriteManyAsync(store, "first");
        using var stop = new CancellationTokenSource();
        var told = new ConcurrentQueue<int>();
        var writers = KeepWritingAsync(store, told, stop.Token);
        while (told.Count < 64) await Task.Delay(1);
        await using var holder = await HoldAsync(store);

        // Nobody commits while somebody else holds the file.
        await WriteManyAsync(store, "pending");
        await stop.CancelAsync();
        await writers;
        var changes = store.Resources.ReadConsentChangesAsync(0, default);
        var companions = store.Resources.ReadCompanionsAsync(["pending-3"], "Consent", Category, default);
        var with = store.Resources.ReadAsync("Patient", "first-1", "Consent", Category, default);
        var whole = store.Resources.ReadOfPersonsAsync(["pending-5"], "Consent", Category, default);
        var all = store.Resources.ListPersonsAsync("Consent", Category, default);
        var itself = store.Resources.ReadAsync("Consent", "pending-7-c", default);
        foreach (var look in (Task[])[changes, companions, with, whole, all, itself]) Assert.False(look.IsCompleted);
        Assert.Null(await store.Resources.ReadAsync("Observation", "nobody", default));

        await ReleaseAsync(holder);
        Assert.Contains((await changes).Changes, change => change.Person == "pending-0");
        Assert.Single(await companions);
        Assert.Single((await with).Companions);
        Assert.Single(await whole);
        Assert.Contains("pending-9", await all);
        Assert.NotNull(await itself);
    }

    [Fact]
    public async Task While_somebody_looks_consents_are_told_when_they_are_committed()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        for (var number = 0; ; number++)
        {
            var start = Stopwatch.GetTimestamp();
            Assert.Empty(await store.Resources.ReadCompanionsAsync(["nobody"], "Consent", Category, default));
            await WriteManyAsync(store, $"n{number}");
            await using var beside = await OpenAsync(store);
            await using var count = beside.CreateCommand();
            count.CommandText = "SELECT count(*) FROM resource WHERE type = 'Consent'";
            var committed = (long)(await count.ExecuteScalarAsync())!;

            // Where the machine stood still nobody had looked for so long that they may be told ahead.
            if (Stopwatch.GetElapsedTime(start) > TimeSpan.FromMilliseconds(900)) continue;
            Assert.Equal((number + 1) * 16, committed);
            return;
        }
    }

    [Fact]
    public async Task An_identifier_of_a_person_who_is_pending_belongs_to_that_person()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        await WriteManyAsync(store, "first");
        await WriteManyAsync(store, "pending");

        // The same resident number from the same organisation is refused; the same id, and one that another Bundle of the same moment wants, are found to stand.
        Assert.Equal("identifier-of-another-person", Assert.Single((await WriteAsync(store, "other", "pending-2")).Issues).Rule);
        Assert.False((await WriteAsync(store, "pending-4", "pending-4")).Value);
        var twins = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => WriteAsync(store, "twin", "twin"))));
        Assert.Single(twins, outcome => outcome is { Succeeded: true, Value: true });
        Assert.Equal(33, await store.CountAsync("person"));
        Assert.Equal(33 * 3, await store.CountAsync("resource"));
        Assert.Null((await store.Audits.VerifyAsync(default)).BrokenAt);
    }

    private static async Task WriteManyAsync(TestStore store, string name)
    {
        var written = await Task.WhenAll(Enumerable.Range(0, 16).Select(number => Task.Run(() => WriteAsync(store, $"{name}-{number}", $"{name}-{number}"))));
        Assert.All(written, outcome => Assert.True(outcome.Value));
    }

    // As a partner puts a person: under ids of its own.
    private static Task<Fhir.Outcomes.Outcome<bool>> WriteAsync(TestStore store, string person, string resident) => store.Resources.WriteTogetherAsync(
        [
            Prepared(store, person, person, "record", $$"""{"resourceType":"Patient","id":"{{person}}","active":true}"""),
            Prepared(store, person, $"{person}-c", Category, $$$"""{"resourceType":"Consent","id":"{{{person}}}-c","status":"active","patient":{"reference":"Patient/{{{person}}}"}}"""),
            Prepared(store, person, $"{person}-o", "clinical", $$$"""{"resourceType":"Observation","id":"{{{person}}}-o","status":"final","code":{"text":"t"},"subject":{"reference":"Patient/{{{person}}}"}}"""),
        ],
        [new PersonRecord(person, [new PersonIdentifier("urn:test", resident)], []) { ResidentNumber = resident, Source = TestStore.Tags.Source }],
        [new AuditRow(Guid.CreateVersion7().ToString(), DateTimeOffset.UnixEpoch, "transaction", "permit", "agent", "organization", person, Encoding.UTF8.GetBytes("""{"resourceType":"AuditEvent"}"""))],
        default);

    private static PreparedResource Prepared(TestStore store, string person, string id, string category, string json)
    {
        using var document = FhirDocument.Parse(Encoding.UTF8.GetBytes(json), store.Resources.Schema).Value!;
        return store.Resources.Prepare(document, id, TestStore.Tags with { Person = person, Category = category }).Value!.First();
    }

    private static async Task<SqliteConnection> OpenAsync(TestStore store)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(store.DataFolder!, "careexchange.db")};Pooling=False;Default Timeout=30");
        await connection.OpenAsync();
        return connection;
    }

    // Others are told ahead all the time: the log goes on while the file is held.
    private static Task KeepWritingAsync(TestStore store, ConcurrentQueue<int> told, CancellationToken stop)
    {
        return Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var number = 0; !stop.IsCancellationRequested; number++)
            {
                Assert.True((await WriteAsync(store, $"w{writer}-{number}", $"w{writer}-{number}")).Value);
                told.Enqueue(number);
            }
        })));
    }

    private static async Task<SqliteConnection> HoldAsync(TestStore store)
    {
        var holder = await OpenAsync(store);
        await using var hold = holder.CreateCommand();
        hold.CommandText = "BEGIN IMMEDIATE";
        await hold.ExecuteNonQueryAsync();
        return holder;
    }

    private static async Task ReleaseAsync(SqliteConnection holder)
    {
        await using var release = holder.CreateCommand();
        release.CommandText = "COMMIT";
        await release.ExecuteNonQueryAsync();
    }
}
