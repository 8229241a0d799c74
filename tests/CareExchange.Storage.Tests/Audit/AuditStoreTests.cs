using CareExchange.Storage.Audit;
using CareExchange.Storage.Tests.Database;

namespace CareExchange.Storage.Tests.Audit;

public sealed class AuditStoreTests
{
    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Entries_are_chained_in_commit_order_without_gaps_also_when_many_write_at_once(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(number => Task.Run(() => AppendAsync(store, $"a{number}", $"b{number}"))));

        var entries = await store.Audits.QueryAsync(new AuditQuery(), default);
        Assert.Equal(Enumerable.Range(1, 40).Reverse().Select(number => (long)number), entries.Select(entry => entry.Sequence));
        Assert.Equal(AuditChain.Origin, entries[^1].PreviousHash);
        Assert.All(entries.Zip(entries.Skip(1)), pair => Assert.Equal(pair.Second.Hash, pair.First.PreviousHash));
        Assert.Equal(new AuditVerification(40, null, entries[0].Hash), await store.Audits.VerifyAsync(default));
    }

    [Theory]
    [InlineData("UPDATE audit SET agent = 'somebody-else' WHERE sequence = 3", 3)]
    [InlineData("UPDATE audit SET organization = '' WHERE sequence = 3", 3)]
    [InlineData("DELETE FROM audit WHERE sequence = 2", 2)]
    [InlineData("UPDATE audit SET sequence = 9 WHERE sequence = 5", 5)]
    [InlineData("UPDATE audit SET recorded = recorded + 1 WHERE sequence = 1", 1)]
    public async Task Whatever_is_changed_behind_the_trail_is_found(string tampering, long brokenAt)
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        await AppendAsync(store, "a1", "a2", "a3", "a4", "a5");

        await store.TamperAsync(tampering);

        Assert.Equal(brokenAt, (await store.Audits.VerifyAsync(default)).BrokenAt);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Entries_are_found_by_person_agent_and_time_newest_first(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        var start = store.Clock.GetUtcNow();
        for (var number = 1; number <= 4; number++)
        {
            await AppendAsync(store, $"a{number}");
            store.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        async Task<string> IdsAsync(AuditQuery query) => string.Join(' ', (await store.Audits.QueryAsync(query, default)).Select(entry => entry.Row.Id));
        Assert.Equal("a4 a2", await IdsAsync(new AuditQuery { Person = "p0" }));
        Assert.Equal("a4 a3 a2 a1", await IdsAsync(new AuditQuery { Agent = "nurse" }));
        Assert.Equal("", await IdsAsync(new AuditQuery { Agent = "nobody" }));
        Assert.Equal("a3 a2", await IdsAsync(new AuditQuery { From = start.AddMinutes(1), Until = start.AddMinutes(3) }));
        Assert.Equal("a2 a1", await IdsAsync(new AuditQuery { BeforeSequence = 3 }));
        Assert.Equal("a4", await IdsAsync(new AuditQuery { Count = 1 }));
    }

    [Fact]
    public async Task An_entry_comes_back_as_it_was_written()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        await AppendAsync(store, "a1");

        var row = Assert.Single(await store.Audits.QueryAsync(new AuditQuery(), default)).Row;

        Assert.Equal(Row(store, "a1") with { Json = row.Json }, row);
        Assert.Equal("""{"resourceType":"AuditEvent"}"""u8, row.Json.Span);
    }

    private static async Task AppendAsync(TestStore store, params string[] ids)
    {
        await using var transaction = await store.Resources.BeginAsync(default);
        foreach (var id in ids) await transaction.AppendAuditAsync(Row(store, id), default);
        await transaction.CommitAsync(default);
    }

    private static AuditRow Row(TestStore store, string id) =>
        new(id, store.Clock.GetUtcNow(), "read", "permit", "nurse", null, "p" + (int.Parse(id[1..], null) % 2), """{"resourceType":"AuditEvent"}"""u8.ToArray());
}
