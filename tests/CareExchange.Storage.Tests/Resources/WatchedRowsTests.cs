using System.Text;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Tests.Database;

namespace CareExchange.Storage.Tests.Resources;

public sealed class WatchedRowsTests
{
    private const string Consent = """{"resourceType":"Consent","status":"active","patient":{"reference":"Patient/p1"}}""";
    private static readonly ResourceTags Tags = new("p1", "consent", "seodaemun");

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Every_write_of_a_consent_is_told_once_it_is_committed_and_nothing_else_is(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        var start = await store.Resources.ReadConsentChangesAsync(0, default);
        await store.PutAsync("Patient", "p1", """{"resourceType":"Patient"}""");
        Assert.Empty((await store.Resources.ReadConsentChangesAsync(start.Horizon, default)).Changes);

        await PutAsync(store, "c1", Tags);
        await PutAsync(store, "c1", Tags with { Person = "p2" });
        await using (var transaction = await store.Resources.BeginAsync(default))
        {
            await transaction.DeleteAsync("Consent", "c1", null, default);
            await transaction.CommitAsync(default);
        }

        var told = await store.Resources.ReadConsentChangesAsync(start.Horizon, default);
        Assert.Equal(["p1", "p1", "p2", "p2"], told.Changes.Select(change => change.Person).Order(StringComparer.Ordinal));

        // PostgreSQL's horizon is the oldest transaction of the whole server, so somebody else's may hold it for a while; then it goes on.
        Assert.True(told.Horizon >= start.Horizon);
        while ((await store.Resources.ReadConsentChangesAsync(told.Horizon, default)) is { Changes.Count: > 0 } later)
        {
            Assert.Equal(DatabaseKind.Postgres, kind);
            Assert.True(later.Horizon >= told.Horizon);
            told = later;
        }
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_write_whose_transaction_ends_after_a_later_one_is_not_missed(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        var horizon = (await store.Resources.ReadConsentChangesAsync(0, default)).Horizon;
        if (kind == DatabaseKind.Sqlite)
        {
            // One writer: a later transaction cannot end before an earlier one.
            await PutAsync(store, "c1", Tags);
            Assert.Single((await store.Resources.ReadConsentChangesAsync(horizon, default)).Changes);
            return;
        }

        await using var slow = await store.Resources.BeginAsync(default);
        Assert.True((await slow.PutAsync("Consent", "slow", Encoding.UTF8.GetBytes(Consent), Tags with { Person = "slow" }, null, default)).Succeeded);
        await PutAsync(store, "quick", Tags with { Person = "quick" });
        var first = await store.Resources.ReadConsentChangesAsync(horizon, default);
        Assert.Equal(["quick"], first.Changes.Select(change => change.Person));

        await slow.CommitAsync(default);

        var second = await store.Resources.ReadConsentChangesAsync(first.Horizon, default);
        Assert.Contains("slow", second.Changes.Select(change => change.Person));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_resource_and_the_consents_of_its_person_are_read_together(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await PutAsync(store, "c1", Tags);
        await PutAsync(store, "c2", Tags);
        await PutAsync(store, "c2", Tags with { Source = "elsewhere" });
        await PutAsync(store, "other", Tags with { Person = "p2" });
        await PutAsync(store, "labelled", Tags with { Category = "clinical" });

        var (resource, consents) = await store.Resources.ReadAsync("Consent", "c1", "Consent", "consent", default);

        Assert.Equal("c1", resource!.Id);
        Assert.Equal([new ResourceVersionId("c1", 1), new ResourceVersionId("c2", 2)], consents.OrderBy(consent => consent.Id, StringComparer.Ordinal));
        Assert.Equal(["p1", "p2"], (await store.Resources.ListPersonsAsync("Consent", "consent", default)).Order(StringComparer.Ordinal));
        Assert.Equal(3, (await store.Resources.ReadCompanionsAsync(["p1", "p2"], "Consent", "consent", default)).Count);
        Assert.Equal(["other"], (await store.Resources.ReadOfPersonsAsync(["p2"], "Consent", "consent", default)).Select(consent => consent.Id));
        Assert.Null((await store.Resources.ReadAsync("Consent", "nothing", "Consent", "consent", default)).Resource);
    }

    private static async Task PutAsync(TestStore store, string id, ResourceTags tags)
    {
        await using var transaction = await store.Resources.BeginAsync(default);
        Assert.True((await transaction.PutAsync("Consent", id, Encoding.UTF8.GetBytes(Consent), tags, null, default)).Succeeded);
        await transaction.CommitAsync(default);
    }
}
