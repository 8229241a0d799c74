using System.Net;
using System.Text;
using CareExchange.Journeys.Tests.World;

namespace CareExchange.Journeys.Tests.Rest;

/// <summary>$validate: a verdict is an answer, and nothing is stored.</summary>
[Collection(SharedDistrict.Name)]
public sealed class ValidateTests(District district)
{
    private const string Right = """{"resourceType":"Observation","id":"v1","text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">x</div>"},"status":"final","code":{"text":"x"}}""";
    private const string Wrong = """{"resourceType":"Observation","id":"v1","status":"finished"}""";

    [Fact]
    public async Task A_resource_is_judged_wherever_it_is_sent_and_never_stored()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        foreach (var path in (string[])["$validate", "Observation/$validate", "Observation/v1/$validate"])
        {
            var wrong = (await machine.PostAsync(path, Wrong)).Is(HttpStatusCode.OK);
            Assert.Contains(wrong.Issues, issue => issue is { Severity: "error", Expression: "Observation.status", Rule: "binding-required" });
            Assert.DoesNotContain((await machine.PostAsync(path, Right)).Is(HttpStatusCode.OK).Issues, issue => issue.Severity is "error" or "fatal");
        }

        (await machine.GetAsync("Observation/v1")).Refused(HttpStatusCode.NotFound, "resource-unknown");
    }

    [Fact]
    public async Task Parameters_carry_resource_profile_and_mode_and_XML_is_judged_as_XML()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        string Parameters(string mode, string profile) => $$$"""
            {"resourceType":"Parameters","parameter":[{"name":"mode","valueCode":"{{{mode}}}"},{"name":"profile","valueUri":"{{{profile}}}"},{"name":"resource","resource":{{{Right}}} }]}
            """;

        var narrower = (await machine.PostAsync("Observation/v1/$validate", Parameters("update", "http://hl7.org/fhir/StructureDefinition/vitalsigns"))).Is(HttpStatusCode.OK);
        var otherId = (await machine.PostAsync("Observation/other/$validate", Parameters("update", "http://hl7.org/fhir/StructureDefinition/Observation"))).Is(HttpStatusCode.OK);
        var xml = await machine.SendAsync(HttpMethod.Post, "fhir/Observation/$validate", Encoding.UTF8.GetBytes("<Observation xmlns=\"http://hl7.org/fhir\">\n<status value=\"finished\"/></Observation>"), "application/fhir+xml");

        Assert.Contains(narrower.Issues, issue => issue is { Severity: "error", Rule: "vs-2" });
        Assert.Contains(otherId.Issues, issue => issue.Rule == "resource-id");
        Assert.Contains(xml.Is(HttpStatusCode.OK).Issues, issue => issue is { Rule: "binding-required", Line: 2 });
        (await machine.PostAsync("Observation/v1/$validate", Parameters("destroy", "x"))).Refused(HttpStatusCode.BadRequest, "validate-request");
        (await machine.PostAsync("Patient/$validate", Right)).Refused(HttpStatusCode.BadRequest, "resource-type");
        (await machine.PostAsync("$validate", "{")).Refused(HttpStatusCode.BadRequest, "json-syntax");
    }

    [Fact]
    public async Task A_body_that_points_at_nothing_is_wrong_and_not_missing()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");

        (await machine.PostAsync("Observation", """{"resourceType":"Observation","status":"final","code":{"text":"x"},"subject":{"reference":"#nobody"}}"""))
            .Refused(HttpStatusCode.UnprocessableEntity, "reference-contained");
    }
}
