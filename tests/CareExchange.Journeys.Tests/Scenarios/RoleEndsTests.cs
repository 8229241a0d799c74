using System.Globalization;
using System.Net;
using System.Text.Json;
using CareExchange.Journeys.Tests.World;
using CareExchange.Storage.Resources;

namespace CareExchange.Journeys.Tests.Scenarios;

/// <summary>S17: access rests on being on the team, and the team on the referrals that stand: it ends with a rejection, with the end of the work, and was never there for a stranger.</summary>
[Collection(SharedDistrict.Name)]
[Trait("scenario", "S17")]
public sealed class RoleEndsTests(District district)
{
    private const string Centre = "seodaemun-dementia";
    private const string Branch = "nhis-seodaemun";

    [Fact]
    public async Task Who_rejects_after_accepting_whose_work_is_done_and_who_was_never_asked_read_nothing_and_who_accepts_again_reads_again()
    {
        using var owner = await Machine.RegisterAsync(district, "hongje-homecare");
        using var centre = await Machine.RegisterAsync(district, Centre);
        using var branch = await Machine.RegisterAsync(district, Branch);
        using var stranger = await Machine.RegisterAsync(district, "yeonhui-clinic");
        var person = IdOf(await owner.PostAsync("Patient", """{"resourceType":"Patient"}"""));
        var observation = IdOf(await owner.PostAsync("Observation", $$"""{"resourceType":"Observation","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/{{person}}" } }"""));
        var plan = IdOf(await owner.PostAsync("CarePlan", $$"""{"resourceType":"CarePlan","status":"active","intent":"plan","subject":{"reference":"Patient/{{person}}" } }"""));
        IdOf(await owner.PostAsync("Consent", Consent(person)));

        // Nobody is on the team that the person opened their record to.
        var (first, second) = (await TaskAsync(owner, person, plan, Centre, "requested"), await TaskAsync(owner, person, plan, Branch, "requested"));
        Machine[] everybody = [centre, branch, stranger];
        Assert.Equal("false false false", await SeesAsync(everybody, observation, person));

        // Both accept.
        await StatusAsync(owner, first, person, plan, Centre, "accepted");
        await StatusAsync(owner, second, person, plan, Branch, "accepted");
        Assert.Equal("true true false", await SeesAsync(everybody, observation, person));
        Assert.Equal(HttpStatusCode.OK, (await centre.GetAsync($"CarePlan/{plan}")).Status);

        // One rejects after all, the other's work is done: the same tokens read nothing now, on no path.
        await StatusAsync(owner, first, person, plan, Centre, "rejected");
        Assert.Equal("false true false", await SeesAsync(everybody, observation, person));
        await StatusAsync(owner, second, person, plan, Branch, "completed");
        Assert.Equal("false false false", await SeesAsync(everybody, observation, person));
        foreach (var gone in (Machine[])[centre, branch])
        {
            foreach (var path in (string[])[$"CarePlan/{plan}", $"CarePlan/{plan}/_history", $"Task/{first}/_history", $"Patient/{person}/$everything", $"Observation/{observation}/_history/1"]) Assert.Equal((path, HttpStatusCode.NotFound), (path, (await gone.GetAsync(path)).Status));
        }

        Assert.Equal([false, false], (await RowsAsync(person)).Select(row => !row.GetProperty("period").TryGetProperty("end", out _)));
        (await owner.GetAsync($"Task/{first}/_history")).Is(HttpStatusCode.OK);

        // Accepting anew is a row of its own; the first stays with its end.
        IdOf(await owner.PostAsync("Task", Task(person, plan, Centre, "accepted")));
        Assert.Equal("true false false", await SeesAsync(everybody, observation, person));
        var rows = (await RowsAsync(person)).Where(row => row.GetProperty("member").GetProperty("reference").GetString() == $"Organization/{Centre}").ToList();
        Assert.Equal([true, false], rows.Select(row => row.GetProperty("period").TryGetProperty("end", out _)));
    }

