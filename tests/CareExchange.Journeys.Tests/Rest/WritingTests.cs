using System.Net;
using System.Text;
using System.Text.Json;
using CareExchange.Journeys.Tests.World;

namespace CareExchange.Journeys.Tests.Rest;

/// <summary>create, read, vread, update, delete and history as a client sees them.</summary>
[Collection(SharedDistrict.Name)]
public sealed class WritingTests(District district)
{
    private const string Observation = """
        {"resourceType":"Observation","status":"final","code":{"text":"걸음 수"},"valueInteger":4200}
        """;

    [Fact]
    public async Task A_resource_lives_from_its_creation_to_its_deletion()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");

        // 1. It is created: Location and ETag name its first version.
        var created = (await machine.PostAsync("Observation", Observation)).Is(HttpStatusCode.Created);
        var id = created.Text("id")!;
        Assert.Equal("W/\"1\"", created.ETag);
        Assert.Equal(new Uri(district.Run.Gateway.Address, $"fhir/Observation/{id}/_history/1"), created.Response.Headers.Location);
        Assert.NotNull(created.Response.Content.Headers.LastModified);

        // 2. It is read; asked again with its ETag nothing travels.
        var read = (await machine.GetAsync($"Observation/{id}")).Is(HttpStatusCode.OK);
        Assert.Equal(created.Bytes, read.Bytes);
        var same = await machine.GetAsync($"Observation/{id}", ("If-None-Match", "W/\"1\""));
        Assert.Empty(same.Is(HttpStatusCode.NotModified).Bytes);

        // 3. It is updated by whoever knows the current version, and by nobody else.
        var changed = Changed(read, "\"final\"", "\"amended\"");
        var updated = (await machine.PutAsync($"Observation/{id}", changed, ("If-Match", "W/\"1\""))).Is(HttpStatusCode.OK);
        Assert.Equal("W/\"2\"", updated.ETag);
        (await machine.PutAsync($"Observation/{id}", changed, ("If-Match", "W/\"1\""))).Refused(HttpStatusCode.PreconditionFailed, "version-conflict");
        (await machine.PutAsync($"Observation/{id}", changed, ("If-Match", "nonsense"))).Refused(HttpStatusCode.PreconditionFailed, "version-conflict");
        Assert.Equal("final", (await machine.GetAsync($"Observation/{id}/_history/1")).Is(HttpStatusCode.OK).Text("status"));
        (await machine.GetAsync($"Observation/{id}/_history/9")).Refused(HttpStatusCode.NotFound, "resource-unknown");

        // 4. It is deleted: gone, but its history tells.
        (await machine.SendAsync(HttpMethod.Delete, $"fhir/Observation/{id}", headers: ("If-Match", "W/\"1\""))).Refused(HttpStatusCode.PreconditionFailed, "version-conflict");
        (await machine.SendAsync(HttpMethod.Delete, $"fhir/Observation/{id}")).Is(HttpStatusCode.NoContent);
        (await machine.GetAsync($"Observation/{id}")).Refused(HttpStatusCode.Gone, "resource-deleted");
        var history = (await machine.GetAsync($"Observation/{id}/_history")).Is(HttpStatusCode.OK);
        Assert.Equal("history", history.Text("type"));
        Assert.Equal(["DELETE", "PUT", "POST"], history.Json.GetProperty("entry").EnumerateArray().Select(entry => entry.GetProperty("request").GetProperty("method").GetString()));
        Assert.Equal(["amended", "final"], history.Resources.Select(version => version.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task An_update_to_an_unknown_id_creates()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var id = Guid.NewGuid().ToString();

        var created = await machine.PutAsync($"Observation/{id}", Changed(Observation, "\"status\"", $"\"id\":\"{id}\",\"status\""));

        Assert.Equal($"/fhir/Observation/{id}/_history/1", created.Is(HttpStatusCode.Created).Response.Headers.Location!.AbsolutePath);
    }

    [Theory]
    [InlineData("", true, null)]
    [InlineData("return=representation", true, "Observation")]
    [InlineData("return=minimal", false, null)]
    [InlineData("return=OperationOutcome", true, "OperationOutcome")]
    [InlineData("respond-async, return=minimal", false, null)]
    public async Task Prefer_chooses_what_a_write_answers(string prefer, bool hasBody, string? type)
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        (string, string)[] headers = prefer.Length == 0 ? [] : [("Prefer", prefer)];

        var answer = (await machine.PostAsync("Observation", Observation, headers)).Is(HttpStatusCode.Created);

        Assert.NotNull(answer.Response.Headers.Location);
        Assert.Equal(hasBody, answer.Bytes.Length > 0);
        if (type is not null) Assert.Equal(type, answer.Text("resourceType"));
    }

