using CareExchange.Storage.Resources;
using CareExchange.Storage.Tests.Database;

namespace CareExchange.Storage.Tests.Search;

/// <summary>The table "query → ids", on both databases.</summary>
public sealed class SearchTests
{
    public static TheoryData<string, string, string> Queries => new()
    {
        // token
        { "Patient", "identifier=urn:careexchange:nhis-ltc-no|L1", "p1" },
        { "Patient", "identifier=L1", "p1" },
        { "Patient", "identifier=|L1", "" },
        { "Patient", "identifier=urn:careexchange:nhis-ltc-no|", "p1 p2" },
        { "Patient", "identifier=urn:other|L1", "" },
        { "Patient", "identifier=L1,L2", "p1 p2" },
        { "Patient", "identifier=urn:careexchange:nhis-ltc-no|L2,L1", "p1 p2" },
        { "Patient", "identifier=L1&identifier=L2", "" },
        { "Patient", "identifier=L1&identifier=C1", "p1" },
        { "Patient", "identifier:missing=true", "p3" },
        { "Patient", "identifier:missing=false", "p1 p2" },
        { "Patient", "gender=female", "p1" },
        { "Patient", "gender=http://hl7.org/fhir/administrative-gender|female", "p1" },
        { "Patient", "gender:not=female", "p2 p3" },
        { "Patient", "gender:not=female,male", "p3" },
        { "Patient", "active=true", "p1" },
        { "Patient", "phone=010-0000-0001", "p1" },
        { "Patient", "email=010-0000-0001", "" },
        { "Patient", "deceased=false", "p1 p2 p3" },
        { "Observation", "code=http://loinc.org|8867-4", "o1 o2" },
        { "Observation", "code=8867-4", "o1 o2" },
        { "Observation", "code=K1", "o1" },
        { "Observation", "code=8867-4,29463-7", "o1 o2 o3" },
        { "Observation", "code=8867-4&status=final", "o1" },
        { "Observation", "status:not=final", "o2" },
        { "Observation", "value-concept=yes", "o4" },
        { "Observation", "combo-code=29463-7", "o3" },

        // reference
        { "Observation", "subject=Patient/p1", "o1 o2" },
        { "Observation", "subject:Patient=p1", "o1 o2" },
        { "Observation", "subject=p1", "o1 o2" },
        { "Observation", "patient=p1", "o1 o2" },
        { "Observation", "patient=Patient/p1", "o1 o2" },
        { "Observation", "subject=Group/p1", "" },
        { "Observation", "patient=p1,p2", "o1 o2 o3" },
        { "Observation", "subject:missing=true", "o4" },
        { "Observation", "performer=https://elsewhere.example/fhir/Organization/9", "o1" },
        { "Observation", "performer=urn:uuid:0195-2", "o2" },
        { "Observation", "performer:identifier=urn:x|77", "o3" },
        { "Observation", "patient=p1&code=8867-4&date=2026-03-01", "o1" },
        { "Observation", "based-on=ServiceRequest/s1", "o1" },

        // string
        { "Patient", "name=김", "p1" },
        { "Patient", "name=김가온", "p1" },
        { "Patient", "name=김 가온", "p1" },
        { "Patient", "name=가온", "p1" },
        { "Patient", "name=HONG", "p2" },
        { "Patient", "name=gildong hong", "p2" },
        { "Patient", "name=hong gil", "p2" },
        { "Patient", "name=ＨＯＮＧ", "p2" },
        { "Patient", "name=ong", "" },
        { "Patient", "name:contains=ong", "p2" },
        { "Patient", "name:exact=Hong", "p2" },
        { "Patient", "name:exact=hong", "" },
        { "Patient", "family=민", "p3" },
        { "Patient", "name=José", "p3" },
        { "Patient", "name=jose", "p3" },
        { "Patient", "given=Hong", "" },
        { "Patient", "name=김,홍,hong", "p1 p2" },
        { "Patient", "address=서대문구", "p1" },
        { "Patient", "address-city=서울", "p1" },
        { "Patient", "address:contains=가재울", "p1" },
        { "Patient", "name:missing=true", "" },

        // date
        { "Patient", "birthdate=1948-03-02", "p1" },
        { "Patient", "birthdate=1948-03", "p1" },
        { "Patient", "birthdate=1948", "p1 p2" },
        { "Patient", "birthdate=lt1948-03-02", "" },
        { "Patient", "birthdate=le1948-03-02", "p1" },
        { "Patient", "birthdate=gt1948-03-01", "p1 p2 p3" },
        { "Patient", "birthdate=ge1950&birthdate=lt1960", "p3" },
        { "Patient", "birthdate=ne1948", "p3" },
        { "Patient", "birthdate=sa1948-12", "p3" },
        { "Patient", "birthdate=eb1949", "p1 p2" },
        { "Observation", "date=2026-03-01", "o1" },
        { "Observation", "date=2026-02-28", "" },
        { "Observation", "date=2026-03-01T00:30:00+09:00", "o1" },
        { "Observation", "date=2026-02-28T15:30:00Z", "o1" },
        { "Observation", "date=gt2026-03-01", "o2 o3" },
        { "Observation", "date=ge2026-03-01", "o1 o2 o3" },
        { "Observation", "date=lt2026-03-05", "o1 o2" },
        { "Observation", "date=eb2026-03-05", "o1" },
        { "Observation", "date=ap2026-03-02", "" },
        { "Observation", "date=ap2026-03", "o1 o2 o3" },
        { "Observation", "date:missing=true", "o4" },

        // number, quantity, uri
        { "Observation", "value-quantity=72|http://unitsofmeasure.org|/min", "o1" },
        { "Observation", "value-quantity=72", "o1" },
        { "Observation", "value-quantity=71.6", "" },
        { "Observation", "value-quantity=72.0", "o1" },
        { "Observation", "value-quantity=gt72", "o2" },
        { "Observation", "value-quantity=ge72|http://unitsofmeasure.org|/min", "o1 o2" },
        { "Observation", "value-quantity=lt100||/min", "o1 o2" },
        { "Observation", "value-quantity=5.4e1||kg", "o3" },
        { "Observation", "value-quantity=53||회", "" },
        { "Observation", "value-quantity=54000|http://unitsofmeasure.org|g", "o3" },
        { "Observation", "value-quantity=5.40e4|http://unitsofmeasure.org|g", "o3" },
        { "Observation", "value-quantity=gt53999|http://unitsofmeasure.org|g", "o3" },
        { "Observation", "value-quantity=ge54|http://unitsofmeasure.org|kg", "o3" },
        { "Observation", "value-quantity=gt54000|http://unitsofmeasure.org|g", "" },
        { "Observation", "value-quantity=lt0.1|http://unitsofmeasure.org|t", "o3" },
        { "Observation", "value-quantity=gt1|http://unitsofmeasure.org|Hz", "o1 o2" },
        { "Observation", "value-quantity=lt1", "" },
        { "Observation", "value-quantity=72||회", "o1" },
        { "Observation", "value-quantity=ap70||/min", "o1" },
        { "RiskAssessment", "probability=0.2", "x1" },
        { "RiskAssessment", "probability=gt0.1&probability=lt0.3", "x1" },
        { "RiskAssessment", "probability=0.25", "" },
        { "ValueSet", "url=http://example.org/vs/a", "v1" },
        { "ValueSet", "url:below=http://example.org/vs", "v1 v2" },
        { "ValueSet", "url:below=http://example.org/vs/b", "v2" },

        // what every resource has
        { "Patient", "_id=p2", "p2" },
        { "Patient", "_id=p3,p1", "p1 p3" },
        { "Patient", "_id:not=p3,p1", "p2" },
        { "Patient", "_id=p3,p1&_contained=false", "p1 p3" },
        { "Patient", "_lastUpdated=2026-03-02", "p1 p2 p3" },
        { "Patient", "_lastUpdated=gt2026-03-02", "" },
        { "Patient", "_lastUpdated=ge2026-03-02T09:00:00", "p1 p2 p3" },
        { "Patient", "_lastUpdated=lt2026-03-02T09:00:00", "" },
        { "Observation", "_tag=urn:t|checked", "o1" },
        { "Observation", "_security=http://terminology.hl7.org/CodeSystem/v3-Confidentiality|R", "o2" },
        { "Observation", "_profile=http://example.org/p", "o2" },
        { "Observation", "_security:not=R", "o1 o3 o4" },
        { "Patient", "", "p1 p2 p3" },
        { "Patient", "_sort=-_id", "p3 p2 p1" },
        { "Patient", "_sort=_id&identifier:missing=false", "p1 p2" },
        { "Observation", "_sort=-_lastUpdated&patient=p1", "o2 o1" },
        { "Patient", "_count=2", "p1 p2" },
        { "Patient", "_count=0", "" },
    };

