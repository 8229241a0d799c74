using CareExchange.Storage.Indexing;
using CareExchange.Storage.Maintenance;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;
using CareExchange.Storage.Tests.Database;

namespace CareExchange.Storage.Tests.Search;

/// <summary>Chains that do not end at a literal reference: R4 search.html#contained evaluates them inside contained resources, references.html#canonical names by URL.</summary>
public sealed class ContainedSearchTests
{
    [Theory]
    [ClassData(typeof(Databases))]
    public async Task What_is_contained_is_found_through_its_reference_and_by_nothing_else(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await store.PutAsync("Organization", "maker", """{"resourceType":"Organization","id":"maker","name":"한미"}""");
        await store.PutAsync("MedicationRequest", "a", Request("a", "aspirin"));
        await store.PutAsync("MedicationRequest", "b", Request("b", "codeine"));

        Assert.Equal("a", await store.IdsAsync("MedicationRequest", "medication.code=aspirin"));
        Assert.Equal("b", await store.IdsAsync("MedicationRequest", "medication.code:not=aspirin"));
        Assert.Equal("", await store.IdsAsync("MedicationRequest", "code=aspirin"));
        Assert.Equal("", await store.IdsAsync("Medication", "code=aspirin"));
        Assert.Equal("", await store.IdsAsync("MedicationRequest", "medication.form=aspirin"));
        Assert.Equal("a b", await store.IdsAsync("MedicationRequest", "medication.manufacturer.name=한미"));
        Assert.Equal("a b", await store.IdsAsync("MedicationRequest", "medication.ingredient:Substance.code=water"));
        Assert.Equal("a b", await store.IdsAsync("MedicationRequest", "medication.form:missing=true&_sort=_id"));

        await store.PutAsync("MedicationRequest", "a", Request("a", "codeine"));
        Assert.Equal("", await store.IdsAsync("MedicationRequest", "medication.code=aspirin"));
        Assert.Equal("a b", await store.IdsAsync("MedicationRequest", "medication.code=codeine&_sort=_id"));
        Assert.Equal("a b", string.Join(' ', await Table.ExampleStore.PagesAsync(store, "MedicationRequest", "medication.code=codeine&_sort=_id", AccessPredicate.Unrestricted, count: 1)));
        Assert.Empty((await new DatabaseVerifier(store.Database).VerifyAsync(default)).Faults);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    [Trait("pain", "17")]
    public async Task Who_does_not_see_what_is_contained_does_not_ask_it_either(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await store.PutAsync("MedicationRequest", "a", Request("a", "aspirin"));
        string[] shown = ["MedicationRequest.status", "MedicationRequest.medication"];
        var without = AccessPredicate.AnyOf([new AccessGrant { Persons = ["p1"], Categories = ["clinical"], Elements = shown }]);
        var with = AccessPredicate.AnyOf([new AccessGrant { Persons = ["p1"], Categories = ["clinical"], Elements = [.. shown, "MedicationRequest.contained"] }]);

        foreach (var query in (string[])["medication.code=aspirin", "medication.code:not=codeine", "medication.form:missing=true", "medication.ingredient:Substance.code=water", "status=active&medication.code=aspirin"])
        {
            Assert.Equal((query, "a"), (query, await store.IdsAsync("MedicationRequest", query, with)));
            Assert.Equal((query, ""), (query, await store.IdsAsync("MedicationRequest", query, without)));
            Assert.Equal((query, ""), (query, await store.IdsAsync("MedicationRequest", query, AccessPredicate.AnyOf([new AccessGrant { Persons = ["p2"] }]))));
        }
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_parameter_that_is_asked_of_another_leads_to_what_is_contained_too(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await store.PutAsync("Observation", "o", """
            {"resourceType":"Observation","id":"o","status":"final","code":{"text":"c"},"subject":{"reference":"#p"},"contained":[{"resourceType":"Patient","id":"p","name":[{"family":"김"}]}]}
            """);

        Assert.Equal("o", await store.IdsAsync("Observation", "subject:Patient.family=김"));
        Assert.Equal("o", await store.IdsAsync("Observation", "patient.family=김"));
        Assert.Equal("", await store.IdsAsync("Observation", "patient.family=이"));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task An_index_made_before_answers_as_it_did_until_it_is_made_anew(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await store.PutAsync("MedicationRequest", "a", Request("a", "aspirin"));
        var reindex = new ReindexStore(store.Database);
        var (types, _) = await reindex.PlanAsync(default);
        if (types.Count > 0) await AllAsync(store, reindex, types);
        Assert.Empty((await reindex.PlanAsync(default)).Types);

        // As an older version would have left it.
        await store.TamperAsync("UPDATE index_catalog SET parameters = replace(parameters, ' contained:1', ''), revision = revision + 1 WHERE type = 'MedicationRequest'");
        await store.TamperAsync("UPDATE index_catalog SET parameters = 'older', revision = revision + 1 WHERE type = ''");
        await store.TamperAsync(kind == DatabaseKind.Postgres ? "UPDATE resource SET index_keys = '\\x01'::bytea" : "UPDATE resource SET index_keys = x'01'");
        foreach (var table in IndexTables.ByValue) await store.TamperAsync($"DELETE FROM {table.Name}");
        await store.Database.RefreshDefinitionsAsync(default);

        Assert.Equal("a", await store.IdsAsync("MedicationRequest", "_id=a"));
        Assert.Equal("", await store.IdsAsync("MedicationRequest", "medication.code=aspirin"));
        (types, _) = await reindex.PlanAsync(default);
        Assert.Equal(["MedicationRequest"], types);
        await AllAsync(store, reindex, types);
        Assert.Equal("a", await store.IdsAsync("MedicationRequest", "medication.code=aspirin"));
        Assert.Empty((await reindex.PlanAsync(default)).Types);
        Assert.Empty((await new DatabaseVerifier(store.Database).VerifyAsync(default)).Faults);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task What_has_a_canonical_URL_is_found_through_it_in_both_directions(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await store.PutAsync("Questionnaire", "q1", """{"resourceType":"Questionnaire","id":"q1","url":"urn:form:1","version":"2","status":"active","title":"낙상 위험"}""");
        await store.PutAsync("Questionnaire", "q2", """{"resourceType":"Questionnaire","id":"q2","url":"urn:form:2","status":"draft","title":"식사"}""");
        foreach (var (id, form) in ((string, string)[])[("a", "urn:form:1"), ("b", "urn:form:1|2"), ("c", "urn:form:2"), ("d", "urn:form:3")])
        {
            await store.PutAsync("QuestionnaireResponse", id, $$"""{"resourceType":"QuestionnaireResponse","id":"{{id}}","questionnaire":"{{form}}","status":"{{(id == "c" ? "in-progress" : "completed")}}"}""");
        }

        Assert.Equal("a b", await store.IdsAsync("QuestionnaireResponse", "questionnaire.title=낙상"));
        Assert.Equal("a b", await store.IdsAsync("QuestionnaireResponse", "questionnaire:Questionnaire.status=active&status=completed"));
        Assert.Equal("c", await store.IdsAsync("QuestionnaireResponse", "questionnaire.title:missing=false&status=in-progress"));
        Assert.Equal("c", await store.IdsAsync("QuestionnaireResponse", "questionnaire.status:not=active"));
        Assert.Equal("q1", await store.IdsAsync("Questionnaire", "_has:QuestionnaireResponse:questionnaire:status=completed"));
        Assert.Equal("q2", await store.IdsAsync("Questionnaire", "title:missing=false&_has:QuestionnaireResponse:questionnaire:status:not=completed"));
        Assert.Equal("", await store.IdsAsync("QuestionnaireResponse", "questionnaire.title=낙상", AccessPredicate.AnyOf([new AccessGrant { Persons = ["p2"] }])));
    }

    private static async Task AllAsync(TestStore store, ReindexStore reindex, IReadOnlyList<string> types)
    {
        store.Clock.Advance(TimeSpan.FromSeconds(5));
        var position = new ReindexPosition(types);
        for (var step = 0; !position.IsDone && step < 100; step++) (position, _) = await reindex.StepAsync(position, default);
        Assert.True(position.IsDone, position.Words);
    }

    private static string Request(string id, string code) => $$$"""
        {"resourceType":"MedicationRequest","id":"{{{id}}}","status":"active","intent":"order","subject":{"display":"x"},"medicationReference":{"reference":"#m"},"contained":[
          {"resourceType":"Medication","id":"m","code":{"coding":[{"code":"{{{code}}}"}]},"manufacturer":{"reference":"Organization/maker"},"ingredient":[{"itemReference":{"reference":"#s"}}]},
          {"resourceType":"Substance","id":"s","code":{"coding":[{"code":"water"}]}}]}
        """;
}
