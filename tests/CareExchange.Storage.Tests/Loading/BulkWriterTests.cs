using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Storage.Database;
using CareExchange.Storage.Loading;
using CareExchange.Storage.Persons;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Tests.Database;

namespace CareExchange.Storage.Tests.Loading;

public sealed class BulkWriterTests
{
    [Theory]
    [ClassData(typeof(Databases))]
    public async Task What_is_loaded_is_read_and_found_as_what_was_put(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await store.PutAsync("Observation", "put", Observation(7));
        var writer = new BulkWriter(store.Database, store.Resources);
        await using (var transaction = await store.Resources.BeginAsync(default))
        {
            await writer.InsertAsync(transaction, [.. Enumerable.Range(0, 300).Select(number => Prepare(writer, "o" + number, Observation(number % 10)))], default);
            await transaction.CommitAsync(default);
        }

        var loaded = (await store.Resources.ReadAsync("Observation", "o7", default))!;
        var put = (await store.Resources.ReadAsync("Observation", "put", default))!;
        Assert.Equal(1, loaded.Version);
        Assert.Equal(put.Tags, loaded.Tags);
        Assert.Equal(Encoding.UTF8.GetString(put.Json.Span).Replace("\"put\"", "\"o7\"", StringComparison.Ordinal), Encoding.UTF8.GetString(loaded.Json.Span));
        foreach (var query in (string[])["code=http://loinc.org|8867-4", "patient=p1", "value-quantity=7", "date=2024-03-02", "code=http://loinc.org|8867-4&value-quantity=gt6&value-quantity=lt8"])
        {
            var ids = (await store.IdsAsync("Observation", query + "&_count=1000")).Split(' ');
            Assert.Contains("o7", ids);
            Assert.Equal(ids.Contains("put"), ids.Contains("o17"));
        }
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_loaded_resource_is_updated_and_deleted_like_any_other(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        var writer = new BulkWriter(store.Database, store.Resources);
        await LoadAsync(store, writer, Prepare(writer, "o1", Observation(1)));

        var put = await store.PutAsync("Observation", "o1", Observation(2));

        Assert.Equal((2, PutChange.Updated), (put.Resource.Version, put.Change));
        Assert.Equal("", await store.IdsAsync("Observation", "value-quantity=1"));
        Assert.Equal("o1", await store.IdsAsync("Observation", "value-quantity=2"));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task What_stands_already_is_known_also_when_it_is_deleted(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await store.PutAsync("Observation", "o1", Observation(1));
        await store.PutAsync("Observation", "o2", Observation(1));
        await using (var transaction = await store.Resources.BeginAsync(default))
        {
            await transaction.DeleteAsync("Observation", "o2", null, default);
            await transaction.CommitAsync(default);
        }

        await using var look = await store.Resources.BeginAsync(default);
        var known = await new BulkWriter(store.Database, store.Resources).FindAsync(look, [("Observation", "o1"), ("Observation", "o2"), ("Observation", "o3"), ("Patient", "o1")], default);

        Assert.Equal([("Observation", "o1"), ("Observation", "o2")], known.Order());
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_resource_that_is_there_already_stops_the_batch_and_leaves_nothing_of_it(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await store.PutAsync("Observation", "o1", Observation(1));
        var writer = new BulkWriter(store.Database, store.Resources);

        await Assert.ThrowsAsync<LoadConflictException>(() => LoadAsync(store, writer, [Prepare(writer, "o0", Observation(1)), .. Enumerable.Range(1, 40).Select(number => Prepare(writer, "o" + number, Observation(1)))]));

        Assert.Null(await store.Resources.ReadAsync("Observation", "o0", default));
        await store.PutAsync("Observation", "o5", Observation(5));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_resource_that_is_there_already_stops_a_batch_of_thousands_as_well(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await store.PutAsync("Observation", "o1", Observation(1));
        var writer = new BulkWriter(store.Database, store.Resources);

        await Assert.ThrowsAsync<LoadConflictException>(() => LoadAsync(store, writer, [.. Enumerable.Range(0, 2000).Select(number => Prepare(writer, "o" + number, Observation(number % 10)))]));

        Assert.Equal(1, await store.CountAsync("resource"));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Persons_are_added_together_and_an_identifier_stays_with_its_person(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        var writer = new BulkWriter(store.Database, store.Resources);
        await using var transaction = await store.Resources.BeginAsync(default);

        var refused = await writer.Prepare(
            [
                new PersonRecord("p1", [new("urn:a", "1"), new("urn:b", "1")], [new("name-birth", "가|1")]),
                new PersonRecord("p2", [new("urn:a", "2"), new("urn:rrn", "4803022004810")], [new("name-birth", "가|1"), new("name-birth", "가|1")]) { ResidentNumber = "4803022004810", Source = "a" },
                new PersonRecord("p3", [new("urn:rrn", "4803022004810"), new("urn:a", "3")], []) { ResidentNumber = "4803022004810", Source = "a" },
                new PersonRecord("p4", [new("urn:a", "1"), new("urn:b", "4")], []),
            ]).SaveAsync(transaction, default);
        await transaction.CommitAsync(default);

        Assert.Equal("identifier-of-another-person", Assert.Single(refused).Value.Rule);
        Assert.Equal("p3", refused.Keys.Single());
        Assert.Equal("p1", await store.Persons.FindAsync(new PersonIdentifier("urn:b", "1"), default));
        Assert.Equal(("p1", "p4"), ((await store.Persons.ListSharedAsync(isJoined: false, 10, default)).Select(pair => (pair.First, pair.Second)).Single()));
        Assert.Equal(("p1", "p4"), (await store.Persons.FindAsync(new PersonIdentifier("urn:a", "1"), default), await store.Persons.FindAsync(new PersonIdentifier("urn:b", "4"), default)));
        Assert.Null(await store.Persons.FindAsync(new PersonIdentifier("urn:a", "3"), default));
        Assert.Equal("4803022004810", await store.Persons.RevealResidentNumberAsync("p2", default));
        Assert.Equal(2, (await store.Persons.FindCandidatesAsync([new("name-birth", "가|1")], default)).Count);
    }

    private static async Task LoadAsync(TestStore store, BulkWriter writer, params PreparedLoad[] resources)
    {
        await using var transaction = await store.Resources.BeginAsync(default);
        await writer.InsertAsync(transaction, resources, default);
        await transaction.CommitAsync(default);
    }

    private static PreparedLoad Prepare(BulkWriter writer, string id, string json) =>
        writer.Prepare(FhirDocument.Parse(Encoding.UTF8.GetBytes(json), Schema.R4).Value!, id, TestStore.Tags).Value!;

    private static string Observation(int value) => $$$"""
        {"resourceType":"Observation","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"8867-4"}]},"subject":{"reference":"Patient/p1"},"effectiveDateTime":"2024-03-02","valueQuantity":{"value":{{{value}}},"unit":"/min"}}
        """;
}
