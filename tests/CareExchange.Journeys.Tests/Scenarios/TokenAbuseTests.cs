using System.Net;
using System.Text;
using CareExchange.Journeys.Tests.World;

namespace CareExchange.Journeys.Tests.Scenarios;

/// <summary>S16: a token is good for what its scopes say, query and all, on every path; and for nothing else.</summary>
[Collection(SharedDistrict.Name)]
[Trait("scenario", "S16")]
public sealed class TokenAbuseTests(District district)
{
    private const string Writer = "hongje-homecare";
    private const string Laboratory = "http://terminology.hl7.org/CodeSystem/observation-category|laboratory";

    private static readonly string Granular = $"system/Observation.rs?category={Laboratory} system/Patient.rs system/DiagnosticReport.cruds";

    [Fact]
    public async Task A_scope_with_a_query_shows_what_meets_it_and_nothing_else_on_any_path()
    {
        using var writer = await Machine.RegisterAsync(district, Writer);
        using var reader = await Machine.RegisterAsync(district, Writer, Granular);
        var (code, person) = (Guid.NewGuid().ToString("N"), await PersonAsync(writer));
        var open = await ObservationAsync(writer, person, code, "laboratory");
        var hidden = await ObservationAsync(writer, person, code, "vital-signs");
        var report = IdOf(await writer.PostAsync("DiagnosticReport", $$"""{"resourceType":"DiagnosticReport","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/{{person}}"},"result":[{"reference":"Observation/{{open}}"},{"reference":"Observation/{{hidden}}"}]}"""));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), ((await reader.GetAsync($"Observation/{open}")).Status, (await reader.GetAsync($"Observation/{hidden}")).Status));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), ((await reader.GetAsync($"Observation/{open}/_history/1")).Status, (await reader.GetAsync($"Observation/{hidden}/_history/1")).Status));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), ((await reader.GetAsync($"Observation/{open}/_history")).Status, (await reader.GetAsync($"Observation/{hidden}/_history")).Status));
        foreach (var query in (string[])
            [
                $"Observation?code=urn:s16|{code}", $"Observation?patient={person}&_sort=-date", $"Observation?_id={open},{hidden}", $"?_type=Observation&code=urn:s16|{code}",
                $"Patient/{person}/Observation?_sort=_lastUpdated", $"Observation?patient={person}&_count=1", $"Observation?_filter=code eq urn:s16|{code}",
            ])
        {
            var page = (await reader.GetAsync($"{query.Replace("|", "%7C", StringComparison.Ordinal)}&_total=accurate")).Is(HttpStatusCode.OK);
            Assert.Equal((query, 1, open), (query, page.Json.GetProperty("total").GetInt32(), Assert.Single(page.Resources).GetProperty("id").GetString()));
            Assert.DoesNotContain(page.Json.GetProperty("link").EnumerateArray(), link => link.GetProperty("relation").GetString() == "next");
        }

        // What it may not see it may not ask through, and it comes along with nothing.
        await TotalAsync(reader, $"Patient?_has:Observation:patient:category=vital-signs&_id={person}", 0);
        await TotalAsync(reader, $"Patient?_has:Observation:patient:category=laboratory&_id={person}", 1);
        await TotalAsync(reader, $"DiagnosticReport?_id={report}&result._id={hidden}", 0);
        await TotalAsync(reader, $"DiagnosticReport?_id={report}&result._id={open}", 1);
        foreach (var path in (string[])[$"DiagnosticReport?_id={report}&_include=DiagnosticReport:result", $"Patient?_id={person}&_revinclude=Observation:patient", $"Patient/{person}/$everything", $"Observation/_history?_count=1000", $"_history?_count=1000", $"Observation/$lastn?patient={person}&max=9"])
        {
            var text = Encoding.UTF8.GetString((await reader.GetAsync(path)).Is(HttpStatusCode.OK).Bytes);
            Assert.True(!text.Contains($"\"id\":\"{hidden}\"", StringComparison.Ordinal), path);
            if (!path.StartsWith("_history", StringComparison.Ordinal)) Assert.True(text.Contains($"\"id\":\"{open}\"", StringComparison.Ordinal), path);
        }

        // An entry of a batch is a request like any other.
        var batch = (await reader.PostAsync("", $$"""{"resourceType":"Bundle","type":"batch","entry":[{"request":{"method":"GET","url":"Observation/{{open}}"} },{"request":{"method":"GET","url":"Observation/{{hidden}}"} }]}""")).Is(HttpStatusCode.OK);
        Assert.Equal(["200", "404"], batch.Json.GetProperty("entry").EnumerateArray().Select(entry => entry.GetProperty("response").GetProperty("status").GetString()![..3]));
        (await reader.GetAsync("Observation/$meta")).Is(HttpStatusCode.OK);
        Assert.DoesNotContain("s16-tag", Encoding.UTF8.GetString((await reader.GetAsync("Observation/$meta")).Bytes), StringComparison.Ordinal);

        // What was open is so no longer once it is something else.
        (await writer.PutAsync($"Observation/{open}", Observation(person, code, "vital-signs").Replace("{\"resourceType\"", $"{{\"id\":\"{open}\",\"resourceType\"", StringComparison.Ordinal))).Is(HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.NotFound, (await reader.GetAsync($"Observation/{open}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync($"Observation/{open}/_history/1")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await reader.GetAsync($"Observation/{open}/_history/2")).Status);
    }

    [Fact]
    public async Task An_export_under_a_scope_with_a_query_holds_what_meets_it()
    {
        using var writer = await Machine.RegisterAsync(district, Writer);
        using var reader = await Machine.RegisterAsync(district, Writer, Granular + " system/Group.cruds");
        var (code, person) = (Guid.NewGuid().ToString("N"), await PersonAsync(writer));
        var (open, hidden) = (await ObservationAsync(writer, person, code, "laboratory"), await ObservationAsync(writer, person, code, "vital-signs"));
        var group = IdOf(await reader.PostAsync("Group", $$$"""{"resourceType":"Group","type":"person","actual":true,"member":[{"entity":{"reference":"Patient/{{{person}}}"}}]}"""));
        foreach (var path in (string[])["$export?_type=Observation", $"Group/{group}/$export?_type=Observation"])
        {
            var start = (await reader.GetAsync(path, ("Prefer", "respond-async"), ("Accept", "application/fhir+json"))).Is(HttpStatusCode.Accepted);
            Answer manifest;
            while ((manifest = await reader.GetAsync(start.Response.Content.Headers.ContentLocation!.ToString().Split("/fhir/")[1])).Status == HttpStatusCode.Accepted) await Task.Delay(20, TestContext.Current.CancellationToken);
            var lines = new StringBuilder();
            foreach (var file in manifest.Is(HttpStatusCode.OK).Json.GetProperty("output").EnumerateArray()) lines.Append(Encoding.UTF8.GetString((await reader.GetAsync(file.GetProperty("url").GetString()!.Split("/fhir/")[1])).Bytes));
            Assert.True(lines.ToString().Contains(open, StringComparison.Ordinal) && !lines.ToString().Contains(hidden, StringComparison.Ordinal), path);
        }
    }

    [Fact]
    public async Task What_is_written_must_meet_the_query_and_so_must_what_is_changed()
    {
        using var writer = await Machine.RegisterAsync(district, Writer);
        using var limited = await Machine.RegisterAsync(district, Writer, $"system/Observation.cruds?category={Laboratory}");
        var (code, person) = (Guid.NewGuid().ToString("N"), await PersonAsync(writer));
        var foreign = await ObservationAsync(writer, person, code, "vital-signs");
        var own = IdOf(await limited.PostAsync("Observation", Observation(person, code, "laboratory")));

        (await limited.PostAsync("Observation", Observation(person, code, "vital-signs"))).Refused(HttpStatusCode.Forbidden, "scope-query");
        (await limited.PutAsync($"Observation/{own}", WithId(own, Observation(person, code, "vital-signs")))).Refused(HttpStatusCode.Forbidden, "scope-query");
        (await limited.PutAsync($"Observation/{foreign}", WithId(foreign, Observation(person, code, "laboratory")))).Refused(HttpStatusCode.Forbidden, "scope-query");

        // A deletion of what the scope does not reach is answered like one of nothing, and does nothing.
        (await limited.SendAsync(HttpMethod.Delete, $"fhir/Observation/{foreign}")).Is(HttpStatusCode.NoContent);
        (await limited.PostAsync("", $$"""{"resourceType":"Bundle","type":"transaction","entry":[{"request":{"method":"DELETE","url":"Observation/{{foreign}}"} }]}""")).Is(HttpStatusCode.OK);
        (await writer.GetAsync($"Observation/{foreign}")).Is(HttpStatusCode.OK);
        (await limited.SendAsync(HttpMethod.Patch, $"fhir/Observation/{own}", """[{"op":"remove","path":"/category"}]"""u8.ToArray(), "application/json-patch+json")).Refused(HttpStatusCode.Forbidden, "scope-query");
        Assert.Equal(HttpStatusCode.NotFound, (await limited.SendAsync(HttpMethod.Patch, $"fhir/Observation/{foreign}", """[{"op":"replace","path":"/status","value":"amended"}]"""u8.ToArray(), "application/json-patch+json")).Status);
        (await limited.SendAsync(HttpMethod.Delete, $"fhir/Observation?code=urn:s16%7C{code}&category=vital-signs")).Is(HttpStatusCode.NoContent);
        var refused = await limited.PostAsync("", $$"""
            {"resourceType":"Bundle","type":"transaction","entry":[
              {"resource":{{Observation(person, code + "t", "laboratory")}},"request":{"method":"POST","url":"Observation"} },
              {"resource":{{Observation(person, code + "t", "vital-signs")}},"request":{"method":"POST","url":"Observation"} }]}
            """);
        refused.Refused(HttpStatusCode.Forbidden, "scope-query");

        await TotalAsync(writer, $"Observation?code=urn:s16%7C{code}", 2);
        await TotalAsync(writer, $"Observation?code=urn:s16%7C{code}t", 0);
        (await limited.PutAsync($"Observation/{own}", WithId(own, Observation(person, code, "laboratory").Replace("final", "amended", StringComparison.Ordinal)))).Is(HttpStatusCode.OK);
        (await limited.SendAsync(HttpMethod.Delete, $"fhir/Observation/{own}")).Is(HttpStatusCode.NoContent);
        Assert.Contains(await district.AuditAsync(limited.Id, 50), entry => entry.Row is { Action: "create", Outcome: "deny" });
    }

    [Fact]
    public async Task A_query_on_status_finds_nothing_of_another_status()
    {
        using var writer = await Machine.RegisterAsync(district, Writer);
        using var reader = await Machine.RegisterAsync(district, Writer, "system/Task.rs?status=requested");
        var person = await PersonAsync(writer);
        var (requested, completed) = (await TaskAsync(writer, person, "requested"), await TaskAsync(writer, person, "completed"));
        await TotalAsync(reader, $"Task?patient={person}&status=completed", 0);
        await TotalAsync(reader, $"Task?patient={person}", 1);
        await TotalAsync(reader, $"Task?_id={requested}", 1);
        Assert.Equal(HttpStatusCode.NotFound, (await reader.GetAsync($"Task/{completed}")).Status);
    }

    [Fact]
    public async Task Scopes_that_are_malformed_are_refused_and_those_not_understood_are_left_out_of_the_answer()
    {
        using var machine = await Machine.RegisterAsync(district, Writer);
        foreach (var malformed in (string[])["system/Patient.dus", "system/Patient.sr", "system/Patient.x", "system/Patient.", "system/patient.rs?", "system/Patient", "elsewhere/Patient.rs", "system/Pa tient.rs"])
        {
            var answer = await machine.AskTokenAsync(machine.Assertion(), malformed);
            Assert.Equal((malformed, HttpStatusCode.BadRequest, "invalid_scope"), (malformed, answer.Status, answer.Text("error")));
        }

        foreach (var (asked, granted) in ((string, string)[])
            [
                ("system/Patient.read", "system/Patient.rs"), ("system/Patient.write", "system/Patient.cud"), ("system/Patient.*", "system/Patient.cruds"), ("system/*.rs", "system/*.rs"),
                ("system/Patient.rs system/Observation.rs?category=laboratory&status=final", "system/Patient.rs system/Observation.rs?category=laboratory&status=final"),
                ("system/Patient.rs system/Observation.rs?nothing=known", "system/Patient.rs"), ("system/Patient.rs system/Observation.rs?_sort=date", "system/Patient.rs"),
                ("system/Patient.rs system/Observation.rs?patient.name=x", "system/Patient.rs"), ("system/Patient.rs system/*.rs?_tag=urn:t|x", "system/Patient.rs system/*.rs?_tag=urn:t|x"),
            ])
        {
            Assert.Equal((asked, granted), (asked, (await machine.AskTokenAsync(machine.Assertion(), asked)).Is(HttpStatusCode.OK).Text("scope")));
        }

        Assert.Equal("invalid_scope", (await machine.AskTokenAsync(machine.Assertion(), "system/Observation.rs?nothing=known")).Is(HttpStatusCode.BadRequest).Text("error"));
    }

    [Fact]
    public async Task Two_queries_on_one_type_are_alternatives_and_a_whole_scope_makes_them_idle()
    {
        using var writer = await Machine.RegisterAsync(district, Writer);
        using var both = await Machine.RegisterAsync(district, Writer, "system/Observation.rs?category=laboratory system/Observation.rs?category=vital-signs");
        using var whole = await Machine.RegisterAsync(district, Writer, "system/Observation.rs?category=laboratory system/*.s");
        var (code, person) = (Guid.NewGuid().ToString("N"), await PersonAsync(writer));
        string[] all = [await ObservationAsync(writer, person, code, "laboratory"), await ObservationAsync(writer, person, code, "vital-signs"), await ObservationAsync(writer, person, code, "exam")];
        await TotalAsync(both, $"Observation?code=urn:s16%7C{code}", 2);
        await TotalAsync(whole, $"Observation?code=urn:s16%7C{code}", 3);
        Assert.Equal(HttpStatusCode.NotFound, (await whole.GetAsync($"Observation/{all[1]}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await whole.GetAsync($"Observation/{all[0]}")).Status);
    }

    [Fact]
    public async Task A_stranger_and_a_token_that_ended_are_told_so_by_introspection()
    {
        using var machine = await Machine.RegisterAsync(district, Writer, "system/Patient.rs");
        using var other = await Machine.RegisterAsync(district, "seodaemun", "system/Patient.rs");
        var token = await machine.TokenAsync();
        Assert.True(await IsActiveAsync(other, token));
        Assert.False(await IsActiveAsync(other, token[..^2] + "AA"));
        Assert.False(await IsActiveAsync(other, "nothing"));
        district.Clock.Advance(TimeSpan.FromMinutes(11));
        other.ForgetToken();
        Assert.False(await IsActiveAsync(other, token));
        (await machine.GetAsync("Patient?_count=1")).Refused(HttpStatusCode.Unauthorized, "token-missing");
    }

    private async Task<bool> IsActiveAsync(Machine asker, string token)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["token"] = token, ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer", ["client_assertion"] = asker.Assertion(),
        });
        using var response = await district.Http.PostAsync("connect/introspect", form, TestContext.Current.CancellationToken);
        return new Answer(response.StatusCode, response, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Is(HttpStatusCode.OK).Json.GetProperty("active").GetBoolean();
    }

    private static async Task TotalAsync(Machine reader, string query, int total) =>
        Assert.Equal((query, total), (query, (await reader.GetAsync($"{query}&_total=accurate")).Is(HttpStatusCode.OK).Json.GetProperty("total").GetInt32()));

    private static string IdOf(Answer answer) => answer.Is(HttpStatusCode.Created).Text("id")!;

    private static string WithId(string id, string json) => json.Replace("{\"resourceType\"", $"{{\"id\":\"{id}\",\"resourceType\"", StringComparison.Ordinal);

    private static async Task<string> PersonAsync(Machine writer) => IdOf(await writer.PostAsync("Patient", """{"resourceType":"Patient"}"""));

    private static async Task<string> ObservationAsync(Machine writer, string person, string code, string category) => IdOf(await writer.PostAsync("Observation", Observation(person, code, category)));

    private static async Task<string> TaskAsync(Machine writer, string person, string status) => IdOf(await writer.PostAsync("Task", $$"""{"resourceType":"Task","status":"{{status}}","intent":"order","for":{"reference":"Patient/{{person}}" } }"""));

    private static string Observation(string person, string code, string category) =>
        $$"""{"resourceType":"Observation","meta":{"tag":[{"system":"urn:s16","code":"s16-tag"}]},"status":"final","category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"{{category}}"}]}],"code":{"coding":[{"system":"urn:s16","code":"{{code}}"}]},"subject":{"reference":"Patient/{{person}}"},"effectiveDateTime":"2026-03-02"}""";
}
