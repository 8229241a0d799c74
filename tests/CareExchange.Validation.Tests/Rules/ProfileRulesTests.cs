using CareExchange.Fhir.Outcomes;

namespace CareExchange.Validation.Tests.Rules;

public class ProfileRulesTests
{
    [Theory]
    [InlineData("\"valueQuantity\":{\"value\":36.5,\"system\":\"http://unitsofmeasure.org\",\"code\":\"Cel\"}", null)]
    [InlineData("\"valueQuantity\":{\"value\":20,\"system\":\"http://unitsofmeasure.org\",\"code\":\"Cel\"}", "min-value at Observation.value")]
    [InlineData("\"valueQuantity\":{\"value\":51,\"system\":\"http://unitsofmeasure.org\",\"code\":\"Cel\"}", "max-value at Observation.value")]
    public void A_quantity_stays_within_its_bounds(string value, string? error)
    {
        var judge = new ProfileJudge(ProfileJudge.Profile("warm", "Observation", """
            {"id":"Observation.value[x]","path":"Observation.value[x]","type":[{"code":"Quantity"}],
             "minValueQuantity":{"value":30,"system":"http://unitsofmeasure.org","code":"Cel"},"maxValueQuantity":{"value":45,"system":"http://unitsofmeasure.org","code":"Cel"}}
            """));

        Assert.Equal(error is null ? [] : [error], judge.Errors($$"""{"resourceType":"Observation","status":"final","code":{"text":"x"},{{value}}}"""));
    }

    [Theory]
    [InlineData("\"birthDate\":\"1948-03-02\",\"id\":\"abcdef\"", null)]
    [InlineData("\"birthDate\":\"1899-01-01\",\"id\":\"abcdef\"", "min-value at Patient.birthDate")]
    [InlineData("\"birthDate\":\"1948-03-02\",\"id\":\"abc\"", "min-length at Patient.id")]
    public void Dates_and_lengths_stay_within_their_bounds(string properties, string? error)
    {
        var judge = new ProfileJudge(ProfileJudge.Profile("bounded", "Patient", """
            {"id":"Patient.id","path":"Patient.id","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/minLength","valueInteger":5}]},
            {"id":"Patient.birthDate","path":"Patient.birthDate","min":1,"minValueDate":"1900-01-01"}
            """));

        Assert.Equal(error is null ? [] : [error], judge.Errors($$"""{"resourceType":"Patient",{{properties}}}"""));
    }

    [Fact]
    public void A_value_meets_one_of_the_profiles_of_its_type()
    {
        var judge = new ProfileJudge(
            ProfileJudge.Profile("addressed", "Patient", """{"id":"Patient.address","path":"Patient.address","type":[{"code":"Address","profile":["http://example.org/StructureDefinition/used","http://example.org/StructureDefinition/typed"]}]}"""),
            ProfileJudge.Profile("used", "Address", """{"id":"Address.use","path":"Address.use","min":1}"""),
            ProfileJudge.Profile("typed", "Address", """{"id":"Address.type","path":"Address.type","min":1}"""));

        Assert.Empty(judge.Errors("""{"resourceType":"Patient","address":[{"use":"home"},{"type":"postal"}]}"""));
        Assert.Equal(["profile-choice at Patient.address[0]", "cardinality-min at Patient.address[0]"], judge.Errors("""{"resourceType":"Patient","address":[{"city":"서울"}]}"""));
    }

    [Fact]
    public void An_invariant_that_fails_on_the_data_is_not_met_and_is_told_in_its_own_words()
    {
        var judge = new ProfileJudge(ProfileJudge.Profile("named", "Patient", """{"id":"Patient.name","path":"Patient.name","constraint":[{"key":"n-1","severity":"error","human":"One given name","expression":"given.single() = 'a'"}]}"""));

        var issue = Assert.Single(judge.Issues("""{"resourceType":"Patient","name":[{"given":["a","b"]}]}"""), issue => issue.IsError);

        Assert.Equal(("n-1", "The constraint n-1 is not met: One given name"), (issue.Rule, issue.English));
        Assert.Empty(judge.Errors("""{"resourceType":"Patient","name":[{"given":["a"]}]}"""));
    }

    [Fact]
    public void A_profile_that_meta_names_is_asked_and_one_that_is_unknown_is_said()
    {
        var errors = Judge.Issues("""{"resourceType":"Observation","meta":{"profile":["http://hl7.org/fhir/StructureDefinition/bodyweight","urn:unknown"]},"status":"final","code":{"text":"x"}}""");

        Assert.Contains(errors, issue => issue is { IsError: true, Rule: "cardinality-min", Expected: "subject 1..1" });
        Assert.Contains(errors, issue => issue is { Severity: IssueSeverity.Warning, Rule: "profile-unknown", Found: "urn:unknown", Expression: "Observation.meta.profile[1]" });
    }