    [Fact]
    public async Task Nobody_writes_themselves_onto_a_team()
    {
        using var owner = await Machine.RegisterAsync(district, "hongje-homecare");
        using var intruder = await Machine.RegisterAsync(district, Centre);
        var person = IdOf(await owner.PostAsync("Patient", """{"resourceType":"Patient"}"""));
        var observation = IdOf(await owner.PostAsync("Observation", $$"""{"resourceType":"Observation","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/{{person}}" } }"""));
        IdOf(await owner.PostAsync("Consent", Consent(person)));
        var task = IdOf(await owner.PostAsync("Task", Task(person, "p1", Branch, "accepted")));

        (await intruder.PutAsync($"CareTeam/team-{person}", $$"""{"resourceType":"CareTeam","id":"team-{{person}}","status":"active","subject":{"reference":"Patient/{{person}}"},"participant":[{"member":{"reference":"Organization/{{Centre}}"} }] }""")).Refused(HttpStatusCode.Forbidden, "resource-of-another");
        (await intruder.PutAsync($"Task/{task}", Task(person, "p1", Centre, "accepted").Replace("{\"resourceType\"", $"{{\"id\":\"{task}\",\"resourceType\"", StringComparison.Ordinal))).Refused(HttpStatusCode.Forbidden, "resource-of-another");
        await intruder.PostAsync("Task", Task(person, "p1", Centre, "accepted"));
        Assert.Equal("false", await SeesAsync([intruder], observation, person));
    }

    [Fact]
    public async Task Who_may_not_see_a_person_brings_nobody_onto_the_team()
    {
        using var owner = await Machine.RegisterAsync(district, "hongje-homecare");
        using var intruder = await Machine.RegisterAsync(district, Branch);
        using var accomplice = await Machine.RegisterAsync(district, Centre);
        var person = IdOf(await owner.PostAsync("Patient", """{"resourceType":"Patient"}"""));
        var observation = IdOf(await owner.PostAsync("Observation", $$"""{"resourceType":"Observation","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/{{person}}" } }"""));
        IdOf(await owner.PostAsync("Consent", Consent(person)));

        // Writing about somebody is not knowing them: alone, in a Bundle, and after having written something else.
        await intruder.PostAsync("Task", Task(person, "p1", Centre, "accepted"));
        await intruder.PostAsync("", $$"""{"resourceType":"Bundle","type":"transaction","entry":[{"resource":{{Task(person, "p1", Centre, "in-progress")}},"request":{"method":"POST","url":"Task"} }]}""");
        IdOf(await intruder.PostAsync("Flag", $$"""{"resourceType":"Flag","status":"active","code":{"text":"x"},"subject":{"reference":"Patient/{{person}}" } }"""));
        await intruder.PostAsync("Task", Task(person, "p1", Centre, "on-hold"));
        Assert.Equal("false false", await SeesAsync([accomplice, intruder], observation, person));

        // Whom the person lets see them may refer; and when that ends, so does what they passed on.
        var named = IdOf(await owner.PostAsync("Consent", Consent(person).Replace($"CareTeam/team-{person}", $"Organization/{Branch}", StringComparison.Ordinal)));
        await intruder.PostAsync("Task", Task(person, "p1", Centre, "accepted"));
        Assert.Equal("true true", await SeesAsync([accomplice, intruder], observation, person));
        (await owner.PutAsync($"Consent/{named}", Consent(person).Replace($"CareTeam/team-{person}", $"Organization/{Branch}", StringComparison.Ordinal).Replace("\"status\":\"active\"", "\"status\":\"inactive\"", StringComparison.Ordinal).Replace("{\"resourceType\":\"Consent\"", $"{{\"id\":\"{named}\",\"resourceType\":\"Consent\"", StringComparison.Ordinal))).Is(HttpStatusCode.OK);
        Assert.Equal("false false", await SeesAsync([accomplice, intruder], observation, person));
    }

