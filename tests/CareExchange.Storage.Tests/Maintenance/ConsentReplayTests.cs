using System.Text;
using CareExchange.Fhir.Elements;
using CareExchange.Storage.Audit;
using CareExchange.Storage.Database;
using CareExchange.Storage.Maintenance;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Tests.Database;

namespace CareExchange.Storage.Tests.Maintenance;

/// <summary>No older database brings back what was withdrawn: the journal, kept apart, tells it.</summary>
public sealed class ConsentReplayTests : IDisposable
{
    private static readonly ResourceTags Tags = new("p1", "consent", "seodaemun");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("careexchange-journal-");

    private string Journal => Path.Combine(_folder.FullName, "consents.journal");

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task What_was_withdrawn_deleted_or_given_after_the_backup_is_told_to_the_restored_database(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await PutAsync(store, "before-the-journal", "active");
        await PutAsync(store, "before-the-journal", "inactive");
        await using var journal = await ConsentJournal.OpenAsync(store.Database, Journal, default);
        foreach (var id in new[] { "kept", "withdrawn", "deleted" }) await PutAsync(store, id, "active");
        var place = await RestoredAsync(kind, store, async () =>
        {
            store.Clock.Advance(TimeSpan.FromMinutes(5));
            await PutAsync(store, "withdrawn", "inactive");
            await PutAsync(store, "given", "active");
            await using var transaction = await store.Resources.BeginAsync(default);
            await transaction.DeleteAsync("Consent", "deleted", null, default);
            await transaction.CommitAsync(default);
        });

        await using var restored = await StorageDatabase.OpenAsync(place, store.Clock, default);
        Assert.NotNull(await ConsentReplay.CopyOfAsync(restored, default));
        var resources = new ResourceStore(restored);
        Assert.Contains("\"active\"", await JsonAsync(resources, "withdrawn"), StringComparison.Ordinal);

        Assert.Equal(3, await ConsentReplay.RunAsync(restored, Journal, Record, default));

        Assert.Contains("\"inactive\"", await JsonAsync(resources, "withdrawn"), StringComparison.Ordinal);
        Assert.Contains("\"active\"", await JsonAsync(resources, "kept"), StringComparison.Ordinal);
        Assert.Contains("\"active\"", await JsonAsync(resources, "given"), StringComparison.Ordinal);
        Assert.True((await resources.ReadAsync("Consent", "deleted", default))!.Deleted);
        Assert.Equal(3, (await new AuditStore(restored).QueryAsync(new AuditQuery { Agent = "replay" }, default)).Count);

        // Said once; opened by somebody who is on record, and then any other database.
        Assert.Equal(0, await ConsentReplay.RunAsync(restored, Journal, Record, default));
        await ConsentReplay.OpenAsync(restored, Record((await resources.ReadAsync("Consent", "kept", default))!), default);
        Assert.Null(await ConsentReplay.CopyOfAsync(restored, default));
        Assert.Null((await new AuditStore(restored).VerifyAsync(default)).Break);
        await using var going = await ConsentJournal.OpenAsync(restored, Journal, default);
        await using (var transaction = await resources.BeginAsync(default))
        {
            await transaction.PutAsync("Consent", "kept", Consent("kept", "inactive"), Tags, null, default);
            await transaction.CommitAsync(default);
        }

        // What was written there is in the journal too: a second restore of the same backup hears of it.
        var again = await TestStore.EmptyAsync(kind);
        await DatabaseBackup.RestoreAsync(again, Path.Combine(_folder.FullName, "backup"), TimeProvider.System, default);
        await using var second = await StorageDatabase.OpenAsync(again, store.Clock, default);
        await ConsentReplay.RunAsync(second, Journal, Record, default);
        Assert.Contains("\"inactive\"", await JsonAsync(new ResourceStore(second), "kept"), StringComparison.Ordinal);
        Assert.Contains("\"inactive\"", await JsonAsync(new ResourceStore(second), "withdrawn"), StringComparison.Ordinal);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_consent_written_by_another_process_or_by_the_bulk_door_is_followed_too(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await using var journal = await ConsentJournal.OpenAsync(store.Database, Journal, default);
        await using (var beside = await store.OpenBesideAsync())
        {
            await using var transaction = await new ResourceStore(beside).BeginAsync(default);
            await transaction.PutAsync("Consent", "c1", Consent("c1", "inactive"), Tags, null, default);
            await transaction.CommitAsync(default);
        }

        Assert.Single(File.ReadAllLines(Journal));
        await journal.FollowAsync(default);
        Assert.Equal(2, File.ReadAllLines(Journal).Length);
        await journal.FollowAsync(default);
        Assert.Equal(2, File.ReadAllLines(Journal).Length);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Whoever_is_told_that_a_consent_is_stored_finds_it_in_the_journal_however_many_write_at_once(DatabaseKind kind)
    {
        const int Writers = 40;
        await using var store = await TestStore.OpenAsync(kind);
        await using var journal = await ConsentJournal.OpenAsync(store.Database, Journal, default);
        var id = (await ConsentJournalFile.IdAsync(Journal, default))!;

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(number => Task.Run(async () =>
        {
            using var document = FhirDocument.Parse(Consent($"c{number}", "active"), store.Resources.Schema).Value!;
            var prepared = store.Resources.Prepare(document, $"c{number}", Tags with { Person = $"p{number}" }).Value!.New();
            Assert.True((await store.Resources.WriteAsync([prepared], null, [], default)).Value);
            var known = await ConsentJournalFile.ReadAsync(Journal, id, store.Database.Keys, 0, default);
            Assert.Contains(known, consent => consent.Id == $"c{number}");
        })));

        // Each stands there once, in numbers without a gap.
        var lines = File.ReadAllLines(Journal)[1..].Select(line => line.Split(' ')[0]);
        Assert.Equal(Enumerable.Range(1, Writers).Select(number => $"{number}"), lines);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_database_that_did_not_come_to_note_what_it_was_told_is_told_again_and_changes_nothing(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await using var journal = await ConsentJournal.OpenAsync(store.Database, Journal, default);
        await PutAsync(store, "c1", "active");
        await PutAsync(store, "c1", "inactive");

        // Killed here: nothing was noted since the journal was opened.
        await using var next = await store.OpenBesideAsync();
        Assert.Equal(0, await ConsentReplay.RunAsync(next, Journal, Record, default));
        Assert.Equal(2, (await new ResourceStore(next).ReadAsync("Consent", "c1", default))!.Version);
        Assert.Contains("\"inactive\"", await JsonAsync(new ResourceStore(next), "c1"), StringComparison.Ordinal);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task What_the_journal_could_not_take_is_written_down_as_soon_as_it_can(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await using var journal = await ConsentJournal.OpenAsync(store.Database, Journal, default);
        var id = (await ConsentJournalFile.IdAsync(Journal, default))!;
        await PutAsync(store, "c1", "active");
        File.Move(Journal, Journal + ".away");
        await PutAsync(store, "c1", "inactive");
        await Assert.ThrowsAnyAsync<IOException>(() => journal.FollowAsync(default));
        File.Move(Journal + ".away", Journal);
        Assert.Equal(1, Assert.Single(await ConsentJournalFile.ReadAsync(Journal, id, store.Database.Keys, 0, default)).Version);

        await journal.FollowAsync(default);

        Assert.Equal(2, Assert.Single(await ConsentJournalFile.ReadAsync(Journal, id, store.Database.Keys, 0, default)).Version);
    }

    [Fact]
    public async Task A_copy_made_by_hand_and_put_back_is_older_than_the_journal_and_is_told()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        await using (var journal = await ConsentJournal.OpenAsync(store.Database, Journal, default)) await PutAsync(store, "c1", "active");
        var file = Path.Combine(store.DataFolder!, "careexchange.db");
        await using var closed = await store.ReopenAsync(TestStore.Key);
        await closed.Database.DisposeAsync();
        File.Copy(file, file + ".copy");
        await using (var running = await closed.ReopenAsync(TestStore.Key))
        {
            await using var journal = await ConsentJournal.OpenAsync(running.Database, Journal, default);
            running.Clock.Advance(TimeSpan.FromMinutes(1));
            await PutAsync(running, "c1", "inactive");
            await running.Database.DisposeAsync();
            foreach (var old in Directory.GetFiles(store.DataFolder!, "careexchange.db-*")) File.Delete(old);
            File.Copy(file + ".copy", file, overwrite: true);
            await using var older = await running.ReopenAsync(TestStore.Key);

            Assert.Contains("\"active\"", await JsonAsync(older.Resources, "c1"), StringComparison.Ordinal);
            Assert.Equal(1, await ConsentReplay.RunAsync(older.Database, Journal, Record, default));
            Assert.Contains("\"inactive\"", await JsonAsync(older.Resources, "c1"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_journal_says_nothing_to_who_has_not_the_key_and_a_damaged_line_is_not_passed_over()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        await using (var journal = await ConsentJournal.OpenAsync(store.Database, Journal, default))
        {
            await PutAsync(store, "c1", "active");
            store.Clock.Advance(TimeSpan.FromMinutes(1));
            await PutAsync(store, "c1", "inactive");
        }

        Assert.DoesNotContain("Patient/p1", File.ReadAllText(Journal), StringComparison.Ordinal);
        await store.TamperAsync("UPDATE consent_journal SET number = 0");
        File.AppendAllText(Journal, "3 AAAA");
        Assert.Equal(0, await ConsentReplay.RunAsync(store.Database, Journal, Record, default));
        await using (var journal = await ConsentJournal.OpenAsync(store.Database, Journal, default))
        {
            store.Clock.Advance(TimeSpan.FromMinutes(1));
            await PutAsync(store, "c1", "active");
        }

        await store.TamperAsync("UPDATE consent_journal SET number = 0");
        var lines = File.ReadAllLines(Journal);
        Assert.Equal(4, lines.Length);
        File.WriteAllText(Journal, string.Join('\n', [lines[0], "1 AAAA", .. lines[2..]]) + "\n");
        await Assert.ThrowsAsync<InvalidDataException>(() => ConsentReplay.RunAsync(store.Database, Journal, Record, default));
    }

    [Fact]
    public async Task A_new_database_beside_an_old_journal_begins_empty()
    {
        await using (var store = await TestStore.OpenAsync(DatabaseKind.Sqlite))
        {
            await using var journal = await ConsentJournal.OpenAsync(store.Database, Journal, default);
            await PutAsync(store, "c1", "inactive");
        }

        await using var fresh = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        Assert.Equal(0, await ConsentReplay.RunAsync(fresh.Database, Journal, Record, default));
        Assert.Equal(0, await fresh.CountAsync("resource"));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<StorageOptions> RestoredAsync(DatabaseKind kind, TestStore store, Func<Task> afterwards)
    {
        var backup = Path.Combine(_folder.FullName, "backup");
        await DatabaseBackup.CreateAsync(store.Database, backup, default);
        await afterwards();
        var place = await TestStore.EmptyAsync(kind);
        await DatabaseBackup.RestoreAsync(place, backup, TimeProvider.System, default);
        return place;
    }

    private static async Task PutAsync(TestStore store, string id, string status)
    {
        store.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await store.PutAsync("Consent", id, Encoding.UTF8.GetString(Consent(id, status)), Tags);
    }

    private static byte[] Consent(string id, string status) =>
        Encoding.UTF8.GetBytes($$"""{"resourceType":"Consent","id":"{{id}}","status":"{{status}}","scope":{"text":"x"},"category":[{"text":"x"}],"patient":{"reference":"Patient/p1"} }""");

    private static async Task<string> JsonAsync(ResourceStore resources, string id) => Encoding.UTF8.GetString((await resources.ReadAsync("Consent", id, default))!.Json.Span);

    private static AuditRow Record(StoredResource consent) =>
        new(Guid.NewGuid().ToString(), consent.LastUpdated, "consent-reapplied", "permit", "replay", null, consent.Tags.Person, """{"resourceType":"AuditEvent"}"""u8.ToArray());
}
