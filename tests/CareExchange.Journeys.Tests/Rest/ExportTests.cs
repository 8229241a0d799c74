using System.Net;
using System.Text;
using System.Text.Json;
using CareExchange.Journeys.Tests.World;

namespace CareExchange.Journeys.Tests.Rest;

/// <summary>Bulk export as a client of the Bulk Data Access IG meets it.</summary>
[Collection(SharedDistrict.Name)]
public sealed class ExportTests(District district)
{
    private static readonly (string, string)[] Asynchronously = [("Prefer", "respond-async"), ("Accept", "application/fhir+json")];

    [Fact]
    public async Task Everything_somebody_may_read_comes_as_ndjson_and_only_to_them()
    {
        using var machine = await Machine.RegisterAsync(district, "export-" + Guid.NewGuid().ToString("N")[..8]);
        var patient = (await machine.PostAsync("Patient", """{"resourceType":"Patient","name":[{"family":"Kim"}],"gender":"female"}""")).Text("id");
        var observation = (await machine.PostAsync("Observation", Observation(patient!))).Text("id");

        var manifest = await ExportAsync(machine, "$export?_type=Patient,Observation");

        Assert.True(manifest.GetProperty("requiresAccessToken").GetBoolean());
        Assert.EndsWith("/fhir/$export?_type=Patient,Observation", manifest.GetProperty("request").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, manifest.GetProperty("error").GetArrayLength());
        Assert.Equal(["Observation", "Patient"], manifest.GetProperty("output").EnumerateArray().Select(file => file.GetProperty("type").GetString()).Order());
        Assert.Equal([patient, observation], (await LinesAsync(machine, manifest, "output")).Select(line => line.GetProperty("id").GetString()));

        using var other = await Machine.RegisterAsync(district, machine.Organization);
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(PathOf(manifest.GetProperty("output")[0].GetProperty("url").GetString()!))).Status);
    }

    [Fact]
    public async Task A_group_is_exported_by_its_members_with_filters_and_elements()
    {
        using var machine = await Machine.RegisterAsync(district, "export-" + Guid.NewGuid().ToString("N")[..8]);
        var member = (await machine.PostAsync("Patient", """{"resourceType":"Patient","name":[{"family":"Lee"}],"gender":"male"}""")).Text("id");
        var stranger = (await machine.PostAsync("Patient", """{"resourceType":"Patient","name":[{"family":"Park"}]}""")).Text("id");
        await machine.PostAsync("Observation", Observation(member!));
        await machine.PostAsync("Observation", Observation(member!).Replace("final", "amended", StringComparison.Ordinal));
        await machine.PostAsync("Observation", Observation(stranger!));
        var group = (await machine.PostAsync("Group", $$$"""{"resourceType":"Group","type":"person","actual":true,"member":[{"entity":{"reference":"Patient/{{{member}}}"}}]}""")).Text("id");

        var manifest = await ExportAsync(machine, $"Group/{group}/$export?_type=Patient,Observation&_typeFilter=Observation%3Fstatus%3Damended&_elements=Patient.gender");
        var lines = await LinesAsync(machine, manifest, "output");

        Assert.Equal(2, lines.Count);
        Assert.Equal("amended", lines.Single(line => line.GetProperty("resourceType").GetString() == "Observation").GetProperty("status").GetString());
        var patient = lines.Single(line => line.GetProperty("resourceType").GetString() == "Patient");
        Assert.Equal((member, "male", false), (patient.GetProperty("id").GetString(), patient.GetProperty("gender").GetString(), patient.TryGetProperty("name", out _)));
        Assert.Equal(HttpStatusCode.NotFound, (await machine.GetAsync("Group/unknown/$export", Asynchronously)).Status);
    }

    [Fact]
    public async Task What_is_new_since_comes_with_what_was_deleted()
    {
        using var machine = await Machine.RegisterAsync(district, "export-" + Guid.NewGuid().ToString("N")[..8]);
        var patient = (await machine.PostAsync("Patient", """{"resourceType":"Patient"}""")).Text("id");
        var gone = (await machine.PostAsync("Observation", Observation(patient!))).Text("id");
        var first = await ExportAsync(machine, "Patient/$export");
        district.Clock.Advance(TimeSpan.FromSeconds(1));
        var kept = (await machine.PostAsync("Observation", Observation(patient!))).Text("id");
        await machine.SendAsync(HttpMethod.Delete, $"fhir/Observation/{gone}");

        var second = await ExportAsync(machine, $"Patient/$export?_type=Observation&_since={first.GetProperty("transactionTime").GetString()}");

        Assert.Equal(kept, Assert.Single(await LinesAsync(machine, second, "output")).GetProperty("id").GetString());
        var deletion = Assert.Single(await LinesAsync(machine, second, "deleted")).GetProperty("entry")[0].GetProperty("request");
        Assert.Equal(("DELETE", $"Observation/{gone}"), (deletion.GetProperty("method").GetString(), deletion.GetProperty("url").GetString()));
    }

    [Fact]
    public async Task What_another_organisation_contributed_is_in_no_file()
    {
        using var mine = await Machine.RegisterAsync(district, "export-" + Guid.NewGuid().ToString("N")[..8]);
        using var theirs = await Machine.RegisterAsync(district, "export-" + Guid.NewGuid().ToString("N")[..8]);
        await theirs.PostAsync("Patient", """{"resourceType":"Patient"}""");

        var manifest = await ExportAsync(mine, "Patient/$export");

        Assert.Equal(0, manifest.GetProperty("output").GetArrayLength());
    }

    [Fact]
    public async Task A_cancelled_export_is_gone_with_its_files()
    {
        using var machine = await Machine.RegisterAsync(district, "export-" + Guid.NewGuid().ToString("N")[..8]);
        var location = PathOf((await machine.GetAsync("$export?_type=Organization", Asynchronously)).Is(HttpStatusCode.Accepted).Response.Content.Headers.ContentLocation!.ToString());

        Assert.Equal(HttpStatusCode.Accepted, (await machine.SendAsync(HttpMethod.Delete, "fhir/" + location)).Status);

        Assert.Equal(HttpStatusCode.NotFound, (await machine.GetAsync(location)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await machine.SendAsync(HttpMethod.Delete, "fhir/" + location)).Status);
    }

    [Theory]
    [InlineData("$export", "export-prefer", "Accept:application/fhir+json")]
    [InlineData("$export", "export-accept", "Prefer:respond-async", "Accept:text/csv")]
    [InlineData("$export?_outputFormat=text/csv", "export-value", "Prefer:respond-async", "Accept:application/fhir+json")]
    [InlineData("$export?_since=yesterday", "export-value", "Prefer:respond-async", "Accept:application/fhir+json")]
    [InlineData("$export?_type=Nothing", "export-type", "Prefer:respond-async", "Accept:application/fhir+json")]
    [InlineData("$export?_unknown=1", "export-parameter", "Prefer:respond-async", "Accept:application/fhir+json")]
    [InlineData("Patient/$export?patient=Patient/1", "export-patient", "Prefer:respond-async", "Accept:application/fhir+json")]
    public async Task What_cannot_be_understood_is_400(string path, string rule, params string[] headers)
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");

        var answer = await machine.GetAsync(path, [.. headers.Select(header => (header.Split(':')[0], header.Split(':', 2)[1]))]);

        Assert.Equal((HttpStatusCode.BadRequest, rule), (answer.Status, answer.Issues[0].Rule));
    }

    [Fact]
    public async Task Lenient_handling_passes_over_what_is_not_known_and_says_so()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");

        var answer = await machine.GetAsync("$export?_type=Nothing,Organization&_unknown=1", ("Prefer", "respond-async, handling=lenient"), ("Accept", "application/fhir+json"));

        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
        Assert.Equal(["export-type", "export-parameter"], answer.Issues.Select(issue => issue.Rule));
    }

    [Fact]
    public async Task A_type_beyond_the_scope_is_403_and_no_type_means_those_within_it()
    {
        using var machine = await Machine.RegisterAsync(district, "export-" + Guid.NewGuid().ToString("N")[..8], "system/Patient.cruds");
        await machine.PostAsync("Patient", """{"resourceType":"Patient"}""");

        Assert.Equal(HttpStatusCode.Forbidden, (await machine.GetAsync("$export?_type=Observation", Asynchronously)).Status);
        Assert.Equal("Patient", Assert.Single((await ExportAsync(machine, "$export")).GetProperty("output").EnumerateArray()).GetProperty("type").GetString());
    }

    private static string Observation(string patient) =>
        $$$"""{"resourceType":"Observation","status":"final","code":{"text":"weight"},"subject":{"reference":"Patient/{{{patient}}}"}}""";

    private static string PathOf(string url) => url[(url.IndexOf("/fhir/", StringComparison.Ordinal) + 6)..];

    private static async Task<JsonElement> ExportAsync(Machine machine, string path)
    {
        var begun = (await machine.GetAsync(path, Asynchronously)).Is(HttpStatusCode.Accepted);
        var location = PathOf(begun.Response.Content.Headers.ContentLocation!.ToString());
        while (true)
        {
            var status = await machine.GetAsync(location, ("Accept", "application/json"));
            if (status.Status == HttpStatusCode.OK) return status.Json;
            status.Is(HttpStatusCode.Accepted);
            Assert.True(status.Response.Headers.Contains("X-Progress"));
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    private static async Task<IReadOnlyList<JsonElement>> LinesAsync(Machine machine, JsonElement manifest, string part)
    {
        var lines = new List<JsonElement>();
        foreach (var file in manifest.GetProperty(part).EnumerateArray().OrderByDescending(file => file.GetProperty("type").GetString(), StringComparer.Ordinal))
        {
            var answer = (await machine.GetAsync(PathOf(file.GetProperty("url").GetString()!), ("Accept", "application/fhir+ndjson"))).Is(HttpStatusCode.OK);
            Assert.Equal("application/fhir+ndjson", answer.Response.Content.Headers.ContentType!.MediaType);
            foreach (var line in Encoding.UTF8.GetString(answer.Bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries)) lines.Add(JsonDocument.Parse(line).RootElement);
        }

        return lines;
    }
}
