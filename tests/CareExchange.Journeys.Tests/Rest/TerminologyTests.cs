using System.Net;
using System.Text;
using System.Text.Json;
using CareExchange.Journeys.Tests.World;

namespace CareExchange.Journeys.Tests.Rest;

/// <summary>Terminology operations over the packs and what is stored, in both formats, with every kind of input that does not fit.</summary>
[Collection(SharedDistrict.Name)]
public sealed class TerminologyTests(District district)
{
    private const string Gender = "http://hl7.org/fhir/administrative-gender";
    private const string Genders = "http://hl7.org/fhir/ValueSet/administrative-gender";

    [Fact]
    public async Task A_code_is_looked_up_by_query_by_Parameters_and_in_XML()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");

        var query = (await machine.GetAsync($"CodeSystem/$lookup?system={Gender}&code=female")).Is(HttpStatusCode.OK);
        var coding = (await machine.PostAsync("CodeSystem/$lookup", Parameters($$$"""{"name":"coding","valueCoding":{"system":"{{{Gender}}}","code":"female"}}"""))).Is(HttpStatusCode.OK);
        var xml = (await machine.SendAsync(
            HttpMethod.Post, "fhir/CodeSystem/$lookup",
            Encoding.UTF8.GetBytes($"""<Parameters xmlns="http://hl7.org/fhir"><parameter><name value="system"/><valueUri value="{Gender}"/></parameter><parameter><name value="code"/><valueCode value="female"/></parameter></Parameters>"""),
            "application/fhir+xml", headers: ("Accept", "application/fhir+xml"))).Is(HttpStatusCode.OK);

