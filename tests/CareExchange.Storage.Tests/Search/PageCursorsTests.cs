using CareExchange.Storage.Search;
using CareExchange.Storage.Tests.Database;

namespace CareExchange.Storage.Tests.Search;

public sealed class PageCursorsTests
{
    [Fact]
    public async Task A_cursor_opens_for_what_and_whom_it_was_made_and_for_nothing_else()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        var cursors = new PageCursors(store.Database);
        var cursor = cursors.Write("everything/a", "nurse", "page 2");

        Assert.Equal("page 2", cursors.Read("everything/a", "nurse", cursor));
        Assert.Null(cursors.Read("everything/b", "nurse", cursor));
        Assert.Null(cursors.Read("everything/a", "doctor", cursor));
        Assert.Null(cursors.Read("everything/a", "nurse", cursor[..^2]));
        Assert.Null(cursors.Read("everything/a", "nurse", "~"));
        Assert.Null(cursors.Read("everything/a", "nurse", new string('A', 20_000)));
        Assert.DoesNotContain("page", cursor, StringComparison.Ordinal);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_compartment_goes_on_behind_the_resource_seen_last(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        foreach (var id in (string[])["a", "b", "c"]) await store.PutAsync("Observation", id, """{"resourceType":"Observation","status":"final","code":{"text":"x"}}""", TestStore.Tags with { Person = "p" });
        await store.PutAsync("Patient", "p", """{"resourceType":"Patient"}""", TestStore.Tags with { Person = "p" });

        Assert.Equal(["a", "b", "c", "p"], await IdsAsync("", ""));
        Assert.Equal(["c", "p"], await IdsAsync("Observation", "b"));
        Assert.Equal(["p"], await IdsAsync("Observation", "c"));
        Assert.Empty(await IdsAsync("Patient", "p"));

        async Task<List<string>> IdsAsync(string type, string id)
        {
            var ids = new List<string>();
            await foreach (var resource in store.Resources.ReadCompartmentAsync("p", type, id, default)) ids.Add(resource.Id);
            return ids;
        }
    }
}
