using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CareExchange.Journeys.Tests.World;

namespace CareExchange.Journeys.Tests.Scenarios;

/// <summary>S11: a consent is taken back while pages are being turned, exports run, answers wait and sessions are open.</summary>
[Trait("scenario", "S11")]
public sealed class WithdrawnMidFlightTests(District district) : IClassFixture<District>
{
    private const string Reader = "seodaemun-dementia";
    private const int Observations = 12;

    [Fact]
    public async Task Whatever_is_under_way_stops_at_withdrawal()
    {
        using var writer = await Machine.RegisterAsync(district, "hongje-homecare");
        using var reader = await Machine.RegisterAsync(district, Reader);
        using var staff = await Staff.SignInAsync(district, "dementia");
        var (person, consent) = await OpenPersonAsync(writer);

        // 1. Everything is under way: a second page, an export that is ready, one that has only begun, a deferred search, a deferred batch, an open session.
        var first = (await reader.GetAsync($"Observation?patient={person}&_count=5")).Is(HttpStatusCode.OK);
        Assert.Equal(5, first.Resources.Count);
        var next = first.Json.GetProperty("link").EnumerateArray().Single(link => link.GetProperty("relation").GetString() == "next").GetProperty("url").GetString()!;
        var ready = await BeginExportAsync(reader, person);
        var manifest = await ManifestAsync(reader, ready);
        Assert.Equal(Observations + 1, await LinesAsync(reader, manifest));
        var search = await DeferAsync(reader, HttpMethod.Get, $"Observation?patient={person}", null);
        var batch = await DeferAsync(reader, HttpMethod.Post, "", $$"""{"resourceType":"Bundle","type":"batch","entry":[{"request":{"method":"GET","url":"Observation?patient={{person}}"} }]}""");
        Assert.Equal(Observations, Count(await AnswerAsync(reader, search), "Observation"));
        Assert.Equal(Observations, Count(await AnswerAsync(reader, batch), "Observation"));
        Assert.Equal(Observations, (await staff.FindAllAsync($"Observation?patient={person}")).Count);
        var running = await BeginExportAsync(reader, person);

        // 2. The person takes it back.
        var withdrawn = Stopwatch.GetTimestamp();
        consent["status"] = "inactive";
        (await writer.PutAsync($"Consent/{consent["id"]}", consent.ToJsonString())).Is(HttpStatusCode.OK);
        var stored = Stopwatch.GetElapsedTime(withdrawn);
        var refused = await reader.SendAsync(HttpMethod.Get, next);
        var effect = Stopwatch.GetElapsedTime(withdrawn);
        TestContext.Current.TestOutputHelper?.WriteLine($"withdrawal stored after {stored.TotalMilliseconds:F1} ms, first refused answer after {effect.TotalMilliseconds:F1} ms");

        // 3. Nothing of it leaves any more, on any way; who holds a page link is told why.
        refused.Refused(HttpStatusCode.Forbidden, "consent-withdrawn");
        Assert.Equal(0, (await reader.GetAsync($"Observation?patient={person}&_total=accurate")).Is(HttpStatusCode.OK).Json.GetProperty("total").GetInt32());
        Assert.Equal(0, await LinesAsync(reader, manifest));
        Assert.Equal(0, await LinesAsync(reader, await ManifestAsync(reader, running)));
        Assert.Equal(0, Count(await AnswerAsync(reader, search), "Observation"));
        Assert.Equal(0, Count(await AnswerAsync(reader, batch), "Observation"));
        Assert.Empty(await staff.FindAllAsync($"Observation?patient={person}"));
        (await staff.GetAsync($"persons/{person}/plan")).Is(HttpStatusCode.NotFound);

        // 4. The refusal of the page is on record, with the person.
        Assert.Contains(await district.AuditAsync(reader.Id, 50), entry => entry.Row is { Action: "search-type", Outcome: "deny" } row && row.Person == person);
    }

    [Fact]
    public async Task An_export_that_was_interrupted_goes_on_without_what_was_withdrawn_meanwhile()
    {
        using var writer = await Machine.RegisterAsync(district, "hongje-homecare");
        using var reader = await Machine.RegisterAsync(district, Reader);
        var (person, consent) = await OpenPersonAsync(writer);
        var export = await BeginExportAsync(reader, person);

        await district.RestartAsync();
        reader.ForgetToken();
        writer.ForgetToken();
        consent["status"] = "inactive";
        (await writer.PutAsync($"Consent/{consent["id"]}", consent.ToJsonString())).Is(HttpStatusCode.OK);

        Assert.Equal(0, await LinesAsync(reader, await ManifestAsync(reader, export)));
    }

