using System.Net;
using System.Text;
using System.Text.Json;
using CareExchange.Journeys.Tests.World;

namespace CareExchange.Journeys.Tests.Rest;

/// <summary>Operations on single resources: their metadata, what differs between versions, and what a map makes of them.</summary>
[Collection(SharedDistrict.Name)]
public sealed class ChangeOperationTests(District district)
{
    [Fact]
    public async Task Metadata_change_without_a_new_version_and_are_found_at_once()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var tag = Guid.NewGuid().ToString("N");
        var created = (await machine.PostAsync("Organization", """{"resourceType":"Organization","name":"보건소","meta":{"tag":[{"system":"urn:t","code":"old"}]}}""")).Is(HttpStatusCode.Created);
        var id = created.Text("id");

        var added = (await machine.PostAsync($"Organization/{id}/$meta-add", Meta($$$"""{"tag":[{"system":"urn:t","code":"{{{tag}}}"},{"system":"urn:t","code":"old","display":"again"}]}"""))).Is(HttpStatusCode.OK);
        Assert.Equal(["old", tag], Tags(added));
        var read = (await machine.GetAsync($"Organization/{id}")).Is(HttpStatusCode.OK);
        Assert.Equal((created.ETag, created.Json.GetProperty("meta").GetProperty("lastUpdated").GetString()), (read.ETag, read.Json.GetProperty("meta").GetProperty("lastUpdated").GetString()));
        Assert.Single((await machine.GetAsync($"Organization/{id}/_history")).Resources);
        Assert.Equal(id, Assert.Single((await machine.GetAsync($"Organization?_tag=urn:t%7C{tag}")).Is(HttpStatusCode.OK).Resources).GetProperty("id").GetString());
        Assert.Contains(tag, Tags(await machine.GetAsync($"Organization/{id}/$meta")));
        Assert.Contains(tag, Tags(await machine.GetAsync("Organization/$meta")));
        Assert.Contains(tag, Tags(await machine.GetAsync("$meta")));
        Assert.DoesNotContain(tag, Tags(await machine.GetAsync("Location/$meta")));

