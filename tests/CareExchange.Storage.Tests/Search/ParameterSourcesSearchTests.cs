using CareExchange.Storage.Database;
using CareExchange.Storage.Indexing;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Tests.Database;

namespace CareExchange.Storage.Tests.Search;

/// <summary>Parameters without rows of their own answer as if they had them, in every place a parameter is used, on both databases.</summary>
public sealed class ParameterSourcesSearchTests
{
    public static TheoryData<string, string, string> Queries => new()
    {
        // a reference narrowed to patients: relative, absolute, inside the resource, and none
        { "Observation", "patient=p1", "o1 o2 o6" },
        { "Observation", "patient=Patient/p1", "o1 o2 o6" },
        { "Observation", "patient=Patient/p1,Patient/p2", "o1 o2 o3 o6" },
        { "Observation", "patient=g1", "" },
        { "Observation", "patient=http://elsewhere.example/fhir/Patient/p1", "o5" },
        { "Observation", "patient=http://elsewhere.example/fhir/Group/g1", "" },
        { "Observation", "subject=http://elsewhere.example/fhir/Group/g1", "o7" },
        { "Observation", "patient:identifier=urn:x|1", "o6" },
        { "Observation", "patient:missing=false", "o1 o2 o3 o5 o6 o8" },
        { "Observation", "patient:missing=true", "o4 o7 o9" },
        { "Observation", "_filter=patient ne p1", "o3 o5 o8" },
        { "Observation", "_filter=patient eq p1 and code eq c1", "o1" },
        { "Observation", "patient:Patient.gender=female", "o1 o2 o6" },
        { "Observation", "patient.gender=male", "o3" },
        { "Patient", "_has:Observation:patient:code=c1", "p1" },
        { "Group", "_has:Observation:subject:code=c1", "g1" },
        { "Observation", "_sort=patient&code=c1", "o1 o4" },
        { "Observation", "_sort=-patient", "o3 o6 o2 o1 o5 o9 o8 o7 o4" },

        // unions of other parameters
        { "Observation", "combo-code=c1", "o1 o4" },
        { "Observation", "combo-code=part", "o2 o3" },
        { "Observation", "combo-code=c1,part", "o1 o2 o3 o4" },
        { "Observation", "combo-code:not=part", "o1 o4 o5 o6 o7 o8 o9" },
        { "Observation", "combo-code:text=systolic", "o3" },
        { "Observation", "combo-code:missing=true", "" },
        { "Observation", "component-code:missing=false", "o2 o3" },
        { "Observation", "combo-value-quantity=gt100", "o1 o3" },
        { "Observation", "combo-value-quantity=gt0.0009|http://unitsofmeasure.org|kg", "o1" },
        { "Observation", "combo-value-quantity:missing=false&_sort=-combo-value-quantity", "o3 o2 o1" },
        { "Observation", "combo-code=c1&_sort=-combo-code", "o4 o1" },
        { "Observation", "_filter=combo-code eq part or combo-code eq c1", "o1 o2 o3 o4" },
        { "Patient", "_has:Observation:patient:combo-code=part", "p1 p2" },

        // composites on the resource and on its components
        { "Observation", "code-value-quantity=c1$gt100", "o1" },
        { "Observation", "code-value-quantity=c1$lt100", "" },
        { "Observation", "code-value-quantity=c1$gt0.9|http://unitsofmeasure.org|g", "o1" },
        { "Observation", "code-value-quantity=c1$gt100,c2$gt1", "o1" },
        { "Observation", "combo-code-value-quantity=part$gt100,c1$gt100", "o1 o3" },
        { "Observation", "combo-code-value-quantity=part$gt100&patient=p2", "o3" },
        { "Observation", "combo-code-value-quantity=c2$gt100", "" },
    };

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task What_is_asked_as_other_parameters_finds_the_same(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await FillAsync(store);
        foreach (var (type, query, expected) in Queries.Select(row => row.Data)) Assert.Equal((query, expected), (query, await store.IdsAsync(type, query)));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Includes_follow_a_narrowed_reference_to_its_type_only(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await FillAsync(store);

        var narrowed = await store.SearchAsync("Observation", "_id=o1,o4&_include=Observation:patient");
        Assert.Equal(["p1"], narrowed.Included.Select(resource => resource.Id));
        var whole = await store.SearchAsync("Observation", "_id=o1,o4&_include=Observation:subject");
        Assert.Equal(["g1", "p1"], whole.Included.Select(resource => resource.Id).Order());
        var back = await store.SearchAsync("Patient", "_id=p2&_revinclude=Observation:patient");
        Assert.Equal(["o3"], back.Included.Select(resource => resource.Id));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task An_index_made_before_answers_at_once_and_is_made_anew_behind_it(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await FillAsync(store);
        var reindex = new ReindexStore(store.Database);
        var former = string.Join(' ', IndexCatalog.Of(store.Database).Find("Observation")!.Parameters.Values.Select(parameter => $"{parameter.Code}:{parameter.Former ?? parameter.Fingerprint}").Order(StringComparer.Ordinal));
        await using (var session = await store.Database.WriteAsync(default))
        {
            await session.ExecuteAsync(new Statement("DELETE FROM index_catalog WHERE type IN ('Observation', '')"), default);
            await session.ExecuteAsync(new Statement("INSERT INTO index_catalog (type, parameters, done, total, revision) VALUES ('Observation', $1, 0, 0, 7)", former), default);
            await session.CommitAsync(default);
        }

        await store.Database.RefreshDefinitionsAsync(default);

        Assert.Equal("o1 o4", await store.IdsAsync("Observation", "combo-code=c1"));
        Assert.Equal("o1", await store.IdsAsync("Observation", "code-value-quantity=c1$gt100"));
        Assert.Equal("o1 o2 o6", await store.IdsAsync("Observation", "patient=p1"));
        Assert.Contains("Observation", (await reindex.PlanAsync(default)).Types);
    }

    private static async Task FillAsync(TestStore store)
    {
        await store.PutAsync("Patient", "p1", """{"resourceType":"Patient","gender":"female"}""");
        await store.PutAsync("Patient", "p2", """{"resourceType":"Patient","gender":"male"}""");
        await store.PutAsync("Group", "g1", """{"resourceType":"Group","type":"person","actual":true}""");
        await AddAsync("o1", "c1", "\"subject\":{\"reference\":\"Patient/p1\"},\"valueQuantity\":{\"value\":1000,\"system\":\"http://unitsofmeasure.org\",\"code\":\"mg\"}");
        await AddAsync("o2", "c2", "\"subject\":{\"reference\":\"Patient/p1/_history/1\"},\"component\":[{\"code\":{\"coding\":[{\"code\":\"part\"}]},\"valueQuantity\":{\"value\":90}}]");
        await AddAsync("o3", "c2", "\"subject\":{\"reference\":\"Patient/p2\"},\"component\":[{\"code\":{\"coding\":[{\"code\":\"part\",\"display\":\"Systolic pressure\"}]},\"valueQuantity\":{\"value\":120}}]");
        await AddAsync("o4", "c1", "\"subject\":{\"reference\":\"Group/g1\"}");
        await AddAsync("o5", "c5", "\"subject\":{\"reference\":\"http://elsewhere.example/fhir/Patient/p1\"}");
        await AddAsync("o6", "c6", "\"subject\":{\"reference\":\"Patient/p1\",\"identifier\":{\"system\":\"urn:x\",\"value\":\"1\"}}");
        await AddAsync("o7", "c7", "\"subject\":{\"reference\":\"http://elsewhere.example/fhir/Group/g1\"}");
        await AddAsync("o8", "c8", "\"contained\":[{\"resourceType\":\"Patient\",\"id\":\"c\"}],\"subject\":{\"reference\":\"#c\"}");
        await AddAsync("o9", "c9", "\"subject\":{\"identifier\":{\"system\":\"urn:x\",\"value\":\"2\"}}");

        Task AddAsync(string id, string code, string rest) => store.PutAsync(
            "Observation", id, $$"""{"resourceType":"Observation","status":"final","code":{"coding":[{"code":"{{code}}"}]},{{rest}}}""");
    }
}
