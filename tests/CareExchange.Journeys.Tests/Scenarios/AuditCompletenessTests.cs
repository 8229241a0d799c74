using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using CareExchange.Exchange.Operations;
using CareExchange.Exchange.Reading;
using CareExchange.Journeys.Tests.World;
using Microsoft.AspNetCore.Routing;

namespace CareExchange.Journeys.Tests.Scenarios;

/// <summary>S19: every route that the gateway has, asked as somebody who may and as somebody who may not: each request stands in the trail once for each person it is about,
/// with who, for whom, why, on which ground and as what.</summary>
[Collection(SharedDistrict.Name)]
[Trait("scenario", "S19")]
public sealed class AuditCompletenessTests(District district)
{
    private const string Parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    /// <summary>A request; placeholders are ids of this test's own. What it leaves in the trail is written as <c>action outcome person</c>, several apart by commas.</summary>
    /// <param name="Name">What it is called.</param>
    /// <param name="Route">The route it takes; its method is the request's.</param>
    /// <param name="Method">HTTP method.</param>
    /// <param name="Path">Below the gateway's address.</param>
    /// <param name="Granted">What stands in the trail where the consents open it.</param>
    /// <param name="Refused">The same where nothing opens it.</param>
    private sealed record Call(string Name, string Route, string Method, string Path, string Granted, string Refused, string? Body = null, string Type = "application/fhir+json", string Operation = "");

