using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;
using CareExchange.Storage.Tests.Database;

namespace CareExchange.Storage.Tests.Search;

/// <summary>The richer parts of the language: composites, filters, lists, terminology, positions, Korean names, several sort keys, on both databases.</summary>
public sealed class SearchLanguageTests
{
    private const string Loinc = "http://loinc.org";
    private const string Snomed = "http://terminology.hl7.org/CodeSystem/v3-ActCode";

    public static TheoryData<string, string, string> Queries => new()
    {
        // composite: the parts stand on the same element
        { "Observation", "code-value-quantity=8480-6$gt140", "b2" },
        { "Observation", "code-value-quantity=8480-6$120", "b1" },
        { "Observation", "code-value-quantity=http://loinc.org|8480-6$ge120", "b1 b2" },
        { "Observation", "code-value-quantity=http://other.org|8480-6$ge120", "" },
        { "Observation", "component-code-value-quantity=8480-6$gt140", "b3" },
        { "Observation", "component-code-value-quantity=8462-4$gt140", "" },
        { "Observation", "component-code-value-quantity=8462-4$lt100|http://unitsofmeasure.org|mm[Hg]", "b3" },
        { "Observation", "combo-code-value-quantity=8480-6$gt140", "b2 b3" },
        { "Observation", "combo-code-value-quantity=8480-6$gt14|http://unitsofmeasure.org|kPa", "b1 b2 b3" },
        { "Observation", "combo-code-value-quantity=8480-6$gt20|http://unitsofmeasure.org|kPa", "b2" },
        { "Observation", "combo-code-value-quantity=8480-6$gt150,8462-4$lt95", "b2 b3" },
        { "Observation", "combo-code-value-quantity=8480-6$gt140||mmHg", "b3" },
        { "Observation", "code-value-concept=c1$yes", "b4" },
        { "Observation", "code-value-concept=c1$urn:a|yes", "b4" },
        { "Observation", "code-value-concept=c1$no", "" },
        { "Observation", "combo-code-value-concept=c2$no", "b4" },
        { "Observation", "combo-code-value-concept=c1$no", "" },
        { "Observation", "code-value-string=c3$Cold", "b5" },
        { "Observation", "code-value-string=c3$hot", "" },
        { "Observation", "code-value-date=c4$2026-03", "b6" },
        { "Observation", "code-value-date=c4$gt2026-04", "" },
        { "Observation", "code-value-date=c4$ge2026-03-03", "b6" },
        { "DocumentReference", "relationship=DocumentReference/d1$replaces", "d2" },
        { "DocumentReference", "relationship=d1$replaces", "d2" },
        { "DocumentReference", "relationship=DocumentReference/d1$appends", "" },
        { "Group", "characteristic-value=gender$male", "g1" },
        { "Group", "characteristic-value=gender$smoker", "" },
        { "MolecularSequence", "chromosome-window-coordinate=1$lt345$gt123", "m1" },
        { "MolecularSequence", "chromosome-window-coordinate=2$lt345$gt123", "" },
        { "MolecularSequence", "chromosome-variant-coordinate=1$ge10$le20", "m1" },
        { "Questionnaire", "context-type-value=focus$K1", "q1" },
        { "Questionnaire", "context-type-quantity=age$gt65|http://unitsofmeasure.org|a", "q1" },
        { "Questionnaire", "context-type-quantity=focus$gt65", "" },

        // token modifiers
        { "Observation", "code:text=systolic", "b1" },
        { "Observation", "code:text=수축기", "b2" },
        { "Observation", "code:text=pressure", "" },
        { "Patient", "identifier:of-type=http://terminology.hl7.org/CodeSystem/v2-0203|MR|12345", "p1" },
        { "Patient", "identifier:of-type=http://terminology.hl7.org/CodeSystem/v2-0203|DL|12345", "p2" },
        { "Patient", "identifier:of-type=http://terminology.hl7.org/CodeSystem/v2-0203|MR|1234", "" },
        { "Patient", "identifier:text=medical", "p1" },
        { "Patient", "gender:in=http://hl7.org/fhir/ValueSet/administrative-gender", "p1 p2 p3" },
        { "Patient", "gender:not-in=http://hl7.org/fhir/ValueSet/administrative-gender", "p4" },
        { "Patient", "gender:not-in=http://hl7.org/fhir/ValueSet/observation-status", "p1 p2 p3 p4" },
        { "Encounter", $"class:below={Snomed}|_ActEncounterCode", "e1 e2" },
        { "Encounter", $"class:above={Snomed}|ACUTE", "e1 e2" },
        { "Encounter", $"class:below={Snomed}|IMP", "e1 e2" },
        { "Encounter", $"class:below={Snomed}|ACUTE", "e2" },

        { "Observation", "subject:missing=true", "b4 b5 b6" },
        { "Observation", "value-quantity:missing=false", "b1 b2" },
        { "Observation", "_lastUpdated=ge2000-01-01T00:00:00 09:00&code=c4", "b6" },

        // uri
        { "ValueSet", "url:above=http://example.org/fhir/ValueSet/12/_history/5", "v1 v3" },
        { "ValueSet", "url:below=http://example.org/fhir", "v1 v2 v3" },

        // lists and reverse links
        { "Patient", "_list=l1", "p1 p3" },
        { "Patient", "_list=l1&gender=female", "p3" },
        { "Patient", "_list=l2", "" },
        { "Observation", "subject:Patient._list=l1", "b1 b2 b3" },

        // filter
        { "Patient", "_filter=name co \"길\"", "p1" },
        { "Patient", "_filter=given eq \"길동\"", "p1" },
        { "Patient", "_filter=family eq 홍", "p1" },
        { "Patient", "_filter=name sw hong or name sw 김", "p2 p3" },
        { "Patient", "_filter=family ew ong", "p2" },
        { "Patient", "_filter=gender eq male and birthdate ge 1950", "p2" },
        { "Patient", "_filter=gender eq male or gender eq female and birthdate ge 1960", "p1 p2 p3" },
        { "Patient", "_filter=(gender eq male or gender eq female) and birthdate ge 1960", "p3" },
        { "Patient", "_filter=not (gender eq male)", "p3 p4" },
        { "Patient", "_filter=gender ne male", "p3" },
        { "Patient", "_filter=gender pr false", "p4" },
        { "Patient", "_filter=gender pr true and not(birthdate pr true)", "" },
        { "Patient", "_filter=birthdate po 1955", "p2" },
        { "Patient", "_filter=birthdate eq 1955-03 or birthdate lt 1949", "p1 p2" },
        { "Patient", "_filter=identifier eq urn:mrn|12345", "p1" },
        { "Patient", "_filter=identifier sw 123", "p1 p2" },
        { "Patient", "_filter=_id eq p2", "p2" },
        { "Patient", "_filter=_id ne p2", "p1 p3 p4" },
        { "Patient", "_filter=gender in http://hl7.org/fhir/ValueSet/administrative-gender", "p1 p2 p3" },
        { "Observation", "_filter=subject.name co \"길\"", "b1 b2 b3" },
        { "Observation", "_filter=subject re Patient/p1 and code eq http://loinc.org|8480-6", "b1 b2" },
        { "Observation", "_filter=value-quantity gt 140", "b2" },
        { "Observation", "_filter=subject[gender eq male].birthdate lt 1950", "b1 b2 b3" },
        { "Observation", "_filter=subject[gender eq female].birthdate lt 1950", "" },
        { "Encounter", $"_filter=class ss {Snomed}|IMP", "e1 e2" },
        { "Encounter", $"_filter=class sb {Snomed}|ACUTE", "e1 e2" },
        { "Patient", "_filter=gender eq male&_sort=-birthdate", "p2 p1" },

        // Korean
        { "Patient", "name=ㅎㄱㄷ", "p1" },
        { "Patient", "name=ㅎㄱ", "p1" },
        { "Patient", "name=ㄱㄷ", "p1" },
        { "Patient", "name:contains=ㄷ", "p1" },
        { "Patient", "name=ㄱ ㄱ ㅇ", "p3" },
        { "Patient", "name=ㅎㄷ", "" },
        { "Patient", "name=홍ㄱㄷ", "p1" },
        { "Patient", "name=ㅎ길ㄷ", "p1" },
        { "Patient", "name=함ㄱㄷ", "" },
        { "Patient", "name=홍ㄱㅂ", "" },
        { "Patient", "family=ㄱ", "p3" },
        { "Patient", "name=홍 길동", "p1" },
        { "Patient", "name=홍길동", "p1" },
        { "Patient", "address=ㅅㄷㅁㄱ", "p3" },

        // near
        { "Location", "near=37.5665|126.9780|1|km", "loc1" },
        { "Location", "near=37.5665|126.9780|10|km", "loc1 loc2" },
        { "Location", "near=37.5665|126.9780|1000000|m", "loc1 loc2 loc3" },
        { "Location", "near=35.1796|129.0756", "loc3" },
        { "Location", "near=37.5665|126.9780|6|mi", "loc1 loc2" },
        { "Location", "near=-37.5665|126.9780|10|km", "" },

        // sort: lowest ascending, highest descending, missing last
        { "Patient", "_sort=birthdate", "p1 p2 p3 p4" },
        { "Patient", "_sort=-birthdate", "p3 p2 p1 p4" },
        { "Patient", "_sort=gender,-birthdate", "p3 p2 p1 p4" },
        { "Patient", "_sort=-gender,birthdate", "p1 p2 p3 p4" },
        { "Patient", "_sort=family", "p2 p3 p1 p4" },
        { "Patient", "_sort=identifier", "p1 p2 p3 p4" },
        { "Patient", "_sort=gender,-_id", "p3 p2 p1 p4" },
        { "Patient", "_sort=-_lastUpdated,family", "p4 p3 p2 p1" },
        { "Observation", "_sort=-value-quantity&code=8480-6", "b2 b1" },
        { "Observation", "_sort=value-quantity,_id", "b1 b2 b3 b4 b5 b6" },
        { "Observation", "_sort=-subject,_id", "b1 b2 b3 b4 b5 b6" },
        { "ValueSet", "_sort=-url", "v2 v1 v3" },
        { "Patient", "gender=male&_sort=-birthdate", "p2 p1" },
        { "Patient", "gender:not=female&_sort=birthdate", "p1 p2 p4" },
    };

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Every_query_finds_what_it_asks_for(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await FillAsync(store);
        var wrong = new List<string>();
        foreach (var (type, query, expected) in Queries.Select(row => row.Data))
        {
            var parsed = store.Parser.Parse(type, TestStore.Pairs(query), "r1");
            if (!parsed.Succeeded)
            {
                wrong.Add($"{type}?{query}: {string.Join("; ", parsed.Issues.Select(issue => issue.English))}");
                continue;
            }

            var page = await store.Resources.SearchAsync(parsed.Value, AccessPredicate.Unrestricted, default);
            var found = string.Join(' ', page.Matches.Select(match => match.Id));
            if (found != expected) wrong.Add($"{type}?{query}: expected [{expected}], found [{found}]");
            var total = (await store.SearchAsync(type, query + "&_total=accurate&_count=0")).Total;
            if (total != page.Matches.Count) wrong.Add($"{type}?{query}: {page.Matches.Count} matches, total {total}");
        }

        Assert.Empty(wrong);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_search_of_the_system_finds_all_types_and_pages_them_once(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await FillAsync(store);

        Assert.Equal("Patient/p1 Patient/p2 Patient/p3 Patient/p4 Encounter/e1 Encounter/e2", await SystemAsync(store, "_type=Encounter,Patient"));
        Assert.Equal("Patient/p2 Patient/p1 Patient/p4 Patient/p3 Encounter/e2 Encounter/e1", await SystemAsync(store, "_type=Encounter,Patient&_sort=identifier,-_id"));
        Assert.Equal("Patient/p1 Patient/p2", await SystemAsync(store, "_type=Patient,Encounter&identifier=12345"));
        Assert.Equal("Patient/p1", await SystemAsync(store, "_id=p1"));
        Assert.Equal(Data.Length, (await SystemAsync(store, "")).Split(' ').Length);
        Assert.Equal(string.Join(' ', Data.Select(item => $"{item.Type}/{item.Id}")), await SystemAsync(store, ""));
        Assert.Equal(string.Join(' ', Data.Reverse().Select(item => $"{item.Type}/{item.Id}")), await SystemAsync(store, "_sort=-_lastUpdated"));
        Assert.Equal("search-parameter-unknown", Assert.Single(store.Parser.Parse(null, TestStore.Pairs("_type=Patient,Encounter&birthdate=2000"), "r1").Issues).Rule);
        Assert.Equal("resource-type-unknown", Assert.Single(store.Parser.Parse(null, TestStore.Pairs("_type=Patient,Nonsense"), "r1").Issues).Rule);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Pages_in_any_order_show_every_match_once_while_others_write(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await FillAsync(store);
        foreach (var query in (string[])["_sort=birthdate", "_sort=-birthdate", "_sort=gender,-birthdate", "_sort=-identifier,family", "_sort=family,-_lastUpdated", "gender:not=other&_sort=-birthdate,-_id", "_filter=gender pr true&_sort=-gender", "name=ㄱ,ㅎ,hong&_sort=-birthdate"])
        {
            var whole = await store.IdsAsync("Patient", query);
            var found = new List<string>();
            var page = await store.SearchAsync("Patient", query + "&_count=1");
            for (var turn = 0; ; turn++)
            {
                found.AddRange(page.Matches.Select(match => match.Id));
                if (page.NextCursor is null) break;
                var id = $"new-{Guid.NewGuid():N}"[..20];
                await store.PutAsync("Patient", id, """{"resourceType":"Patient","gender":"male","birthDate":"1950","name":[{"family":"김"}]}""");
                page = await store.SearchAsync("Patient", "_cursor=" + page.NextCursor);
                await using var transaction = await store.Resources.BeginAsync(default);
                await transaction.DeleteAsync("Patient", id, null, default);
                await transaction.CommitAsync(default);
            }

            Assert.Equal((query, whole), (query, string.Join(' ', found)));
        }
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Of_several_values_the_lowest_counts_upwards_and_the_highest_downwards_and_each_resource_comes_once(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await store.PutAsync("Patient", "wide", """{"resourceType":"Patient","name":[{"family":"Adams"},{"family":"Zorn"}],"birthDate":"1950"}""");
        await store.PutAsync("Patient", "none", """{"resourceType":"Patient","birthDate":"1940"}""");
        await store.PutAsync("Patient", "middle", """{"resourceType":"Patient","name":[{"family":"Moor"},{"family":"moor"},{"family":"MOOR"}],"birthDate":"1940"}""");
        foreach (var (query, expected) in ((string, string)[])[("_sort=family", "wide middle none"), ("_sort=-family", "wide middle none"), ("_sort=-family,birthdate", "wide middle none"), ("_sort=birthdate,-family", "middle none wide"), ("_sort=-birthdate,family", "wide middle none")])
        {
            Assert.Equal((query, expected), (query, await store.IdsAsync("Patient", query)));
            var found = new List<string>();
            for (var page = await store.SearchAsync("Patient", query + "&_count=1"); ; page = await store.SearchAsync("Patient", "_cursor=" + page.NextCursor))
            {
                found.AddRange(page.Matches.Select(match => match.Id));
                if (page.NextCursor is null) break;
            }

            Assert.Equal((query, expected), (query, string.Join(' ', found)));
        }
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task What_may_not_be_known_is_found_by_no_part_of_the_language(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await FillAsync(store);
        var others = AccessPredicate.AnyOf([new AccessGrant { Persons = ["p2", "p3", "p4"] }]);
        foreach (var query in (string[])["_filter=subject.name co \"길\"", "_filter=subject re Patient/p1", "combo-code-value-quantity=8480-6$gt0", "code:text=systolic", "subject:Patient._list=l1", "_sort=-value-quantity&code=8480-6"])
        {
            Assert.Equal((query, ""), (query, await store.IdsAsync("Observation", query, others)));
            Assert.Equal((query, 0L), (query, (await store.SearchAsync("Observation", query + "&_total=accurate", others)).Total));
        }

        // The list belongs to p1: whoever may not know it cannot ask by it.
        Assert.Equal("", await store.IdsAsync("Patient", "_list=l1", others));
    }

    [Fact]
    public async Task Lenient_searches_leave_out_what_is_unknown_and_say_so()
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);

        var parsed = store.Parser.Parse("Patient", TestStore.Pairs("shoe-size=42&name:fuzzy=x&gender=male&_sort=height,-birthdate&_count=9999"), "r1", isLenient: true);

        Assert.True(parsed.Succeeded);
        Assert.Equal("gender=male&_sort=-birthdate&_count=1000", parsed.Value.Query);
        Assert.Equal(["shoe-size", "fuzzy", "height"], parsed.Value.Ignored.Select(issue => issue.Found));
        Assert.All(parsed.Value.Ignored, issue => Assert.Equal(("search-ignored", false), (issue.Rule, issue.IsError)));
        Assert.All(parsed.Value.Ignored, issue => Assert.NotNull(issue.Expected));
        Assert.False(store.Parser.Parse("Patient", TestStore.Pairs("birthdate=yesterday"), "r1", isLenient: true).Succeeded);
    }

    [Theory]
    [InlineData("_filter=", "search-filter")]
    [InlineData("_filter=name", "search-filter")]
    [InlineData("_filter=name eq", "search-filter")]
    [InlineData("_filter=name eq \"x", "search-filter")]
    [InlineData("_filter=(name eq x", "search-filter")]
    [InlineData("_filter=name eq x)", "search-filter")]
    [InlineData("_filter=name eq x and", "search-filter")]
    [InlineData("_filter=name eq x or or", "search-filter")]
    [InlineData("_filter=shoe eq 42", "search-parameter-unknown")]
    [InlineData("_filter=name gt x", "search-modifier-unknown")]
    [InlineData("_filter=birthdate eq soon", "search-value")]
    [InlineData("_filter=name.family eq x", "search-chain")]
    [InlineData("gender:in=http://example.org/nowhere", "search-value-set")]
    [InlineData("language:in=http://hl7.org/fhir/ValueSet/all-languages", "search-value-set")]
    [InlineData("gender:below=male", "search-code-system")]
    [InlineData("gender:below=http://example.org/nowhere|x", "search-code-system")]
    [InlineData("identifier:of-type=x|y", "search-value")]
    [InlineData("gender:of-type=a|b|c", "search-modifier-unknown")]
    [InlineData("_list=$current-wishes", "search-value")]
    [InlineData("_sort=", "search-value")]
    [InlineData("_sort=birthdate,-", "search-value")]
    public async Task What_cannot_be_understood_is_told_with_its_rule(string query, string rule)
    {
        await using var store = await TestStore.OpenAsync(DatabaseKind.Sqlite);

        var issue = store.Parser.Parse("Patient", TestStore.Pairs(query), "r1").Issues[0];

        Assert.Equal(rule, issue.Rule);
        Assert.NotNull(issue.Expected);
    }

    private static async Task<string> SystemAsync(TestStore store, string query)
    {
        var found = new List<string>();
        var request = store.Parser.Parse(null, TestStore.Pairs(query + "&_count=2&_total=accurate"), "r1").Value!;
        while (true)
        {
            var page = await store.Resources.SearchAsync(request, AccessPredicate.Unrestricted, default);
            found.AddRange(page.Matches.Select(match => $"{match.Type}/{match.Id}"));
            if (page.NextCursor is null)
            {
                Assert.Equal(page.Total, found.Count);
                return string.Join(' ', found);
            }

            request = store.Parser.Parse(null, [new("_cursor", page.NextCursor)], "r1").Value!;
        }
    }

    internal static async Task FillAsync(TestStore store)
    {
        foreach (var (type, id, json) in Data)
        {
            var person = type switch { "Patient" => id, "Observation" or "List" => "p1", _ => null };
            await store.PutAsync(type, id, json.Replace('\n', ' '), new ResourceTags(person, "clinical", "hongje-homecare"));
            store.Clock.Advance(TimeSpan.FromSeconds(1));
        }
    }

    private static readonly (string Type, string Id, string Json)[] Data =
    [
        ("Patient", "p1", """
            {"resourceType":"Patient","identifier":[{"system":"urn:mrn","value":"12345","type":{"text":"Medical record","coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"MR"}]}}],
             "name":[{"family":"홍","given":["길동"]}],"gender":"male","birthDate":"1948-03-02"}
            """),
        ("Patient", "p2", """
            {"resourceType":"Patient","identifier":[{"system":"urn:dl","value":"12345","type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"DL"}]}}],
             "name":[{"family":"Hong","given":["Gildong"]}],"gender":"male","birthDate":"1955-03-02"}
            """),
        ("Patient", "p3", """{"resourceType":"Patient","name":[{"family":"김","given":["가온"]}],"gender":"female","birthDate":"1962","address":[{"district":"서대문구"}]}"""),
        ("Patient", "p4", """{"resourceType":"Patient","active":true}"""),
        ("Observation", "b1", """
            {"resourceType":"Observation","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"8480-6","display":"Systolic blood pressure"}]},"subject":{"reference":"Patient/p1"},
             "valueQuantity":{"value":120,"unit":"mm[Hg]","system":"http://unitsofmeasure.org","code":"mm[Hg]"}}
            """),
        ("Observation", "b2", """
            {"resourceType":"Observation","status":"final","code":{"text":"수축기 혈압","coding":[{"system":"http://loinc.org","code":"8480-6"}]},"subject":{"reference":"Patient/p1"},
             "valueQuantity":{"value":160,"system":"http://unitsofmeasure.org","code":"mm[Hg]"}}
            """),
        ("Observation", "b3", """
            {"resourceType":"Observation","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"85354-9"}]},"subject":{"reference":"Patient/p1"},"component":[
             {"code":{"coding":[{"system":"http://loinc.org","code":"8480-6"}]},"valueQuantity":{"value":150,"unit":"mmHg","system":"http://unitsofmeasure.org","code":"mm[Hg]"}},
             {"code":{"coding":[{"system":"http://loinc.org","code":"8462-4"}]},"valueQuantity":{"value":90,"unit":"mmHg","system":"http://unitsofmeasure.org","code":"mm[Hg]"}}]}
            """),
        ("Observation", "b4", """
            {"resourceType":"Observation","status":"final","code":{"coding":[{"code":"c1"}]},"valueCodeableConcept":{"coding":[{"system":"urn:a","code":"yes"}]},
             "component":[{"code":{"coding":[{"code":"c2"}]},"valueCodeableConcept":{"coding":[{"code":"no"}]}}]}
            """),
        ("Observation", "b5", """{"resourceType":"Observation","status":"final","code":{"coding":[{"code":"c3"}]},"valueString":"cold hands"}"""),
        ("Observation", "b6", """{"resourceType":"Observation","status":"final","code":{"coding":[{"code":"c4"}]},"valueDateTime":"2026-03-03"}"""),
        ("DocumentReference", "d1", """{"resourceType":"DocumentReference","status":"superseded","content":[{"attachment":{}}]}"""),
        ("DocumentReference", "d2", """{"resourceType":"DocumentReference","status":"current","relatesTo":[{"code":"replaces","target":{"reference":"DocumentReference/d1"}}],"content":[{"attachment":{}}]}"""),
        ("Group", "g1", """
            {"resourceType":"Group","type":"person","actual":false,"characteristic":[
             {"code":{"coding":[{"code":"gender"}]},"valueCodeableConcept":{"coding":[{"code":"male"}]},"exclude":false},
             {"code":{"coding":[{"code":"habit"}]},"valueCodeableConcept":{"coding":[{"code":"smoker"}]},"exclude":false}]}
            """),
        ("MolecularSequence", "m1", """
            {"resourceType":"MolecularSequence","coordinateSystem":0,"referenceSeq":{"chromosome":{"coding":[{"code":"1"}]},"windowStart":128,"windowEnd":200},"variant":[{"start":15,"end":18}]}
            """),
        ("Questionnaire", "q1", """
            {"resourceType":"Questionnaire","status":"draft","useContext":[
             {"code":{"code":"focus"},"valueCodeableConcept":{"coding":[{"code":"K1"}]}},
             {"code":{"code":"age"},"valueQuantity":{"value":70,"system":"http://unitsofmeasure.org","code":"a"}}]}
            """),
        ("Encounter", "e1", """{"resourceType":"Encounter","status":"finished","class":{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"IMP"}}"""),
        ("Encounter", "e2", """{"resourceType":"Encounter","status":"finished","class":{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"ACUTE"}}"""),
        ("ValueSet", "v1", """{"resourceType":"ValueSet","url":"http://example.org/fhir/ValueSet/12","status":"draft"}"""),
        ("ValueSet", "v2", """{"resourceType":"ValueSet","url":"http://example.org/fhir/ValueSet/123","status":"draft"}"""),
        ("ValueSet", "v3", """{"resourceType":"ValueSet","url":"http://example.org/fhir/ValueSet","status":"draft"}"""),
        ("List", "l1", """{"resourceType":"List","status":"current","mode":"working","entry":[{"item":{"reference":"Patient/p1"}},{"item":{"reference":"Patient/p3"}}]}"""),
        ("Location", "loc1", """{"resourceType":"Location","position":{"longitude":126.9769,"latitude":37.5663}}"""),
        ("Location", "loc2", """{"resourceType":"Location","position":{"longitude":126.9368,"latitude":37.5791}}"""),
        ("Location", "loc3", """{"resourceType":"Location","position":{"longitude":129.0756,"latitude":35.1796}}"""),
    ];
}
