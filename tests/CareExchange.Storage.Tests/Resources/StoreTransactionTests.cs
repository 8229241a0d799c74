using System.Text;
using System.Text.Json;
using CareExchange.Storage.Audit;
using CareExchange.Storage.Outbox;
using CareExchange.Storage.Persons;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;
using CareExchange.Storage.Tests.Database;

namespace CareExchange.Storage.Tests.Resources;

public sealed class StoreTransactionTests
{
    private const string Patient = """{"resourceType":"Patient","id":"other","identifier":[{"system":"urn:x","value":"1"}],"name":[{"family":"김","given":["가온"]}]}""";

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_put_resource_is_read_back_with_its_id_version_and_time_and_otherwise_byte_for_byte(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        const string odd = """{ "resourceType" : "Patient", "name":[ {"family":"김"} ],  "extension":[{"url":"u","valueDecimal":1.50}] }""";

        var put = await store.PutAsync("Patient", "p1", odd);
        var read = await store.Resources.ReadAsync("Patient", "p1", default);

        Assert.Equal(PutChange.Created, put.Change);
        Assert.Equal(
            """{ "resourceType" : "Patient", "name":[ {"family":"김"} ],  "extension":[{"url":"u","valueDecimal":1.50}] ,"id":"p1","meta":{"versionId":"1","lastUpdated":"2026-03-02T00:00:00.000Z"}}""",
            Encoding.UTF8.GetString(read!.Json.Span));
        Assert.Equal((1L, store.Clock.GetUtcNow(), false, TestStore.Tags), (read.Version, read.LastUpdated, read.Deleted, read.Tags));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Every_version_stays_readable_and_history_is_newest_first(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await store.PutAsync("Patient", "p1", Patient);
        store.Clock.Advance(TimeSpan.FromMinutes(1));
        await store.PutAsync("Patient", "p1", Patient.Replace("가온", "나온"));
        await using (var transaction = await store.Resources.BeginAsync(default))
        {
            Assert.Equal(PutChange.Deleted, (await transaction.DeleteAsync("Patient", "p1", 2, default)).Value!.Change);
            await transaction.CommitAsync(default);
        }

        var history = await store.VersionsAsync("Patient", "p1");

        Assert.Equal([(3L, true), (2L, false), (1L, false)], history.Select(version => (version.Version, version.Deleted)));
        Assert.Contains("가온", Encoding.UTF8.GetString((await store.Resources.VreadAsync("Patient", "p1", 1, default))!.Json.Span), StringComparison.Ordinal);
        Assert.True((await store.Resources.ReadAsync("Patient", "p1", default))!.Deleted);
        Assert.True((await store.Resources.VreadAsync("Patient", "p1", 3, default))!.Json.IsEmpty);
        Assert.Null(await store.Resources.VreadAsync("Patient", "p1", 4, default));
        Assert.Null(await store.Resources.ReadAsync("Patient", "p2", default));
        Assert.Empty(await store.VersionsAsync("Patient", "p2"));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task The_same_content_makes_no_new_version_whatever_its_spacing_version_and_time(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        var first = await store.PutAsync("Patient", "p1", Patient);
        store.Clock.Advance(TimeSpan.FromHours(1));

        var again = await store.PutAsync("Patient", "p1", Patient);
        var readBack = await store.PutAsync("Patient", "p1", Encoding.UTF8.GetString(first.Resource.Json.Span));
        var spaced = await store.PutAsync("Patient", "p1", Patient.Replace(",", " ,\n "));
        var otherTags = await store.PutAsync("Patient", "p1", Patient, TestStore.Tags with { Category = "identity" });

        Assert.Equal([PutChange.Unchanged, PutChange.Unchanged, PutChange.Unchanged, PutChange.Updated], [again.Change, readBack.Change, spaced.Change, otherTags.Change]);
        Assert.Equal(first.Resource.Json, again.Resource.Json, (a, b) => a.Span.SequenceEqual(b.Span));
        Assert.Equal(2, otherTags.Resource.Version);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_deleted_resource_comes_back_as_the_next_version(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await store.PutAsync("Patient", "p1", Patient);
        await using (var transaction = await store.Resources.BeginAsync(default))
        {
            await transaction.DeleteAsync("Patient", "p1", null, default);
            Assert.Equal(PutChange.Unchanged, (await transaction.DeleteAsync("Patient", "p1", null, default)).Value!.Change);
            Assert.Equal("resource-unknown", Assert.Single((await transaction.DeleteAsync("Patient", "p2", null, default)).Issues).Rule);
            await transaction.CommitAsync(default);
        }

        Assert.Equal("", await store.IdsAsync("Patient", "identifier=urn:x|1"));
        var revived = await store.PutAsync("Patient", "p1", Patient, ifMatch: 0);
        Assert.Equal((PutChange.Created, 3L), (revived.Change, revived.Resource.Version));
        Assert.Equal("p1", await store.IdsAsync("Patient", "identifier=urn:x|1"));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_stale_ifMatch_is_a_version_conflict_and_changes_nothing(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await store.PutAsync("Patient", "p1", Patient);
        await store.PutAsync("Patient", "p1", Patient.Replace("가온", "나온"), ifMatch: 1);

        await using (var transaction = await store.Resources.BeginAsync(default))
        {
            var stale = await transaction.PutAsync("Patient", "p1", Encoding.UTF8.GetBytes(Patient), TestStore.Tags, 1, default);
            var exists = await transaction.PutAsync("Patient", "p1", Encoding.UTF8.GetBytes(Patient), TestStore.Tags, 0, default);
            var missing = await transaction.PutAsync("Patient", "p2", Encoding.UTF8.GetBytes(Patient), TestStore.Tags, 1, default);
            var delete = await transaction.DeleteAsync("Patient", "p1", 1, default);
            Assert.All([stale, exists, missing, delete], outcome => Assert.Equal(("conflict", "version-conflict"), (outcome.Issues[0].Code, outcome.Issues[0].Rule)));
            await transaction.CommitAsync(default);
        }

        Assert.Equal(2, (await store.Resources.ReadAsync("Patient", "p1", default))!.Version);
    }

    [Theory]
    [InlineData("Patient", "a b", Patient, "id-malformed")]
    [InlineData("Observation", "o1", Patient, "resource-type-differs")]
    [InlineData("Pazient", "p1", Patient, "resource-type-unknown")]
    [InlineData("DomainResource", "p1", Patient, "resource-type-unknown")]
    [InlineData("Patient", "p1", """{"resourceType":"Patient","meta":[{}]}""", "meta-no-object")]
    [InlineData("Patient", "p1", """{"resourceType":"Patient",""", "json-syntax")]
    public async Task What_cannot_be_stored_is_an_issue_and_leaves_nothing(string type, string id, string json, string rule)
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        await using var transaction = await store.Resources.BeginAsync(default);

        var put = await transaction.PutAsync(type, id, Encoding.UTF8.GetBytes(json), TestStore.Tags, null, default);
        await transaction.CommitAsync(default);

        Assert.Equal(rule, Assert.Single(put.Issues).Rule);
        Assert.Equal(0, await store.CountAsync("resource"));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_transaction_sees_its_own_writes_and_others_do_not_until_it_commits(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await using var transaction = await store.Resources.BeginAsync(default);
        await transaction.PutAsync("Patient", "p1", Encoding.UTF8.GetBytes(Patient), TestStore.Tags, null, default);

        var inside = await transaction.SearchAsync(store.Query("Patient", "identifier=urn:x|1"), AccessPredicate.Unrestricted, default);

        Assert.Equal("p1", Assert.Single(inside.Matches).Id);
        Assert.NotNull(await transaction.ReadAsync("Patient", "p1", default));
        Assert.Null(await store.Resources.ReadAsync("Patient", "p1", default));
        await transaction.CommitAsync(default);
        Assert.NotNull(await store.Resources.ReadAsync("Patient", "p1", default));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Disposing_without_commit_leaves_nothing_of_anything(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await using (var transaction = await store.Resources.BeginAsync(default))
        {
            await transaction.PutAsync("Patient", "p1", Encoding.UTF8.GetBytes(Patient), TestStore.Tags, null, default);
            await transaction.SavePersonAsync(new("p1", [new("urn:x", "1")], [new("name", "김가온")]) { ResidentNumber = "4803022000000" }, default);
            await transaction.EnqueueAsync(new OutboxMessage("m1", "c", "k", "x"u8.ToArray()), default);
            await transaction.AppendAuditAsync(new AuditRow("a1", store.Clock.GetUtcNow(), "create", "permit", "me", null, "p1", "{}"u8.ToArray()), default);
            await transaction.ParkMatchAsync(new ParkedMatch("k1", "m1", ["p1"], "{}"u8.ToArray(), store.Clock.GetUtcNow()), default);
        }

        string[] tables = ["resource", "resource_history", "index_token", "index_string", "person", "person_identifier", "person_match_key", "outbox", "audit", "parked_match"];
        foreach (var table in tables) Assert.Equal((table, 0L), (table, await store.CountAsync(table)));
        await store.PutAsync("Patient", "p1", Patient);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Sixteen_conditional_creates_of_one_identifier_at_once_give_one_resource(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);

        var created = await Task.WhenAll(Enumerable.Range(0, 16).Select(number => Task.Run(async () =>
        {
            await using var transaction = await store.Resources.BeginAsync(default);
            var found = await transaction.SearchAsync(store.Query("Patient", "identifier=urn:x|1"), AccessPredicate.Unrestricted, default);
            if (found.Matches.Count > 0) return 0;
            await transaction.PutAsync("Patient", $"p{number}", Encoding.UTF8.GetBytes(Patient), TestStore.Tags, 0, default);
            await transaction.CommitAsync(default);
            return 1;
        })));

        Assert.Equal(1, created.Sum());
        Assert.Equal(1, await store.CountAsync("resource"));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Many_updates_of_one_resource_at_once_make_one_version_each(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);

        await Task.WhenAll(Enumerable.Range(0, 32).Select(number => Task.Run(() => store.PutAsync("Patient", "p1", Patient.Replace("가온", $"가온{number}")))));

        var history = await store.VersionsAsync("Patient", "p1");
        Assert.Equal(Enumerable.Range(1, 32).Reverse().Select(version => (long)version), history.Select(version => version.Version));
        Assert.Equal(32, history.Select(version => Encoding.UTF8.GetString(version.Json.Span).Split("가온")[1]).Distinct().Count());
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task An_update_moves_the_resource_in_every_index(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await store.PutAsync("Patient", "p1", Patient);
        await store.PutAsync("Patient", "p1", """{"resourceType":"Patient","identifier":[{"system":"urn:x","value":"2"}],"name":[{"text":"박나온"}],"birthDate":"1948-03-02"}""");

        Assert.Equal("", await store.IdsAsync("Patient", "identifier=urn:x|1"));
        Assert.Equal("", await store.IdsAsync("Patient", "name=김"));
        Assert.Equal("p1", await store.IdsAsync("Patient", "identifier=urn:x|2&name=박나온&birthdate=1948-03-02"));
        await store.PutAsync("Patient", "p1", """{"resourceType":"Patient"}""");
        foreach (var table in (string[])["index_reference", "index_string", "index_date"]) Assert.Equal((table, 0L), (table, await store.CountAsync(table)));
        Assert.Equal(1, await store.CountAsync("index_token")); // deceased=false
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task The_compartment_of_a_person_is_everything_about_them_in_type_and_id_order(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await store.PutAsync("Patient", "p1", Patient);
        await store.PutAsync("Observation", "o2", """{"resourceType":"Observation"}""");
        await store.PutAsync("Observation", "o1", """{"resourceType":"Observation"}""");
        await store.PutAsync("Observation", "o3", """{"resourceType":"Observation"}""", TestStore.Tags with { Person = "p2" });
        await store.PutAsync("Organization", "g1", """{"resourceType":"Organization"}""", TestStore.Tags with { Person = null });
        await using (var transaction = await store.Resources.BeginAsync(default))
        {
            await transaction.PutAsync("Observation", "o4", """{"resourceType":"Observation"}"""u8.ToArray(), TestStore.Tags, null, default);
            await transaction.DeleteAsync("Observation", "o4", null, default);
            await transaction.CommitAsync(default);
        }

        var found = new List<string>();
        await foreach (var resource in store.Resources.ReadCompartmentAsync("p1", default)) found.Add($"{resource.Type}/{resource.Id}");

        Assert.Equal(["Observation/o1", "Observation/o2", "Patient/p1"], found);
    }

    [Fact]
    public async Task After_a_call_that_threw_a_transaction_cannot_be_committed()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        await using var transaction = await store.Resources.BeginAsync(default);
        await transaction.PutAsync("Patient", "p1", Encoding.UTF8.GetBytes(Patient), TestStore.Tags, null, default);
        var match = new ParkedMatch("k1", "m1", [], default, store.Clock.GetUtcNow());
        await Assert.ThrowsAnyAsync<Exception>(() => transaction.ParkMatchAsync(match with { MessageId = null! }, default));

        await Assert.ThrowsAsync<InvalidOperationException>(() => transaction.CommitAsync(default));
        await transaction.DisposeAsync();
        Assert.Equal(0, await store.CountAsync("resource"));
    }

    [Fact]
    public async Task Stored_JSON_stays_JSON_when_meta_was_there_already()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);

        var put = await store.PutAsync(
            "Patient", "p1", """{"resourceType":"Patient","meta":{"versionId":"7","profile":["http://x"],"lastUpdated":"1999-01-01T00:00:00Z"},"id":"z"}""");

        using var json = JsonDocument.Parse(put.Resource.Json);
        var meta = json.RootElement.GetProperty("meta");
        Assert.Equal(("1", "2026-03-02T00:00:00.000Z", "p1"), (meta.GetProperty("versionId").GetString(), meta.GetProperty("lastUpdated").GetString(), json.RootElement.GetProperty("id").GetString()));
        Assert.Equal("http://x", meta.GetProperty("profile")[0].GetString());
    }
}
