using System.Net;
using System.Text.Json;
using CareExchange.Journeys.Tests.World;

namespace CareExchange.Journeys.Tests.Rest;

/// <summary>_summary and _elements: less of each resource, never a wrong one.</summary>
[Collection(SharedDistrict.Name)]
public sealed class SummaryTests(District district)
{
    [Theory]
    [InlineData("", "code id identifier meta note resourceType status text", false)]
    [InlineData("_summary=false", "code id identifier meta note resourceType status text", false)]
    [InlineData("_summary=true", "code id identifier meta resourceType status", true)]
    [InlineData("_summary=text", "code id meta resourceType status text", true)]
    [InlineData("_summary=data", "code id identifier meta note resourceType status", true)]
    [InlineData("_elements=note", "code id meta note resourceType status", true)]
    [InlineData("_elements=identifier,%20note", "code id identifier meta note resourceType status", true)]
    public async Task A_view_keeps_what_it_names_and_what_is_mandatory(string query, string expected, bool isSubset)
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var id = (await machine.PostAsync("Observation", """
            {"resourceType":"Observation","text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">걸음</div>"},"meta":{"tag":[{"code":"own"}]},
             "identifier":[{"system":"urn:test","value":"1"}],"status":"final","code":{"text":"걸음 수"},"note":[{"text":"하나"},{"text":"둘"}]}
            """)).Text("id");

        var answer = (await machine.GetAsync($"Observation/{id}?{query}")).Is(HttpStatusCode.OK).Json;
        var found = (await machine.GetAsync($"Observation?_id={id}&{query}")).Is(HttpStatusCode.OK);

        Assert.Equal(expected, Names(answer));
        Assert.Equal(expected, Names(found.Resources[0]));
        Assert.Equal(isSubset ? ["own", "SUBSETTED"] : ["own"], answer.GetProperty("meta").GetProperty("tag").EnumerateArray().Select(tag => tag.GetProperty("code").GetString()));
        Assert.EndsWith(query.Length == 0 ? $"_id={id}" : $"&{query}", found.Json.GetProperty("link")[0].GetProperty("url").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_count_has_a_total_and_no_entry_and_an_unknown_summary_is_refused()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var key = Guid.NewGuid().ToString("N");
        await machine.PostAsync("Organization", $$"""{"resourceType":"Organization","identifier":[{"system":"urn:test","value":"{{key}}"}],"name":"x"}""");

        var count = (await machine.GetAsync($"Organization?identifier={key}&_summary=count")).Is(HttpStatusCode.OK);

        Assert.Equal(1, count.Json.GetProperty("total").GetInt32());
        Assert.False(count.Json.TryGetProperty("entry", out _));
        (await machine.GetAsync("Organization?_summary=little")).Refused(HttpStatusCode.BadRequest, "search-value");
    }

    [Fact]
    public async Task A_name_may_say_whose_element_it_is_and_leaves_other_types_alone()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var key = Guid.NewGuid().ToString("N");
        var above = (await machine.PostAsync("Organization", """{"resourceType":"Organization","name":"위","alias":["w"]}""")).Text("id");
        await machine.PostAsync("Organization", $$$"""{"resourceType":"Organization","identifier":[{"system":"urn:test","value":"{{{key}}}"}],"name":"아래","alias":["a"],"partOf":{"reference":"Organization/{{{above}}}"}}""");
        await machine.PostAsync("Location", $$$"""{"resourceType":"Location","identifier":[{"system":"urn:test","value":"{{{key}}}"}],"name":"곳","managingOrganization":{"reference":"Organization/{{{above}}}"}}""");

        var found = (await machine.GetAsync($"Location?identifier={key}&_include=Location:organization&_elements=Organization.name")).Is(HttpStatusCode.OK);
        var inner = (await machine.GetAsync($"Organization?identifier={key}&_elements=Organization.name,partOf.reference")).Is(HttpStatusCode.OK);

        Assert.Equal("id identifier managingOrganization meta name resourceType", Names(found.Resources.Single(one => one.GetProperty("resourceType").GetString() == "Location")));
        Assert.Equal("id meta name resourceType", Names(found.Resources.Single(one => one.GetProperty("resourceType").GetString() == "Organization")));
        Assert.Equal("id meta name partOf resourceType", Names(Assert.Single(inner.Resources)));
    }

    [Fact]
    public async Task Nothing_comes_along_with_a_narrative_alone()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");

        (await machine.GetAsync("Location?_include=Location:organization&_summary=text")).Refused(HttpStatusCode.BadRequest, "search-value");
    }

    private static string Names(JsonElement resource) => string.Join(' ', resource.EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal));
}
