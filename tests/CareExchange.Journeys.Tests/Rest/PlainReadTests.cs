using System.Net;
using CareExchange.Journeys.Tests.World;
using Microsoft.Data.Sqlite;

namespace CareExchange.Journeys.Tests.Rest;

/// <summary>Plain reads take a short way through the gateway. It must not be told from the long one by anything but its speed.</summary>
public sealed class PlainReadTests(District district) : IClassFixture<District>
{
    // What sends a read the long way and changes nothing of its answer.
    private static readonly (string, string) LongWay = ("Prefer", "handling=strict");

    [Fact]
    public async Task What_stands_what_is_gone_what_never_was_and_what_is_withheld_is_answered_and_recorded_alike()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        using var stranger = await Machine.RegisterAsync(district, "somebody-else");
        var patient = (await machine.PostAsync("Patient", """{"resourceType":"Patient","identifier":[{"system":"urn:x","value":"plain"}],"name":[{"family":"김"}]}""")).Is(HttpStatusCode.Created).Text("id")!;
        var standing = (await machine.PostAsync("Observation", $$$"""{"resourceType":"Observation","status":"final","code":{"text":"a"},"subject":{"reference":"Patient/{{{patient}}}"}}""")).Is(HttpStatusCode.Created).Text("id")!;
        var gone = (await machine.PostAsync("Observation", $$$"""{"resourceType":"Observation","status":"final","code":{"text":"b"},"subject":{"reference":"Patient/{{{patient}}}"}}""")).Is(HttpStatusCode.Created).Text("id")!;
        await machine.SendAsync(HttpMethod.Delete, $"fhir/Observation/{gone}");

        foreach (var (path, status) in ((string, HttpStatusCode)[])
            [($"Patient/{patient}", HttpStatusCode.OK), ($"Observation/{standing}", HttpStatusCode.OK), ($"Observation/{gone}", HttpStatusCode.Gone), ("Observation/never-was", HttpStatusCode.NotFound),
            ("Nothing/x", HttpStatusCode.NotFound), ($"Observation/{standing}x", HttpStatusCode.NotFound)])
        {
            await SameAsync(machine, path, status);
        }

        await SameAsync(stranger, $"Observation/{standing}", HttpStatusCode.NotFound);
        await SameAsync(stranger, $"Patient/{patient}", HttpStatusCode.NotFound);
        Assert.All(await district.AuditAsync(stranger.Id), entry => Assert.NotEqual("permit", entry.Row.Action == "read" ? entry.Row.Outcome : ""));
    }

    [Fact]
    public async Task Operation_definitions_have_a_route_of_their_own()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        await SameAsync(machine, "OperationDefinition/Resource-validate", null);
    }

    [Fact]
    public async Task A_token_that_has_run_out_or_has_no_scope_for_it_is_refused_as_ever()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun", "system/Observation.crs");
        var id = (await machine.PostAsync("Observation", """{"resourceType":"Observation","status":"final","code":{"text":"a"}}""")).Is(HttpStatusCode.Created).Text("id")!;
        (await machine.GetAsync($"Observation/{id}")).Is(HttpStatusCode.OK);
        (await machine.GetAsync($"Observation/{id}")).Is(HttpStatusCode.OK);
        (await machine.GetAsync("Patient/1")).Refused(HttpStatusCode.Forbidden, "scope-missing");

        district.Clock.Advance(TimeSpan.FromMinutes(11));
        (await machine.GetAsync($"Observation/{id}")).Refused(HttpStatusCode.Unauthorized, "token-missing");
    }

    [Fact]
    public async Task A_look_that_cannot_be_recorded_is_not_answered()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var id = (await machine.PostAsync("Observation", """{"resourceType":"Observation","status":"final","code":{"text":"nobody-shall-see-this"}}""")).Is(HttpStatusCode.Created).Text("id")!;
        (await machine.GetAsync($"Observation/{id}")).Is(HttpStatusCode.OK);

        await RunOnLooksAsync("CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'no room'); END");
        try
        {
            foreach (var path in (string[])[$"Observation/{id}", $"Observation/{id}/_history/1", $"Observation/{id}/_history", $"Observation?_id={id}", $"Observation/{id}?_pretty=true"])
            {
                var answer = await machine.GetAsync(path);
                Assert.True((int)answer.Status >= 500, $"{path}: {answer.Status}");
                Assert.DoesNotContain("nobody-shall-see-this", System.Text.Encoding.UTF8.GetString(answer.Bytes), StringComparison.Ordinal);
            }
        }
        finally
        {
            await RunOnLooksAsync("DROP TRIGGER full");
        }

        (await machine.GetAsync($"Observation/{id}")).Is(HttpStatusCode.OK);
    }

    private async Task SameAsync(Machine machine, string path, HttpStatusCode? status)
    {
        await machine.GetAsync(path);
        var before = (await district.AuditAsync(machine.Id, 1000)).Count;
        var routed = await machine.GetAsync(path, LongWay);
        var between = (await district.AuditAsync(machine.Id, 1000)).Count;
        var plain = await machine.GetAsync(path);
        var after = await district.AuditAsync(machine.Id, 1000);

        Assert.Equal(routed.Status, plain.Status);
        if (status is { } expected) plain.Is(expected);
        Assert.Equal(Headers(routed), Headers(plain));
        if ((int)plain.Status < 300) Assert.Equal(routed.Bytes, plain.Bytes);
        else Assert.Equal(routed.Issues[0].Rule, plain.Issues[0].Rule);
        Assert.Equal(between - before, after.Count - between);
    }

    private static string[] Headers(Answer answer) => [.. answer.Response.Headers.Concat(answer.Response.Content.Headers)
        .Where(header => header.Key is not ("Date" or "X-Request-ID" or "Content-Length")).Select(header => $"{header.Key}: {string.Join(", ", header.Value)}").Order(StringComparer.Ordinal)];

    private async Task RunOnLooksAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(district.Folder, "careexchange-looks.db")};Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
