using System.Net;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Journeys.Tests.World;
using CareExchange.Validation.Instances;

namespace CareExchange.Journeys.Tests.Rest;

/// <summary>The CapabilityStatement says what the server does, no more and no less.</summary>
[Collection(SharedDistrict.Name)]
public sealed class CapabilityTests(District district)
{
    [Fact]
    public async Task The_statement_is_valid_R4_and_open_to_everybody()
    {
        var statement = await StatementAsync();

        Assert.Empty(Errors(statement.Bytes).Take(3));
    }

    [Fact]
    public async Task It_lists_what_is_routed()
    {
        var rest = (await StatementAsync()).Json.GetProperty("rest")[0];

        Assert.Equal(["batch", "history-system", "search-system", "transaction"], Codes(rest).Order(StringComparer.Ordinal));
        var patient = rest.GetProperty("resource").EnumerateArray().Single(resource => resource.GetProperty("type").GetString() == "Patient");
        Assert.Equal(["create", "delete", "history-instance", "history-type", "patch", "read", "search-type", "update", "vread"], Codes(patient).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Each_type_says_what_can_be_included_patched_and_done_by_condition()
    {
        var statement = (await StatementAsync()).Json;
        var resources = statement.GetProperty("rest")[0].GetProperty("resource").EnumerateArray().ToDictionary(resource => resource.GetProperty("type").GetString()!);

        Assert.Equal(145 + 1, resources.Count);
        Assert.Contains("application/json-patch+json", Texts(statement.GetProperty("patchFormat")));
        Assert.Contains("Observation:subject", Texts(resources["Observation"].GetProperty("searchInclude")));
        Assert.Contains("Observation:subject", Texts(resources["Patient"].GetProperty("searchRevInclude")));
        Assert.DoesNotContain("Observation:subject", Texts(resources["Observation"].GetProperty("searchRevInclude")));
        Assert.All(resources.Values.Where(resource => Text(resource, "type") != "AuditEvent"), resource =>
        {
            Assert.Equal(
                ("versioned-update", true, true, true, "full-support", true),
                (Text(resource, "versioning"), Flag(resource, "readHistory"), Flag(resource, "updateCreate"), Flag(resource, "conditionalCreate"), Text(resource, "conditionalRead"), Flag(resource, "conditionalUpdate")));
            Assert.Contains("validate", resource.GetProperty("operation").EnumerateArray().Select(operation => Text(operation, "name")));
            Assert.All(
                resource.GetProperty("searchParam").EnumerateArray().Where(parameter => Text(parameter, "name") is not ("_list" or "_filter" or "_text")),
                parameter => Assert.Matches("^(http://|urn:careexchange:search-parameter:)", Text(parameter, "definition")!));
        });
        Assert.Contains("urn:careexchange:profile:care-plan", Texts(resources["CarePlan"].GetProperty("supportedProfile")));
        Assert.Contains("http://www.hl7korea.or.kr/fhir/krcore/StructureDefinition/krcore-patient", Texts(resources["Patient"].GetProperty("supportedProfile")));
        Assert.Equal("SMART-on-FHIR", statement.GetProperty("rest")[0].GetProperty("security").GetProperty("service")[0].GetProperty("coding")[0].GetProperty("code").GetString());
    }

    [Fact]
    public async Task Whoever_has_the_statement_is_spared_it_and_modes_are_told_apart()
    {
        var tag = (await StatementAsync()).ETag!;
        using var request = new HttpRequestMessage(HttpMethod.Get, "fhir/metadata") { Headers = { { "If-None-Match", tag } } };

        using var spared = await district.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var terminology = await GetAsync("fhir/metadata?mode=terminology");
        var unknown = await GetAsync("fhir/metadata?mode=nonsense");

        Assert.Equal(HttpStatusCode.NotModified, spared.StatusCode);
        Assert.Equal("TerminologyCapabilities", terminology.Is(HttpStatusCode.OK).Text("resourceType"));
        Assert.Empty(Errors(terminology.Bytes));
        unknown.Refused(HttpStatusCode.BadRequest, "search-value");
    }

    [Fact]
    public async Task Every_path_of_the_OpenAPI_document_answers_and_none_is_missing()
    {
        var document = (await GetAsync("fhir/openapi.json")).Is(HttpStatusCode.OK).Json;
        using var machine = await Machine.RegisterAsync(district, "seodaemun");

        Assert.StartsWith("3.", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        var paths = document.GetProperty("paths").EnumerateObject().ToDictionary(path => path.Name, path => path.Value);
        Assert.Superset(new HashSet<string>(["/", "/metadata", "/openapi.json", "/_history", "/{type}", "/{type}/_search", "/{type}/{id}", "/{type}/{id}/_history", "/{type}/{id}/_history/{version}", "/{type}/$validate"]), paths.Keys.ToHashSet());
        Assert.Superset(new HashSet<string>(["parameters", "get", "put", "patch", "delete"]), paths["/{type}/{id}"].EnumerateObject().Select(member => member.Name).ToHashSet());
        Assert.Equal(paths.Count, paths.Values.SelectMany(path => path.EnumerateObject().Where(member => member.Name == "get")).Select(get => get.Value.GetProperty("operationId").GetString()).Distinct().Count()
            + paths.Values.Count(path => !path.TryGetProperty("get", out _)));
        foreach (var path in paths.Where(path => path.Value.TryGetProperty("get", out _)))
        {
            var address = path.Key.Replace("{type}", "Organization", StringComparison.Ordinal).Replace("{id}", "none", StringComparison.Ordinal).Replace("{version}", "1", StringComparison.Ordinal);
            var answer = await machine.GetAsync(address.TrimStart('/'));
            Assert.True(answer.Status is not (HttpStatusCode.MethodNotAllowed or HttpStatusCode.InternalServerError), $"{path.Key}: {answer.Status}");
        }
    }

    [Fact]
    public async Task Every_search_parameter_it_names_can_be_asked_for()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var resources = (await StatementAsync()).Json.GetProperty("rest")[0].GetProperty("resource").EnumerateArray();
        foreach (var resource in resources.Where(resource => resource.GetProperty("type").GetString() is "Patient" or "Observation" or "Consent" or "Task" or "CarePlan"))
        {
            var type = resource.GetProperty("type").GetString();
            foreach (var parameter in resource.GetProperty("searchParam").EnumerateArray())
            {
                var name = parameter.GetProperty("name").GetString();
                if (name == "_filter") continue;
                var value = parameter.GetProperty("type").GetString() is "date" ? "2026-01-01" : parameter.GetProperty("type").GetString() is "composite" or "special" ? null : parameter.GetProperty("type").GetString() is "number" or "quantity" ? "1" : "x";
                var answer = await machine.GetAsync($"{type}?{name}={value}");

                // What a composite or a special parameter takes is its own; that it is known shows in the refusal.
                if (value is null && answer.Status == HttpStatusCode.BadRequest && answer.Issues[0].Rule == "search-value") continue;
                Assert.True(answer.Status == HttpStatusCode.OK, $"{type}?{name}: {answer.Status} {System.Text.Encoding.UTF8.GetString(answer.Bytes)}");
            }
        }
    }

    private static IEnumerable<string> Errors(byte[] bytes)
    {
        using var document = FhirDocument.Parse(bytes, Schema.R4).Value!;
        return [.. new ResourceValidator(Schema.R4).Validate(document.Root).Where(issue => issue.IsError).Select(issue => $"{issue.Expression} {issue.Rule} {issue.Found}")];
    }

    private static string? Text(System.Text.Json.JsonElement owner, string name) => owner.GetProperty(name).GetString();

    private static bool Flag(System.Text.Json.JsonElement owner, string name) => owner.GetProperty(name).GetBoolean();

    private static IEnumerable<string?> Texts(System.Text.Json.JsonElement list) => list.EnumerateArray().Select(item => item.GetString());

    private static IEnumerable<string?> Codes(System.Text.Json.JsonElement owner) =>
        owner.GetProperty("interaction").EnumerateArray().Select(interaction => interaction.GetProperty("code").GetString());

    private async Task<Answer> StatementAsync() => (await GetAsync("fhir/metadata")).Is(HttpStatusCode.OK);

    private async Task<Answer> GetAsync(string path)
    {
        using var response = await district.Http.GetAsync(path, TestContext.Current.CancellationToken);
        return new Answer(response.StatusCode, response, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }
}
