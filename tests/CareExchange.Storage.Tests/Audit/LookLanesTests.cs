using CareExchange.Storage.Audit;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Tests.Database;
using Npgsql;

namespace CareExchange.Storage.Tests.Audit;

/// <summary>Looks share commits, several nodes and changes of data share the chains: each chain stays whole, and whoever was told has their record in it.</summary>
public sealed class LookLanesTests
{
    private const int Many = 200;

    public static IEnumerable<TheoryDataRow<DatabaseKind>> OnPostgres => new Databases().Where(static row => row.Data == DatabaseKind.Postgres);

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Two_nodes_record_looks_and_changes_at_once_and_every_chain_holds(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await using var beside = await store.OpenBesideAsync();
        ResourceStore[] nodes = [store.Resources, new(beside)];

        await Task.WhenAll(Enumerable.Range(0, Many).Select(number => Task.Run(() => number % 10 == 0
            ? ChangeAsync(nodes[number / 10 % 2], Row(store, $"a{number}"))
            : nodes[number % 2].AppendAuditAsync([Row(store, $"a{number}"), Row(store, $"b{number}")], default))));

        const long all = (2 * Many) - (Many / 10);
        Assert.Equal((all, null), await store.Audits.VerifyAsync(default) is var verified ? (verified.Entries, verified.BrokenAt) : default);
        Assert.Equal(all, (await store.Audits.QueryAsync(new AuditQuery { Count = 1000 }, default)).Select(entry => entry.Row.Id).Distinct().Count());
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Who_looks_goes_on_in_a_chain_until_somebody_else_went_on_in_it(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await using var beside = await store.OpenBesideAsync();
        for (var number = 0; number < 10; number++) await store.Resources.AppendAuditAsync([Row(store, $"a{number}")], default);
        Assert.InRange((await store.Audits.QueryAsync(new AuditQuery(), default)).Select(entry => entry.Shard).Distinct().Count(), 1, 2);

        // In turns, so all chains go on.
        for (var number = 0; number < store.Database.Dialect.AuditShards; number++) await ChangeAsync(new(beside), Row(store, $"b{number}"));
        for (var number = 0; number < 10; number++) await store.Resources.AppendAuditAsync([Row(store, $"c{number}")], default);

        Assert.Equal((20L + store.Database.Dialect.AuditShards, null), await store.Audits.VerifyAsync(default) is var verified ? (verified.Entries, verified.BrokenAt) : default);
    }

    [Theory]
    [MemberData(nameof(OnPostgres))]
    public async Task Nothing_is_added_behind_an_end_that_is_gone(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        for (var number = 0; number < 5; number++) await store.Resources.AppendAuditAsync([Row(store, $"a{number}")], default);

        // As after a restore beside a running node.
        await store.TamperAsync("DELETE FROM audit");
        await store.Resources.AppendAuditAsync([Row(store, "after")], default);

        Assert.Equal((1L, null), await store.Audits.VerifyAsync(default) is var verified ? (verified.Entries, verified.BrokenAt) : default);
    }

    [Theory]
    [MemberData(nameof(OnPostgres))]
    public async Task A_look_that_cannot_be_recorded_is_told_and_spoils_no_neighbour(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        for (var round = 0; round < 3; round++)
        {
            // PostgreSQL has no text with a NUL in it.
            var bad = Row(store, $"bad{round}") with { Agent = "nur\0se" };
            var looks = Enumerable.Range(0, Many).Select(number => store.Resources.AppendAuditAsync([number == Many / 2 ? bad : Row(store, $"a{round}-{number}")], default)).ToArray();

            for (var number = 0; number < Many; number++)
            {
                if (number == Many / 2) await Assert.ThrowsAsync<PostgresException>(() => looks[number]);
                else await looks[number];
            }
        }

        Assert.Equal((3L * (Many - 1), null), await store.Audits.VerifyAsync(default) is var verified ? (verified.Entries, verified.BrokenAt) : default);
    }

    private static async Task ChangeAsync(ResourceStore resources, AuditRow row)
    {
        await using var transaction = await resources.BeginAsync(default);
        await transaction.AppendAuditAsync(row, default);
        await transaction.CommitAsync(default);
    }

    private static AuditRow Row(TestStore store, string id) =>
        new(id, store.Clock.GetUtcNow(), "read", "permit", "nurse", null, "p1", """{"resourceType":"AuditEvent"}"""u8.ToArray());
}
