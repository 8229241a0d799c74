namespace CareExchange.Validation.Tests.Rules;

public class SlicingRuleTests
{
    private static readonly ProfileJudge ByValue = new(ProfileJudge.Profile("coded", "Observation", """
        {"id":"Observation.category","path":"Observation.category","slicing":{"discriminator":[{"type":"value","path":"coding.code"},{"type":"value","path":"coding.system"}],"ordered":true,"rules":"closed"},"min":1},
        {"id":"Observation.category:lab","path":"Observation.category","sliceName":"lab","min":1,"max":"1"},
        {"id":"Observation.category:lab.coding","path":"Observation.category.coding","min":1},
        {"id":"Observation.category:lab.coding.system","path":"Observation.category.coding.system","min":1,"fixedUri":"urn:s"},
        {"id":"Observation.category:lab.coding.code","path":"Observation.category.coding.code","min":1,"fixedCode":"lab"},
        {"id":"Observation.category:lab.text","path":"Observation.category.text","min":1},
        {"id":"Observation.category:ward","path":"Observation.category","sliceName":"ward","min":0,"max":"1"},
        {"id":"Observation.category:ward.coding","path":"Observation.category.coding","min":1},
        {"id":"Observation.category:ward.coding.system","path":"Observation.category.coding.system","min":1,"fixedUri":"urn:s"},
        {"id":"Observation.category:ward.coding.code","path":"Observation.category.coding.code","min":1,"fixedCode":"ward"}
        """));

    private const string Lab = """{"coding":[{"system":"urn:s","code":"lab"}],"text":"l"}""";
    private const string Ward = """{"coding":[{"system":"urn:s","code":"ward"}]}""";

    [Theory]
    [InlineData(Lab, null)]
    [InlineData($"{Lab},{Ward}", null)]
    [InlineData($"{Ward},{Lab}", "slice-order at Observation.category[1]")]
    [InlineData(Ward, "slice-min at Observation")]
    [InlineData($"{Lab},{Lab}", "slice-count at Observation")]
    [InlineData($$"""{{Lab}},{"coding":[{"system":"urn:t","code":"ward"}]}""", "slice-closed at Observation.category[1]")]
    [InlineData("""{"coding":[{"system":"urn:s","code":"lab"}]}""", "cardinality-min at Observation.category[0]")]
    [Trait("pain", "11")]
    public void Slices_by_value_are_counted_ordered_closed_and_filled(string categories, string? error) =>
        Assert.Equal(error is null ? [] : [error], ByValue.Errors(Observation($"\"category\":[{categories}]")));

    [Fact]
    [Trait("pain", "12")]
    public void The_nearest_slice_and_the_reason_are_told()
    {
        var issue = Assert.Single(ByValue.Issues(Observation($$"""
            "category":[{{Lab}},{"coding":[{"system":"urn:s","code":"bed"}]}]
            """)), issue => issue.Rule == "slice-closed");

        Assert.Equal(("slice lab: coding.code = \"lab\"", "bed"), (issue.Expected, issue.Found));
    }

    [Theory]
    [InlineData("\"valueQuantity\":{\"value\":1,\"unit\":\"mg\"}", null)]
    [InlineData("\"valueQuantity\":{\"value\":1}", "cardinality-min at Observation.value")]
    [InlineData("\"valueString\":\"x\"", null)]
    [InlineData("\"valueBoolean\":true", "type-not-allowed at Observation.value")]
    public void Slices_of_a_choice_are_told_apart_by_type(string value, string? error)
    {
        var judge = new ProfileJudge(ProfileJudge.Profile("typed", "Observation", """
            {"id":"Observation.value[x]","path":"Observation.value[x]","slicing":{"discriminator":[{"type":"type","path":"$this"}],"rules":"open"},"type":[{"code":"Quantity"},{"code":"string"}]},
            {"id":"Observation.value[x]:valueQuantity","path":"Observation.value[x]","sliceName":"valueQuantity","type":[{"code":"Quantity"}]},
            {"id":"Observation.value[x]:valueQuantity.unit","path":"Observation.value[x].unit","min":1}
            """));

        Assert.Equal(error is null ? [] : [error], judge.Errors(Observation(value)));
    }