    [Fact]
    public void A_profile_for_another_type_is_refused() => Assert.Contains(
        "profile-type at Patient",
        Judge.Errors("""{"resourceType":"Patient","meta":{"profile":["http://hl7.org/fhir/StructureDefinition/bodyweight"]}}"""));

    [Theory]
    [InlineData("""{"resourceType":"Patient","gender":"female"}""", null)]
    [InlineData("""{"resourceType":"Patient"}""", "cardinality-min at Bundle.entry[0].resource")]
    [InlineData("""{"resourceType":"Basic","code":{"text":"x"}}""", null)]
    [InlineData("""{"resourceType":"Organization","name":"x"}""", "type-not-allowed at Bundle.entry[0].resource")]
    public void Of_several_types_of_resource_each_has_its_profiles(string resource, string? error)
    {
        var judge = new ProfileJudge(
            ProfileJudge.Profile("mixed", "Bundle", """{"id":"Bundle.entry.resource","path":"Bundle.entry.resource","type":[{"code":"Patient","profile":["http://example.org/StructureDefinition/known"]},{"code":"Basic"}]}"""),
            ProfileJudge.Profile("known", "Patient", """{"id":"Patient.gender","path":"Patient.gender","min":1}"""));

        Assert.Equal(error is null ? [] : [error], judge.Errors($$"""{"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":"urn:uuid:c757873d-ec9a-4326-a141-556f43239520","resource":{{resource}} }]}"""));
    }

    [Fact]
    public void A_chain_of_references_through_a_whole_Bundle_is_no_deep_stack()
    {
        var judge = new ProfileJudge(
            ProfileJudge.Profile("chain", "Bundle", """{"id":"Bundle.entry.resource","path":"Bundle.entry.resource","min":1,"type":[{"code":"Patient","profile":["http://example.org/StructureDefinition/link"]}]}"""),
            ProfileJudge.Profile("link", "Patient", """{"id":"Patient.link.other","path":"Patient.link.other","type":[{"code":"Reference","targetProfile":["http://example.org/StructureDefinition/link"]}]}"""));
        var entries = Enumerable.Range(0, 3_000).Select(index => $$$"""{"fullUrl":"http://x.kr/fhir/Patient/p{{{index}}}","resource":{"resourceType":"Patient","id":"p{{{index}}}","link":[{"other":{"reference":"Patient/p{{{(index + 1) % 3_000}}}"},"type":"seealso"}]}}""");

        Assert.Empty(judge.Errors($$"""{"resourceType":"Bundle","type":"collection","entry":[{{string.Join(',', entries)}}]}"""));
    }

    [Fact]
    [Trait("pain", "10")]
    public void Ten_thousand_entries_sliced_by_profile_and_joined_by_references_take_no_search_for_each()
    {
        var judge = new ProfileJudge(
            ProfileJudge.Profile("many", "Bundle", """
                {"id":"Bundle.entry","path":"Bundle.entry","slicing":{"discriminator":[{"type":"profile","path":"resource"}],"rules":"open"}},
                {"id":"Bundle.entry:woman","path":"Bundle.entry","sliceName":"woman","min":1},
                {"id":"Bundle.entry:woman.resource","path":"Bundle.entry.resource","min":1,"type":[{"code":"Patient","profile":["http://example.org/StructureDefinition/woman"]}]}
                """),
            ProfileJudge.Profile("woman", "Patient", """{"id":"Patient.gender","path":"Patient.gender","min":1,"patternCode":"female"},{"id":"Patient.link.other","path":"Patient.link.other","type":[{"code":"Reference","targetProfile":["http://hl7.org/fhir/StructureDefinition/Patient"]}]}"""));
        var entries = Enumerable.Range(0, 10_000).Select(index => $$$"""{"fullUrl":"http://x.kr/fhir/Patient/p{{{index}}}","resource":{"resourceType":"Patient","id":"p{{{index}}}","gender":"{{{(index == 0 ? "female" : "male")}}}","link":[{"other":{"reference":"Patient/p{{{(index + 1) % 10_000}}}"},"type":"seealso"}]}}""");

        Assert.Empty(judge.Errors($$"""{"resourceType":"Bundle","type":"collection","entry":[{{string.Join(',', entries)}}]}"""));
    }
}
