using System.Net;
using System.Text;
using CareExchange.Journeys.Tests.World;

namespace CareExchange.Journeys.Tests.Rest;

/// <summary>Sentences of R4's http.html and search.html that conformance testers know and few servers follow.</summary>
[Collection(SharedDistrict.Name)]
public sealed class SpecificationTests(District district)
{
    private const string Form = "application/x-www-form-urlencoded";

    private string Base => $"{district.Run.Gateway.Address}fhir";

    [Theory]
    [Trait("spec", "search#errors")]
    [InlineData("name=")]
    [InlineData("name")]
    [InlineData("_sort=&_count=&_include=&_filter=&_total=")]
    [InlineData("name:exact=&birthdate=")]
    public async Task Empty_parameters_are_ignored_and_the_self_link_does_not_know_them(string empty)
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var key = Guid.NewGuid().ToString("N");
        (await machine.PostAsync("Patient", $$$"""{"resourceType":"Patient","identifier":[{"system":"urn:empty","value":"{{{key}}}"}]}""")).Is(HttpStatusCode.Created);

        var found = (await machine.GetAsync($"Patient?{empty}&identifier=urn:empty|{key}")).Is(HttpStatusCode.OK);

        Assert.Single(found.Resources);
        Assert.EndsWith($"/fhir/Patient?identifier=urn%3Aempty%7C{key}", found.Json.GetProperty("link")[0].GetProperty("url").GetString(), StringComparison.Ordinal);
        (await machine.GetAsync("Patient/_history?_since=&_count=1")).Is(HttpStatusCode.OK);
    }

    [Theory]
    [Trait("spec", "http#ccreate")]
    [InlineData("DELETE", "Organization?identifier=")]
    [InlineData("DELETE", "Organization?identifier=&active=true")]
    [InlineData("PUT", "Organization?name=&active=true")]
    [InlineData("PATCH", "Organization?name=")]
    public async Task A_condition_of_a_write_with_an_empty_part_is_refused(string method, string path)
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");

        var answer = method == "PATCH"
            ? await machine.SendAsync(HttpMethod.Patch, $"fhir/{path}", "[]"u8.ToArray(), "application/json-patch+json")
            : await machine.SendAsync(new HttpMethod(method), $"fhir/{path}", method == "PUT" ? """{"resourceType":"Organization","name":"곳"}"""u8.ToArray() : null);

        answer.Refused(HttpStatusCode.BadRequest, "search-value");
    }

    [Theory]
    [Trait("spec", "http#concurrency")]
    [InlineData("W/\"9\", W/\"1\"", HttpStatusCode.OK)]
    [InlineData("W/\"1\",\"2\"", HttpStatusCode.OK)]
    [InlineData("W/\"9\", *", HttpStatusCode.OK)]
    [InlineData("W/\"8\", W/\"9\"", HttpStatusCode.PreconditionFailed)]
    [InlineData("W/\"x\", W/\"y\"", HttpStatusCode.PreconditionFailed)]
    public async Task One_of_several_versions_may_be_current(string ifMatch, HttpStatusCode expected)
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        string[] ids = [.. await Task.WhenAll(Enumerable.Range(0, 3).Select(async _ => (await machine.PostAsync("Organization", """{"resourceType":"Organization","name":"하나"}""")).Text("id")!))];

        var updated = await machine.PutAsync($"Organization/{ids[0]}", $$"""{"resourceType":"Organization","id":"{{ids[0]}}","name":"둘"}""", ("If-Match", ifMatch));
        var patched = await machine.SendAsync(HttpMethod.Patch, $"fhir/Organization/{ids[1]}", """[{"op":"replace","path":"/name","value":"둘"}]"""u8.ToArray(), "application/json-patch+json", headers: ("If-Match", ifMatch));
        var deleted = await machine.SendAsync(HttpMethod.Delete, $"fhir/Organization/{ids[2]}", headers: ("If-Match", ifMatch));

        updated.Is(expected);
        patched.Is(expected);
        deleted.Is(expected == HttpStatusCode.OK ? HttpStatusCode.NoContent : expected);
    }

    [Fact]
    [Trait("spec", "http#ccreate")]
    public async Task A_condition_may_be_written_as_its_whole_address_and_name_the_server()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var key = Guid.NewGuid().ToString("N");
        var place = (await machine.PostAsync("Organization", """{"resourceType":"Organization","name":"곳"}""")).Text("id")!;
        var json = $$$"""{"resourceType":"Location","identifier":[{"system":"urn:c","value":"{{{key}}}"}],"managingOrganization":{"reference":"Organization/{{{place}}}"}}""";
        var id = (await machine.PostAsync("Location", json)).Is(HttpStatusCode.Created).Text("id");

        foreach (var condition in (string[])[$"identifier=urn:c|{key}", $"?identifier=urn:c|{key}", $"Location?identifier=urn:c|{key}", $"{Base}/Location?identifier=urn:c|{key}", $"organization={Base}/Organization/{place}"])
        {
            Assert.Equal(id, (await machine.PostAsync("Location", json, ("If-None-Exist", condition))).Is(HttpStatusCode.OK).Text("id"));
        }

        (await machine.PostAsync("Location", json, ("If-None-Exist", $"Organization?identifier=urn:c|{key}"))).Refused(HttpStatusCode.BadRequest, "search-parameter-unknown");
        (await machine.PutAsync($"Location?organization={Base}/Organization/{place}", json.Replace("\"identifier\"", "\"name\":\"방\",\"identifier\"", StringComparison.Ordinal))).Is(HttpStatusCode.OK);
        var twice = (await machine.PostAsync("", $$$"""
            {"resourceType":"Bundle","type":"transaction","entry":[
              {"resource":{{{json}}},"request":{"method":"POST","url":"Location","ifNoneExist":"Location?identifier=urn:c|new{{{key}}}"}},
              {"resource":{{{json}}},"request":{"method":"POST","url":"Location","ifNoneExist":"identifier=urn:c|new{{{key}}}"}}]}
            """)).Is(HttpStatusCode.UnprocessableEntity);
        Assert.Equal("bundle-duplicate", twice.Issues[0].Rule);
        (await machine.SendAsync(HttpMethod.Delete, $"fhir/Location?organization={Base}/Organization/{place}")).Is(HttpStatusCode.NoContent);
        (await machine.GetAsync($"Location/{id}")).Is(HttpStatusCode.Gone);
    }

    [Fact]
    [Trait("spec", "search#token")]
    public async Task A_condition_knows_the_value_sets_that_users_stored()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var key = Guid.NewGuid().ToString("N");
        (await machine.PostAsync("ValueSet", $$$"""{"resourceType":"ValueSet","url":"urn:vs:{{{key}}}","status":"active","compose":{"include":[{"system":"urn:codes","concept":[{"code":"{{{key}}}"}]}]}}""")).Is(HttpStatusCode.Created);
        var json = $$$"""{"resourceType":"Basic","code":{"coding":[{"system":"urn:codes","code":"{{{key}}}"}]}}""";
        var id = (await machine.PostAsync("Basic", json)).Is(HttpStatusCode.Created).Text("id");

        Assert.Equal(id, (await machine.PostAsync("Basic", json, ("If-None-Exist", $"code:in=urn:vs:{key}"))).Is(HttpStatusCode.OK).Text("id"));
    }

    [Fact]
    [Trait("spec", "search#elements")]
    public async Task What_comes_along_is_whole_unless_its_type_is_named()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var key = Guid.NewGuid().ToString("N");
        var place = (await machine.PostAsync("Organization", """{"resourceType":"Organization","name":"곳","alias":["터"]}""")).Text("id")!;
        await machine.PostAsync("Location", $$$"""{"resourceType":"Location","name":"방","identifier":[{"system":"urn:e","value":"{{{key}}}"}],"managingOrganization":{"reference":"Organization/{{{place}}}"}}""");

        var whole = (await machine.GetAsync($"Location?identifier=urn:e|{key}&_include=Location:organization&_elements=name")).Is(HttpStatusCode.OK).Resources;
        var cut = (await machine.GetAsync($"Location?identifier=urn:e|{key}&_include=Location:organization&_elements=name,Organization.name")).Is(HttpStatusCode.OK).Resources;

        Assert.False(whole[0].TryGetProperty("managingOrganization", out _));
        Assert.Equal("터", whole[1].GetProperty("alias")[0].GetString());
        Assert.False(cut[1].TryGetProperty("alias", out _));
        Assert.Equal("곳", cut[1].GetProperty("name").GetString());
    }

    [Fact]
    [Trait("spec", "http#vsearch")]
    public async Task A_compartment_is_searched_by_form_with_and_without_a_type()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var patient = (await machine.PostAsync("Patient", """{"resourceType":"Patient"}""")).Text("id")!;
        (await machine.PostAsync("Observation", $$$"""{"resourceType":"Observation","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/{{{patient}}}"}}""")).Is(HttpStatusCode.Created);

        foreach (var path in (string[])["_search", "*/_search", "Observation/_search"])
        {
            var body = path.StartsWith("Obs", StringComparison.Ordinal) ? "status=final" : "_type=Observation";
            var found = (await machine.SendAsync(HttpMethod.Post, $"fhir/Patient/{patient}/{path}", Encoding.UTF8.GetBytes(body), Form)).Is(HttpStatusCode.OK);
            Assert.Equal("Observation", Assert.Single(found.Resources).GetProperty("resourceType").GetString());
        }
    }

    [Fact]
    [Trait("spec", "http#trules")]
    public async Task A_look_inside_a_transaction_may_say_how_it_is_to_be_answered()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var key = Guid.NewGuid().ToString("N");

        var entries = (await machine.PostAsync("", $$$"""
            {"resourceType":"Bundle","type":"transaction","entry":[
              {"request":{"method":"GET","url":"Organization?identifier=urn:t|{{{key}}}&_summary=count"}},
              {"request":{"method":"GET","url":"Organization?identifier=urn:t|{{{key}}}&_elements=name"}},
              {"resource":{"resourceType":"Organization","name":"곳","alias":["터"],"identifier":[{"system":"urn:t","value":"{{{key}}}"}]},"request":{"method":"POST","url":"Organization"}}]}
            """)).Is(HttpStatusCode.OK).Json.GetProperty("entry");

        Assert.Equal(1, entries[0].GetProperty("resource").GetProperty("total").GetInt32());
        Assert.False(entries[1].GetProperty("resource").GetProperty("entry")[0].GetProperty("resource").TryGetProperty("alias", out _));
    }

    [Theory]
    [Trait("spec", "http#ops")]
    [InlineData("metadata", "GET, HEAD, OPTIONS")]
    [InlineData("_history", "GET, HEAD, OPTIONS")]
    [InlineData("Patient/_history", "GET, HEAD, OPTIONS")]
    [InlineData("Patient/_search", "OPTIONS, POST")]
    [InlineData("Patient/$validate", "GET, HEAD, OPTIONS, POST")]
    [InlineData("Patient", "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT")]
    [InlineData("Patient/x", "DELETE, GET, HEAD, OPTIONS, PATCH, PUT")]
    public async Task Options_tell_what_an_address_takes(string path, string allowed)
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");

        var answer = (await machine.SendAsync(HttpMethod.Options, $"fhir/{path}")).Is(HttpStatusCode.NoContent);

        Assert.Equal(allowed.Split(", "), answer.Response.Content.Headers.Allow.Order(StringComparer.Ordinal));
    }

    [Fact]
    [Trait("spec", "capabilitystatement#versions")]
    public async Task The_versions_spoken_are_told_and_so_is_what_the_whole_system_is_asked_for()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");

        var versions = (await machine.GetAsync("$versions")).Is(HttpStatusCode.OK).Json.GetProperty("parameter");
        var rest = (await machine.GetAsync("metadata")).Is(HttpStatusCode.OK).Json.GetProperty("rest")[0];

        Assert.Equal(["version 4.0", "default 4.0"], versions.EnumerateArray().Select(part => $"{part.GetProperty("name")} {part.GetProperty("valueCode")}"));
        foreach (var parameter in rest.GetProperty("searchParam").EnumerateArray().Select(parameter => parameter.GetProperty("name").GetString()!).Where(name => name is not "_filter"))
        {
            (await machine.GetAsync($"?{parameter}={(parameter == "_lastUpdated" ? "2026" : "x")}&_count=1")).Is(HttpStatusCode.OK);
        }
    }
}
