using System.Text;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;
using CareExchange.Storage.Tests.Database;

namespace CareExchange.Storage.Tests.Resources;

public sealed class MetaStoreTests
{
    private const string Patient = """{"resourceType":"Patient","meta":{"profile":["urn:p"],"security":[{"system":"urn:s","code":"R"}],"tag":[{"system":"urn:t","code":"TAG"}]},"gender":"female"}""";

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task What_is_in_use_is_told_once_and_only_of_what_may_be_known(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        var metas = new MetaStore(store.Database);
        await store.PutAsync("Patient", "a", Patient.Replace("TAG", "a", StringComparison.Ordinal), TestStore.Tags with { Person = "a" });
        await store.PutAsync("Patient", "b", Patient.Replace("TAG", "b", StringComparison.Ordinal), TestStore.Tags with { Person = "b" });
        var onlyA = AccessPredicate.AnyOf([new AccessGrant { Persons = ["a"] }]);

        Assert.Equal([("urn:t", "a"), ("urn:t", "b")], await metas.TagsAsync(["Patient", "Observation"], AccessPredicate.Unrestricted, default));
        Assert.Equal([("urn:t", "a")], await metas.TagsAsync(["Patient"], onlyA, default));
        Assert.Equal([("urn:s", "R")], await metas.SecurityAsync(["Patient"], onlyA, default));
        Assert.Equal(["urn:p"], await metas.ProfilesAsync(["Patient"], onlyA, default));
        Assert.Empty(await metas.TagsAsync(["Observation"], AccessPredicate.Unrestricted, default));
        Assert.Empty(await metas.TagsAsync(["Patient"], AccessPredicate.None, default));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Metadata_change_where_they_stand_and_the_index_follows(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        var first = (await store.PutAsync("Patient", "a", Patient)).Resource;
        store.Clock.Advance(TimeSpan.FromHours(1));
        await RestateAsync(store, first, "now");

        var read = (await store.Resources.ReadAsync("Patient", "a", default))!;
        Assert.Equal((1L, first.LastUpdated, "other"), (read.Version, read.LastUpdated, read.Tags.Category));
        Assert.Contains("\"code\":\"now\"", Encoding.UTF8.GetString(read.Json.Span), StringComparison.Ordinal);
        Assert.Contains("\"versionId\":\"1\"", Encoding.UTF8.GetString(read.Json.Span), StringComparison.Ordinal);
        Assert.Single(await store.VersionsAsync("Patient", "a"));
        Assert.Equal([("urn:t", "now")], await new MetaStore(store.Database).TagsAsync(["Patient"], AccessPredicate.Unrestricted, default));

        store.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(2, (await store.PutAsync("Patient", "a", Patient.Replace("TAG", "second", StringComparison.Ordinal))).Resource.Version);
        await RestateAsync(store, (await store.Resources.VreadAsync("Patient", "a", 1, default))!, "before");

        Assert.Contains("\"code\":\"before\"", Encoding.UTF8.GetString((await store.Resources.VreadAsync("Patient", "a", 1, default))!.Json.Span), StringComparison.Ordinal);
        Assert.Contains("\"code\":\"second\"", Encoding.UTF8.GetString((await store.Resources.ReadAsync("Patient", "a", default))!.Json.Span), StringComparison.Ordinal);
        Assert.Equal([2L, 1L], (await store.VersionsAsync("Patient", "a")).Select(version => version.Version));
        Assert.Equal([("urn:t", "second")], await new MetaStore(store.Database).TagsAsync(["Patient"], AccessPredicate.Unrestricted, default));
    }

    private static async Task RestateAsync(TestStore store, StoredResource standing, string tag)
    {
        await using var transaction = await store.Resources.BeginAsync(default);
        var restated = await transaction.RestateMetaAsync(standing, Encoding.UTF8.GetBytes(Patient.Replace("TAG", tag, StringComparison.Ordinal)), TestStore.Tags with { Category = "other" }, default);
        Assert.True(restated.Succeeded, string.Join(' ', restated.Issues.Select(issue => issue.English)));
        await transaction.CommitAsync(default);
    }
}
