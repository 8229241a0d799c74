using System.Text;
using CareExchange.Storage.Audit;
using CareExchange.Storage.Database;
using CareExchange.Storage.Maintenance;
using CareExchange.Storage.Protection;
using CareExchange.Storage.Tests.Database;
using Microsoft.Data.Sqlite;

namespace CareExchange.Storage.Tests.Audit;

/// <summary>Somebody who can change the database changes its audit trail, in every way there is; the first record concerned is named.</summary>
[Trait("scenario", "S19")]
public sealed class AuditVerifierTests
{
    private const string LastShard = "(SELECT max(shard) FROM audit)";

    [Theory]
    [InlineData("UPDATE audit SET agent = 'nobody' WHERE sequence = 3", AuditBreakKind.Edited, 3, 3)]
    [InlineData("UPDATE audit SET json = X'7B7D' WHERE sequence = 1", AuditBreakKind.Edited, 1, 1)]
    [InlineData("DELETE FROM audit WHERE sequence IN (2, 3)", AuditBreakKind.Removed, 2, 3)]
    [InlineData("DELETE FROM audit WHERE sequence = 1", AuditBreakKind.Removed, 1, 1)]
    [InlineData("DELETE FROM audit WHERE sequence = 2; UPDATE audit SET sequence = sequence - 1 WHERE sequence > 2", AuditBreakKind.Removed, 2, 2)]
    [InlineData("UPDATE audit SET sequence = 100 WHERE sequence = 3; UPDATE audit SET sequence = 3 WHERE sequence = 4; UPDATE audit SET sequence = 4 WHERE sequence = 100", AuditBreakKind.Reordered, 3, 3)]
    [InlineData("UPDATE audit SET sequence = 90 WHERE sequence = 5", AuditBreakKind.Reordered, 5, 5)]
    [InlineData("DELETE FROM audit WHERE sequence > 6", AuditBreakKind.Truncated, 7, 8)]
    [InlineData("DELETE FROM audit", AuditBreakKind.Truncated, 1, 8)]
    public async Task What_was_done_to_the_trail_is_named_with_the_first_record_concerned(string tampering, AuditBreakKind kind, long first, long last)
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        await ChangeAsync(store, 8);
        await new AuditCheckpointStore(store.Database).CreateAsync(onlyIfChanged: false, default);
        Assert.Equal((null, 1, 0L), await store.Audits.VerifyAsync(default) is var whole ? (whole.Break, whole.Checkpoints, whole.Unwitnessed) : default);

        foreach (var statement in tampering.Split(';')) await store.TamperAsync(statement);

