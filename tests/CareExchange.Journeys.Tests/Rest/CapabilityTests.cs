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

        using var document = FhirDocument.Parse(statement.Bytes, Schema.R4).Value!;
        Assert.Empty(new ResourceValidator(Schema.R4).Validate(document.Root).Where(issue => issue.IsError).Select(issue => $"{issue.Expression} {issue.Rule} {issue.Found}"));
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
                var value = parameter.GetProperty("type").GetString() is "date" ? "2026-01-01" : parameter.GetProperty("type").GetString() is "number" or "quantity" ? "1" : "x";
                var answer = await machine.GetAsync($"{type}?{name}={value}");
                Assert.True(answer.Status == HttpStatusCode.OK, $"{type}?{name}: {answer.Status} {System.Text.Encoding.UTF8.GetString(answer.Bytes)}");
            }
        }
    }

    private static IEnumerable<string?> Codes(System.Text.Json.JsonElement owner) =>
        owner.GetProperty("interaction").EnumerateArray().Select(interaction => interaction.GetProperty("code").GetString());

    private async Task<Answer> StatementAsync()
    {
        using var response = await district.Http.GetAsync("fhir/metadata", TestContext.Current.CancellationToken);
        return new Answer(response.StatusCode, response, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Is(HttpStatusCode.OK);
    }
}