        Assert.Equal("Female", query.Parameter("display").GetProperty("valueString").GetString());
        Assert.Equal(query.Bytes, coding.Bytes);
        Assert.Contains("<valueString value=\"Female\"/>", Encoding.UTF8.GetString(xml.Bytes), StringComparison.Ordinal);
        (await machine.GetAsync($"CodeSystem/$lookup?system={Gender}&code=woman")).Refused(HttpStatusCode.NotFound, "code-unknown");
        (await machine.GetAsync("CodeSystem/$lookup?system=urn:nobody&code=x")).Refused(HttpStatusCode.NotFound, "code-system-unknown");
        (await machine.GetAsync("CodeSystem/$lookup?code=female")).Refused(HttpStatusCode.BadRequest, "operation-parameter-missing");
        (await machine.GetAsync($"CodeSystem/$lookup?system={Gender}")).Refused(HttpStatusCode.BadRequest, "operation-parameter-missing");
        (await machine.GetAsync($"CodeSystem/$lookup?system={Gender}&code=female&code=male")).Refused(HttpStatusCode.BadRequest, "operation-parameter-repeated");
        (await machine.GetAsync($"CodeSystem/$lookup?system={Gender}&code=female&date=yesterday")).Refused(HttpStatusCode.BadRequest, "operation-parameter-value");
        (await machine.GetAsync($"CodeSystem/$lookup?coding={Gender}%7Cfemale")).Refused(HttpStatusCode.BadRequest, "operation-parameter-type");
    }

    [Fact]
    public async Task A_stored_code_system_counts_as_soon_as_it_is_stored_and_no_longer_than_it_stands()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var url = $"urn:test:codes:{Guid.NewGuid():N}";
        (await machine.GetAsync($"CodeSystem/$validate-code?url={url}&code=cat")).Refused(HttpStatusCode.NotFound, "code-system-unknown");

        var created = (await machine.PostAsync("CodeSystem", Animals(url, """{"code":"cat","display":"Cat","designation":[{"language":"ko","value":"고양이"}]}"""))).Is(HttpStatusCode.Created);
        var id = created.Text("id");
        Assert.True(Result(await machine.GetAsync($"CodeSystem/$validate-code?url={url}&code=cat")));
        Assert.False(Result(await machine.GetAsync($"CodeSystem/{id}/$validate-code?code=dog")));
        Assert.Equal("고양이", (await machine.GetAsync($"CodeSystem/$lookup?system={url}&code=cat&displayLanguage=ko")).Parameter("display").GetProperty("valueString").GetString());
        Assert.Equal("subsumes", (await machine.GetAsync($"CodeSystem/{id}/$subsumes?codeA=animal&codeB=cat")).Is(HttpStatusCode.OK).Parameter("outcome").GetProperty("valueCode").GetString());
        Assert.Equal("subsumed-by", (await machine.GetAsync($"CodeSystem/$subsumes?codeA=cat&codeB=animal&system={url}")).Is(HttpStatusCode.OK).Parameter("outcome").GetProperty("valueCode").GetString());
        (await machine.GetAsync($"CodeSystem/$subsumes?codeA=cat&system={url}")).Refused(HttpStatusCode.BadRequest, "operation-parameter-missing");

        (await machine.PutAsync($"CodeSystem/{id}", Animals(url, """{"code":"cat","display":"Cat"},{"code":"dog","display":"Dog"}""", id))).Is(HttpStatusCode.OK);
        Assert.True(Result(await machine.GetAsync($"CodeSystem/{id}/$validate-code?code=dog")));
        Assert.False(Result(await machine.GetAsync($"CodeSystem/{id}/$validate-code?code=dog&display=Hound")));
        (await machine.SendAsync(HttpMethod.Delete, $"fhir/CodeSystem/{id}")).Is(HttpStatusCode.NoContent);
        (await machine.GetAsync($"CodeSystem/$validate-code?url={url}&code=cat")).Refused(HttpStatusCode.NotFound, "code-system-unknown");
        (await machine.GetAsync($"CodeSystem/{id}/$validate-code?code=cat")).Refused(HttpStatusCode.Gone, "resource-deleted");
        (await machine.GetAsync("CodeSystem/nowhere/$validate-code?code=cat")).Refused(HttpStatusCode.NotFound, "resource-unknown");
    }

    [Fact]
    public async Task What_is_stored_of_terminology_is_what_searches_go_by()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var url = $"urn:test:codes:{Guid.NewGuid():N}";
        var system = (await machine.PostAsync("CodeSystem", Animals(url, """{"code":"cat"},{"code":"dog"}"""))).Is(HttpStatusCode.Created).Text("id");
        var set = (await machine.PostAsync("ValueSet", $$$"""{"resourceType":"ValueSet","url":"{{{url}}}:vs","status":"active","compose":{"include":[{"system":"{{{url}}}","concept":[{"code":"cat"}]}]}}""")).Is(HttpStatusCode.Created).Text("id");
        var cat = (await machine.PostAsync("Observation", Seen(url, "cat"))).Is(HttpStatusCode.Created).Text("id");
        var dog = (await machine.PostAsync("Observation", Seen(url, "dog"))).Is(HttpStatusCode.Created).Text("id");

        Assert.Equal([cat], await FoundAsync($"code:in={url}:vs"));
        Assert.Equal([cat], await FoundAsync($"code:in=ValueSet/{set}"));
        Assert.Equal([dog], await FoundAsync($"code:not-in={url}:vs&code={url}|"));
        Assert.Equal([cat, dog], await FoundAsync($"code:below={url}|animal"));
        Assert.Equal([cat], await FoundAsync($"_filter=code%20in%20%22{url}:vs%22"));
        (await machine.GetAsync("Observation?code:in=ValueSet/nowhere")).Refused(HttpStatusCode.BadRequest, "search-value-set");

        (await machine.PutAsync($"ValueSet/{set}", $$$"""{"resourceType":"ValueSet","id":"{{{set}}}","url":"{{{url}}}:vs","status":"active","compose":{"include":[{"system":"{{{url}}}","concept":[{"code":"dog"}]}]}}""")).Is(HttpStatusCode.OK);
        Assert.Equal([dog], await FoundAsync($"code:in={url}:vs"));
        (await machine.SendAsync(HttpMethod.Delete, $"fhir/CodeSystem/{system}")).Is(HttpStatusCode.NoContent);
        (await machine.GetAsync($"Observation?code:below={url}|animal")).Refused(HttpStatusCode.BadRequest, "search-code-system");

        async Task<IEnumerable<string?>> FoundAsync(string query) => (await machine.GetAsync($"Observation?{query}")).Is(HttpStatusCode.OK).Resources.Select(one => one.GetProperty("id").GetString());

        static string Seen(string system, string code) => $$$"""{"resourceType":"Observation","status":"final","code":{"coding":[{"system":"{{{system}}}","code":"{{{code}}}"}]}}""";
    }

    [Fact]
    public async Task A_value_set_is_expanded_with_filter_pages_and_languages_stored_or_sent()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var url = $"urn:test:codes:{Guid.NewGuid():N}";
        (await machine.PostAsync("CodeSystem", Animals(url, """{"code":"cat","display":"Cat","designation":[{"language":"ko","value":"고양이"}]},{"code":"dog","display":"Dog"},{"code":"dodo","display":"Dodo","property":[{"code":"inactive","valueBoolean":true}]}"""))).Is(HttpStatusCode.Created);
        var set = $$$"""{"resourceType":"ValueSet","url":"{{{url}}}:vs","status":"active","compose":{"include":[{"system":"{{{url}}}"}]}}""";
        var id = (await machine.PostAsync("ValueSet", set)).Is(HttpStatusCode.Created).Text("id");

        Assert.Equal(["cat", "dog", "dodo"], Codes(await machine.GetAsync($"ValueSet/$expand?url={url}:vs")).Where(code => code != "animal"));
        Assert.Equal(["dog", "dodo"], Codes(await machine.GetAsync($"ValueSet/{id}/$expand?filter=do")));
        Assert.Equal(["dog"], Codes(await machine.GetAsync($"ValueSet/{id}/$expand?filter=do&activeOnly=true")));
        var page = (await machine.GetAsync($"ValueSet/{id}/$expand?offset=1&count=2")).Is(HttpStatusCode.OK);
        Assert.Equal((4, 1), (page.Json.GetProperty("expansion").GetProperty("total").GetInt32(), page.Json.GetProperty("expansion").GetProperty("offset").GetInt32()));
        Assert.Equal(["cat", "dog"], Codes(page));
        var korean = (await machine.GetAsync($"ValueSet/{id}/$expand?filter=cat&displayLanguage=ko&includeDesignations=true")).Is(HttpStatusCode.OK).Json.GetProperty("expansion").GetProperty("contains")[0];
        Assert.Equal(("고양이", "ko"), (korean.GetProperty("display").GetString(), korean.GetProperty("designation")[0].GetProperty("language").GetString()));
        var sent = $$$"""{"resourceType":"ValueSet","status":"draft","compose":{"include":[{"system":"{{{url}}}","concept":[{"code":"dog"}]}]}}""";
        Assert.Equal(["dog"], Codes(await machine.PostAsync("ValueSet/$expand", sent)));
        Assert.Equal(["dog"], Codes(await machine.PostAsync("ValueSet/$expand", Parameters($$"""{"name":"valueSet","resource":{{sent}}}"""))));
        (await machine.GetAsync("ValueSet/$expand?url=http://hl7.org/fhir/ValueSet/mimetypes")).Refused(HttpStatusCode.UnprocessableEntity, "expansion-too-costly");
        (await machine.GetAsync("ValueSet/$expand?url=urn:nobody")).Refused(HttpStatusCode.NotFound, "value-set-unknown");
        (await machine.GetAsync("ValueSet/$expand")).Refused(HttpStatusCode.BadRequest, "operation-parameter-missing");
        (await machine.GetAsync($"ValueSet/{id}/$expand?count=-1")).Refused(HttpStatusCode.BadRequest, "operation-parameter-value");
        (await machine.GetAsync($"ValueSet/{id}/$expand?count=many")).Refused(HttpStatusCode.BadRequest, "operation-parameter-value");
        (await machine.PostAsync("ValueSet/$expand", """{"resourceType":"Patient"}""")).Refused(HttpStatusCode.BadRequest, "operation-body");
        Assert.Equal(["male", "female", "other", "unknown"], Codes(await machine.GetAsync("ValueSet/$expand?context=Patient.gender")));
    }

    [Fact]
    public async Task Membership_is_judged_for_codes_codings_and_concepts()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");

        Assert.True(Result(await machine.GetAsync($"ValueSet/$validate-code?url={Genders}&code=female&system={Gender}")));
        Assert.True(Result(await machine.GetAsync($"ValueSet/$validate-code?url={Genders}&code=female")));
        var wrong = (await machine.GetAsync($"ValueSet/$validate-code?url={Genders}&code=woman&system={Gender}")).Is(HttpStatusCode.OK);
        Assert.False(Result(wrong));
        Assert.False(string.IsNullOrEmpty(wrong.Parameter("message").GetProperty("valueString").GetString()));
        Assert.True(Result(await machine.PostAsync("ValueSet/$validate-code", Parameters($$$"""{"name":"url","valueUri":"{{{Genders}}}"},{"name":"codeableConcept","valueCodeableConcept":{"coding":[{"system":"urn:x","code":"y"},{"system":"{{{Gender}}}","code":"male"}]}}"""))));
        (await machine.GetAsync("ValueSet/$validate-code?url=urn:nobody&code=x")).Refused(HttpStatusCode.NotFound, "value-set-unknown");
        (await machine.GetAsync($"ValueSet/$validate-code?url={Genders}")).Refused(HttpStatusCode.BadRequest, "operation-parameter-missing");
        (await machine.PostAsync("ValueSet/$validate-code", Parameters($$$"""{"name":"url","valueUri":"{{{Genders}}}"},{"name":"code","valueCode":"male"},{"name":"coding","valueCoding":{"code":"male"}}"""))).Refused(HttpStatusCode.BadRequest, "operation-parameter-value");
    }

    [Fact]
    public async Task A_code_is_translated_there_and_back()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var url = $"urn:test:map:{Guid.NewGuid():N}";
        var map = $$$"""
            {"resourceType":"ConceptMap","url":"{{{url}}}","status":"active","sourceUri":"urn:a:vs","targetUri":"urn:b:vs",
             "group":[{"source":"urn:a","target":"urn:b","element":[{"code":"1","target":[{"code":"one","display":"One","equivalence":"wider"}]},{"code":"2","target":[{"equivalence":"unmatched"}]}]}]}
            """;
        var id = (await machine.PostAsync("ConceptMap", map)).Is(HttpStatusCode.Created).Text("id");

        var there = (await machine.GetAsync($"ConceptMap/$translate?url={url}&system=urn:a&code=1")).Is(HttpStatusCode.OK);
        Assert.True(Result(there));
        Assert.Equal("one", Part(there.Parameter("match"), "concept").GetProperty("valueCoding").GetProperty("code").GetString());
        var back = (await machine.GetAsync($"ConceptMap/{id}/$translate?system=urn:b&code=one&reverse=true")).Is(HttpStatusCode.OK);
        Assert.Equal(("1", "narrower"), (Part(back.Parameter("match"), "concept").GetProperty("valueCoding").GetProperty("code").GetString(), Part(back.Parameter("match"), "equivalence").GetProperty("valueCode").GetString()));
        Assert.True(Result(await machine.GetAsync("ConceptMap/$translate?source=urn:a:vs&target=urn:b:vs&system=urn:a&code=1")));
        Assert.False(Result(await machine.GetAsync($"ConceptMap/{id}/$translate?system=urn:a&code=2")));
        Assert.False(Result(await machine.GetAsync($"ConceptMap/{id}/$translate?system=urn:a&code=99")));
        (await machine.GetAsync("ConceptMap/$translate?url=urn:nobody&system=urn:a&code=1")).Refused(HttpStatusCode.NotFound, "concept-map-unknown");
        (await machine.GetAsync($"ConceptMap/{id}/$translate")).Refused(HttpStatusCode.BadRequest, "operation-parameter-missing");
        (await machine.GetAsync("ConceptMap/$translate?code=1")).Refused(HttpStatusCode.BadRequest, "operation-parameter-missing");
    }

    [Fact]
    public async Task Versions_fragments_and_codings_without_system_are_judged_as_what_they_are()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var url = $"urn:test:codes:{Guid.NewGuid():N}";
        foreach (var version in (string[])["1.0", "2.0"]) (await machine.PostAsync("CodeSystem", Animals(url, $$"""{"code":"cat","display":"Cat {{version}}"}""").Replace("\"status\"", $"\"version\":\"{version}\",\"status\"", StringComparison.Ordinal))).Is(HttpStatusCode.Created);
        (await machine.PostAsync("CodeSystem", Animals(url + ":part", """{"code":"cat"}""").Replace("complete", "fragment", StringComparison.Ordinal))).Is(HttpStatusCode.Created);
        var set = (await machine.PostAsync("ValueSet", $$$"""{"resourceType":"ValueSet","url":"{{{url}}}:old","status":"active","compose":{"include":[{"system":"{{{url}}}","version":"1.0"}]}}""")).Is(HttpStatusCode.Created).Text("id");

        var old = (await machine.GetAsync($"ValueSet/{set}/$validate-code?system={url}&code=cat")).Is(HttpStatusCode.OK);
        Assert.Equal("Cat 1.0", old.Parameter("display").GetProperty("valueString").GetString());
        Assert.False(Result(await machine.GetAsync($"ValueSet/{set}/$validate-code?system={url}&code=cat&systemVersion=2.0")));
        Assert.Equal("Cat 2.0", (await machine.GetAsync($"CodeSystem/$lookup?system={url}&code=cat")).Parameter("display").GetProperty("valueString").GetString());
        Assert.Equal("Cat 1.0", (await machine.GetAsync($"CodeSystem/$lookup?system={url}&code=cat&version=1.0")).Parameter("display").GetProperty("valueString").GetString());
        Assert.True(Result(await machine.GetAsync($"CodeSystem/$validate-code?url={url}:part&code=unicorn")));
        Assert.False(Result(await machine.PostAsync("ValueSet/$validate-code", Parameters($$$"""{"name":"url","valueUri":"{{{Genders}}}"},{"name":"coding","valueCoding":{"code":"male"}}"""))));
        Assert.False(Result(await machine.PostAsync("ValueSet/$validate-code", Parameters($$$"""{"name":"url","valueUri":"{{{Genders}}}"},{"name":"codeableConcept","valueCodeableConcept":{"coding":[{"system":"{{{Gender}}}","code":"male"},{"system":"{{{url}}}","code":"unicorn"}]}}"""))));
        Assert.Equal(["cat"], Codes(await machine.PostAsync("ValueSet/$expand", $$$"""{"resourceType":"ValueSet","status":"draft","compose":{"include":[{"system":"{{{url}}}","concept":[{"code":"cat"},{"code":"unicorn"}]}]}}""")));
        Assert.Equal(["cat"], Codes(await machine.PostAsync("ValueSet/$expand", $$$"""{"resourceType":"ValueSet","status":"draft","compose":{"include":[{"system":"{{{url}}}","filter":[{"property":"concept","op":"child-of","value":"animal"}]}]}}""")));
    }

    [Fact]
    public async Task Concepts_are_found_by_what_they_are()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var url = $"urn:test:codes:{Guid.NewGuid():N}";
        var id = (await machine.PostAsync("CodeSystem", Animals(url, """{"code":"cat","display":"Cat"},{"code":"dodo","display":"Dodo","property":[{"code":"inactive","valueBoolean":true}]}"""))).Is(HttpStatusCode.Created).Text("id");
        static string Property(string code, string value) => $$"""{"name":"property","part":[{"name":"code","valueCode":"{{code}}"},{"name":"value","valueString":"{{value}}"}]}""";

        var exact = (await machine.PostAsync("CodeSystem/$find-matches", Parameters($$"""{"name":"system","valueUri":"{{url}}"},{"name":"exact","valueBoolean":true},{{Property("parent", "animal")}},{{Property("inactive", "true")}}"""))).Is(HttpStatusCode.OK);
        Assert.Equal("dodo", Part(exact.Parameter("match"), "code").GetProperty("valueCoding").GetProperty("code").GetString());
        var near = (await machine.PostAsync($"CodeSystem/{id}/$find-matches", Parameters($$"""{"name":"exact","valueBoolean":false},{{Property("parent", "animal")}},{{Property("inactive", "true")}}"""))).Is(HttpStatusCode.OK);
        Assert.Equal(["dodo", "cat"], near.Json.GetProperty("parameter").EnumerateArray().Select(match => Part(match, "code").GetProperty("valueCoding").GetProperty("code").GetString()));
        (await machine.PostAsync("CodeSystem/$find-matches", Parameters("""{"name":"exact","valueBoolean":true}"""))).Refused(HttpStatusCode.BadRequest, "operation-parameter-missing");
        (await machine.PostAsync($"CodeSystem/{id}/$find-matches", Parameters("""{"name":"exact","valueBoolean":true}"""))).Refused(HttpStatusCode.BadRequest, "operation-parameter-missing");
        (await machine.PostAsync($"CodeSystem/{id}/$find-matches", Parameters("""{"name":"exact","valueBoolean":true},{"name":"property","valueString":"x"}"""))).Refused(HttpStatusCode.BadRequest, "operation-parameter-type");
    }

    [Fact]
    public async Task Operations_are_carried_out_inside_a_batch()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");

        var answer = (await machine.PostAsync("", $$$"""
            {"resourceType":"Bundle","type":"batch","entry":[
             {"request":{"method":"GET","url":"CodeSystem/$lookup?system={{{Gender}}}&code=female"}},
             {"resource":{"resourceType":"Parameters","parameter":[{"name":"url","valueUri":"{{{Genders}}}"}]},"request":{"method":"POST","url":"ValueSet/$expand"}},
             {"request":{"method":"GET","url":"ValueSet/$unheard"}}]}
            """)).Is(HttpStatusCode.OK).Json.GetProperty("entry");

        Assert.Equal(["200", "200", "404"], answer.EnumerateArray().Select(entry => entry.GetProperty("response").GetProperty("status").GetString()![..3]));
        Assert.Equal("Parameters", answer[0].GetProperty("resource").GetProperty("resourceType").GetString());
        Assert.Contains("female", Codes(answer[1].GetProperty("resource").GetProperty("expansion")));
    }

    [Fact]
    public async Task Who_may_not_read_a_type_may_not_ask_it_either()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun", "system/Patient.rs");

        (await machine.GetAsync($"CodeSystem/$lookup?system={Gender}&code=female")).Refused(HttpStatusCode.Forbidden, "scope-missing");
        var recorded = (await district.AuditAsync(machine.Id, 1))[0];
        Assert.Equal(("operation", "deny"), (recorded.Row.Action, recorded.Row.Outcome));
    }

    private static string Animals(string url, string concepts, string? id = null) => $$$"""
        {"resourceType":"CodeSystem",{{{(id is null ? "" : $"\"id\":\"{id}\",")}}}"url":"{{{url}}}","status":"active","content":"complete","hierarchyMeaning":"is-a",
         "property":[{"code":"inactive","uri":"http://hl7.org/fhir/concept-properties#inactive","type":"boolean"}],"concept":[{"code":"animal","display":"Animal","concept":[{{{concepts}}}]}]}
        """;

    private static string Parameters(string parameters) => $$"""{"resourceType":"Parameters","parameter":[{{parameters}}]}""";

    private static bool Result(Answer answer) => answer.Is(HttpStatusCode.OK).Parameter("result").GetProperty("valueBoolean").GetBoolean();

    private static JsonElement Part(JsonElement parameter, string name) => parameter.GetProperty("part").EnumerateArray().Single(part => part.GetProperty("name").GetString() == name);

    private static IEnumerable<string?> Codes(Answer answer) => Codes(answer.Is(HttpStatusCode.OK).Json.GetProperty("expansion"));

    private static IEnumerable<string?> Codes(JsonElement parent) => parent.TryGetProperty("contains", out var contains)
        ? contains.EnumerateArray().SelectMany(code => Codes(code).Prepend(code.GetProperty("code").GetString())) : [];
}