    [Fact]
    public async Task A_page_link_of_somebody_who_may_still_see_the_person_goes_on_without_a_word()
    {
        using var writer = await Machine.RegisterAsync(district, "hongje-homecare");
        var (person, consent) = await OpenPersonAsync(writer);
        var first = (await writer.GetAsync($"Observation?patient={person}&_count=5")).Is(HttpStatusCode.OK);
        var next = first.Json.GetProperty("link").EnumerateArray().Single(link => link.GetProperty("relation").GetString() == "next").GetProperty("url").GetString()!;
        consent["status"] = "inactive";
        (await writer.PutAsync($"Consent/{consent["id"]}", consent.ToJsonString())).Is(HttpStatusCode.OK);

        Assert.Equal(5, (await writer.SendAsync(HttpMethod.Get, next)).Is(HttpStatusCode.OK).Resources.Count);
    }

    private static async Task<(string Person, JsonObject Consent)> OpenPersonAsync(Machine writer)
    {
        var person = (await writer.PostAsync("Patient", """{"resourceType":"Patient","name":[{"text":"시험 십일"}],"gender":"female"}""")).Is(HttpStatusCode.Created).Text("id")!;
        for (var number = 0; number < Observations; number++)
        {
            (await writer.PostAsync("Observation", $$"""
                {"resourceType":"Observation","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"8867-4"}]},"subject":{"reference":"Patient/{{person}}"},"effectiveDateTime":"2026-03-{{number + 1:00}}"}
                """)).Is(HttpStatusCode.Created);
        }

        var consent = (await writer.PostAsync("Consent", $$$"""
            {"resourceType":"Consent","status":"active","scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope","code":"patient-privacy"}]},
             "category":[{"coding":[{"system":"http://loinc.org","code":"59284-0"}]}],"patient":{"reference":"Patient/{{{person}}}"},"dateTime":"2026-03-01",
             "policyRule":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"OPTIN"}]},
             "provision":{"type":"permit","actor":[{"role":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ParticipationType","code":"IRCP"}]},"reference":{"reference":"Organization/{{{Reader}}}"}}]}}
            """)).Is(HttpStatusCode.Created);
        return (person, JsonNode.Parse(consent.Bytes)!.AsObject());
    }

    private static async Task<string> BeginExportAsync(Machine machine, string person) => PathOf((await machine.SendAsync(
        HttpMethod.Post,
        "fhir/Patient/$export",
        Encoding.UTF8.GetBytes($$"""{"resourceType":"Parameters","parameter":[{"name":"patient","valueReference":{"reference":"Patient/{{person}}"} },{"name":"_type","valueString":"Patient,Observation"}]}"""),
        headers: [("Prefer", "respond-async"), ("Accept", "application/fhir+json")])).Is(HttpStatusCode.Accepted));

    private static async Task<JsonElement> ManifestAsync(Machine machine, string status)
    {
        Answer answer;
        while ((answer = await machine.SendAsync(HttpMethod.Get, status)).Status == HttpStatusCode.Accepted) await Task.Delay(20, TestContext.Current.CancellationToken);
        return answer.Is(HttpStatusCode.OK).Json;
    }

    private static async Task<int> LinesAsync(Machine machine, JsonElement manifest)
    {
        var lines = 0;
        foreach (var file in manifest.GetProperty("output").EnumerateArray())
        {
            var answer = (await machine.SendAsync(HttpMethod.Get, new Uri(file.GetProperty("url").GetString()!).PathAndQuery)).Is(HttpStatusCode.OK);
            lines += Encoding.UTF8.GetString(answer.Bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;
        }

        return lines;
    }

    private static async Task<string> DeferAsync(Machine machine, HttpMethod method, string path, string? json) => PathOf((await machine.SendAsync(
        method, $"fhir/{path}", json is null ? null : Encoding.UTF8.GetBytes(json), headers: [("Prefer", "respond-async")])).Is(HttpStatusCode.Accepted));

    private static async Task<string> AnswerAsync(Machine machine, string status)
    {
        Answer answer;
        while ((answer = await machine.SendAsync(HttpMethod.Get, status)).Status == HttpStatusCode.Accepted) await Task.Delay(20, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(answer.Is(HttpStatusCode.OK).Bytes);
    }

    private static int Count(string json, string type) => json.Split($"\"resourceType\":\"{type}\"").Length - 1;

    private static string PathOf(Answer accepted) => accepted.Response.Content.Headers.ContentLocation!.PathAndQuery;
}