    [Fact]
    public async Task Nobody_else_may_change_what_an_organisation_said_and_the_attempt_is_audited()
    {
        using var owner = await Machine.RegisterAsync(district, "seodaemun");
        using var other = await Machine.RegisterAsync(district, "hongje-homecare");
        var created = (await owner.PostAsync("Observation", Observation)).Is(HttpStatusCode.Created);
        var id = created.Text("id");

        (await other.PutAsync($"Observation/{id}", Changed(created, "4200", "1"))).Refused(HttpStatusCode.Forbidden, "resource-of-another");

        // What the other may not know of is deleted like what does not exist: nothing happens, and nothing tells that it is there.
        Assert.Null((await other.SendAsync(HttpMethod.Delete, $"fhir/Observation/{id}")).Is(HttpStatusCode.NoContent).ETag);

        Assert.Equal(["delete", "update"], (await district.AuditAsync(other.Id)).Where(entry => entry.Row.Outcome == "deny").Select(entry => entry.Row.Action));
        Assert.Equal(created.Bytes, (await owner.GetAsync($"Observation/{id}")).Bytes);
    }

    [Fact]
    public async Task Of_sixteen_who_create_the_same_at_once_one_does_and_the_others_find_it()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var key = Guid.NewGuid().ToString();
        var json = Changed(Observation, "\"status\"", $$"""
            "identifier":[{"system":"urn:test","value":"{{key}}"}],"status"
            """);

        await machine.TokenAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => machine.PostAsync("Observation", json, ("If-None-Exist", $"identifier=urn:test|{key}"))));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.Created);
        Assert.DoesNotContain(answers.Where(answer => answer.Status is not (HttpStatusCode.Created or HttpStatusCode.OK)).Select(answer => $"{answer.Status} {Encoding.UTF8.GetString(answer.Bytes)}"), _ => true);
        Assert.Single(answers.Select(answer => answer.Text("id")).Distinct());
    }

    [Fact]
    public async Task A_condition_that_finds_several_or_asks_nothing_creates_nothing()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var code = Guid.NewGuid().ToString("N");
        var json = Changed(Observation, "\"text\"", $$"""
            "coding":[{"system":"urn:test","code":"{{code}}"}],"text"
            """);
        for (var i = 0; i < 2; i++) (await machine.PostAsync("Observation", json)).Is(HttpStatusCode.Created);

        (await machine.PostAsync("Observation", json, ("If-None-Exist", $"code=urn:test|{code}"))).Refused(HttpStatusCode.PreconditionFailed, "multiple-matches");
        (await machine.PostAsync("Observation", json, ("If-None-Exist", "_count=1"))).Refused(HttpStatusCode.BadRequest, "condition-empty");
        (await machine.PostAsync("Observation", json, ("If-None-Exist", "nonsense=1"))).Refused(HttpStatusCode.BadRequest, "search-parameter-unknown");

        Assert.Equal(2, (await machine.GetAsync($"Observation?code=urn:test|{code}&_total=accurate")).Json.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task A_resource_that_breaks_base_R4_is_told_where_by_which_rule_what_was_expected_and_what_was_found()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");

        var answer = await machine.PostAsync("Patient", """
            {"resourceType":"Patient","gender":"F","birthDate":"1948-13-02","name":[{"family":"김","nickname":"가온"}],"maritalStatus":[{"text":"x"}]}
            """);

        answer.Is(HttpStatusCode.UnprocessableEntity);
        var issues = answer.Issues.ToDictionary(issue => issue.Expression!, StringComparer.Ordinal);
        Assert.Contains("expected: ", issues["Patient.gender"].Diagnostics);
        Assert.Contains("found: F", issues["Patient.gender"].Diagnostics);
        Assert.Contains("Patient.birthDate", issues.Keys);
        Assert.Contains("Patient.name[0].nickname", issues.Keys);
        Assert.Contains(issues.Keys, path => path.StartsWith("Patient.maritalStatus", StringComparison.Ordinal));
        Assert.All(answer.Issues, issue => Assert.Contains(issue.Korean, letter => letter is >= '가' and <= '힣'));
    }

    [Fact]
    public async Task A_body_that_is_no_JSON_of_another_type_or_another_id_is_a_bad_request()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");

        var broken = (await machine.PostAsync("Patient", "{\n\"resourceType\": \"Patient\",,\n}")).Refused(HttpStatusCode.BadRequest, "json-syntax");
        Assert.Equal(2, broken.Line);
        (await machine.PostAsync("Patient", Observation)).Refused(HttpStatusCode.BadRequest, "resource-type");
        (await machine.PutAsync("Observation/a", Observation)).Refused(HttpStatusCode.BadRequest, "resource-id");
    }

    private static string Changed(Answer answer, string from, string to) => Changed(Encoding.UTF8.GetString(answer.Bytes), from, to);

    private static string Changed(string json, string from, string to)
    {
        Assert.Contains(from, json);
        var changed = json.Replace(from, to, StringComparison.Ordinal);
        using var valid = JsonDocument.Parse(changed);
        return changed;
    }
}
