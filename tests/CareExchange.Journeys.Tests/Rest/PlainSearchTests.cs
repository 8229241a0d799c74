using System.Net;
using CareExchange.Journeys.Tests.World;

namespace CareExchange.Journeys.Tests.Rest;

/// <summary>Plain searches take a short way through the gateway, as plain reads do. It must not be told from the long one by anything but its speed.</summary>
public sealed class PlainSearchTests(District district) : IClassFixture<District>
{
    // What sends a search the long way and changes nothing of its answer.
    private static readonly (string, string) LongWay = ("Accept", "application/fhir+json, */*;q=0.1");

    [Fact]
    public async Task What_is_found_what_is_not_what_is_withheld_and_what_is_asked_wrongly_is_answered_and_recorded_alike()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        using var stranger = await Machine.RegisterAsync(district, "somebody-else");
        var patient = (await machine.PostAsync("Patient", """{"resourceType":"Patient","identifier":[{"system":"urn:x","value":"found-plain"}],"name":[{"family":"김"}]}""")).Is(HttpStatusCode.Created).Text("id")!;
        foreach (var code in (string[])["a", "b", "c"])
        {
            (await machine.PostAsync("Observation", $$$"""{"resourceType":"Observation","status":"final","code":{"coding":[{"system":"urn:c","code":"{{{code}}}"}]},"subject":{"reference":"Patient/{{{patient}}}"}}""")).Is(HttpStatusCode.Created);
        }

        string[] asked =
        [
            "Patient?identifier=urn:x|found-plain", "Patient?identifier=urn%3Ax%7Cfound-plain&_total=accurate", $"Observation?patient={patient}&code=urn:c|a&date=", $"Observation?patient={patient}&_count=2",
            $"Observation?patient={patient}&_include=Observation:subject", $"Observation?subject:Patient.identifier=urn:x|found-plain&_sort=-_lastUpdated", $"Patient?_has:Observation:patient:code=urn:c|b&_id={patient}",
            "Patient?identifier=urn:x|nobody", $"Observation?patient={patient}&_format=json&_pretty=true", $"Observation?patient={patient}&%5Fsummary=count", $"Observation?patient={patient}&_elements=code",
            "Patient?nothing=known", "Observation?date=yesterday", "Nothing?code=a", "Patient?", "Patient/?name=a", $"Observation?patient={patient}&_explain=plan", "Patient?_cursor=forged", "AuditEvent?_count=0", "metadata?mode=full",
        ];
        foreach (var path in asked) await SameAsync(machine, path);
        foreach (var path in asked.Where(path => path.Contains(patient, StringComparison.Ordinal) || path.Contains("found", StringComparison.Ordinal))) await SameAsync(stranger, path);

        var page = (await machine.GetAsync($"Observation?patient={patient}&_count=2")).Is(HttpStatusCode.OK);
        Assert.Equal(2, page.Json.GetProperty("entry").GetArrayLength());
        var seen = (await stranger.GetAsync($"Observation?patient={patient}")).Is(HttpStatusCode.OK);
        Assert.False(seen.Json.TryGetProperty("entry", out _));
    }

    [Fact]
    public async Task A_token_without_the_scope_is_refused_and_so_is_one_whose_scope_does_not_reach_what_is_chained_to()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun", "system/Observation.crs");
        (await machine.PostAsync("Observation", """{"resourceType":"Observation","status":"final","code":{"text":"a"}}""")).Is(HttpStatusCode.Created);
        (await machine.GetAsync("Observation?code=a")).Is(HttpStatusCode.OK);
        (await machine.GetAsync("Patient?name=a")).Refused(HttpStatusCode.Forbidden, "scope-missing");
        (await machine.GetAsync("Observation?subject:Patient.name=a")).Refused(HttpStatusCode.Forbidden, "scope-missing");
        await SameAsync(machine, "Observation?subject:Patient.name=a");
    }

    private async Task SameAsync(Machine machine, string path)
    {
        await machine.GetAsync(path);
        var before = (await district.AuditAsync(machine.Id, 1000)).Count;
        var routed = await machine.GetAsync(path, LongWay);
        var between = (await district.AuditAsync(machine.Id, 1000)).Count;
        var plain = await machine.GetAsync(path);
        var after = await district.AuditAsync(machine.Id, 1000);

        Assert.Equal((path, routed.Status), (path, plain.Status));
        Assert.Equal(Headers(routed), Headers(plain));
        if ((int)plain.Status >= 300) Assert.Equal(routed.Issues[0].Rule, plain.Issues[0].Rule);
        else if (path.Contains("_count=2", StringComparison.Ordinal) || path.Contains("_explain", StringComparison.Ordinal)) Assert.Equal(routed.Bytes.Length / 100, plain.Bytes.Length / 100);
        else Assert.Equal(routed.Bytes, plain.Bytes);
        Assert.Equal((path, between - before), (path, after.Count - between));
    }

    private static string[] Headers(Answer answer) => [.. answer.Response.Headers.Concat(answer.Response.Content.Headers)
        .Where(header => header.Key is not ("Date" or "X-Request-ID" or "Content-Length")).Select(header => $"{header.Key}: {string.Join(", ", header.Value)}").Order(StringComparer.Ordinal)];
}
