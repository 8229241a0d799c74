using System.Net;
using System.Text;
using CareExchange.Journeys.Tests.World;

namespace CareExchange.Journeys.Tests.Rest;

/// <summary>What a conformance tester tries with fixtures of their own: the same person twice and again, what the specification's own examples hold, several versions at once.</summary>
[Collection(SharedDistrict.Name)]
public sealed class ConformanceTests(District district)
{
    private const string ToPatch = """[{"op":"replace","path":"/name","value":"둘"}]""";

    private string Base => $"{district.Run.Gateway.Address}fhir";

    [Fact]
    [Trait("spec", "http#create")]
    public async Task A_fixture_is_created_twice_deleted_and_created_again()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var key = Guid.NewGuid().ToString("N");
        var json = $$$"""{"resourceType":"Patient","identifier":[{"system":"urn:licence","value":"{{{key}}}"}],"name":[{"family":"김"}]}""";

        string[] ids = [(await machine.PostAsync("Patient", json)).Is(HttpStatusCode.Created).Text("id")!, (await machine.PostAsync("Patient", json)).Is(HttpStatusCode.Created).Text("id")!];

        Assert.Equal(2, (await machine.GetAsync($"Patient?identifier=urn:licence|{key}")).Resources.Count);
        (await machine.PostAsync("Patient", json, ("If-None-Exist", $"identifier=urn:licence|{key}"))).Refused(HttpStatusCode.PreconditionFailed, "multiple-matches");
        foreach (var id in ids) (await machine.SendAsync(HttpMethod.Delete, $"fhir/Patient/{id}")).Is(HttpStatusCode.NoContent);
        var again = (await machine.PostAsync("Patient", json, ("If-None-Exist", $"identifier=urn:licence|{key}"))).Is(HttpStatusCode.Created).Text("id");
        (await machine.PostAsync("", $$$"""{"resourceType":"Bundle","type":"transaction","entry":[{"resource":{{{json}}},"request":{"method":"POST","url":"Patient"}}]}""")).Is(HttpStatusCode.OK);
        (await machine.SendAsync(HttpMethod.Delete, $"fhir/Patient/{again}")).Is(HttpStatusCode.NoContent);
        (await machine.PutAsync($"Patient/{again}", json.Replace("\"identifier\"", $"\"id\":\"{again}\",\"identifier\"", StringComparison.Ordinal))).Is(HttpStatusCode.Created);
    }

    [Fact]
    [Trait("spec", "http#trules")]
    public async Task Narratives_of_a_transaction_link_to_its_other_entries()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var (place, room) = ($"urn:uuid:{Guid.NewGuid()}", $"urn:uuid:{Guid.NewGuid()}");

        var answer = (await machine.PostAsync("", $$$"""
            {"resourceType":"Bundle","type":"transaction","entry":[
              {"fullUrl":"{{{place}}}","resource":{"resourceType":"Organization","name":"곳"},"request":{"method":"POST","url":"Organization"}},
              {"fullUrl":"{{{room}}}","resource":{"resourceType":"Location","name":"방","text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\"><a href=\"{{{place}}}\">곳</a></div>"},"managingOrganization":{"reference":"{{{place}}}"}},"request":{"method":"POST","url":"Location"}}]}
            """)).Is(HttpStatusCode.OK);

        string[] made = [.. answer.Json.GetProperty("entry").EnumerateArray().Select(entry => entry.GetProperty("response").GetProperty("location").GetString()!.Split("/fhir/")[1].Split("/_history")[0])];
        var stored = (await machine.GetAsync(made[1])).Is(HttpStatusCode.OK);
        Assert.Contains($"href=\"{made[0]}\"", stored.Json.GetProperty("text").GetProperty("div").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("spec", "references#canonical")]
    public async Task A_definition_may_be_named_by_a_relative_URL_and_the_caller_is_told()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");

        var answer = await machine.PostAsync("Library", """{"resourceType":"Library","status":"draft","type":{"text":"x"},"relatedArtifact":[{"type":"depends-on","resource":"Library/other"}]}""", ("Prefer", "return=OperationOutcome"));

        answer.Is(HttpStatusCode.Created);
        Assert.Contains(answer.Issues, issue => issue is { Rule: "canonical-relative", Severity: "warning" });
    }

    [Theory]
    [Trait("spec", "http#concurrency")]
    [InlineData("W/\"9\", W/\"1\"", true)]
    [InlineData("W/\"9\", *", true)]
    [InlineData("W/\"8\", W/\"9\"", false)]
    public async Task One_of_several_versions_may_be_current_of_what_a_condition_finds_and_of_an_entry(string ifMatch, bool isMet)
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        string[] keys = [.. Enumerable.Range(0, 3).Select(_ => Guid.NewGuid().ToString("N"))];
        string Json(string key, string name, string id = "") => $$$"""{"resourceType":"Organization",{{{id}}}"identifier":[{"system":"urn:m","value":"{{{key}}}"}],"name":"{{{name}}}"}""";
        string[] ids = [.. await Task.WhenAll(keys.Select(async key => (await machine.PostAsync("Organization", Json(key, "하나"))).Is(HttpStatusCode.Created).Text("id")!))];

        var bundle = await machine.PostAsync("", $$$"""
            {"resourceType":"Bundle","type":"transaction","entry":[
              {"resource":{{{Json(keys[0], "셋", $"\"id\":\"{ids[0]}\",")}}},"request":{"method":"PUT","url":"Organization/{{{ids[0]}}}","ifMatch":"{{{ifMatch.Replace("\"", "\\\"", StringComparison.Ordinal)}}}"}},
              {"resource":{{{Json(keys[1], "셋")}}},"request":{"method":"PUT","url":"Organization?identifier=urn:m|{{{keys[1]}}}","ifMatch":"{{{ifMatch.Replace("\"", "\\\"", StringComparison.Ordinal)}}}"}}]}
            """);
        bundle.Is(isMet ? HttpStatusCode.OK : HttpStatusCode.PreconditionFailed);

        // Whatever became of that, the second version is named from here on.
        var next = isMet ? ifMatch.Replace("1", "2", StringComparison.Ordinal) : ifMatch;
        var updated = await machine.PutAsync($"Organization?identifier=urn:m|{keys[0]}", Json(keys[0], "넷"), ("If-Match", next));
        var patched = await machine.SendAsync(HttpMethod.Patch, $"fhir/Organization?identifier=urn:m|{keys[1]}", Encoding.UTF8.GetBytes(ToPatch), "application/json-patch+json", headers: ("If-Match", next));
        var deleted = await machine.SendAsync(HttpMethod.Delete, $"fhir/Organization?identifier=urn:m|{keys[2]}", headers: ("If-Match", ifMatch));
        Assert.Equal(
            isMet ? (HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.NoContent) : (HttpStatusCode.PreconditionFailed, HttpStatusCode.PreconditionFailed, HttpStatusCode.PreconditionFailed),
            (updated.Status, patched.Status, deleted.Status));
    }

    [Fact]
    [Trait("spec", "http#history")]
    public async Task The_history_of_everything_may_be_of_some_types_and_counts_nothing()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        (await machine.PostAsync("Organization", """{"resourceType":"Organization","name":"곳"}""")).Is(HttpStatusCode.Created);
        (await machine.PostAsync("Location", """{"resourceType":"Location","name":"방"}""")).Is(HttpStatusCode.Created);

        var answer = (await machine.GetAsync("_history?_type=Organization&_count=5")).Is(HttpStatusCode.OK);

        Assert.NotEmpty(answer.Resources);
        Assert.All(answer.Resources, resource => Assert.Equal("Organization", resource.GetProperty("resourceType").GetString()));
        (await machine.GetAsync("_history?_summary=count")).Refused(HttpStatusCode.BadRequest, "search-value");
    }

    [Theory]
    [Trait("spec", "search#contained")]
    [InlineData("_contained=true")]
    [InlineData("_contained=both&_containedType=contained")]
    public async Task Contained_resources_are_no_matches_and_who_asks_for_them_is_told(string query)
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");

        Assert.Contains("expected: false", (await machine.GetAsync($"Medication?{query}")).Refused(HttpStatusCode.BadRequest, "search-parameter-unknown").Diagnostics, StringComparison.Ordinal);

        var lenient = (await machine.GetAsync($"Medication?{query}&_count=1", ("Prefer", "handling=lenient"))).Is(HttpStatusCode.OK);
        Assert.Equal("outcome", lenient.Json.GetProperty("entry").EnumerateArray().Last().GetProperty("search").GetProperty("mode").GetString());
        Assert.DoesNotContain("_contained=", lenient.Json.GetProperty("link")[0].GetProperty("url").GetString(), StringComparison.Ordinal);
        (await machine.GetAsync("Medication?_contained=false&_containedType=container&_count=1")).Is(HttpStatusCode.OK);
        (await machine.GetAsync("Medication?_contained=perhaps")).Refused(HttpStatusCode.BadRequest, "search-value");
        (await machine.GetAsync("Medication?_containedType=both")).Refused(HttpStatusCode.BadRequest, "search-value");
    }

    [Fact]
    [Trait("spec", "search#contained")]
    public async Task A_chain_looks_into_what_is_contained_and_follows_canonical_urls()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        using var stranger = await Machine.RegisterAsync(district, "hongje-homecare");
        var key = Guid.NewGuid().ToString("N");
        var order = (await machine.PostAsync("MedicationRequest", $$$"""
            {"resourceType":"MedicationRequest","status":"active","intent":"order","subject":{"display":"x"},"medicationReference":{"reference":"#m"},
             "contained":[{"resourceType":"Medication","id":"m","code":{"coding":[{"system":"urn:drug","code":"{{{key}}}"}]}}]}
            """)).Is(HttpStatusCode.Created).Text("id");
        var form = (await machine.PostAsync("Questionnaire", $$$"""{"resourceType":"Questionnaire","url":"urn:form:{{{key}}}","name":"F{{{key}}}","title":"양식 {{{key}}}","status":"active"}""")).Is(HttpStatusCode.Created).Text("id");
        var filled = (await machine.PostAsync("QuestionnaireResponse", $$$"""{"resourceType":"QuestionnaireResponse","questionnaire":"urn:form:{{{key}}}","status":"completed"}""")).Is(HttpStatusCode.Created).Text("id");

        foreach (var (query, expected) in ((string, string?)[])
        [
            ($"MedicationRequest?medication.code=urn:drug|{key}", order), ($"MedicationRequest?medication:Medication.code={key}&status=active", order),
            ($"QuestionnaireResponse?questionnaire.title=양식 {key}", filled), ($"Questionnaire?_has:QuestionnaireResponse:questionnaire:status=completed&name=F{key}", form),
        ])
        {
            Assert.Equal(expected, Assert.Single((await machine.GetAsync(query)).Is(HttpStatusCode.OK).Resources).GetProperty("id").GetString());
        }

        Assert.Empty((await stranger.GetAsync($"MedicationRequest?medication.code=urn:drug|{key}")).Is(HttpStatusCode.OK).Resources);
        Assert.Empty((await machine.GetAsync($"Medication?code=urn:drug|{key}")).Is(HttpStatusCode.OK).Resources);
    }

    [Fact]
    [Trait("spec", "http#delete")]
    public async Task What_cannot_be_an_id_is_not_deleted()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");

        foreach (var path in (string[])["Patient/_history", "Patient/a_b"]) (await machine.SendAsync(HttpMethod.Delete, $"fhir/{path}")).Is(HttpStatusCode.NotFound);
        (await machine.SendAsync(HttpMethod.Delete, "fhir/Patient/nobody")).Is(HttpStatusCode.NoContent);
    }

    [Fact]
    [Trait("spec", "search#token")]
    public async Task A_value_set_is_named_by_its_url_its_reference_and_its_whole_address()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var key = Guid.NewGuid().ToString("N");
        var set = (await machine.PostAsync("ValueSet", $$$"""{"resourceType":"ValueSet","url":"urn:vs:{{{key}}}","status":"active","compose":{"include":[{"system":"urn:codes","concept":[{"code":"{{{key}}}"}]}]}}""")).Is(HttpStatusCode.Created).Text("id");
        var id = (await machine.PostAsync("Basic", $$$"""{"resourceType":"Basic","code":{"coding":[{"system":"urn:codes","code":"{{{key}}}"}]}}""")).Is(HttpStatusCode.Created).Text("id");

        foreach (var name in (string[])[$"urn:vs:{key}", $"ValueSet/{set}", $"{Base}/ValueSet/{set}"])
        {
            Assert.Equal(id, Assert.Single((await machine.GetAsync($"Basic?code:in={name}")).Is(HttpStatusCode.OK).Resources).GetProperty("id").GetString());
            Assert.Empty((await machine.GetAsync($"Basic?_id={id}&code:not-in={name}")).Is(HttpStatusCode.OK).Resources);
        }
    }

    [Fact]
    [Trait("spec", "search#elements")]
    public async Task Elements_that_are_asked_for_twice_add_up()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var id = (await machine.PostAsync("Organization", """{"resourceType":"Organization","name":"곳","alias":["터"],"active":true}""")).Is(HttpStatusCode.Created).Text("id");

        var seen = (await machine.GetAsync($"Organization/{id}?_elements=name&_elements=active")).Is(HttpStatusCode.OK).Json;

        Assert.Equal((true, true, false), (seen.TryGetProperty("name", out _), seen.TryGetProperty("active", out _), seen.TryGetProperty("alias", out _)));
    }

    [Fact]
    [Trait("spec", "group-operation-everything")]
    public async Task Everything_of_a_Group_is_the_Group_and_the_records_of_its_members_page_by_page()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        string[] persons = [.. await Task.WhenAll(Enumerable.Range(0, 3).Select(async _ => (await machine.PostAsync("Patient", """{"resourceType":"Patient"}""")).Is(HttpStatusCode.Created).Text("id")!))];
        foreach (var person in persons) (await machine.PostAsync("Observation", $$$"""{"resourceType":"Observation","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/{{{person}}}"}}""")).Is(HttpStatusCode.Created);
        var group = (await machine.PostAsync("Group", $$$"""
            {"resourceType":"Group","type":"person","actual":true,"member":[{"entity":{"reference":"Patient/{{{persons[0]}}}"}},{"entity":{"reference":"Patient/{{{persons[1]}}}"},"inactive":true},{"entity":{"reference":"Patient/{{{persons[2]}}}"}},{"entity":{"reference":"Patient/nobody"}}]}
            """)).Is(HttpStatusCode.Created).Text("id");

        var request = $"r-{Guid.NewGuid():N}";
        var found = new List<string>();
        for (var path = $"Group/{group}/$everything?_type=Group,Patient,Observation&_count=2"; path is not null;)
        {
            var page = (await machine.GetAsync(path, ("X-Request-Id", request))).Is(HttpStatusCode.OK);
            found.AddRange(page.Resources.Select(resource => $"{resource.GetProperty("resourceType").GetString()} {(resource.TryGetProperty("subject", out var subject) ? subject.GetProperty("reference").GetString()!.Split('/')[1] : resource.GetProperty("id").GetString())}"));
            path = page.Json.GetProperty("link").EnumerateArray().Where(link => link.GetProperty("relation").GetString() == "next").Select(link => link.GetProperty("url").GetString()!.Split("/fhir/")[1]).SingleOrDefault();
        }

        string[] members = [.. ((string[])[persons[0], persons[2]]).Order(StringComparer.Ordinal)];
        Assert.Equal([$"Group {group}", .. members.SelectMany(person => (string[])[$"Patient {person}", $"Observation {person}"])], found);
        var trail = await district.AuditAsync(machine.Id);
        Assert.All(members, person => Assert.Contains(trail, entry => entry.Row.Person == person && entry.Row is { Action: "operation", Outcome: "permit" }));
        (await machine.GetAsync("Group/nothing/$everything")).Refused(HttpStatusCode.NotFound, "resource-unknown");
        Assert.StartsWith(Base, (await machine.GetAsync($"Group/{group}/$everything")).Json.GetProperty("link")[0].GetProperty("url").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [Trait("spec", "http#mime-type")]
    [InlineData("Organization?_count=1&_format=json;fhirVersion=4.0", null, "application/fhir+json")]
    [InlineData("Organization?_count=1&_format=xml;%20fhirVersion=4.0", null, "application/fhir+xml")]
    [InlineData("Organization?_count=1", "text/*", "text/json")]
    [InlineData("Organization?_count=1&_format=json;fhirVersion=5.0", null, null)]
    public async Task A_short_name_may_say_the_version_and_text_of_any_kind_is_JSON(string path, string? accept, string? expected)
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");

        var answer = accept is null ? await machine.GetAsync(path) : await machine.GetAsync(path, ("Accept", accept));

        if (expected is null) answer.Refused(HttpStatusCode.NotAcceptable, "not-acceptable");
        else Assert.Equal(expected, answer.Is(HttpStatusCode.OK).Response.Content.Headers.ContentType?.MediaType);
    }
}