    [Fact]
    public async Task A_team_or_group_that_somebody_else_made_up_opens_nothing_before_the_gateway_keeps_one()
    {
        using var owner = await Machine.RegisterAsync(district, "hongje-homecare");
        using var intruder = await Machine.RegisterAsync(district, Centre);
        foreach (var (name, made) in new (string, Func<string, string>)[]
        {
            ("CareTeam/team-{0}", person => $$"""{"resourceType":"CareTeam","id":"team-{{person}}","status":"active","subject":{"reference":"Patient/{{person}}"},"participant":[{"member":{"reference":"Organization/{{Centre}}"} }] }"""),
            ("Group/team-{0}", person => $$"""{"resourceType":"Group","id":"team-{{person}}","type":"device","actual":true,"member":[{"entity":{"reference":"Device/{{intruder.Id}}"} }] }"""),
        })
        {
            var person = IdOf(await owner.PostAsync("Patient", """{"resourceType":"Patient"}"""));
            var observation = IdOf(await owner.PostAsync("Observation", $$"""{"resourceType":"Observation","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/{{person}}" } }"""));
            var group = string.Format(CultureInfo.InvariantCulture, name, person);
            IdOf(await owner.PostAsync("Consent", Consent(person).Replace($"CareTeam/team-{person}", group, StringComparison.Ordinal)));

            (await intruder.PutAsync(group, made(person))).Is(HttpStatusCode.Created);
            Assert.Equal("false", await SeesAsync([intruder], observation, person));
        }
    }

    [Fact]
    public async Task A_group_of_whoever_stored_the_consent_opens_to_its_members()
    {
        using var owner = await Machine.RegisterAsync(district, "hongje-homecare");
        using var member = await Machine.RegisterAsync(district, Centre);
        var person = IdOf(await owner.PostAsync("Patient", """{"resourceType":"Patient"}"""));
        var observation = IdOf(await owner.PostAsync("Observation", $$"""{"resourceType":"Observation","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/{{person}}" } }"""));
        var group = IdOf(await owner.PostAsync("Group", $$"""{"resourceType":"Group","type":"device","actual":true,"member":[{"entity":{"reference":"Device/{{member.Id}}"} }] }"""));
        IdOf(await owner.PostAsync("Consent", Consent(person).Replace($"CareTeam/team-{person}", $"Group/{group}", StringComparison.Ordinal)));

        Assert.Equal("true", await SeesAsync([member], observation, person));
    }

    private static async Task<string> SeesAsync(Machine[] readers, string observation, string person)
    {
        var seen = new List<string>();
        foreach (var reader in readers)
        {
            var read = (await reader.GetAsync($"Observation/{observation}")).Status == HttpStatusCode.OK;
            var search = (await reader.GetAsync($"Observation?patient={person}&_total=accurate")).Is(HttpStatusCode.OK).Json.GetProperty("total").GetInt32() == 1;
            Assert.Equal(read, search);
            seen.Add(read ? "true" : "false");
        }

        return string.Join(' ', seen);
    }

    // Nobody but the team and the person sees who is on it.
    private async Task<List<JsonElement>> RowsAsync(string person)
    {
        var team = await district.Room<ResourceStore>().ReadAsync("CareTeam", $"team-{person}", TestContext.Current.CancellationToken);
        return [.. JsonDocument.Parse(team!.Json).RootElement.GetProperty("participant").EnumerateArray()];
    }

    private static Task<string> TaskAsync(Machine owner, string person, string plan, string to, string status) => CreatedAsync(owner, "Task", Task(person, plan, to, status));

    private static async Task<string> CreatedAsync(Machine owner, string type, string json) => IdOf(await owner.PostAsync(type, json));

    private static async Task StatusAsync(Machine owner, string task, string person, string plan, string to, string status) =>
        (await owner.PutAsync($"Task/{task}", Task(person, plan, to, status).Replace("{\"resourceType\"", $"{{\"id\":\"{task}\",\"resourceType\"", StringComparison.Ordinal))).Is(HttpStatusCode.OK);

    private static string IdOf(Answer answer) => answer.Is(HttpStatusCode.Created).Text("id")!;

    private static string Task(string person, string plan, string to, string status) =>
        $$"""{"resourceType":"Task","status":"{{status}}","intent":"order","basedOn":[{"reference":"CarePlan/{{plan}}"}],"for":{"reference":"Patient/{{person}}"},"owner":{"reference":"Organization/{{to}}"} }""";

    private static string Consent(string person) => $$"""
        {"resourceType":"Consent","status":"active","scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope","code":"patient-privacy"}]},
         "category":[{"coding":[{"system":"http://loinc.org","code":"59284-0"}]}],"patient":{"reference":"Patient/{{person}}" },"dateTime":"2026-03-01","policyRule":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"OPTIN"}]},
         "provision":{"type":"permit","actor":[{"role":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ParticipationType","code":"IRCP"}]},"reference":{"reference":"CareTeam/team-{{person}}" } }] } }
        """;
}