    private static readonly Call[] Calls =
    [
        new("read", "/fhir/{type}/{id}", "GET", "fhir/Observation/{o}", "read permit p", "read deny p"),
        new("head", "/fhir/{type}/{id}", "HEAD", "fhir/Observation/{o}", "read permit p", "read deny p"),
        new("vread", "/fhir/{type}/{id}/_history/{version}", "GET", "fhir/Observation/{o}/_history/1", "vread permit p", "vread deny p"),
        new("history", "/fhir/{type}/{id}/_history", "GET", "fhir/Observation/{o}/_history", "history-instance permit p", "history-instance deny p"),
        new("history of the type", "/fhir/{type}/_history", "GET", "fhir/Observation/_history?_count=1000", "*", "*"),
        new("history of all", "/fhir/_history", "GET", "fhir/_history?_count=1000", "*", "*"),
        new("search", "/fhir/{type}", "GET", "fhir/Observation?_id={o}", "search-type permit p", "search-type permit"),
        new("search by form", "/fhir/{type}/_search", "POST", "fhir/Observation/_search", "search-type permit p", "search-type permit", "_id={o}", "application/x-www-form-urlencoded"),
        new("search of the system", "/fhir", "GET", "fhir?_type=Observation&_id={o}", "search-type permit p", "search-type permit"),
        new("search of the system by form", "/fhir/_search", "POST", "fhir/_search", "search-type permit p", "search-type permit", "_type=Observation&_id={o}", "application/x-www-form-urlencoded"),
        new("compartment", "/fhir/{compartment}/{id}/{type}", "GET", "fhir/Patient/{p}/Observation", "search-type permit p", "search-type permit"),
        new("compartment of all", "/fhir/{compartment}/{id}/*", "GET", "fhir/Patient/{p}/*", "search-type permit p", "search-type permit"),
        new("compartment by form", "/fhir/{compartment}/{id}/{type}/_search", "POST", "fhir/Patient/{p}/Observation/_search", "search-type permit p", "search-type permit", "_id={o}", "application/x-www-form-urlencoded"),
        new("compartment of all by form", "/fhir/{compartment}/{id}/*/_search", "POST", "fhir/Patient/{p}/*/_search", "search-type permit p", "search-type permit", "_id={o}", "application/x-www-form-urlencoded"),
        new("include", "/fhir/{type}", "GET", "fhir/Observation?_id={o}&_include=Observation:patient", "search-type permit p", "search-type permit"),
        new("count", "/fhir/{type}", "GET", "fhir/Observation?_id={o}&_summary=count", "search-type permit", "search-type permit"),
        new("everything", "/fhir/Patient/{id}/$everything", "GET", "fhir/Patient/{p}/$everything", "operation permit p", "operation deny p", Operation: "everything"),
        new("everything of everybody", "/fhir/Patient/$everything", "GET", "fhir/Patient/$everything?_type=Observation", "*", "*", Operation: "everything"),
        new("last of each", "/fhir/Observation/$lastn", "GET", "fhir/Observation/$lastn?patient={p}", "operation permit p", "operation permit", Operation: "lastn"),
        new("difference", "/fhir/{type}/{id}/$diff", "GET", "fhir/Observation/{o}/$diff", "read permit p", "read deny p", Operation: "diff"),
        new("difference of two", "/fhir/$diff", "GET", "fhir/$diff?from=Observation/{o}&to=Composition/{d}", "read permit p, read permit p", "read deny p", Operation: "diff"),
        new("explanation", "/fhir/{type}/{id}/$explain-access", "GET", "fhir/Observation/{o}/$explain-access", "operation permit p", "operation deny p", Operation: "explain-access"),
        new("document", "/fhir/Composition/{id}/$document", "GET", "fhir/Composition/{d}/$document", "operation permit p", "operation deny p", Operation: "document"),
        new("validation", "/fhir/{type}/{id}/$validate", "GET", "fhir/Observation/{o}/$validate", "operation permit p", "operation deny p", Operation: "validate"),
        new("labels", "/fhir/{type}/{id}/$meta", "GET", "fhir/Observation/{o}/$meta", "read permit p", "read deny p", Operation: "meta"),
        new("labels of a version", "/fhir/{type}/{id}/_history/{version}/$meta", "GET", "fhir/Observation/{o}/_history/1/$meta", "vread permit p", "vread deny p", Operation: "meta"),
        new("labels of the type", "/fhir/{type}/$meta", "GET", "fhir/Observation/$meta", "operation permit", "operation permit", Operation: "meta"),
        new("labels of all", "/fhir/$meta", "GET", "fhir/$meta", "operation permit", "operation permit", Operation: "meta"),
        new("labels added", "/fhir/{type}/{id}/$meta-add", "POST", "fhir/Observation/{o}/$meta-add", "operation deny p", "operation deny p", Labels, Operation: "meta-add"),
        new("labels taken", "/fhir/{type}/{id}/$meta-delete", "POST", "fhir/Observation/{o}/$meta-delete", "operation deny p", "operation deny p", Labels, Operation: "meta-delete"),
        new("who looked", "/fhir/Patient/{id}/$access-log", "GET", "fhir/Patient/{p}/$access-log", "access-log-read deny p", "access-log-read deny p", Operation: "access-log"),
        new("ledger", "/fhir/$provision-ledger", "GET", "fhir/$provision-ledger?from=2026-01-01&until=2026-01-31", "ledger-read permit", "ledger-read permit", Operation: "provision-ledger"),
        new("verification", "/fhir/$audit-verify", "GET", "fhir/$audit-verify", "operation permit", "operation permit", Operation: "audit-verify"),
        new("match", "/fhir/Patient/$match", "POST", "fhir/Patient/$match", "operation permit", "operation permit", """{"resourceType":"Parameters","parameter":[{"name":"resource","resource":{"resourceType":"Patient","name":[{"text":"x"}]}}]}""", Operation: "match"),
        new("emergency access", "/fhir/Patient/{id}/$emergency-access", "POST", "fhir/Patient/{p}/$emergency-access", "emergency-access deny p", "emergency-access deny p", """{"resourceType":"Parameters","parameter":[{"name":"reason","valueString":"x"}]}""", Operation: "emergency-access"),
        new("conversion", "/fhir/$convert", "POST", "fhir/$convert", "operation permit", "operation permit", """{"resourceType":"Basic","code":{"text":"x"}}""", Operation: "convert"),
        new("lookup", "/fhir/CodeSystem/$lookup", "GET", "fhir/CodeSystem/$lookup?system=http://hl7.org/fhir/administrative-gender&code=male", "operation permit", "operation permit", Operation: "lookup"),
        new("update", "/fhir/{type}/{id}", "PUT", "fhir/Observation/{o}", "update deny p", "update deny p", Observation),
        new("patch", "/fhir/{type}/{id}", "PATCH", "fhir/Observation/{o}", "patch deny p", "patch deny p", """[{"op":"replace","path":"/status","value":"amended"}]""", "application/json-patch+json"),
        new("delete", "/fhir/{type}/{id}", "DELETE", "fhir/Observation/{o}", "delete deny p", "delete deny p"),
        new("create", "/fhir/{type}", "POST", "fhir/Observation", "create permit p", "create permit p", Observation),
        new("conditional update", "/fhir/{type}", "PUT", "fhir/Observation?identifier=nobody", "update deny p", "update deny p", Observation),
        new("conditional patch", "/fhir/{type}", "PATCH", "fhir/Observation?identifier=nobody", "patch deny", "patch deny", """[{"op":"replace","path":"/status","value":"amended"}]""", "application/json-patch+json"),
        new("conditional delete", "/fhir/{type}", "DELETE", "fhir/Observation?identifier=nobody", "delete permit", "delete permit"),
        new("batch", "/fhir", "POST", "fhir", "read permit p, search-type permit p", "read deny p, search-type permit", """{"resourceType":"Bundle","type":"batch","entry":[{"request":{"method":"GET","url":"Observation/{o}"}},{"request":{"method":"GET","url":"Observation?_id={o}"}}]}"""),
        new("transaction", "/fhir", "POST", "fhir", "transaction permit p", "transaction permit p", """{"resourceType":"Bundle","type":"transaction","entry":[{"resource":{"resourceType":"Observation","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/{p}"}},"request":{"method":"POST","url":"Observation"}}]}"""),
        new("export", "/fhir/$export", "GET", "fhir/$export?_type=Observation", "export permit", "export permit"),
        new("export of persons", "/fhir/Patient/$export", "GET", "fhir/Patient/$export?_type=Observation", "export permit", "export permit"),
        new("messages out", "/partners/{partner}/out", "GET", "partners/seodaemun-dementia/out", "message-sent deny", "message-sent deny"),
        new("read of nothing", "/fhir/{type}/{id}", "GET", "fhir/Observation/nothing", "read deny", "read deny"),
        new("history of nothing", "/fhir/{type}/{id}/_history", "GET", "fhir/Observation/nothing/_history", "history-instance deny", "history-instance deny"),
        new("everything of nothing", "/fhir/Patient/{id}/$everything", "GET", "fhir/Patient/nothing/$everything", "operation deny", "operation deny"),
    ];

