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

    private static Task<long> IndexesAsync(TestStore store, DatabaseKind kind) =>
        store.CountAsync(kind == DatabaseKind.Sqlite ? "sqlite_master WHERE type = 'index'" : "pg_indexes WHERE schemaname = current_schema()");
}
