using System.Net;
using System.Text;
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
    private const string Everybody = "each person who was shown";
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
        new("history of the type", "/fhir/{type}/_history", "GET", "fhir/Observation/_history?_count=1000", Everybody, Everybody),
        new("history of all", "/fhir/_history", "GET", "fhir/_history?_count=1000", Everybody, Everybody),
        new("search", "/fhir/{type}", "GET", "fhir/Observation?_id={o}", "search-type permit p", "search-type permit"),
        new("search by form", "/fhir/{type}/_search", "POST", "fhir/Observation/_search", "search-type permit p", "search-type permit", "_id={o}", "application/x-www-form-urlencoded"),
        new("search of the system", "/fhir", "GET", "fhir?_type=Observation&_id={o}", "search-type permit p", "search-type permit"),
        new("search of the system by form", "/fhir/_search", "POST", "fhir/_search", "search-type permit p", "search-type permit", "_type=Observation&_id={o}", "application/x-www-form-urlencoded"),
        new("compartment", "/fhir/{compartment}/{id}/{type}", "GET", "fhir/Patient/{p}/Observation", "search-type permit p", "search-type permit"),
        new("compartment of all", "/fhir/{compartment}/{id}/*", "GET", "fhir/Patient/{p}/*", "search-type permit p", "search-type permit"),
        new("compartment by form", "/fhir/{compartment}/{id}/{type}/_search", "POST", "fhir/Patient/{p}/Observation/_search", "search-type permit p", "search-type permit", "_id={o}", "application/x-www-form-urlencoded"),
        new("compartment of all by form", "/fhir/{compartment}/{id}/*/_search", "POST", "fhir/Patient/{p}/*/_search", "search-type permit p", "search-type permit", "_id={o}", "application/x-www-form-urlencoded"),
        new("compartment of whatever type by form", "/fhir/{compartment}/{id}/_search", "POST", "fhir/Patient/{p}/_search", "search-type permit p", "search-type permit", "_id={o}", "application/x-www-form-urlencoded"),
        new("include", "/fhir/{type}", "GET", "fhir/Observation?_id={o}&_include=Observation:patient", "search-type permit p", "search-type permit"),
        new("count", "/fhir/{type}", "GET", "fhir/Observation?_id={o}&_summary=count", "search-type permit", "search-type permit"),
        new("everything", "/fhir/Patient/{id}/$everything", "GET", "fhir/Patient/{p}/$everything", "operation permit p", "operation deny p", Operation: "everything"),
        new("everything of everybody", "/fhir/Patient/$everything", "GET", "fhir/Patient/$everything?_type=Observation", Everybody, Everybody, Operation: "everything"),
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
        new("verification", "/fhir/$audit-verify", "GET", "fhir/$audit-verify", "audit-verified permit", "audit-verified permit", Operation: "audit-verify"),
        new("trail", "/fhir/{type}", "GET", "fhir/AuditEvent?patient={p}", "access-log-read permit", "access-log-read permit"),
        new("trail by form", "/fhir/{type}/_search", "POST", "fhir/AuditEvent/_search", "access-log-read permit", "access-log-read permit", "patient={p}", "application/x-www-form-urlencoded"),
        new("trail of the person", "/fhir/{compartment}/{id}/{type}", "GET", "fhir/Patient/{p}/AuditEvent", "access-log-read permit", "access-log-read permit"),
        new("record of the trail", "/fhir/{type}/{id}", "GET", "fhir/AuditEvent/{o}", "access-log-read deny", "access-log-read deny"),
        new("history of the trail", "/fhir/{type}/_history", "GET", "fhir/AuditEvent/_history", "history-type deny", "history-type deny"),
        new("record sent in", "/fhir/{type}", "POST", "fhir/AuditEvent", "create permit p", "create permit p", """{"resourceType":"AuditEvent","type":{"system":"urn:t","code":"x"},"recorded":"2026-01-01T00:00:00Z","agent":[{"requestor":true}],"source":{"observer":{"display":"x"}},"entity":[{"what":{"reference":"Patient/{p}"}}]}"""),
        new("record changed", "/fhir/{type}/{id}", "PUT", "fhir/AuditEvent/{o}", "update deny", "update deny", """{"resourceType":"AuditEvent","id":"{o}"}"""),
        new("record removed", "/fhir/{type}/{id}", "DELETE", "fhir/AuditEvent/{o}", "delete deny", "delete deny"),
        new("match", "/fhir/Patient/$match", "POST", "fhir/Patient/$match", "operation permit", "operation permit", """{"resourceType":"Parameters","parameter":[{"name":"resource","resource":{"resourceType":"Patient","name":[{"text":"x"}]}}]}""", Operation: "match"),
        new("emergency access", "/fhir/Patient/{id}/$emergency-access", "POST", "fhir/Patient/{p}/$emergency-access", "emergency-access deny p", "emergency-access deny p", """{"resourceType":"Parameters","parameter":[{"name":"reason","valueString":"x"}]}""", Operation: "emergency-access"),
        new("end of emergency access", "/fhir/Patient/{id}/$emergency-access-end", "POST", "fhir/Patient/{p}/$emergency-access-end", "emergency-access deny p", "emergency-access deny p", """{"resourceType":"Parameters"}""", Operation: "emergency-access-end"),
        new("consent templates", "/fhir/Consent/$templates", "GET", "fhir/Consent/$templates", "operation permit", "operation permit", Operation: "templates"),
        new("preview of a consent", "/fhir/Consent/$preview-template", "POST", "fhir/Consent/$preview-template", "operation permit p", "operation deny p", Chosen, Operation: "preview-template"),
        new("consent from a template", "/fhir/Consent/$from-template", "POST", "fhir/Consent/$from-template", "consent-given permit p", "consent-given deny p", Chosen, Operation: "from-template"),
        new("withdrawal of nothing", "/fhir/Consent/{id}/$withdraw", "POST", "fhir/Consent/nothing/$withdraw", "consent-withdrawn deny", "consent-withdrawn deny", """{"resourceType":"Parameters"}""", Operation: "withdraw"),
        new("conversion", "/fhir/$convert", "POST", "fhir/$convert", "operation permit", "operation permit", """{"resourceType":"Basic","code":{"text":"x"}}""", Operation: "convert"),
        new("versions", "/fhir/$versions", "GET", "fhir/$versions", "operation permit", "operation permit", Operation: "versions"),
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

    private const string Chosen = """{"resourceType":"Parameters","parameter":[{"name":"patient","valueId":"{p}"},{"name":"template","valueString":"shared-care"},{"name":"method","valueCode":"paper"},{"name":"choice","part":[{"name":"id","valueString":"economic"}]}]}""";
    private const string Labels = """{"resourceType":"Parameters","parameter":[{"name":"meta","valueMeta":{"tag":[{"system":"urn:t","code":"x"}]}}]}""";
    private const string Observation = """{"resourceType":"Observation","id":"{o}","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/{p}"}}""";

    // A page: what it leaves for whom it opens to. Empty where it shows nobody's data but the asker's own session.
    private static readonly (string Route, string Path, string Reader, string Left)[] Pages =
    [
        ("/persons", "persons", "manager", "person-list permit"),
        ("/persons/{id}/plan", "persons/{p}/plan", "manager", "plan-read permit p"),
        ("/persons/{id}/plan/print", "persons/{p}/plan/print", "manager", "plan-printed permit p"),
        ("/persons/{id}/access", "persons/{p}/access", "manager", "access-log-read permit p"),
        ("/persons/{id}/given", "persons/{p}/given", "officer", "ledger-read permit p"),
        ("/persons/{id}/access/{look}/ask", "persons/{p}/access/x/ask", "manager", ""),
        ("/persons/{id}/apps/{app}", "persons/{p}/apps/x", "manager", ""),
        ("/persons/{id}/consents/{consent}/withdraw", "persons/{p}/consents/x/withdraw", "manager", "read permit p"),
        ("/persons/{id}/consents", "persons/{p}/consents", "manager", "read permit p"),
        ("/persons/{id}/consents", "persons/{p}/consents", "nurse", "read permit p"),
        ("/persons/{id}/consents/new/{template}", "persons/{p}/consents/new/shared-care", "manager", "read permit p"),
        ("/persons/{id}/consents/new/{template}", "persons/{p}/consents/new/nothing", "manager", "read permit p"),
        ("/records", "records?person={p}", "officer", "access-log-read permit p"),
        ("/records/ledger", "records/ledger", "officer", "ledger-read permit"),
        ("/records/questions", "records/questions", "officer", "access-log-read permit"),
        ("/records/review", "records/review", "officer", "review permit"),
        ("/records/emergencies", "records/emergencies", "officer", "review permit"),
        ("/records/emergencies", "records/emergencies", "nurse", "review deny"),
        ("/records", "records?person={p}", "nurse", "access-log-read deny p"),
        ("/records/ledger", "records/ledger", "nurse", "ledger-read deny"),
        ("/persons/{id}/plan", "persons/{p}/plan", "nurse", "plan-read permit p"),
        ("/records/questions", "records/questions", "nurse", "access-log-read deny"),
        ("/records/review", "records/review", "nurse", "review deny"),
        ("/persons/{id}/access", "persons/{p}/access", "nurse", "access-log-read deny p"),
        ("/matches", "matches", "manager", "match-reviewed permit"),
        ("/matches", "matches", "nurse", "match-reviewed deny"),
        ("/emergency", "emergency", "nurse", ""),
        ("/operator", "operator", "operator", ""),
        ("/operator/staff", "operator/staff", "operator", ""),
        ("/operator/clients", "operator/clients", "operator", ""),
    ];

    [Fact]
    public async Task A_page_stands_in_the_trail_once_for_each_person_it_shows_whether_it_opened_or_not()
    {
        using var writer = await Machine.RegisterAsync(district, "seodaemun");
        var (person, observation, document) = await PersonAsync(writer, isOpen: true);
        await RegisterAsync("officer", "privacy-officer", "seodaemun");
        await RegisterAsync("operator", "operator", "careexchange");
        foreach (var group in Pages.GroupBy(page => page.Reader))
        {
            using var staff = await Staff.SignInAsync(district, group.Key);
            foreach (var (_, path, _, left) in group)
            {
                var request = $"r-{Guid.NewGuid():N}";
                await staff.GetAsync(Fill(path, person, observation, document), ("X-Request-Id", request), ("traceparent", Parent));
                var records = await RecordsAsync(request);
                Assert.Equal((path, group.Key, left), (path, group.Key, string.Join(", ", Said(records, person).Split(", ").Where(said => !said.EndsWith(" other", StringComparison.Ordinal)))));
                Assert.All(records, record => Assert.NotNull(record.Purpose));
            }
        }

        Assert.All(
            (await TrailAsync()).Where(entry => Encoding.UTF8.GetString(entry.Row.Json.Span).Contains("\"plan-read\"", StringComparison.Ordinal)),
            entry => Assert.Contains(Parent[..36], Encoding.UTF8.GetString(entry.Row.Json.Span), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sign_ins_tokens_and_registrations_stand_in_the_trail_once_with_their_organisation()
    {
        var name = $"n{Guid.NewGuid():N}"[..20];
        await RegisterAsync(name, "clinic-nurse", "hongje-homecare");
        using (var staff = await Staff.SignInAsync(district, name))
        {
            Assert.Equal(HttpStatusCode.SeeOther, (await staff.PostFormAsync("persons", "signout")).Status);
        }

        var own = (await TrailAsync()).Where(entry => Encoding.UTF8.GetString(entry.Row.Json.Span).Contains($"{name}(가명)", StringComparison.Ordinal)).Select(entry => AuditFacts.Read(entry.Row)).ToArray();
        Assert.Equal(["person-list permit", "registration permit", "sign-in permit", "sign-out permit"], own.Select(record => $"{record.Action} {(record.Permitted ? "permit" : "deny")}").Order(StringComparer.Ordinal));
        Assert.All(own, record => Assert.Equal("hongje-homecare", record.OrganizationId));

        using var machine = await Machine.RegisterAsync(district, "hongje-homecare");
        var assertion = machine.Assertion();
        (await machine.AskTokenAsync(assertion)).Is(HttpStatusCode.OK);
        Assert.NotEqual(HttpStatusCode.OK, (await machine.AskTokenAsync(assertion)).Status);
        var tokens = (await district.AuditAsync(machine.Id)).Select(entry => AuditFacts.Read(entry.Row)).ToArray();
        Assert.Equal(["registration permit", "token deny", "token permit"], tokens.Select(record => $"{record.Action} {(record.Permitted ? "permit" : "deny")}").Order(StringComparer.Ordinal));
        Assert.All(tokens, record => Assert.Equal("hongje-homecare", record.OrganizationId));
    }

    [Fact]
    public void A_route_or_an_operation_that_is_new_has_to_be_put_into_the_walk()
    {
        string[] known = [.. Calls.Select(call => call.Route), .. Pages.Select(page => page.Route), .. Elsewhere];
        var routes = district.Room<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Select(endpoint => endpoint.RoutePattern.RawText!).Select(route => route.Length > 1 ? route.TrimEnd('/') : route).Distinct();
        Assert.DoesNotContain(routes.Except(known), route => !IsFixed(route));
        Assert.DoesNotContain(district.Room<OperationCatalog>().Entries.Select(entry => entry.Code), code => Calls.All(call => call.Operation != code) && !Terminology.Contains(code));
    }

    // Documents that are the same for everybody, and pages that ask who somebody is.
    private static bool IsFixed(string route) =>
        route.StartsWith("/.well-known/", StringComparison.Ordinal) || route.StartsWith("/health/", StringComparison.Ordinal) || route.Contains("OperationDefinition/", StringComparison.Ordinal) || route.Contains("${operation}", StringComparison.Ordinal)
        || Terminology.Any(code => route.EndsWith("$" + code, StringComparison.Ordinal)) || route is "/" or "/assets/{**name}" or "/fhir/metadata" or "/fhir/openapi.json" or "/fhir/.well-known/smart-configuration" or "/persons/{**rest}" or "/persons/{id}";

    // They answer about codes: one record each, as of $lookup, by the same line of code.
    private static readonly string[] Terminology = ["subsumes", "validate-code", "expand", "translate", "find-matches", "closure", "transform", "reindex"];

    // Watched by tests of their own, named beside them.
    private static readonly string[] Elsewhere =
    [
        "/signin", "/signin/code", "/signout", "/second-factor", // above, and SecondFactorTests
        "/connect/authorize", "/connect/token", "/connect/introspect", "/connect/revoke", // above, and Identity.Tests
        "/operator/clients/state", "/operator/staff/state", // OperatorTests
        "/records/questions/{task}", // RecordsTests
        "/records/emergencies/{task}", "/persons/{id}/emergency/end", // EmergencyAccessTests
        "/operator/pushes/retry", // PushTests
        "/matches/{id}", "/matches/pairs/{id}", // MatchReviewTests
        "/fhir/$export/{job}", "/fhir/$export/{job}/{file}.ndjson", "/fhir/Group/{id}/$export", // ExportTests, WithdrawnMidFlightTests
        "/fhir/$import", "/fhir/$import/{job}", "/fhir/$import/{job}/errors.ndjson", "/fhir/$reindex/{job}", "/fhir/_async/{id}", // ImportTests, AsyncTests
        "/partners/{partner}/messages", "/partners/{partner}/messages/{id}", "/partners/{partner}/messages/{id}/$replay", // GoodMessageTests, BadMessageTests
        "/partners/{partner}/out/{name}", "/partners/{partner}/out/{name}/{id}", // OutboxTests
        "/fhir/{type}/$validate", "/fhir/$validate", "/fhir/Composition/$document", "/fhir/{type}/{id}/_history/{version}/$meta-add", "/fhir/{type}/{id}/_history/{version}/$meta-delete", // other levels of the same
        "/fhir/Encounter/{id}/$everything", "/fhir/CodeSystem/$lookup",
        "/fhir/Group/{id}/$everything", // ConformanceTests
    ];

    private Task RegisterAsync(string name, string role, string organization) => district.Run.Gateway.RegisterAsync(
        new Server.Hosting.StaffOptions(name, $"{name}(가명)", Cli.Demo.DemoWorld.Password, role, organization, organization), "test", TestContext.Current.CancellationToken);

    public static TheoryData<string> Names => [.. Calls.Select(call => call.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_request_stands_in_the_trail_once_for_each_person_it_is_about_whether_it_was_granted_or_refused(string name)
    {
        var call = Calls.Single(one => one.Name == name);
        using var writer = await Machine.RegisterAsync(district, "hongje-homecare");
        using var reader = await Machine.RegisterAsync(district, "seodaemun-dementia");
        foreach (var isOpen in (bool[])[true, false])
        {
            var (person, observation, document) = await PersonAsync(writer, isOpen);
            var request = $"r-{Guid.NewGuid():N}";
            await AskAsync(reader, call, person, observation, document, request);

            var records = await RecordsAsync(request);
            var expected = isOpen ? call.Granted : call.Refused;
            if (expected == Everybody) Assert.Equal(records.Count, records.Select(record => record.Person).Distinct().Count());
            else Assert.Equal(expected, Said(records, person));
            Assert.NotEmpty(records);
            Assert.All(records, record =>
            {
                Assert.Equal((reader.Id, "seodaemun-dementia"), (record.Agent, record.OrganizationId));
                Assert.NotNull(record.Purpose);
                Assert.Equal(request, record.RequestId);
            });

            // Whatever was shown of a person stands beside the ground, the consent and its version.
            foreach (var record in records.Where(record => record is { Permitted: true, Person: not null }))
            {
                Assert.NotEmpty(record.Grounds);
                if (record.Grounds.Any(ground => ground.Uri == "urn:careexchange:legal-basis:consent")) Assert.All(record.Consents, consent => Assert.Matches("^Consent/[^/]+/_history/[0-9]+$", consent));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_scope_that_is_missing_stands_in_the_trail_too(string name)
    {
        var call = Calls.Single(one => one.Name == name);
        if (!call.Path.StartsWith("fhir", StringComparison.Ordinal)) return;
        using var writer = await Machine.RegisterAsync(district, "hongje-homecare");
        using var reader = await Machine.RegisterAsync(district, "seodaemun-dementia", "system/Schedule.r");
        var (person, observation, document) = await PersonAsync(writer, isOpen: true);
        var request = $"r-{Guid.NewGuid():N}";
        var answer = await AskAsync(reader, call, person, observation, document, request);
        var records = await RecordsAsync(request);
        if (answer.Status == HttpStatusCode.Forbidden) Assert.Single(records);
        Assert.NotEmpty(records);
        Assert.All(records, record => Assert.True(!record.Permitted || record is { Person: null, Entities: [] }, $"{name}: {Said(records, person)}"));
        if (answer.Status != HttpStatusCode.OK) Assert.All(records, record => Assert.False(record.Permitted));
    }

    [Fact]
    public async Task Every_record_carries_the_trace_that_was_sent_or_one_that_was_made_for_its_request()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        var (person, observation, _) = await PersonAsync(machine, isOpen: false);
        var traces = new List<string>();
        foreach (var path in (string[])[$"Observation/{observation}", $"Observation/{observation}", $"Observation/{observation}?_summary=true", $"Observation?patient={person}", "Observation/nothing", $"Patient/{person}/$everything"])
        {
            var request = $"r-{Guid.NewGuid():N}";
            await machine.GetAsync(path, ("X-Request-Id", request));
            var records = (await TrailAsync()).Where(entry => Encoding.UTF8.GetString(entry.Row.Json.Span).Contains($"\"{request}\"", StringComparison.Ordinal)).Select(entry => TraceOf(entry.Row.Json)).ToArray();
            traces.Add(Assert.Single(records.Distinct())!);
            Assert.True(System.Diagnostics.ActivityContext.TryParse(traces[^1], null, out _), traces[^1]);
        }

        Assert.Equal(traces.Count, traces.Select(trace => trace[3..35]).Distinct().Count());
        var sent = $"r-{Guid.NewGuid():N}";
        await machine.GetAsync($"Observation/{observation}", ("X-Request-Id", sent), ("traceparent", Parent));
        Assert.StartsWith(Parent[..35], TraceOf((await TrailAsync()).First(entry => Encoding.UTF8.GetString(entry.Row.Json.Span).Contains(sent, StringComparison.Ordinal)).Row.Json), StringComparison.Ordinal);
    }

    private static string? TraceOf(ReadOnlyMemory<byte> json)
    {
        using var document = System.Text.Json.JsonDocument.Parse(json);
        return document.RootElement.GetProperty("entity").EnumerateArray().Where(entity => entity.TryGetProperty("detail", out _)).SelectMany(entity => entity.GetProperty("detail").EnumerateArray())
            .Where(detail => detail.GetProperty("type").GetString() == "traceparent").Select(detail => detail.GetProperty("valueString").GetString()).SingleOrDefault();
    }

    private static async Task<Answer> AskAsync(Machine reader, Call call, string person, string observation, string document, string request) => await reader.SendAsync(
        new(call.Method),
        Fill(call.Path, person, observation, document),
        call.Body is { } body ? Encoding.UTF8.GetBytes(Fill(body, person, observation, document)) : null,
        call.Type,
        headers: [("X-Request-Id", request), .. call.Path.Contains("$export", StringComparison.Ordinal) ? [("Prefer", "respond-async"), ("Accept", "application/fhir+json")] : Array.Empty<(string, string)>()]);

    // What is nobody's (an organisation that came along) has a record of its own.
    private static string Said(IReadOnlyCollection<AuditFact> records, string person) => string.Join(", ", records
        .Where(record => record is not { Permitted: true, Person: null, Entities.Count: > 0 } || records.All(other => other.Person is null))
        .Select(record => $"{record.Action} {(record.Permitted ? "permit" : "deny")}{(record.Person == person ? " p" : record.Person is null ? "" : " other")}").Order(StringComparer.Ordinal));

    private async Task<IReadOnlyList<AuditFact>> RecordsAsync(string request) =>
        [.. (await TrailAsync()).Where(entry => Encoding.UTF8.GetString(entry.Row.Json.Span).Contains($"\"{request}\"", StringComparison.Ordinal)).Select(entry => AuditFacts.Read(entry.Row))];

    private Task<IReadOnlyList<CareExchange.Storage.Audit.AuditEntry>> TrailAsync() => district.AuditAsync(count: 300);

    private static async Task<(string Person, string Observation, string Document)> PersonAsync(Machine writer, bool isOpen)
    {
        var person = Id(await writer.PostAsync("Patient", """{"resourceType":"Patient","name":[{"text":"x"}]}"""));
        var observation = Id(await writer.PostAsync("Observation", $$$"""{"resourceType":"Observation","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/{{{person}}}"}}"""));
        var document = Id(await writer.PostAsync("Composition", $$$"""{"resourceType":"Composition","status":"final","type":{"text":"x"},"subject":{"reference":"Patient/{{{person}}}"},"date":"2026-01-01","title":"x","author":[{"display":"x"}]}"""));
        if (isOpen)
        {
            var actors = string.Join(',', ((string[])["seodaemun", "hongje-homecare", "seodaemun-dementia", "nhis-seodaemun"])
                .Select(name => $$$"""{"role":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ParticipationType","code":"IRCP"}]},"reference":{"reference":"Organization/{{{name}}}"} }"""));
            (await writer.PostAsync("Consent", $$$"""
                {"resourceType":"Consent","status":"active","scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope","code":"patient-privacy"}]},
                 "category":[{"coding":[{"system":"http://loinc.org","code":"59284-0"}]}],"patient":{"reference":"Patient/{{{person}}}"},"dateTime":"2026-03-01",
                 "policyRule":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"OPTIN"}]},"provision":{"type":"permit","actor":[{{{actors}}}]} }
                """)).Is(HttpStatusCode.Created);
        }

        return (person, observation, document);
    }

    private static string Fill(string text, string person, string observation, string document) =>
        text.Replace("{p}", person, StringComparison.Ordinal).Replace("{o}", observation, StringComparison.Ordinal).Replace("{d}", document, StringComparison.Ordinal);

    private static string Id(Answer answer) => answer.Is(HttpStatusCode.Created).Text("id")!;
}
