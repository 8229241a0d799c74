using System.Text;
using CareExchange.Storage.Indexing;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;
using CareExchange.Storage.Tests.Database;

namespace CareExchange.Storage.Tests.Search;

/// <summary>A dementia registration number in a Patient belongs to who may see that category; others do not find the person by it.</summary>
public sealed class LabelledPartsTests
{
    private const string Patient = """
        {"resourceType":"Patient","text":{"status":"generated","div":"<div>narrated</div>"},"name":[{"text":"Kim","extension":[{"url":"urn:careexchange:extension:source","valueReference":{"reference":"Organization/centre"}}]}],
         "identifier":[{"system":"urn:mrn","value":"M1"},
          {"extension":[{"url":"urn:careexchange:extension:source","valueReference":{"reference":"Organization/centre"}},
           {"url":"http://hl7.org/fhir/uv/security-label-ds4p/StructureDefinition/extension-inline-sec-label","valueCoding":{"system":"urn:careexchange:data-category","code":"cognition"}}],
           "type":{"text":"labelledtype"},"system":"urn:dementia","value":"D1"},
          {"extension":[{"url":"http://hl7.org/fhir/uv/security-label-ds4p/StructureDefinition/extension-inline-sec-label","valueCoding":{"system":"urn:careexchange:data-category","code":"benefit"}}],
           "system":"urn:ltc","value":"L1"}],
         "birthDate":"1940-01-01","_birthDate":{"extension":[{"url":"http://hl7.org/fhir/uv/security-label-ds4p/StructureDefinition/extension-inline-sec-label","valueCoding":{"system":"urn:careexchange:data-category","code":"economic"}}]}}
        """;

    [Theory]
    [ClassData(typeof(Databases))]
    [Trait("pain", "17")]
    public async Task A_labelled_number_finds_the_person_only_for_who_may_see_it(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await store.PutAsync("Patient", "p1", Patient, new ResourceTags("p1", "identity", "hospital"));
        await store.PutAsync("Observation", "o1", """{"resourceType":"Observation","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/p1"}}""", new ResourceTags("p1", "identity", "hospital"));
        var identity = new AccessGrant { Persons = ["p1"], Categories = ["identity"] };
        (string Name, AccessPredicate Access, string Found)[] readers =
        [
            ("everything", AccessPredicate.Unrestricted, "M1 D1 L1"),
            ("the person only", AccessPredicate.AnyOf([identity]), "M1"),
            ("the category", AccessPredicate.AnyOf([identity, new AccessGrant { Persons = ["p1"], Categories = ["cognition", "clinical"] }]), "M1 D1"),
            ("the category of another person", AccessPredicate.AnyOf([identity, new AccessGrant { Persons = ["p2"], Categories = ["cognition"] }]), "M1"),
            ("what the centre said", AccessPredicate.AnyOf([identity, new AccessGrant { Sources = ["centre"] }]), "M1 D1"),
            ("what another centre said", AccessPredicate.AnyOf([identity, new AccessGrant { Sources = ["centr", "entre"] }]), "M1"),
            ("what the hospital said", AccessPredicate.AnyOf([identity, new AccessGrant { Sources = ["hospital"] }]), "M1 L1"),
            ("the name only", AccessPredicate.AnyOf([identity with { Elements = ["Patient.name"] }, new AccessGrant { Persons = ["p1"], Categories = ["cognition"] }]), ""),
        ];
        foreach (var (name, access, expected) in readers)
        {
            var found = new List<string>();
            foreach (var number in (string[])["M1", "D1", "L1"])
            {
                var direct = await CountAsync(store, access, "Patient", $"identifier={number}");
                var system = number switch { "M1" => "urn:mrn", "D1" => "urn:dementia", _ => "urn:ltc" };
                if (direct == 1) found.Add(number);
                Assert.Equal((name, number, direct), (name, number, await CountAsync(store, access, "Patient", $"identifier={system}|{number}")));
                Assert.Equal((name, number, 0L), (name, number, await CountAsync(store, access, "Patient", $"identifier=urn:none|{number}")));
                Assert.Equal((name, number, 1 - direct), (name, number, await CountAsync(store, access, "Patient", $"identifier:not={number}")));
                Assert.Equal((name, number, direct), (name, number, await CountAsync(store, access, "Patient", $"gender:missing=true&identifier={number}")));
                Assert.Equal((name, number, direct), (name, number, await CountAsync(store, access, "Patient", $"_filter=identifier eq {number} or identifier eq Q9")));
                Assert.Equal((name, number, direct), (name, number, await CountAsync(store, access, "Observation", $"subject:Patient.identifier={number}")));
            }

            Assert.Equal((name, expected), (name, string.Join(' ', found)));
        }
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Nothing_else_and_no_word_tells_of_a_labelled_part_or_of_who_states_what(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        await store.PutAsync("Patient", "p1", Patient, new ResourceTags("p1", "identity", "hospital"));
        foreach (var query in (string[])["birthdate=1940-01-01", "birthdate:missing=false", "identifier:text=labelledtype", "_content=D1", "_content=L1", "_content=centre", "_content=1940", "_text=narrated", "_content=narrated", "_content=cognition"])
        {
            Assert.Equal((query, 0L), (query, await CountAsync(store, AccessPredicate.Unrestricted, "Patient", query)));
        }

        foreach (var query in (string[])["name=Kim", "_content=Kim", "_content=M1", "birthdate:missing=true"]) Assert.Equal((query, 1L), (query, await CountAsync(store, AccessPredicate.Unrestricted, "Patient", query)));
    }

    [Theory]
    [InlineData("""{"resourceType":"Patient","identifier":{"extension":"x"},"extension":[1,null,{"url":5}],"_id":[null,{"extension":{}}],"a":[[{"extension":[{"url":"http://hl7.org/fhir/uv/security-label-ds4p/StructureDefinition/extension-inline-sec-label","valueCoding":7}]}]]}""")]
    [InlineData("""{"extension":[{"url":"http://hl7.org/fhir/uv/security-label-ds4p/StructureDefinition/extension-inline-sec-label","valueCoding":{"system":"urn:careexchange:data-category"}}]}""")]
    public void Odd_labels_are_read_without_exception(string json) => Assert.NotEmpty(LabelledParts.Read(Encoding.UTF8.GetBytes(json)).Json);

    private static async Task<long> CountAsync(TestStore store, AccessPredicate access, string type, string query)
    {
        var page = await store.Resources.SearchAsync(store.Query(type, query + "&_total=accurate"), access, default);
        Assert.Equal(page.Total, page.Matches.Count);
        return page.Matches.Count;
    }
}
