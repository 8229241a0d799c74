using System.Text;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Storage.Loading;
using CareExchange.Storage.Tests.Database;

namespace CareExchange.Storage.Tests.Loading;

public sealed class LoadIndexesTests
{
    private const string Patient = """{"resourceType":"Patient","name":[{"family":"Kim"}],"birthDate":"1948-03-02","identifier":[{"system":"urn:a","value":"1"}]}""";

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Indexes_are_aside_only_while_an_empty_database_is_filled_and_searches_are_right_all_the_time(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        var indexes = new LoadIndexes(store.Database);

        Assert.True(await indexes.PutAsideAsync(default));
        var aside = await store.CountAsync("index_aside");
        await store.PutAsync("Patient", "p1", Patient);
        await store.PutAsync("Patient", "p1", Patient.Replace("Kim", "Lee", StringComparison.Ordinal));
        Assert.Equal(("", "p1", "p1"), (await store.IdsAsync("Patient", "name=kim"), await store.IdsAsync("Patient", "name=lee"), await store.IdsAsync("Patient", "identifier=urn:a|1")));

        await indexes.RestoreAsync(default);

        Assert.True(aside > 5);
        Assert.Equal(0, await store.CountAsync("index_aside"));
        Assert.Equal("p1", await store.IdsAsync("Patient", "name=lee&birthdate=1948-03-02"));
        Assert.False(await indexes.PutAsideAsync(default));
        Assert.Equal(0, await store.CountAsync("index_aside"));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Indexes_of_a_load_that_never_ended_are_made_again_when_the_database_is_opened(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        var before = await IndexesAsync(store, kind);
        await new LoadIndexes(store.Database).PutAsideAsync(default);
        Assert.NotEqual(before, await IndexesAsync(store, kind));

        await using var again = await store.ReopenAsync(TestStore.Key);

        Assert.Equal(before, await IndexesAsync(again, kind));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task What_was_loaded_into_an_empty_database_is_found_by_every_index_and_counted(DatabaseKind kind)
    {
        const int Count = 2_000;
        await using var store = await TestStore.OpenAsync(kind);
        var (indexes, writer) = (new LoadIndexes(store.Database), new BulkWriter(store.Database, store.Resources));
        await indexes.PutAsideAsync(default);
        foreach (var batch in Enumerable.Range(0, Count).Chunk(Count / 4))
        {
            await using var transaction = await store.Resources.BeginAsync(default);
            await writer.InsertAsync(transaction, [.. batch.Select(Weight)], default);
            await transaction.CommitAsync(default);
        }

        await indexes.RestoreAsync(default);

        foreach (var number in (int[])[0, 499, 500, 1999])
        {
            foreach (var query in (string[])[$"identifier=urn:n|{number}", $"encounter=Encounter/e{number}", $"value-quantity={number}||g", $"_id=o{number}&patient=q{number % 7}", $"identifier=urn:n|{number}&date=2024-03-02"])
            {
                Assert.True($"o{number}" == await store.IdsAsync("Observation", query), query);
            }
        }

        Assert.Equal(Count, (await store.SearchAsync("Observation", "code=urn:c|weight&_total=accurate&_count=1")).Total);
        Assert.True(await store.CountAsync(kind == DatabaseKind.Sqlite ? "sqlite_stat1 WHERE tbl = 'index_token'" : "pg_class WHERE oid = 'index_token'::regclass AND reltuples >= 2000") > 0);

        PreparedLoad Weight(int number)
        {
            var json = $$$"""{"resourceType":"Observation","status":"final","identifier":[{"system":"urn:n","value":"{{{number}}}"}],"code":{"coding":[{"system":"urn:c","code":"weight"}]},"subject":{"reference":"Patient/q{{{number % 7}}}"},"encounter":{"reference":"Encounter/e{{{number}}}"},"effectiveDateTime":"2024-03-02","valueQuantity":{"value":{{{number}}},"unit":"g","system":"http://unitsofmeasure.org","code":"g"}}""";
            using var document = FhirDocument.Parse(Encoding.UTF8.GetBytes(json), Schema.R4).Value!;
            return writer.Prepare(document, $"o{number}", TestStore.Tags).Value!;
        }
    }

    private static Task<long> IndexesAsync(TestStore store, DatabaseKind kind) =>
        store.CountAsync(kind == DatabaseKind.Sqlite ? "sqlite_master WHERE type = 'index'" : "pg_indexes WHERE schemaname = current_schema()");
}