        var found = (await store.Audits.VerifyAsync(default)).Break!;
        Assert.Equal((kind, 0, first, last), (found.Kind, found.Shard, found.Sequence, found.Through));
        Assert.DoesNotContain("person", found.English, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_PostgreSQL_each_chain_is_walked_and_the_first_record_named()
    {
        Assert.SkipWhen(string.IsNullOrEmpty(Databases.Postgres), "No PostgreSQL to test with.");
        foreach (var (tampering, kind, first, last) in new[]
        {
            ($"UPDATE audit SET person = NULL WHERE sequence = 2 AND shard = {LastShard}", AuditBreakKind.Edited, 2, 2),
            ($"DELETE FROM audit WHERE sequence = 2 AND shard = {LastShard}", AuditBreakKind.Removed, 2, 2),
            ($"UPDATE audit SET sequence = 50 WHERE sequence = 1 AND shard = {LastShard}", AuditBreakKind.Reordered, 1, 1),
            ($"DELETE FROM audit WHERE shard = {LastShard} AND sequence > 2", AuditBreakKind.Truncated, 3, 5),
            ($"DELETE FROM audit WHERE shard = {LastShard}", AuditBreakKind.Truncated, 1, 5),
        })
        {
            await using var store = await TestStore.OpenAsync(DatabaseKind.Postgres);
            await ChangeAsync(store, 5 * store.Database.Dialect.AuditShards);
            var checkpoint = (await new AuditCheckpointStore(store.Database).CreateAsync(onlyIfChanged: false, default))!;
            Assert.Equal(store.Database.Dialect.AuditShards, checkpoint.Chains.Count);
            Assert.All(checkpoint.Chains, chain => Assert.Equal(5, chain.Count));

            await store.TamperAsync(tampering);

            var found = (await store.Audits.VerifyAsync(default)).Break!;
            Assert.Equal((kind, (long)first, (long)last), (found.Kind, found.Sequence, found.Through));
        }
    }

    [Fact]
    public async Task A_row_edited_with_a_fresh_hash_of_its_own_is_named_and_not_the_one_behind_it()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        await ChangeAsync(store, 5);
        await RehashAsync(store, from: 3, to: 3);

        Assert.Equal((AuditBreakKind.Edited, 3L), await BreakAsync(store) is { } found ? (found.Kind, found.Sequence) : default);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_chain_written_anew_with_correct_hashes_does_not_agree_with_what_was_signed(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        var checkpoints = new AuditCheckpointStore(store.Database);
        await ChangeAsync(store, 4 * store.Database.Dialect.AuditShards);
        await checkpoints.CreateAsync(onlyIfChanged: false, default);
        await ChangeAsync(store, 4 * store.Database.Dialect.AuditShards);
        await checkpoints.CreateAsync(onlyIfChanged: false, default);

        await RehashAsync(store, from: 6, to: 8);

        var found = (await BreakAsync(store))!;
        Assert.Equal((AuditBreakKind.Rewritten, 5L, 8L, 2L), (found.Kind, found.Sequence, found.Through, found.Checkpoint));
    }

    [Theory]
    [InlineData("UPDATE audit SET agent = 'nobody' WHERE sequence = 2", AuditBreakKind.Edited, 2)]
    [InlineData("DELETE FROM audit WHERE sequence = 1", AuditBreakKind.Removed, 1)]
    [InlineData("DELETE FROM audit WHERE sequence = 4", AuditBreakKind.Truncated, 4)]
    public async Task The_file_of_the_looks_is_verified_like_the_database(string tampering, AuditBreakKind kind, long first)
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        for (var number = 0; number < 4; number++) await store.Resources.AppendAuditAsync([Row(store, number)], default);
        await new AuditCheckpointStore(store.Database).CreateAsync(onlyIfChanged: false, default);

        await using (var file = new SqliteConnection($"Data Source={Path.Combine(store.DataFolder!, "careexchange-looks.db")};Pooling=false"))
        {
            await file.OpenAsync();
            await using var command = file.CreateCommand();
            command.CommandText = tampering;
            await command.ExecuteNonQueryAsync();
        }

        var found = (await BreakAsync(store))!;
        Assert.Equal((kind, 1, first), (found.Kind, found.Shard, found.Sequence));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task An_older_backup_in_place_of_the_database_is_found_by_what_was_kept_elsewhere_also_when_it_has_grown_since(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        var shards = store.Database.Dialect.AuditShards;
        await ChangeAsync(store, 3 * shards);
        var checkpoints = new AuditCheckpointStore(store.Database);
        var first = (await checkpoints.CreateAsync(onlyIfChanged: false, default))!;
        var backup = Path.Combine(Path.GetTempPath(), "careexchange-tests", "b" + Guid.NewGuid().ToString("N"));
        await DatabaseBackup.CreateAsync(store.Database, backup, default);
        await ChangeAsync(store, 3 * shards);
        var second = (await checkpoints.CreateAsync(onlyIfChanged: false, default))!;

        var place = await TestStore.EmptyAsync(kind);
        await DatabaseBackup.RestoreAsync(place, backup, TimeProvider.System, default);
        await using var older = await StorageDatabase.OpenAsync(place, store.Clock, default);

        // By itself it is whole; what was noted elsewhere knows more.
        Assert.Null((await new AuditStore(older).VerifyAsync(default)).Break);
        var found = (await new AuditStore(older).VerifyAsync(default, [first.Token, second.Token])).Break!;
        Assert.Equal((AuditBreakKind.RestoredOver, 4L, 6L, 2L), (found.Kind, found.Sequence, found.Through, found.Checkpoint));

        var resources = new CareExchange.Storage.Resources.ResourceStore(older);
        for (var number = 0; number < 4 * shards; number++)
        {
            await using var transaction = await resources.BeginAsync(default);
            await transaction.AppendAuditAsync(Row(store, 500 + number), default);
            await transaction.CommitAsync(default);
        }

        await new AuditCheckpointStore(older).CreateAsync(onlyIfChanged: false, default);
        var grown = (await new AuditStore(older).VerifyAsync(default, [first.Token, second.Token])).Break!;
        Assert.Equal((AuditBreakKind.RestoredOver, 4L, 6L), (grown.Kind, grown.Sequence, grown.Through));
    }

    [Fact]
    public async Task A_checkpoint_that_is_altered_removed_or_signed_by_somebody_else_is_found()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        await using var stranger = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        var checkpoints = new AuditCheckpointStore(store.Database);
        for (var round = 0; round < 3; round++)
        {
            await ChangeAsync(store, 1);
            await checkpoints.CreateAsync(onlyIfChanged: true, default);
        }

        Assert.Null(await checkpoints.CreateAsync(onlyIfChanged: true, default));
        await ChangeAsync(stranger, 1);
        var forged = (await new AuditCheckpointStore(stranger.Database).CreateAsync(onlyIfChanged: false, default))!;
        Assert.Equal((AuditBreakKind.Checkpoint, 1L), (await store.Audits.VerifyAsync(default, [forged.Token])).Break is { } alien ? (alien.Kind, alien.Sequence) : default);

        await store.TamperAsync("DELETE FROM audit_checkpoint WHERE number = 2");
        Assert.Equal((AuditBreakKind.Checkpoint, 3L), await BreakAsync(store) is { } found ? (found.Kind, found.Sequence) : default);
        await store.TamperAsync("UPDATE audit_checkpoint SET token = replace(token, '.', '.x') WHERE number = 1");
        Assert.Equal((AuditBreakKind.Checkpoint, 1L), await BreakAsync(store) is { } altered ? (altered.Kind, altered.Sequence) : default);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Keys_rotate_with_an_announcement_and_old_checkpoints_go_on_counting_under_a_new_key_ring(DatabaseKind kind)
    {
        await using var first = await TestStore.OpenAsync(kind);
        await ChangeAsync(first, 3);
        var checkpoints = new AuditCheckpointStore(first.Database);
        var signed = (await checkpoints.CreateAsync(onlyIfChanged: false, default))!;
        var last = await checkpoints.RotateKeyAsync(default);
        first.Clock.Advance(AuditCheckpointStore.KeyLifetime + TimeSpan.FromDays(1));
        var renewed = (await checkpoints.CreateAsync(onlyIfChanged: false, default))!;
        var after = (await checkpoints.CreateAsync(onlyIfChanged: false, default))!;

        Assert.Equal(signed.KeyId, last.KeyId);
        Assert.Equal(last.NextKeyId, renewed.KeyId);
        Assert.NotEqual(signed.KeyId, renewed.KeyId);
        Assert.Equal((renewed.NextKeyId, null), (after.KeyId, after.NextKeyId));
        await using var reopened = await first.ReopenAsync(new StorageKey("new", new byte[32]), TestStore.Key);
        var verified = await reopened.Audits.VerifyAsync(default, [signed.Token, last.Token, renewed.Token]);
        Assert.Equal((null, 4), (verified.Break, verified.Checkpoints));
        await reopened.Database.DisposeAsync();
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task What_has_passed_its_retention_goes_and_the_rest_still_holds_and_still_shows_tampering(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        var shards = store.Database.Dialect.AuditShards;
        await ChangeAsync(store, 5 * shards);
        for (var number = 0; number < 4; number++) await store.Resources.AppendAuditAsync([Row(store, 300 + number)], default);
        await new AuditCheckpointStore(store.Database).CreateAsync(onlyIfChanged: false, default);
        store.Clock.Advance(TimeSpan.FromDays(800));
        var limit = store.Clock.GetUtcNow() - TimeSpan.FromDays(730);
        await ChangeAsync(store, 2 * shards);
        var retention = new AuditRetention(store.Database);

        var removed = await retention.EndAsync(limit, default);

        Assert.True(removed >= 5 * shards, $"{removed}");
        Assert.Equal(0, await retention.EndAsync(limit, default));
        Assert.DoesNotContain(await store.Audits.QueryAsync(new AuditQuery { Count = 1000 }, default), entry => entry.Shard == 0 && entry.Row.Recorded < limit);
        var verified = await store.Audits.VerifyAsync(default);
        Assert.Null(verified.Break);
        await store.Resources.AppendAuditAsync([Row(store, 900)], default);
        await ChangeAsync(store, shards);
        Assert.Null(await BreakAsync(store));

        // Whoever removes more than was signed away is found.
        await store.TamperAsync("DELETE FROM audit WHERE shard = 0 AND sequence = (SELECT min(sequence) FROM audit WHERE shard = 0)");
        Assert.Equal(AuditBreakKind.Removed, (await BreakAsync(store))!.Kind);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Records_of_one_commit_say_whole_what_they_said_and_go_together_with_the_one_that_they_differ_from(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        var begun = store.Clock.GetUtcNow();
        AuditRow[] first = [.. Enumerable.Range(0, 6).Select(number => Long(store, number) with { Recorded = begun.AddDays(number) })];
        await CommitAsync(store, first);
        await CommitAsync(store, [Long(store, 10) with { Recorded = begun.AddDays(10) }]);

        var entries = await store.Audits.QueryAsync(new AuditQuery { Count = 100 }, default);
        foreach (var row in first) Assert.True(row.Json.Span.SequenceEqual(entries.Single(entry => entry.Row.Id == row.Id).Row.Json.Span));
        Assert.Null(await BreakAsync(store));
        var isShortened = kind == DatabaseKind.Sqlite;
        await using (var session = await store.Database.ReadAsync(default))
        {
            Assert.Equal(isShortened ? 5 : 0, await session.FirstAsync(new Statement("SELECT count(base) FROM audit"), row => row.GetInt64(0), default));
        }

        // The first of the commit has to stay as long as any of the others does.
        var retention = new AuditRetention(store.Database);
        Assert.Equal(isShortened ? 0 : 3, await retention.EndAsync(begun.AddDays(3), default));
        Assert.Null(await BreakAsync(store));
        await CommitAsync(store, [Long(store, 20) with { Recorded = begun.AddDays(20) }]);
        await retention.EndAsync(begun.AddDays(7), default);
        Assert.All(await store.Audits.QueryAsync(new AuditQuery { Count = 100 }, default), entry => Assert.True(kind == DatabaseKind.Postgres || entry.Row.Recorded >= begun.AddDays(7)));
        Assert.Null(await BreakAsync(store));
    }

    [Fact]
    public async Task Whoever_changes_the_record_that_others_differ_from_is_found()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        await CommitAsync(store, [.. Enumerable.Range(0, 6).Select(number => Long(store, number))]);
        Assert.Null(await BreakAsync(store));

        await store.TamperAsync("UPDATE audit SET base = 2 WHERE sequence = 5");

        Assert.Equal((AuditBreakKind.Edited, 5L), await BreakAsync(store) is { } found ? (found.Kind, found.Sequence) : default);
    }

    private static async Task CommitAsync(TestStore store, IEnumerable<AuditRow> rows)
    {
        await using var transaction = await store.Resources.BeginAsync(default);
        foreach (var row in rows) await transaction.AppendAuditAsync(row, default);
        await transaction.CommitAsync(default);
    }

    private static AuditRow Long(TestStore store, int number) => Row(store, number) with
    {
        Json = Encoding.UTF8.GetBytes($$$"""{"resourceType":"AuditEvent","id":"a{{{number}}}","agent":[{"name":"{{{new string('x', 400)}}}"}],"entity":[{"what":{"reference":"Patient/{{{number}}}"}}]}"""),
    };

    private static async Task<AuditBreak?> BreakAsync(TestStore store) => (await store.Audits.VerifyAsync(default)).Break;

    private static async Task ChangeAsync(TestStore store, int count)
    {
        for (var number = 0; number < count; number++)
        {
            await using var transaction = await store.Resources.BeginAsync(default);
            await transaction.AppendAuditAsync(Row(store, number), default);
            await transaction.CommitAsync(default);
        }
    }

    // What somebody would do who knows how the chain is made: change a row and hash it, and those behind it, again.
    private static async Task RehashAsync(TestStore store, long from, long to)
    {
        var rows = (await store.Audits.QueryAsync(new AuditQuery { Count = 1000 }, default)).Where(entry => entry.Shard == 0).OrderBy(entry => entry.Sequence).ToArray();
        var previous = rows[from - 2].Hash;
        foreach (var entry in rows.Where(entry => entry.Sequence >= from && entry.Sequence <= to))
        {
            var hash = AuditChain.Hash(previous, entry.Sequence, entry.Row with { Agent = "nobody" });
            await store.TamperAsync($"UPDATE audit SET agent = 'nobody', previous_hash = '{previous}', hash = '{hash}' WHERE shard = 0 AND sequence = {entry.Sequence}");
            previous = hash;
        }
    }

    private static AuditRow Row(TestStore store, int number) =>
        new($"a{number}", store.Clock.GetUtcNow(), "read", "permit", "nurse", null, "person", """{"resourceType":"AuditEvent"}"""u8.ToArray());
}