        (await machine.PutAsync($"Organization/{id}", $$$"""{"resourceType":"Organization","id":"{{{id}}}","name":"새 보건소"}""")).Is(HttpStatusCode.OK);
        Assert.Contains(tag, Tags(await machine.GetAsync($"Organization/{id}/_history/1/$meta")));
        (await machine.PostAsync($"Organization/{id}/_history/1/$meta-delete", Meta($$$"""{"tag":[{"system":"urn:t","code":"{{{tag}}}"}]}"""))).Is(HttpStatusCode.OK);
        Assert.Equal(["old"], Tags(await machine.GetAsync($"Organization/{id}/_history/1/$meta")));
        Assert.Empty(Tags(await machine.PostAsync($"Organization/{id}/$meta-delete", Meta("""{"tag":[{"system":"urn:t","code":"never"}]}"""))));
        (await machine.GetAsync($"Organization/{id}/$meta-add")).Is(HttpStatusCode.MethodNotAllowed);
        (await machine.PostAsync($"Organization/{id}/$meta-add", Meta("{}", "valueString").Replace("{}", "\"x\"", StringComparison.Ordinal))).Refused(HttpStatusCode.BadRequest, "operation-parameter-type");
        (await machine.PostAsync($"Organization/{id}/$meta-add", "{\"resourceType\":\"Parameters\"}")).Refused(HttpStatusCode.BadRequest, "operation-parameter-missing");
        (await machine.PostAsync("Organization/nowhere/$meta-add", Meta("""{"tag":[{"code":"x"}]}"""))).Refused(HttpStatusCode.NotFound, "resource-unknown");
        using var other = await Machine.RegisterAsync(district, "hongje-homecare");
        (await other.PostAsync($"Organization/{id}/$meta-add", Meta("""{"tag":[{"code":"x"}]}"""))).Refused(HttpStatusCode.Forbidden, "resource-of-another");
        using var reader = await Machine.RegisterAsync(district, "seodaemun", "system/*.rs");
        (await reader.PostAsync($"Organization/{id}/$meta-add", Meta("""{"tag":[{"code":"x"}]}"""))).Refused(HttpStatusCode.Forbidden, "scope-missing");
    }

    [Fact]
    public async Task What_differs_between_versions_is_told_as_a_patch_that_makes_one_of_the_other()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var id = (await machine.PostAsync("Organization", """{"resourceType":"Organization","name":"가","alias":["1","2"],"telecom":[{"system":"phone","value":"1"}]}""")).Is(HttpStatusCode.Created).Text("id");
        var second = (await machine.PutAsync($"Organization/{id}", $$$"""{"resourceType":"Organization","id":"{{{id}}}","name":"나","alias":["2","3"],"telecom":[{"system":"phone","value":"1","use":"work"}],"active":true}""")).Is(HttpStatusCode.OK);

        var difference = (await machine.GetAsync($"Organization/{id}/$diff?fromVersion=1")).Is(HttpStatusCode.OK);
        Assert.Equal(difference.Bytes, (await machine.GetAsync($"$diff?from=Organization/{id}/_history/1&to=Organization/{id}/_history/2")).Is(HttpStatusCode.OK).Bytes);
        var twin = (await machine.PostAsync("Organization", """{"resourceType":"Organization","name":"가","alias":["1","2"],"telecom":[{"system":"phone","value":"1"}]}""")).Is(HttpStatusCode.Created).Text("id");
        var patched = (await machine.SendAsync(HttpMethod.Patch, $"fhir/Organization/{twin}", difference.Bytes)).Is(HttpStatusCode.OK);

        Assert.Equal(Content(second), Content(patched));
        Assert.Contains("<valueString value=\"Organization.name\"/>", Encoding.UTF8.GetString((await machine.GetAsync($"Organization/{id}/$diff", ("Accept", "application/fhir+xml"))).Is(HttpStatusCode.OK).Bytes), StringComparison.Ordinal);
        (await machine.GetAsync($"Organization/{twin}/$diff?fromVersion=9")).Refused(HttpStatusCode.NotFound, "resource-unknown");
        (await machine.GetAsync($"Organization/{id}/$diff?fromVersion=first")).Refused(HttpStatusCode.BadRequest, "operation-parameter-value");
        (await machine.GetAsync($"$diff?from=Organization/{id}")).Refused(HttpStatusCode.BadRequest, "operation-parameter-missing");
        (await machine.GetAsync($"$diff?from=Organization/{id}&to=elsewhere")).Refused(HttpStatusCode.BadRequest, "operation-parameter-value");
    }

    [Fact]
    public async Task A_stored_map_makes_one_resource_of_another()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var url = $"urn:test:structuremap:{Guid.NewGuid():N}";
        var id = (await machine.PostAsync("StructureMap", Map(url))).Is(HttpStatusCode.Created).Text("id");
        const string Source = """{"resourceType":"Patient","id":"p","active":true,"name":[{"family":"김","given":["가온"]}],"gender":"female"}""";

        var made = (await machine.PostAsync($"StructureMap/{id}/$transform", Source)).Is(HttpStatusCode.OK);
        var named = (await machine.PostAsync("StructureMap/$transform", $$"""{"resourceType":"Parameters","parameter":[{"name":"source","valueUri":"{{url}}"},{"name":"content","resource":{{Source}}}]}""", ("Accept", "application/fhir+xml"))).Is(HttpStatusCode.OK);

        Assert.Equal(("Person", "김", "female"), (made.Text("resourceType"), made.Json.GetProperty("name")[0].GetProperty("family").GetString(), made.Text("gender")));
        Assert.Contains("<family value=\"김\"/>", Encoding.UTF8.GetString(named.Bytes), StringComparison.Ordinal);
        (await machine.PostAsync($"StructureMap/$transform?source={url}", Source)).Is(HttpStatusCode.OK);
        (await machine.PostAsync("StructureMap/$transform?source=urn:nobody", Source)).Refused(HttpStatusCode.NotFound, "structuremap-unknown");
        (await machine.PostAsync("StructureMap/nowhere/$transform", Source)).Refused(HttpStatusCode.NotFound, "resource-unknown");
        (await machine.PostAsync($"StructureMap/{id}/$transform", """{"resourceType":"Organization","name":"x"}""")).Refused(HttpStatusCode.BadRequest, "operation-parameter-type");
        (await machine.PostAsync("StructureMap/$transform", Source)).Refused(HttpStatusCode.BadRequest, "operation-parameter-missing");
        (await machine.GetAsync($"StructureMap/{id}/$transform")).Refused(HttpStatusCode.BadRequest, "operation-parameter-missing");
        var broken = (await machine.PostAsync("StructureMap", Map(url + ":broken").Replace("\"element\":\"gender\",\"transform\"", "\"element\":\"sex\",\"transform\"", StringComparison.Ordinal))).Is(HttpStatusCode.Created).Text("id");
        (await machine.PostAsync($"StructureMap/{broken}/$transform", Source)).Refused(HttpStatusCode.UnprocessableEntity, "fml-target-unknown");
    }

    [Fact]
    public async Task A_map_may_come_along_as_resource_or_text_and_a_partners_map_reads_its_message()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        const string Source = """{"resourceType":"Patient","id":"p","name":[{"family":"김"}],"gender":"female"}""";
        static string Call(params string[] parameters) => $$"""{"resourceType":"Parameters","parameter":[{{string.Join(',', parameters)}},{"name":"content","resource":{{Source}}}]}""";
        const string Text = "map 'urn:test:inline' = 'inline' group g(source s : Patient, target t : Person) { s.gender as g -> t.gender = g; }";

        var resource = (await machine.PostAsync("StructureMap/$transform", Call($$"""{"name":"sourceMap","resource":{{Map("urn:test:along")}}}"""))).Is(HttpStatusCode.OK);
        var text = (await machine.PostAsync("StructureMap/$transform", Call($$"""{"name":"srcMap","valueString":"{{Text}}"}"""))).Is(HttpStatusCode.OK);

        Assert.Equal("김", resource.Json.GetProperty("name")[0].GetProperty("family").GetString());
        Assert.Equal(("Person", "female"), (text.Text("resourceType"), text.Text("gender")));
        (await machine.PostAsync("StructureMap/$transform", Call("""{"name":"srcMap","valueString":"map 'urn:x' = 'x' group g(source s, target t) { s.a -> ; }"}"""))).Refused(HttpStatusCode.UnprocessableEntity, "fml-syntax");
        (await machine.PostAsync("StructureMap/$transform?source=urn:test:inline", Source)).Refused(HttpStatusCode.NotFound, "structuremap-unknown");
    }

    [Fact]
    public async Task Deletions_and_updates_are_judged_before_they_are_tried()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        using var other = await Machine.RegisterAsync(district, "hongje-homecare");
        var id = (await machine.PostAsync("Organization", """{"resourceType":"Organization","name":"가"}""")).Is(HttpStatusCode.Created).Text("id");

        Assert.Equal("valid", (await machine.GetAsync($"Organization/{id}/$validate?mode=delete")).Is(HttpStatusCode.OK).Issues[0].Rule);
        Assert.Equal("resource-of-another", (await other.GetAsync($"Organization/{id}/$validate?mode=delete")).Is(HttpStatusCode.OK).Issues[0].Rule);
        Assert.Contains((await other.PostAsync($"Organization/{id}/$validate?mode=update", $$$"""{"resourceType":"Organization","id":"{{{id}}}","name":"나"}""")).Is(HttpStatusCode.OK).Issues, issue => issue.Rule == "resource-of-another");
        Assert.DoesNotContain((await machine.GetAsync($"Organization/{id}/$validate")).Is(HttpStatusCode.OK).Issues, issue => issue.Severity == "error");
        (await machine.GetAsync("Organization/$validate?mode=delete")).Refused(HttpStatusCode.BadRequest, "validate-request");
        (await machine.GetAsync("Organization/$validate")).Refused(HttpStatusCode.BadRequest, "validate-request");
        (await machine.GetAsync("Organization/nowhere/$validate")).Refused(HttpStatusCode.NotFound, "resource-unknown");
        Assert.Equal("resource-unknown", (await machine.GetAsync("Organization/nowhere/$validate?mode=delete")).Is(HttpStatusCode.OK).Issues[0].Rule);
    }

    [Fact]
    [Trait("pain", "16")]
    public async Task A_stored_profile_is_validated_against_like_any_other()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var url = $"http://test.example.org/StructureDefinition/{Guid.NewGuid():N}";
        (await machine.PostAsync("StructureDefinition", $$$"""
            {"resourceType":"StructureDefinition","url":"{{{url}}}","name":"NamedOrganization","status":"active","kind":"resource","abstract":false,"type":"Organization","baseDefinition":"http://hl7.org/fhir/StructureDefinition/Organization","derivation":"constraint",
             "differential":{"element":[{"id":"Organization","path":"Organization"},{"id":"Organization.address","path":"Organization.address","min":1}]}}
            """)).Is(HttpStatusCode.Created);

        var judged = (await machine.PostAsync($"Organization/$validate?profile={url}", """{"resourceType":"Organization","name":"가"}""")).Is(HttpStatusCode.OK);

        Assert.Contains(judged.Issues, issue => issue is { Severity: "error" } && issue.Diagnostics.Contains("address", StringComparison.Ordinal) || issue.Expression?.Contains("address", StringComparison.Ordinal) == true);
        Assert.Contains((await machine.PostAsync("Organization/$validate?profile=urn:nobody", """{"resourceType":"Organization","name":"가"}""")).Is(HttpStatusCode.OK).Issues, issue => issue.Rule == "profile-unknown");
    }

    private static string Meta(string meta, string type = "valueMeta") => $$"""{"resourceType":"Parameters","parameter":[{"name":"meta","{{type}}":{{meta}}}]}""";

    private static string[] Tags(Answer answer) => answer.Is(HttpStatusCode.OK).Parameter("return").GetProperty("valueMeta").TryGetProperty("tag", out var tags)
        ? [.. tags.EnumerateArray().Select(tag => tag.GetProperty("code").GetString()!)] : [];

    private static string Content(Answer answer) => JsonSerializer.Serialize(answer.Json.EnumerateObject().Where(property => property.Name is not ("id" or "meta")).OrderBy(property => property.Name).ToDictionary(property => property.Name, property => property.Value));

    private static string Map(string url) => $$$"""
        {"resourceType":"StructureMap","url":"{{{url}}}","name":"PatientToPerson","status":"active",
         "structure":[{"url":"http://hl7.org/fhir/StructureDefinition/Patient","mode":"source","alias":"Source"},{"url":"http://hl7.org/fhir/StructureDefinition/Person","mode":"target","alias":"Target"}],
         "group":[{"name":"Main","typeMode":"none","input":[{"name":"source","type":"Source","mode":"source"},{"name":"target","type":"Target","mode":"target"}],
          "rule":[
           {"name":"gender","source":[{"context":"source","element":"gender","variable":"g"}],"target":[{"context":"target","contextType":"variable","element":"gender","transform":"copy","parameter":[{"valueId":"g"}]}]},
           {"name":"name","source":[{"context":"source","element":"name","variable":"n"}],"target":[{"context":"target","contextType":"variable","element":"name","transform":"create","variable":"t","parameter":[{"valueString":"HumanName"}]}],
            "rule":[{"name":"family","source":[{"context":"n","element":"family","variable":"f"}],"target":[{"context":"t","contextType":"variable","element":"family","transform":"copy","parameter":[{"valueId":"f"}]}]}]}]}]}
        """;
}