    [Theory]
    [InlineData("""{"name":{"text":"a"}},{"telecom":[{"value":"1","system":"phone"}]}""", null)]
    [InlineData("""{"telecom":[{"value":"1","system":"phone"}]}""", "slice-min at Patient")]
    [InlineData("""{"name":{"text":"a"}},{"name":{"text":"b"}}""", "slice-count at Patient")]
    public void Slices_are_told_apart_by_what_exists(string contacts, string? error)
    {
        var judge = new ProfileJudge(ProfileJudge.Profile("existing", "Patient", """
            {"id":"Patient.contact","path":"Patient.contact","slicing":{"discriminator":[{"type":"exists","path":"name"}],"rules":"open"}},
            {"id":"Patient.contact:named","path":"Patient.contact","sliceName":"named","min":1,"max":"1"},
            {"id":"Patient.contact:named.name","path":"Patient.contact.name","min":1},
            {"id":"Patient.contact:nameless","path":"Patient.contact","sliceName":"nameless"},
            {"id":"Patient.contact:nameless.name","path":"Patient.contact.name","max":"0"}
            """));

        Assert.Equal(error is null ? [] : [error], judge.Errors($$"""{"resourceType":"Patient","contact":[{{contacts}}]}"""));
    }

    [Fact]
    public void Entries_are_told_apart_by_the_profile_of_their_resource()
    {
        var judge = new ProfileJudge(
            ProfileJudge.Profile("book", "Bundle", """
                {"id":"Bundle.entry","path":"Bundle.entry","slicing":{"discriminator":[{"type":"profile","path":"resource"}],"rules":"open"}},
                {"id":"Bundle.entry:woman","path":"Bundle.entry","sliceName":"woman","min":1,"max":"1"},
                {"id":"Bundle.entry:woman.resource","path":"Bundle.entry.resource","min":1,"type":[{"code":"Patient","profile":["http://example.org/StructureDefinition/woman"]}]}
                """),
            ProfileJudge.Profile("woman", "Patient", """{"id":"Patient.gender","path":"Patient.gender","min":1,"patternCode":"female"}"""));

        Assert.Empty(judge.Errors(Bundle("female", "male")));
        Assert.Equal(["slice-min at Bundle"], judge.Errors(Bundle("male", "male")));
        Assert.Equal(["slice-count at Bundle"], judge.Errors(Bundle("female", "female")));
    }

    [Fact]
    public void A_slice_is_sliced_again()
    {
        var judge = new ProfileJudge(ProfileJudge.Profile("again", "Patient", """
            {"id":"Patient.telecom","path":"Patient.telecom","slicing":{"discriminator":[{"type":"value","path":"system"}],"rules":"open"}},
            {"id":"Patient.telecom:phone","path":"Patient.telecom","sliceName":"phone","min":1,"slicing":{"discriminator":[{"type":"value","path":"use"}],"rules":"open"}},
            {"id":"Patient.telecom:phone.system","path":"Patient.telecom.system","min":1,"fixedCode":"phone"},
            {"id":"Patient.telecom:phone/home","path":"Patient.telecom","sliceName":"phone/home","min":1,"max":"1"},
            {"id":"Patient.telecom:phone/home.system","path":"Patient.telecom.system","min":1,"fixedCode":"phone"},
            {"id":"Patient.telecom:phone/home.use","path":"Patient.telecom.use","min":1,"fixedCode":"home"}
            """));

        Assert.Empty(judge.Errors("""{"resourceType":"Patient","telecom":[{"system":"phone","use":"home","value":"1"},{"system":"email","use":"home","value":"2"}]}"""));
        Assert.Equal(["slice-min at Patient"], judge.Errors("""{"resourceType":"Patient","telecom":[{"system":"phone","use":"work","value":"1"}]}"""));
    }

    private static string Observation(string properties) => $$"""{"resourceType":"Observation","status":"final","code":{"text":"x"},{{properties}}}""";

    private static string Bundle(params string[] genders) =>
        $$"""{"resourceType":"Bundle","type":"collection","entry":[{{string.Join(',', genders.Select((gender, index) => $$$"""{"fullUrl":"urn:uuid:c757873d-ec9a-4326-a141-556f4323952{{{index}}}","resource":{"resourceType":"Patient","gender":"{{{gender}}}"}}"""))}}]}""";
}
