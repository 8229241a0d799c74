using CareExchange.Storage.Audit;
using CareExchange.Storage.Database;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;

namespace CareExchange.Storage.Tests.Database;

/// <summary>On PostgreSQL what was read once is answered again without a question, as long as the round trip that records the look finds that nobody has written since, on any node and by any way.</summary>
public sealed class PresumedMomentTests
{
    private const string First = """{"resourceType":"Observation","code":{"text":"first"}}""";
    private const string Second = """{"resourceType":"Observation","code":{"text":"second"}}""";
    private const int Many = 100;

    public static IEnumerable<TheoryDataRow<DatabaseKind>> OnPostgres => new Databases().Where(static row => row.Data == DatabaseKind.Postgres);

    [Theory]
    [MemberData(nameof(OnPostgres))]
    public async Task What_was_read_is_answered_again_while_nobody_has_written(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await store.PutAsync("Observation", "o1", First);
        await using var node = await store.OpenBesideAsync();
        var resources = new ResourceStore(node);
        await KnowMomentAsync(store, resources);
        var moment = resources.Presume()!;
        Assert.Contains("first", await ReadAsync(resources), StringComparison.Ordinal);
        Assert.Equal("first", await SearchAsync(store, resources));

        // A change that takes no number, which nothing of ours makes: so it is seen whether the database was asked.
        await store.TamperAsync("ALTER TABLE resource DISABLE TRIGGER resource_counted");
        await store.PutAsync("Observation", "o1", Second);

        Assert.Contains("first", await ReadAsync(resources), StringComparison.Ordinal);
        Assert.Equal("first", await SearchAsync(store, resources));
        Assert.True(await resources.ProveAsync([Row(store, "look")], moment, default));
        resources.Renounce();
        Assert.Contains("second", await ReadAsync(resources), StringComparison.Ordinal);
        Assert.Equal("second", await SearchAsync(store, resources));
    }

    [Theory]
    [MemberData(nameof(OnPostgres))]
    public async Task A_write_of_another_node_ends_the_moment_and_no_look_at_it_is_recorded(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await store.PutAsync("Observation", "o1", First);
        await using var node = await store.OpenBesideAsync();
        var resources = new ResourceStore(node);
        foreach (var change in (Func<Task>[])
        [
            () => store.PutAsync("Observation", "o1", Second),
            () => store.PutAsync("Consent", "c1", """{"resourceType":"Consent"}""", new("p1", "consent", "somebody")),
            () => store.TamperAsync("UPDATE resource SET category = 'sensitive' WHERE id = 'o1'"),
            () => store.TamperAsync("DELETE FROM resource WHERE id = 'c1'"),
            () => store.TamperAsync("UPDATE index_catalog SET revision = revision + 1"),
        ])
        {
            await KnowMomentAsync(store, resources);
            var moment = resources.Presume()!;
            await ReadAsync(resources);
            await change();
            var before = await store.CountAsync("audit");

            Assert.False(await resources.ProveAsync([Row(store, "look")], moment, default));
            Assert.Equal(before, await store.CountAsync("audit"));
            resources.Renounce();
        }

        Assert.Contains("second", await ReadAsync(resources), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(OnPostgres))]
    public async Task No_moment_is_known_while_a_write_has_not_ended(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await using var node = await store.OpenBesideAsync();
        var resources = new ResourceStore(node);
        await KnowMomentAsync(store, resources);
        var moment = resources.Presume()!;
        await using (var writes = await store.Resources.BeginAsync(default))
        {
            await writes.PutAsync("Observation", "o1", System.Text.Encoding.UTF8.GetBytes(First), TestStore.Tags, ifMatch: null, default);

            // Its number is taken and its rows are not to be seen: what is read now must not be kept as what stands after it.
            Assert.False(await resources.ProveAsync([Row(store, "look")], moment, default));
            for (var look = 0; look < Many; look++)
            {
                await resources.AppendAuditAsync([Row(store, $"a{look}")], default);
                Assert.Null(resources.Presume());
            }

            await writes.CommitAsync(default);
        }

        await KnowMomentAsync(store, resources);
        Assert.NotNull(resources.Presume());
        Assert.Contains("first", await ReadAsync(resources), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(OnPostgres))]
    public async Task Of_looks_in_one_group_those_at_what_is_over_are_refused_and_the_others_stand(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await using var node = await store.OpenBesideAsync();
        var resources = new ResourceStore(node);
        await KnowMomentAsync(store, resources);
        var moment = resources.Presume()!;
        var before = await store.CountAsync("audit");
        var writes = Enumerable.Range(0, 5).Select(number => store.PutAsync("Observation", $"o{number}", First)).ToArray();
        var presumed = Enumerable.Range(0, Many).Select(number => resources.ProveAsync([Row(store, $"p{number}"), Row(store, $"q{number}")], moment, default)).ToArray();
        await Task.WhenAll(Enumerable.Range(0, Many).Select(number => resources.AppendAuditAsync([Row(store, $"a{number}")], default)));
        await Task.WhenAll(writes);

        var proven = (await Task.WhenAll(presumed)).Count(static isProven => isProven);
        Assert.False(await resources.ProveAsync([Row(store, "late")], moment, default));
        Assert.Equal(before + Many + (2 * proven), await store.CountAsync("audit"));
        Assert.Null((await store.Audits.VerifyAsync(default)).Break);
    }

    // Every look tells how far writes have come; a moment is known once that has been the same for a while.
    private static async Task KnowMomentAsync(TestStore store, ResourceStore resources)
    {
        while (true)
        {
            if (resources.Presume() is { } moment && await resources.ProveAsync([Row(store, "look")], moment, default)) return;
            await resources.AppendAuditAsync([Row(store, "look")], default);
        }
    }

    private static async Task<string> ReadAsync(ResourceStore resources) =>
        System.Text.Encoding.UTF8.GetString((await resources.ReadAsync("Observation", "o1", "Consent", "consent", default)).Resource!.Json.Span);

    private static async Task<string> SearchAsync(TestStore store, ResourceStore resources)
    {
        var json = System.Text.Encoding.UTF8.GetString((await resources.SearchAsync(store.Query("Observation", "_id=o1"), AccessPredicate.Unrestricted, default)).Matches[0].Json.Span);
        return json.Contains("first", StringComparison.Ordinal) ? "first" : "second";
    }

    private static AuditRow Row(TestStore store, string id) => new(id, store.Clock.GetUtcNow(), "read", "permit", "nurse", null, "p1", """{"resourceType":"AuditEvent"}"""u8.ToArray());
}
