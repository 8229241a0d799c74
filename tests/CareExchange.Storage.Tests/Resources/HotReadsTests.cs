using System.Text;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Tests.Database;

namespace CareExchange.Storage.Tests.Resources;

public sealed class HotReadsTests
{
    [Fact]
    public async Task What_is_read_again_is_kept_until_anybody_commits_anything_in_this_process_or_another()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        await store.PutAsync("Observation", "o1", """{"resourceType":"Observation","status":"final","code":{"text":"a"}}""");
        await using var beside = await store.OpenBesideAsync();
        var other = new ResourceStore(beside);

        await UntilKeptAsync(store.Resources, version: 1);
        await PutAsync(other, "Consent", "c1", """{"resourceType":"Consent","status":"active"}""", new ResourceTags("p1", "consent", "hongje-homecare"));
        Assert.Equal(["c1"], (await ReadAsync(store.Resources)).Companions.Select(consent => consent.Id));

        await UntilKeptAsync(store.Resources, version: 1);
        await PutAsync(other, "Observation", "o1", """{"resourceType":"Observation","status":"amended","code":{"text":"b"}}""", TestStore.Tags);
        Assert.Equal(2, (await ReadAsync(store.Resources)).Resource!.Version);

        await UntilKeptAsync(store.Resources, version: 2);
        await using (var transaction = await store.Resources.BeginAsync(default))
        {
            await transaction.DeleteAsync("Consent", "c1", null, default);
            await transaction.CommitAsync(default);
        }

        Assert.Empty((await ReadAsync(store.Resources)).Companions);
    }

    [Fact]
    public async Task Looks_end_nothing()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        await store.PutAsync("Observation", "o1", """{"resourceType":"Observation","status":"final","code":{"text":"a"}}""");
        var kept = await UntilKeptAsync(store.Resources, version: 1);

        await store.Resources.AppendAuditAsync([new("a1", store.Clock.GetUtcNow(), "read", "permit", "nurse", null, "p1", "{}"u8.ToArray())], default);

        Assert.Same(kept, (await ReadAsync(store.Resources)).Resource);
    }

    [Fact]
    public async Task Readers_beside_a_writer_never_see_less_than_what_was_committed_before_they_asked()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        await store.PutAsync("Observation", "o1", """{"resourceType":"Observation","status":"final","code":{"text":"0"}}""");
        var written = 1L;
        var writing = Task.Run(async () =>
        {
            for (var number = 1; number <= 60; number++)
            {
                written = (await store.PutAsync("Observation", "o1", $$$"""{"resourceType":"Observation","status":"final","code":{"text":"{{{number}}}"}}""")).Resource.Version;
                if (number % 10 == 0) await UntilKeptAsync(store.Resources, written);
            }
        });
        while (!writing.IsCompleted)
        {
            var before = Volatile.Read(ref written);
            Assert.True((await ReadAsync(store.Resources)).Resource!.Version >= before);
        }

        await writing;
    }

    [Fact]
    public async Task Consents_of_several_persons_are_those_that_stand_whoever_withdrew_one_meanwhile()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        foreach (var person in (string[])["p1", "p2", "p3"]) await PutAsync(store.Resources, "Consent", $"{person}-c", """{"resourceType":"Consent","status":"active"}""", new ResourceTags(person, "consent", "hongje-homecare"));
        await using var beside = await store.OpenBesideAsync();
        await Task.Delay(50);

        // Some are known from a look before, some are not; who has none is known as well.
        Assert.Equal(["p1-c", "p2-c"], await ConsentsAsync("p1", "p2"));
        Assert.Equal(["p1-c", "p2-c"], await ConsentsAsync("p2", "p1", "p4"));
        Assert.Equal(["p1-c", "p2-c", "p3-c"], await ConsentsAsync("p1", "p2", "p3", "p4"));

        await using (var transaction = await new ResourceStore(beside).BeginAsync(default))
        {
            await transaction.DeleteAsync("Consent", "p2-c", null, default);
            await transaction.CommitAsync(default);
        }

        Assert.Equal(["p1-c", "p3-c"], await ConsentsAsync("p1", "p2", "p3", "p4"));
        await PutAsync(store.Resources, "Consent", "p4-c", """{"resourceType":"Consent","status":"active"}""", new ResourceTags("p4", "consent", "hongje-homecare"));
        Assert.Equal(["p1-c", "p3-c", "p4-c"], await ConsentsAsync("p1", "p2", "p3", "p4"));

        async Task<IEnumerable<string>> ConsentsAsync(params string[] persons) =>
            (await store.Resources.ReadCompanionsAsync(persons, "Consent", "consent", default)).Select(found => found.Companion.Id).Order(StringComparer.Ordinal);
    }

    private static Task<(StoredResource? Resource, IReadOnlyList<ResourceVersionId> Companions)> ReadAsync(ResourceStore store) => store.ReadAsync("Observation", "o1", "Consent", "consent", default);

    // Nothing is kept while commits follow each other closely.
    private static async Task<StoredResource> UntilKeptAsync(ResourceStore store, long version)
    {
        while (true)
        {
            var (one, other) = ((await ReadAsync(store)).Resource!, (await ReadAsync(store)).Resource!);
            Assert.Equal(version, one.Version);
            if (ReferenceEquals(one, other)) return one;
            await Task.Delay(5);
        }
    }

    private static async Task PutAsync(ResourceStore store, string type, string id, string json, ResourceTags tags)
    {
        await using var transaction = await store.BeginAsync(default);
        Assert.True((await transaction.PutAsync(type, id, Encoding.UTF8.GetBytes(json), tags, null, default)).Succeeded);
        await transaction.CommitAsync(default);
    }
}
