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
