using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using CareExchange.Journeys.Tests.World;
using Microsoft.Data.Sqlite;

namespace CareExchange.Journeys.Tests.Rest;

/// <summary>Plain creates take a short way through the gateway, as plain reads do. It must not be told from the long one by anything but its speed.</summary>
public sealed partial class PlainCreateTests(District district) : IClassFixture<District>
{
    private const string Plain = "application/fhir+json";

    // What sends a create the long way and changes nothing of its answer.
    private static readonly (string, string) LongWay = ("Accept", "application/fhir+json, */*;q=0.1");

    [Fact]
    public async Task What_is_stored_and_what_is_refused_is_answered_and_recorded_alike()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var patient = (await machine.PostAsync("Patient", """{"resourceType":"Patient","name":[{"family":"김"}]}""")).Is(HttpStatusCode.Created).Text("id")!;
        var observation = $$$"""{"resourceType":"Observation","status":"final","code":{"coding":[{"system":"urn:c","code":"a"}]},"subject":{"reference":"Patient/{{{patient}}}"}}""";
        var own = $"{district.Http.BaseAddress}fhir/Patient/{patient}";
        foreach (var (path, body, status) in ((string, string, HttpStatusCode)[])
        [
            ("Observation", observation, HttpStatusCode.Created),
            ("Observation", observation.Replace($"Patient/{patient}", own, StringComparison.Ordinal), HttpStatusCode.Created),
            ("Observation", observation.Replace("\"status\"", "\"note\":[{\"text\":\"" + new string('가', 3000) + "\"}],\"status\"", StringComparison.Ordinal), HttpStatusCode.Created),
            ("Patient", """{"resourceType":"Patient","name":[{"family":"이","given":["가람"]}],"birthDate":"1940-02-03","telecom":[{"system":"phone","value":"010-1234-5678"}]}""", HttpStatusCode.Created),
            ("Binary", """{"resourceType":"Binary","contentType":"text/plain","data":"YQ=="}""", HttpStatusCode.Created),
            ("Organization", """{"resourceType":"Organization","name":"기관"}""", HttpStatusCode.Created),
            ("Consent", $$$"""{"resourceType":"Consent","status":"active","scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope","code":"patient-privacy"}]},"category":[{"text":"a"}],"patient":{"reference":"Patient/{{{patient}}}"},"policyRule":{"text":"b"}}""", HttpStatusCode.Created),
            ("Observation", observation.Replace("final", "finished", StringComparison.Ordinal), HttpStatusCode.UnprocessableEntity),
            ("Observation", observation.Replace("status", "statuss", StringComparison.Ordinal), HttpStatusCode.UnprocessableEntity),
            ("Observation", observation[..^1], HttpStatusCode.BadRequest),
            ("Observation", "", HttpStatusCode.BadRequest),
            ("Condition", observation, HttpStatusCode.BadRequest),
            ("Nothing", observation, HttpStatusCode.NotFound),
            ("metadata", observation, HttpStatusCode.NotFound),
            ("Observation/", observation, HttpStatusCode.Created),
            ("Observation?_format=json&_pretty=true", observation, HttpStatusCode.Created),
        ])
        {
            await SameAsync(machine, path, body, status);
        }
    }

    [Fact]
    public async Task What_is_stored_can_be_read_and_has_its_Provenance_and_is_stored_once()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var code = Guid.NewGuid().ToString("N");
        var created = (await machine.PostAsync("Observation", $$$"""{"resourceType":"Observation","status":"final","code":{"coding":[{"system":"urn:c","code":"{{{code}}}"}]}}""")).Is(HttpStatusCode.Created);
        var id = created.Text("id")!;
        Assert.EndsWith($"/fhir/Observation/{id}/_history/1", created.Response.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Equal(created.Bytes, (await machine.GetAsync($"Observation/{id}")).Is(HttpStatusCode.OK).Bytes);
        Assert.Equal(id, Assert.Single((await machine.GetAsync($"Observation?code=urn:c|{code}")).Resources).GetProperty("id").GetString());
        var provenance = Assert.Single((await machine.GetAsync($"Provenance?target=Observation/{id}")).Resources);
        Assert.Equal($"Observation/{id}/_history/1", provenance.GetProperty("target")[0].GetProperty("reference").GetString());
    }

    [Fact]
    public async Task A_condition_is_kept_and_a_number_of_somebody_else_is_refused()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var number = Guid.NewGuid().ToString("N");
        var body = $$$"""{"resourceType":"Observation","identifier":[{"system":"urn:n","value":"{{{number}}}"}],"status":"final","code":{"text":"a"}}""";
        var first = (await machine.PostAsync("Observation", body)).Is(HttpStatusCode.Created);
        var again = (await machine.PostAsync("Observation", body, ("If-None-Exist", $"identifier=urn:n|{number}"))).Is(HttpStatusCode.OK);
        Assert.Equal(first.Text("id"), again.Text("id"));

        const string Person = """{"resourceType":"Patient","identifier":[{"system":"urn:oid:1.2.410.100110.10.1","type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"NNKOR"}]},"value":"400203-2000009"}],"name":[{"family":"박"}]}""";
        await machine.PostAsync("Patient", Person);
        await SameAsync(machine, "Patient", Person, null);
    }

    [Fact]
    public async Task A_token_without_the_scope_is_refused_and_so_is_one_that_has_run_out()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun", "system/Observation.crs");
        const string Body = """{"resourceType":"Observation","status":"final","code":{"text":"a"}}""";
        (await machine.PostAsync("Observation", Body)).Is(HttpStatusCode.Created);
        (await machine.PostAsync("Condition", """{"resourceType":"Condition"}""")).Refused(HttpStatusCode.Forbidden, "scope-missing");
        district.Clock.Advance(TimeSpan.FromMinutes(11));
        (await machine.PostAsync("Observation", Body)).Refused(HttpStatusCode.Unauthorized, "token-missing");
    }

    [Fact]
    public async Task What_the_store_does_not_take_is_told_alike_and_is_not_there()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var code = Guid.NewGuid().ToString("N");
        await RunAsync("CREATE TRIGGER full BEFORE INSERT ON resource BEGIN SELECT RAISE(ABORT, 'no room'); END");
        try
        {
            await SameAsync(machine, "Observation", $$$"""{"resourceType":"Observation","status":"final","code":{"coding":[{"system":"urn:c","code":"{{{code}}}"}]}}""", HttpStatusCode.InternalServerError);
        }
        finally
        {
            await RunAsync("DROP TRIGGER full");
        }

        Assert.Empty((await machine.GetAsync($"Observation?code=urn:c|{code}")).Is(HttpStatusCode.OK).Resources);
    }

    private async Task RunAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(district.Folder, "careexchange.db")};Pooling=False;Default Timeout=30");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private async Task SameAsync(Machine machine, string path, string body, HttpStatusCode? status)
    {
        // The first request of a token goes the long way whatever it says.
        await machine.GetAsync("Observation?_count=1");
        var before = (await district.AuditAsync(machine.Id, 1000)).Count;
        var routed = await SendAsync(machine, path, body, LongWay);
        var between = (await district.AuditAsync(machine.Id, 1000)).Count;
        var plain = await SendAsync(machine, path, body);
        var after = await district.AuditAsync(machine.Id, 1000);

        if (status is { } expected) Assert.True(plain.Status == expected, $"{path} {plain.Status}: {Encoding.UTF8.GetString(plain.Bytes)}");
        Assert.Equal((path, routed.Status), (path, plain.Status));
        Assert.Equal(Headers(routed), Headers(plain));
        Assert.Equal(Steady(routed), Steady(plain));
        Assert.Equal((path, between - before), (path, after.Count - between));
    }

    private static Task<Answer> SendAsync(Machine machine, string path, string body, params (string, string)[] headers) =>
        machine.SendAsync(HttpMethod.Post, $"fhir/{path}", Encoding.UTF8.GetBytes(body), Plain, null, headers);

    // Without what differs from one create to the next.
    private static string Steady(Answer answer) => Changing().Replace(Encoding.UTF8.GetString(answer.Bytes), "…");

    private static string[] Headers(Answer answer) => [.. answer.Response.Headers.Concat(answer.Response.Content.Headers)
        .Where(header => header.Key is not ("Date" or "X-Request-ID" or "Last-Modified")).Select(header => Changing().Replace($"{header.Key}: {string.Join(", ", header.Value)}", "…")).Order(StringComparer.Ordinal)];

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z?|0H[0-9A-Z]{11}:[0-9A-F]{8}")]
    private static partial Regex Changing();
}