    [Theory]
    [ClassData(typeof(Databases))]
    [Trait("pain", "23")]
    public async Task Every_query_finds_what_it_asks_for(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await FillAsync(store);
        var wrong = new List<string>();
        foreach (var (type, query, expected) in Queries.Select(row => row.Data))
        {
            var found = await store.IdsAsync(type, query);
            if (found != expected) wrong.Add($"{type}?{query}: expected [{expected}], found [{found}]");
        }

        Assert.Empty(wrong);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Totals_count_all_matches_and_only_when_asked(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await FillAsync(store);

        Assert.Null((await store.SearchAsync("Patient", "")).Total);
        Assert.Equal(3, (await store.SearchAsync("Patient", "_count=0")).Total);
        Assert.Equal(3, (await store.SearchAsync("Patient", "_total=accurate&_count=1")).Total);
        Assert.Equal(2, (await store.SearchAsync("Observation", "_total=estimate&code=8867-4&_count=0")).Total);
        Assert.Equal(3, (await store.SearchAsync("Observation", "_total=accurate&code=8867-4,29463-7&patient=p1,p2")).Total);
    }

    internal static async Task FillAsync(TestStore store)
    {
        foreach (var (type, id, json) in Data)
        {
            await store.PutAsync(type, id, json.Replace('\n', ' '), new ResourceTags(type == "Patient" ? id : "p1", "clinical", "hongje-homecare"));
            store.Clock.Advance(TimeSpan.FromSeconds(1));
        }
    }

    private static readonly (string Type, string Id, string Json)[] Data =
    [
        ("Patient", "p1", """
            {"resourceType":"Patient","active":true,"identifier":[{"system":"urn:careexchange:nhis-ltc-no","value":"L1"},{"system":"urn:oid:1.2","value":"C1"}],
             "name":[{"family":"김","given":["가온"]}],"telecom":[{"system":"phone","value":"010-0000-0001"}],"gender":"female","birthDate":"1948-03-02",
             "address":[{"state":"서울특별시","city":"서울","district":"서대문구","line":["가재울로 1"]},{"text":"서울 서대문구 가재울로 1"}]}
            """),
        ("Patient", "p2", """
            {"resourceType":"Patient","identifier":[{"system":"urn:careexchange:nhis-ltc-no","value":"L2"}],
             "name":[{"family":"Hong","given":["Gildong"]}],"gender":"male","birthDate":"1948-07"}
            """),
        ("Patient", "p3", """{"resourceType":"Patient","name":[{"family":"민","given":["José"]},{"text":"José Min"}],"birthDate":"1955"}"""),
        ("Observation", "o1", """
            {"resourceType":"Observation","meta":{"tag":[{"system":"urn:t","code":"checked"}]},"status":"final","basedOn":[{"reference":"ServiceRequest/s1"}],
             "code":{"coding":[{"system":"http://loinc.org","code":"8867-4"},{"system":"urn:kr","code":"K1"}]},"subject":{"reference":"Patient/p1"},
             "performer":[{"reference":"https://elsewhere.example/fhir/Organization/9"}],"effectiveDateTime":"2026-03-01T00:30:00+09:00",
             "valueQuantity":{"value":72,"unit":"회","system":"http://unitsofmeasure.org","code":"/min"}}
            """),
        ("Observation", "o2", """
            {"resourceType":"Observation","meta":{"security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"R"}],"profile":["http://example.org/p"]},
             "status":"preliminary","code":{"coding":[{"system":"http://loinc.org","code":"8867-4"}]},"subject":{"reference":"Patient/p1/_history/1"},
             "performer":[{"reference":"urn:uuid:0195-2"}],"effectivePeriod":{"start":"2026-03-04","end":"2026-03-06"},
             "valueQuantity":{"value":88.5,"system":"http://unitsofmeasure.org","code":"/min"}}
            """),
        ("Observation", "o3", """
            {"resourceType":"Observation","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"29463-7"}]},"subject":{"reference":"Patient/p2"},
             "performer":[{"identifier":{"system":"urn:x","value":"77"}}],"effectivePeriod":{"start":"2026-03-05"},"valueQuantity":{"value":54.0,"unit":"kg","system":"http://unitsofmeasure.org","code":"kg"}}
            """),
        ("Observation", "o4", """{"resourceType":"Observation","status":"final","code":{"text":"free"},"valueCodeableConcept":{"coding":[{"code":"yes"}]}}"""),
        ("RiskAssessment", "x1", """{"resourceType":"RiskAssessment","status":"final","subject":{"reference":"Patient/p1"},"prediction":[{"probabilityDecimal":0.2}]}"""),
        ("ValueSet", "v1", """{"resourceType":"ValueSet","url":"http://example.org/vs/a","status":"draft"}"""),
        ("ValueSet", "v2", """{"resourceType":"ValueSet","url":"http://example.org/vs/b","status":"draft"}"""),
    ];
}