    private const string Labels = """{"resourceType":"Parameters","parameter":[{"name":"meta","valueMeta":{"tag":[{"system":"urn:t","code":"x"}]}}]}""";
    private const string Observation = """{"resourceType":"Observation","id":"{o}","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/{p}"}}""";

    [Fact]
    public async Task Explore()
    {
        using var writer = await Machine.RegisterAsync(district, "hongje-homecare");
        using var reader = await Machine.RegisterAsync(district, "seodaemun-dementia");
        var lines = new List<string>();
        foreach (var isOpen in (bool[])[true, false])
        {
            var (p, o, d) = await PersonAsync(writer, isOpen);
            foreach (var call in Calls)
            {
                var request = $"r-{Guid.NewGuid():N}";
                var answer = await reader.SendAsync(
                    new(call.Method), Fill(call.Path, p, o, d), call.Body is { } body ? Encoding.UTF8.GetBytes(Fill(body, p, o, d)) : null, call.Type, headers: [("X-Request-Id", request), ("traceparent", Parent), .. call.Path.Contains("$export", StringComparison.Ordinal) ? [("Prefer", "respond-async"), ("Accept", "application/fhir+json")] : Array.Empty<(string, string)>()]);
                var records = await RecordsAsync(request);
                var said = string.Join(", ", records.Select(r => $"{r.Action} {(r.Permitted ? "permit" : "deny")}{(r.Person == p ? " p" : r.Person is null ? "" : " other")}").Order(StringComparer.Ordinal));
                var expected = isOpen ? call.Granted : call.Refused;
                lines.Add($"{(said == expected ? "ok " : "BAD")} {isOpen} {call.Name} {(int)answer.Status}: [{said}] expected [{expected}] | {string.Join(" ; ", records.Take(2).Select(r => $"{r.Agent == reader.Id} {r.OrganizationId} {r.Purpose?.Code} g={string.Join('/', r.Grounds.Select(g => g.Uri))} c={string.Join('/', r.Consents)} e={string.Join('/', r.Entities.Take(3))} x={r.Explanation}"))}");
            }
        }

        File.WriteAllLines("/tmp/explore/calls.txt", lines);
    }

    private async Task<IReadOnlyList<AuditFact>> RecordsAsync(string request)
    {
        var entries = await district.Room<CareExchange.Storage.Audit.AuditStore>().QueryAsync(new() { Count = 300 }, TestContext.Current.CancellationToken);
        return [.. entries.Where(entry => Encoding.UTF8.GetString(entry.Row.Json.Span).Contains($"\"{request}\"", StringComparison.Ordinal)).Select(entry => AuditFacts.Read(entry.Row))];
    }

    private static async Task<(string Person, string Observation, string Document)> PersonAsync(Machine writer, bool isOpen)
    {
        var person = Id(await writer.PostAsync("Patient", """{"resourceType":"Patient","name":[{"text":"x"}]}"""));
        var observation = Id(await writer.PostAsync("Observation", $$$"""{"resourceType":"Observation","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/{{{person}}}"}}"""));
        var document = Id(await writer.PostAsync("Composition", $$$"""{"resourceType":"Composition","status":"final","type":{"text":"x"},"subject":{"reference":"Patient/{{{person}}}"},"date":"2026-01-01","title":"x","author":[{"display":"x"}]}"""));
        if (isOpen)
        {
            (await writer.PostAsync("Consent", $$$"""
                {"resourceType":"Consent","status":"active","scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope","code":"patient-privacy"}]},
                 "category":[{"coding":[{"system":"http://loinc.org","code":"59284-0"}]}],"patient":{"reference":"Patient/{{{person}}}"},"dateTime":"2026-03-01",
                 "policyRule":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"OPTIN"}]},"provision":{"type":"permit"} }
                """)).Is(HttpStatusCode.Created);
        }

        return (person, observation, document);
    }

    private static string Fill(string text, string person, string observation, string document) =>
        text.Replace("{p}", person, StringComparison.Ordinal).Replace("{o}", observation, StringComparison.Ordinal).Replace("{d}", document, StringComparison.Ordinal);

    private static string Id(Answer answer) => answer.Is(HttpStatusCode.Created).Text("id")!;
}
