using System.Net;
using System.Text;
using System.Text.Json;
using CareExchange.Journeys.Tests.World;
using CareExchange.Server.Hosting;

namespace CareExchange.Journeys.Tests.Rest;

/// <summary>$import: from a source that the operator allows, to its end over a restart, with a reason for each line that was not stored.</summary>
public sealed class ImportTests : IAsyncLifetime
{
    private readonly DirectoryInfo _source = Directory.CreateTempSubdirectory("careexchange-import-");
    private readonly ImportDistrict _district;

    public ImportTests() => _district = new(new Uri(_source.FullName + "/").AbsoluteUri);

    public async ValueTask InitializeAsync() => await _district.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await _district.DisposeAsync();
        _source.Delete(recursive: true);
    }

    [Fact]
    [Trait("spec", "bulkdata#import")]
    public async Task What_is_right_is_loaded_and_what_is_wrong_is_told_line_by_line()
    {
        using var machine = await Machine.RegisterAsync(_district, "seodaemun");
        await WriteAsync("patients.ndjson",
            """{"resourceType":"Patient","id":"import-1","name":[{"family":"김","given":["하나"]}]}""",
            """{"resourceType":"Patient","id":"import-2","birthDate":"어제"}""",
            "{not json",
            "",
            """{"resourceType":"Observation","id":"import-3","status":"final","code":{"text":"x"}}""",
            """{"resourceType":"Patient","id":"import-4","active":true}""");

        var (manifest, errors) = await ImportAsync(machine, ("Patient", "patients.ndjson"));

        Assert.Equal((2, 3), (manifest.GetProperty("created").GetInt32(), manifest.GetProperty("refused").GetInt32()));
        Assert.Equal(3, errors.Count);
        Assert.Equal([2, 3, 5], errors.Select(Line).Order());
        Assert.All(errors, error => Assert.Equal("OperationOutcome", error.GetProperty("resourceType").GetString()));
        (await machine.GetAsync("Patient/import-1")).Is(HttpStatusCode.OK);
        Assert.Equal("import-1", Assert.Single((await machine.GetAsync("Patient?name=%EA%B9%80%ED%95%98%EB%82%98")).Is(HttpStatusCode.OK).Resources).GetProperty("id").GetString());
        (await machine.GetAsync("Patient/import-2")).Is(HttpStatusCode.NotFound);
        (await machine.GetAsync("Observation/import-3")).Is(HttpStatusCode.NotFound);

        // The same once more changes nothing.
        var (again, _) = await ImportAsync(machine, ("Patient", "patients.ndjson"));
        Assert.Equal((0, 2), (again.GetProperty("created").GetInt32(), again.GetProperty("unchanged").GetInt32()));
    }

    [Fact]
    public async Task A_gateway_that_is_stopped_goes_on_where_it_was_and_stores_nothing_twice()
    {
        const int Count = 4000;
        using var machine = await Machine.RegisterAsync(_district, "seodaemun");
        await WriteAsync("places.ndjson", [.. Enumerable.Range(0, Count).Select(number => $$"""{"resourceType":"Location","id":"place-{{number}}","name":"방 {{number}}"}""")]);
        var status = await BeginAsync(machine, ("Location", "places.ndjson"));

        await _district.RestartAsync();
        machine.ForgetToken();
        var manifest = await EndAsync(machine, status);

        Assert.Equal((Count, 0), (manifest.GetProperty("created").GetInt32(), manifest.GetProperty("refused").GetInt32()));
        Assert.Equal(Count, (await machine.GetAsync("Location?_summary=count")).Is(HttpStatusCode.OK).Json.GetProperty("total").GetInt32());
        Assert.Equal("1", (await machine.GetAsync($"Location/place-{Count - 1}")).Is(HttpStatusCode.OK).Json.GetProperty("meta").GetProperty("versionId").GetString());
    }

    [Fact]
    public async Task A_source_that_is_not_allowed_or_not_there_loads_nothing()
    {
        using var machine = await Machine.RegisterAsync(_district, "seodaemun");
        using var stranger = await Machine.RegisterAsync(_district, "reader");
        await WriteAsync("one.ndjson", """{"resourceType":"Location","id":"one","name":"방"}""");

        foreach (var url in (string[])["file:///etc/passwd", "http://127.0.0.1:1/x.ndjson", new Uri(_source.FullName + "/").AbsoluteUri + "../one.ndjson", new Uri(_source.FullName + "/").AbsoluteUri + "%2e%2e/one.ndjson"])
        {
            (await machine.PostAsync("$import", Order(("Location", url)), ("Prefer", "respond-async"))).Refused(HttpStatusCode.Forbidden, "import-source");
        }

        (await machine.PostAsync("$import", Order(("Location", Address("one.ndjson"))))).Refused(HttpStatusCode.BadRequest, "import-prefer");
        var status = await BeginAsync(machine, ("Location", "one.ndjson"));
        (await stranger.GetAsync(status)).Is(HttpStatusCode.NotFound);
        await EndAsync(machine, status);
        var missing = await BeginAsync(machine, ("Location", "nothing.ndjson"));
        Answer answer;
        while ((answer = await machine.GetAsync(missing)).Response.StatusCode == HttpStatusCode.Accepted) await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.Equal("import-source", answer.Is(HttpStatusCode.InternalServerError).Issues[0].Rule);
    }

    private static int Line(JsonElement error) => error.GetProperty("issue")[0].GetProperty("extension").EnumerateArray()
        .Single(extension => extension.GetProperty("url").GetString() == "http://hl7.org/fhir/StructureDefinition/operationoutcome-issue-line").GetProperty("valueInteger").GetInt32();

    private Task WriteAsync(string name, params string[] lines) => File.WriteAllTextAsync(Path.Combine(_source.FullName, name), string.Join('\n', lines) + "\n", new UTF8Encoding(false));

    private string Address(string name) => new Uri(Path.Combine(_source.FullName, name)).AbsoluteUri;

    private static string Order(params (string Type, string Url)[] inputs) => $$"""
        {"resourceType":"Parameters","parameter":[{"name":"inputFormat","valueCode":"application/fhir+ndjson"},
        {{string.Join(',', inputs.Select(input => $$"""{"name":"input","part":[{"name":"type","valueCode":"{{input.Type}}"},{"name":"url","valueUrl":"{{input.Url}}"}]}"""))}}]}
        """;

    private async Task<string> BeginAsync(Machine machine, params (string Type, string Name)[] inputs)
    {
        var begun = (await machine.PostAsync("$import", Order([.. inputs.Select(input => (input.Type, Address(input.Name)))]), ("Prefer", "respond-async"))).Is(HttpStatusCode.Accepted);
        return "$import/" + begun.Response.Content.Headers.ContentLocation!.ToString().Split('/')[^1];
    }

    private static async Task<JsonElement> EndAsync(Machine machine, string status)
    {
        Answer answer;
        while ((answer = await machine.GetAsync(status)).Response.StatusCode == HttpStatusCode.Accepted)
        {
            Assert.NotNull(answer.Response.Headers.RetryAfter);
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        return answer.Is(HttpStatusCode.OK).Json;
    }

    private async Task<(JsonElement Manifest, IReadOnlyList<JsonElement> Errors)> ImportAsync(Machine machine, params (string Type, string Name)[] inputs)
    {
        var status = await BeginAsync(machine, inputs);
        var manifest = await EndAsync(machine, status);
        if (manifest.GetProperty("error").GetArrayLength() == 0) return (manifest, []);
        var lines = Encoding.UTF8.GetString((await machine.GetAsync($"{status}/errors.ndjson")).Is(HttpStatusCode.OK).Bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return (manifest, [.. lines.Select(line => JsonDocument.Parse(line).RootElement)]);
    }

    private sealed class ImportDistrict(string source) : District
    {
        protected override GatewayOptions Change(GatewayOptions options) => options with { ImportFrom = [source] };
    }
}
