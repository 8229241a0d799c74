using CareExchange.Storage.Resources;
using CareExchange.Storage.Tests.Database;

namespace CareExchange.Storage.Tests.Resources;

public sealed class DefinitionStoreTests
{
    private static readonly string[] Types = ["CodeSystem", "ValueSet"];

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task The_stamp_changes_with_every_change_of_these_types_and_with_no_other(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        var definitions = new DefinitionStore(store.Database);
        var stamps = new HashSet<string> { await definitions.StampAsync(Types, default) };

        await store.PutAsync("CodeSystem", "c", """{"resourceType":"CodeSystem","url":"urn:c","status":"active","content":"complete"}""");
        Assert.True(stamps.Add(await definitions.StampAsync(Types, default)));
        await store.PutAsync("CodeSystem", "c", """{"resourceType":"CodeSystem","url":"urn:c","status":"draft","content":"complete"}""");
        Assert.True(stamps.Add(await definitions.StampAsync(Types, default)));
        await store.PutAsync("Patient", "p", """{"resourceType":"Patient"}""");
        Assert.False(stamps.Add(await definitions.StampAsync(Types, default)));
        await store.PutAsync("ValueSet", "v", """{"resourceType":"ValueSet","url":"urn:v","status":"active"}""");
        Assert.True(stamps.Add(await definitions.StampAsync(Types, default)));
        Assert.Equal(["c", "v"], await IdsAsync(definitions));
        await using (var transaction = await store.Resources.BeginAsync(default))
        {
            Assert.True((await transaction.DeleteAsync("CodeSystem", "c", null, default)).Succeeded);
            await transaction.CommitAsync(default);
        }

        Assert.True(stamps.Add(await definitions.StampAsync(Types, default)));
        Assert.Equal(["v"], await IdsAsync(definitions));
    }

    private static async Task<List<string>> IdsAsync(DefinitionStore definitions)
    {
        var ids = new List<string>();
        await foreach (var resource in definitions.ReadAsync(Types, default)) ids.Add(resource.Id);
        return ids;
    }
}
