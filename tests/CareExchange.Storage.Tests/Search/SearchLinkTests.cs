using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;
using CareExchange.Storage.Tests.Database;

namespace CareExchange.Storage.Tests.Search;

/// <summary>Chains, <c>_has</c> and includes on both databases, and that none of them sees further than the access predicate.</summary>
public sealed class SearchLinkTests
{
    public static TheoryData<string, string, string> Chains => new()
    {
        // forward
        { "Observation", "subject:Patient.name=김", "o1 o2" },
        { "Observation", "subject.name=김", "o1 o2" },
        { "Observation", "patient.identifier=urn:id|2", "o3" },
        { "Observation", "patient.gender=female,male", "o1 o2 o3" },
        { "Observation", "patient.gender:not=female", "o3" },
        { "Observation", "patient.birthdate=gt1950", "o3" },
        { "Observation", "patient.gender:missing=true", "" },
        { "Observation", "patient._id=p2", "o3" },
        { "Observation", "patient._lastUpdated=lt2000", "" },
        { "Observation", "patient.gender=female&status=final", "o1" },
        { "Observation", "encounter:Encounter.service-provider:Organization.name=홍제", "o1" },
        { "Observation", "encounter.service-provider.name=홍제", "o1" },
        { "Observation", "encounter.service-provider.name=없음", "" },
        { "Observation", "patient.organization.name=홍제&encounter.service-provider.name=홍제", "o1" },
        { "Observation", "_id=o2,o3&patient.name=김", "o2" },

        // backwards
        { "Patient", "_has:Observation:patient:code=urn:c|pulse", "p1" },
        { "Patient", "_has:Observation:subject:code=pulse,weight", "p1 p2" },
        { "Patient", "_has:Observation:patient:status:not=final", "p1" },
        { "Patient", "_has:Observation:patient:date=ge2026-03-03", "p2" },
        { "Patient", "_has:Observation:patient:_id=o3", "p2" },
        { "Patient", "gender=male&_has:Observation:patient:code=weight", "p2" },
        { "Patient", "gender=female&_has:Observation:patient:code=weight", "" },
        { "Organization", "_has:Encounter:service-provider:_has:Observation:encounter:code=pulse", "g1" },
        { "Organization", "_has:Patient:organization:name=김", "g1" },

        // both ways in one chain
        { "Encounter", "subject:Patient._has:Observation:patient:code=pulse", "e1" },
        { "Patient", "_has:Observation:patient:encounter.service-provider.name=홍제", "p1" },
    };

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Every_chain_finds_what_it_asks_for(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await FillAsync(store);
        var wrong = new List<string>();
        foreach (var (type, query, expected) in Chains.Select(row => row.Data))
        {
            foreach (var more in (string[])["", "_total=accurate"])
            {
                var found = await store.SearchAsync(type, $"{query}&{more}");
                var ids = string.Join(' ', found.Matches.Select(match => match.Id).Order());
                if (ids != expected) wrong.Add($"{type}?{query}: expected [{expected}], found [{ids}]");
                if (more.Length > 0) Assert.Equal(found.Matches.Count, found.Total);
            }
        }

        Assert.Empty(wrong);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_chain_asks_nothing_of_what_the_requester_may_not_know(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await FillAsync(store);
        var withoutPulse = AccessPredicate.Unrestricted.Except([new AccessGrant { Resources = ["Observation/o1", "Observation/o2"] }]);
        var withoutKim = AccessPredicate.Unrestricted.Except([new AccessGrant { Resources = ["Patient/p1"] }]);
        var withoutClinic = AccessPredicate.Unrestricted.Except([new AccessGrant { Categories = ["admin"] }]);

        Assert.Equal("", await IdsAsync(store, "Patient", "_has:Observation:patient:code=pulse", withoutPulse));
        Assert.Equal("p2", await IdsAsync(store, "Patient", "_has:Observation:patient:code=pulse,weight", withoutPulse));
        Assert.Equal("", await IdsAsync(store, "Observation", "patient.name=김", withoutKim));
        Assert.Equal("", await IdsAsync(store, "Observation", "status=final&patient.name=김", withoutKim));
        Assert.Equal("", await IdsAsync(store, "Observation", "encounter.service-provider.name=홍제", withoutClinic));
        Assert.Equal("", await IdsAsync(store, "Organization", "_has:Encounter:service-provider:_has:Observation:encounter:code=pulse", withoutPulse));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task What_is_named_by_its_URL_comes_along_too(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await PutAsync(store, "Questionnaire", "q1", """{"resourceType":"Questionnaire","status":"active","url":"urn:q:1","version":"1"}""");
        await PutAsync(store, "Questionnaire", "q2", """{"resourceType":"Questionnaire","status":"active","url":"urn:q:2"}""");
        await PutAsync(store, "PlanDefinition", "d1", """{"resourceType":"PlanDefinition","status":"active","url":"urn:q:1"}""");
        await PutAsync(store, "QuestionnaireResponse", "a1", """{"resourceType":"QuestionnaireResponse","status":"completed","questionnaire":"urn:q:1|1"}""");
        await PutAsync(store, "QuestionnaireResponse", "a2", """{"resourceType":"QuestionnaireResponse","status":"completed","questionnaire":"urn:q:1"}""");
        await PutAsync(store, "CarePlan", "c1", """{"resourceType":"CarePlan","status":"active","intent":"plan","instantiatesCanonical":["urn:q:1"]}""");

        foreach (var (type, query, expected) in ((string, string, string)[])
            [
                ("QuestionnaireResponse", "_id=a1&_include=QuestionnaireResponse:questionnaire", "q1"),
                ("QuestionnaireResponse", "_include=QuestionnaireResponse:questionnaire:Questionnaire", "q1"),
                ("QuestionnaireResponse", "_include=QuestionnaireResponse:questionnaire:PlanDefinition", ""),
                ("Questionnaire", "_id=q1&_revinclude=QuestionnaireResponse:questionnaire", "a1 a2"),
                ("Questionnaire", "_id=q2&_revinclude=QuestionnaireResponse:questionnaire", ""),
                ("CarePlan", "_id=c1&_include=CarePlan:instantiates-canonical", "d1 q1"),
                ("CarePlan", "_id=c1&_include=CarePlan:instantiates-canonical:PlanDefinition&_revinclude:iterate=QuestionnaireResponse:questionnaire", "d1"),
            ])
        {
            var found = await store.SearchAsync(type, query);
            Assert.Equal((query, expected), (query, string.Join(' ', found.Included.Select(resource => resource.Id).Order())));
        }

        var withoutFirst = AccessPredicate.Unrestricted.Except([new AccessGrant { Resources = ["Questionnaire/q1"] }]);
        Assert.Empty((await store.SearchAsync("QuestionnaireResponse", "_include=QuestionnaireResponse:questionnaire", withoutFirst)).Included);
    }

    public static TheoryData<string, string, string> Includes => new()
    {
        { "Observation", "_id=o1&_include=Observation:patient", "p1" },
        { "Observation", "_id=o1&_include=Observation:subject:Patient", "p1" },
        { "Observation", "_id=o1&_include=Observation:subject:Group", "" },
        { "Observation", "_id=o1&_include=Observation:*", "e1 p1" },
        { "Observation", "_id=o1&_include=*", "e1 p1" },
        { "Observation", "_id=o1,o2,o3&_include=Observation:patient", "p1 p2" },
        { "Observation", "_id=o1&_include=Observation:encounter&_include:iterate=Encounter:service-provider", "e1 g1" },
        { "Observation", "_id=o1&_include=Observation:encounter&_include:recurse=*", "e1 g1 p1" },
        { "Observation", "_id=o1&_include=Observation:encounter", "e1" },
        { "Patient", "_id=p1&_revinclude=Observation:patient", "o1 o2" },
        { "Patient", "_id=p1&_revinclude=Observation:*", "o1 o2" },
        { "Patient", "_id=p1&_revinclude=*", "e1 o1 o2" },
        { "Organization", "_id=g1&_revinclude=*&_revinclude:iterate=*", "e1 o1 o2 p1" },
        { "Patient", "_id=p1,p2&_revinclude=Encounter:subject&_revinclude=Observation:patient", "e1 o1 o2 o3" },
        { "Organization", "_id=g1&_revinclude=Encounter:service-provider&_revinclude:iterate=Observation:encounter", "e1 o1" },
        { "Organization", "_id=g1&_revinclude=Patient:organization&_include=Organization:partof", "p1" },
        { "Organization", "_id=g1&_revinclude=Organization:partof", "" },
        { "Observation", "_count=0&_include=Observation:patient", "" },
    };

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task What_is_included_comes_along_once_and_is_no_match(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await FillAsync(store);
        foreach (var (type, query, expected) in Includes.Select(row => row.Data))
        {
            var found = await store.SearchAsync(type, query);
            Assert.Equal((query, expected), (query, string.Join(' ', found.Included.Select(resource => resource.Id).Order())));
            Assert.DoesNotContain(found.Included, resource => found.Matches.Contains(resource));
            Assert.False(found.IsCut);
        }
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Nothing_comes_along_that_the_requester_may_not_know_of_and_each_page_brings_its_own(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await FillAsync(store);
        var withoutKim = AccessPredicate.Unrestricted.Except([new AccessGrant { Resources = ["Patient/p1", "Encounter/e1"] }]);

        var hidden = await store.Resources.SearchAsync(store.Query("Observation", "_include=*&_include:iterate=*"), withoutKim, default);
        var first = await store.SearchAsync("Observation", "_sort=-_id&_count=1&_include=Observation:patient");
        var second = await store.Resources.SearchAsync(store.Query("Observation", $"_cursor={first.NextCursor}"), AccessPredicate.Unrestricted, default);

        Assert.Equal(["g2", "p2"], hidden.Included.Select(resource => resource.Id).Order());
        Assert.Equal(["p2"], first.Included.Select(resource => resource.Id));
        Assert.Equal(["p1"], second.Included.Select(resource => resource.Id));
    }

    [Fact]
    public async Task More_than_the_limit_is_cut_and_said()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);
        await FillAsync(store);
        for (var number = 0; number <= SearchInclude.MaximumIncluded; number++) await PutAsync(store, "Observation", $"many-{number}", """{"resourceType":"Observation","status":"final","subject":{"reference":"Patient/p3"}}""");

        var found = await store.SearchAsync("Patient", "_id=p3&_revinclude=Observation:patient");

        Assert.True(found.IsCut);
        Assert.Equal(SearchInclude.MaximumIncluded, found.Included.Count);
    }

    private static async Task<string> IdsAsync(TestStore store, string type, string query, AccessPredicate access) =>
        string.Join(' ', (await store.Resources.SearchAsync(store.Query(type, query), access, default)).Matches.Select(match => match.Id).Order());

    private static Task PutAsync(TestStore store, string type, string id, string json) =>
        store.PutAsync(type, id, json, new ResourceTags(null, type == "Organization" ? "admin" : "clinical", "hongje-homecare"));

    private static async Task FillAsync(TestStore store)
    {
        foreach (var (type, id, json) in Data) await PutAsync(store, type, id, json);
    }

    private static readonly (string Type, string Id, string Json)[] Data =
    [
        ("Organization", "g1", """{"resourceType":"Organization","name":"홍제 재택의료센터"}"""),
        ("Organization", "g2", """{"resourceType":"Organization","name":"다른 의원"}"""),
        ("Patient", "p1", """{"resourceType":"Patient","identifier":[{"system":"urn:id","value":"1"}],"name":[{"family":"김"}],"gender":"female","birthDate":"1948","managingOrganization":{"reference":"Organization/g1"}}"""),
        ("Patient", "p2", """{"resourceType":"Patient","identifier":[{"system":"urn:id","value":"2"}],"name":[{"family":"민"}],"gender":"male","birthDate":"1955","managingOrganization":{"reference":"Organization/g2"}}"""),
        ("Patient", "p3", """{"resourceType":"Patient","name":[{"family":"홀로"}]}"""),
        ("Encounter", "e1", """{"resourceType":"Encounter","status":"finished","class":{"code":"HH"},"subject":{"reference":"Patient/p1"},"serviceProvider":{"reference":"Organization/g1"}}"""),
        ("Observation", "o1", """{"resourceType":"Observation","status":"final","code":{"coding":[{"system":"urn:c","code":"pulse"}]},"subject":{"reference":"Patient/p1"},"encounter":{"reference":"Encounter/e1"},"effectiveDateTime":"2026-03-01"}"""),
        ("Observation", "o2", """{"resourceType":"Observation","status":"preliminary","code":{"coding":[{"system":"urn:c","code":"pulse"}]},"subject":{"reference":"Patient/p1"},"effectiveDateTime":"2026-03-02"}"""),
        ("Observation", "o3", """{"resourceType":"Observation","status":"final","code":{"coding":[{"system":"urn:c","code":"weight"}]},"subject":{"reference":"Patient/p2"},"effectiveDateTime":"2026-03-03"}"""),
    ];
}
