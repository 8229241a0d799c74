using System.Net;
using System.Text.Json;
using CareExchange.Cli.Demo;
using CareExchange.Journeys.Tests.World;
using CareExchange.Server.Hosting;
using CareExchange.Storage.Audit;

namespace CareExchange.Journeys.Tests.Scenarios;

/// <summary>The audit trail as AuditEvents (IHE ATNA ITI-81 and ITI-20): what is found, by whom, and what cannot be done with it.</summary>
[Trait("scenario", "S19")]
public sealed class AuditEventSearchTests(DeliveredDistrict district) : IClassFixture<DeliveredDistrict>
{
    [Fact]
    public async Task The_privacy_officer_finds_records_by_everything_an_AuditEvent_says()
    {
        using var nurse = await Staff.SignInAsync(district, "nurse");
        (await nurse.GetAsync($"persons/{district.Person}/plan")).Is(HttpStatusCode.OK);
        using var machine = await Machine.RegisterAsync(district, "hongje-homecare");
        var request = $"r-{Guid.NewGuid():N}";
        (await machine.GetAsync($"Patient/{district.Person}", ("X-Request-Id", request))).Is(HttpStatusCode.OK);
        (await machine.GetAsync("Observation/nothing")).Is(HttpStatusCode.NotFound);
        var observation = (await machine.PostAsync("Observation", $$$"""{"resourceType":"Observation","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/{{{district.Person}}}"} }""")).Is(HttpStatusCode.Created).Text("id");
        (await machine.GetAsync($"Observation/{observation}")).Is(HttpStatusCode.OK);
        using var officer = await OfficerAsync();

        var today = district.Clock.GetUtcNow().AddHours(9).ToString("yyyy-MM-dd", null);
        foreach (var query in (string[])
        [
            $"patient={district.Person}", $"patient=Patient/{district.Person}", $"patient:Patient={district.Person}", $"patient.identifier={await IdentifierAsync(machine)}",
            $"date={today}", $"date=ge{today}&date=le{today}", "_lastUpdated=ge2020-01-01", "date=lt2999-01-01T00:00:00Z",
            "agent=Organization/hongje-homecare", $"agent:identifier=urn:careexchange:client%7C{machine.Id}", $"agent.identifier={machine.Id}", "agent-name=시험", "agent-role=partner-system",
            $"entity=Patient/{district.Person}", $"entity=Observation/{observation}", $"entity:identifier={request}", $"entity.identifier={request}", "entity-type=1", "entity-role=4",
            "outcome=0", "outcome=4", "outcome=0,4", "outcome:not=4", "action=R", "action=C,E", "type=rest", "type=http://terminology.hl7.org/CodeSystem/audit-event-type%7Crest",
            "subtype=read", "subtype=http://hl7.org/fhir/restful-interaction%7Cread", "type=110114", "subtype=shared-care-plan",
            "policy=urn:careexchange:legal-basis:consent", "policy:missing=true", "address:missing=false", "site:missing=true",
        ])
        {
            var found = (await officer.GetAsync($"fhir/AuditEvent?{query}&_count=500")).Is(HttpStatusCode.OK);
            Assert.True(found.Resources.Count > 0, query);
            Assert.All(found.Resources, one => Assert.Equal("AuditEvent", one.GetProperty("resourceType").GetString()));

            // What the columns count and what is judged one by one agree, and so does a judge that gets no help of the columns.
            var counted = (await officer.GetAsync($"fhir/AuditEvent?{query}&_count=1000&_total=accurate")).Is(HttpStatusCode.OK);
            Assert.Equal((query, counted.Json.GetProperty("total").GetInt64()), (query, counted.Resources.Count));
            var judged = (await officer.GetAsync($"fhir/AuditEvent?{query}&_count=1000&_id:not=x&site:missing=true")).Is(HttpStatusCode.OK).Resources.Select(one => one.GetProperty("id").GetString()).ToHashSet();
            Assert.True(judged.IsSupersetOf(counted.Resources.Select(one => one.GetProperty("id").GetString())), query);
        }

        foreach (var query in (string[])["patient=nobody", "patient.identifier=urn:nobody%7Cx", "date=1999", "agent.identifier=nobody", "entity=Observation/nobody", "outcome=12", "subtype=110999", "agent-name=없는이름", "policy=urn:nobody", "_id=0198f0a0-0000-7000-8000-000000000000"])
        {
            Assert.Empty((await officer.GetAsync($"fhir/AuditEvent?{query}")).Is(HttpStatusCode.OK).Resources);
            Assert.Equal(0, (await officer.GetAsync($"fhir/AuditEvent?{query}&_summary=count")).Is(HttpStatusCode.OK).Json.GetProperty("total").GetInt64());
        }

        var by = Assert.Single((await officer.GetAsync($"fhir/AuditEvent?entity.identifier={request}")).Is(HttpStatusCode.OK).Resources);
        Assert.Equal(("1", "R", "0"), (by.GetProperty("meta").GetProperty("versionId").GetString(), by.GetProperty("action").GetString(), by.GetProperty("outcome").GetString()));

        // One by itself, in both formats and inside a batch; nothing that is not there.
        var id = by.GetProperty("id").GetString();
        var read = (await officer.GetAsync($"fhir/AuditEvent/{id}")).Is(HttpStatusCode.OK);
        Assert.Equal(by.GetRawText(), read.Json.GetRawText());
        (await officer.GetAsync($"fhir/AuditEvent/{id}/_history/1")).Is(HttpStatusCode.OK);
        (await officer.GetAsync($"fhir/AuditEvent/{id}/_history/2")).Refused(HttpStatusCode.NotFound, "resource-unknown");
        (await officer.GetAsync($"fhir/AuditEvent/{Guid.CreateVersion7()}")).Refused(HttpStatusCode.NotFound, "resource-unknown");
        (await officer.GetAsync("fhir/AuditEvent/x")).Refused(HttpStatusCode.NotFound, "resource-unknown");
        Assert.Contains("<AuditEvent ", System.Text.Encoding.UTF8.GetString((await officer.GetAsync($"fhir/AuditEvent/{id}?_format=xml")).Is(HttpStatusCode.OK).Bytes), StringComparison.Ordinal);
        Assert.Contains((await officer.GetAsync($"fhir/Patient/{district.Person}/AuditEvent?_count=1000")).Is(HttpStatusCode.OK).Resources, one => one.GetProperty("id").GetString() == id);
        Assert.NotEmpty((await officer.GetAsync("fhir?_type=AuditEvent&outcome=4")).Is(HttpStatusCode.OK).Resources);
        var summary = Assert.Single((await officer.GetAsync($"fhir/AuditEvent?_id={id}&_summary=true")).Is(HttpStatusCode.OK).Resources);
        Assert.True(summary.TryGetProperty("recorded", out _));
        Assert.False(summary.TryGetProperty("entity", out _) && summary.GetRawText().Contains("XrequestId", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pages_hold_each_record_once_in_order_and_none_that_came_later_and_totals_agree()
    {
        using var machine = await Machine.RegisterAsync(district, "hongje-homecare");
        for (var look = 0; look < 12; look++) await machine.GetAsync($"Patient/{district.Person}");
        using var officer = await OfficerAsync();
        foreach (var (sort, filter) in ((string, string)[])[("-date", "agent"), ("date", "agent"), ("_lastUpdated", "agent"), ("-_lastUpdated", "agent-role"), ("date", "agent-role")])
        {
            var query = filter == "agent" ? $"agent:identifier=urn:careexchange:client%7C{machine.Id}" : $"agent:identifier={machine.Id}&agent-role=partner-system";
            var total = (await officer.GetAsync($"fhir/AuditEvent?{query}&_summary=count")).Is(HttpStatusCode.OK).Json.GetProperty("total").GetInt64();
            var seen = new List<(string Recorded, string Id)>();
            for (string? next = $"fhir/AuditEvent?{query}&_sort={sort}&_count=5&_total=accurate"; next is not null; next = Next(next, seen.Count))
            {
                var page = (await officer.GetAsync(next)).Is(HttpStatusCode.OK);
                Assert.Equal(total, page.Json.GetProperty("total").GetInt64());
                Assert.InRange(page.Resources.Count, 1, 5);
                seen.AddRange(page.Resources.Select(one => (one.GetProperty("recorded").GetString()!, one.GetProperty("id").GetString()!)));
                await machine.GetAsync($"Patient/{district.Person}");
                _last = page;
            }

            Assert.Equal((total, total), (seen.Count, seen.Select(one => one.Id).Distinct().LongCount()));
            Assert.Equal(sort[0] == '-' ? seen.Select(one => one.Recorded).OrderDescending(StringComparer.Ordinal) : seen.Select(one => one.Recorded).Order(StringComparer.Ordinal), seen.Select(one => one.Recorded));
        }

        string? Next(string _, int __) => _last!.Json.GetProperty("link").EnumerateArray().Where(link => link.GetProperty("relation").GetString() == "next").Select(link => link.GetProperty("url").GetString()).FirstOrDefault();
    }

    private Answer? _last;

    [Fact]
    public async Task The_person_reads_all_and_only_what_is_about_them_and_each_use_of_the_trail_is_on_record()
    {
        using var machine = await Machine.RegisterAsync(district, "hongje-homecare");
        (await machine.GetAsync($"Patient/{district.Person}")).Is(HttpStatusCode.OK);
        var stranger = (await machine.PostAsync("Patient", """{"resourceType":"Patient","name":[{"text":"다른 사람"}]}""")).Is(HttpStatusCode.Created).Text("id")!;
        using var person = await PersonAsync();
        using var officer = await OfficerAsync();

        var own = await AllAsync(person, "fhir/AuditEvent?_count=1000");
        var trail = (await district.Room<AuditStore>().QueryAsync(new() { Person = district.Person, Count = 1000 }, TestContext.Current.CancellationToken)).Select(entry => entry.Row.Id).ToHashSet();
        Assert.Superset(own.ToHashSet(), trail);
        Assert.Subset(trail, own.ToHashSet());
        Assert.Equal(own.ToHashSet(), (await AllAsync(officer, $"fhir/AuditEvent?patient={district.Person}&_count=1000")).Where(own.Contains).ToHashSet());

        // Nobody else's, whatever is asked.
        var other = (await AllAsync(officer, $"fhir/AuditEvent?patient={stranger}")).First();
        Assert.Empty(await AllAsync(person, $"fhir/AuditEvent?patient={stranger}"));
        Assert.Empty(await AllAsync(person, $"fhir/AuditEvent?_id={other}"));
        Assert.Equal(0, (await person.GetAsync($"fhir/AuditEvent?patient={stranger}&_summary=count")).Is(HttpStatusCode.OK).Json.GetProperty("total").GetInt64());
        (await person.GetAsync($"fhir/AuditEvent/{other}")).Refused(HttpStatusCode.NotFound, "resource-unknown");
        (await person.GetAsync($"fhir/AuditEvent/{own[0]}")).Is(HttpStatusCode.OK);

        // A page link is its owner's.
        var next = (await officer.GetAsync("fhir/AuditEvent?_count=1")).Is(HttpStatusCode.OK).Json.GetProperty("link").EnumerateArray().Single(link => link.GetProperty("relation").GetString() == "next").GetProperty("url").GetString()!;
        (await person.GetAsync(next)).Refused(HttpStatusCode.Forbidden, "cursor-invalid");
        (await officer.GetAsync(next + "x")).Refused(HttpStatusCode.Forbidden, "cursor-invalid");

        // Staff and systems may not, and a system does not learn from it whether there is somebody.
        foreach (var name in (string[])["nurse", "manager", "dementia"])
        {
            using var staff = await Staff.SignInAsync(district, name);
            (await staff.GetAsync($"fhir/AuditEvent?patient={district.Person}")).Refused(HttpStatusCode.Forbidden, "audit-not-yours");
            (await staff.GetAsync($"fhir/AuditEvent/{own[0]}")).Refused(HttpStatusCode.NotFound, "resource-unknown");
        }

        Assert.All((await machine.GetAsync($"AuditEvent?patient={district.Person}")).Is(HttpStatusCode.OK).Resources, one => Assert.Equal("urn:careexchange:organization:hongje-homecare", one.GetProperty("meta").GetProperty("source").GetString()));
        (await machine.GetAsync($"AuditEvent/{own[0]}")).Refused(HttpStatusCode.NotFound, "resource-unknown");

        // What was shown stands in the trail: as use of the trail, once for each person of the page, with the query; what was refused as refused.
        var used = (await district.AuditAsync(count: 300)).Where(entry => entry.Row.Action == "access-log-read").ToArray();
        Assert.Contains(used, entry => entry.Row is { Outcome: "permit" } && entry.Row.Person == district.Person && Query(entry).StartsWith("AuditEvent?", StringComparison.Ordinal));
        Assert.Contains(used, entry => entry.Row is { Outcome: "deny", Organization: "hongje-homecare" });
        Assert.Contains(used, entry => entry.Row is { Outcome: "permit" } && entry.Row.Person == stranger);
        Assert.DoesNotContain(used, entry => entry.Row.Person == stranger && entry.Row.Agent == "gaon");
    }

    [Fact]
    public async Task Nothing_of_the_trail_can_be_changed_or_removed_by_any_way_of_writing()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        using var officer = await OfficerAsync();
        var id = (await AllAsync(officer, "fhir/AuditEvent?_count=1", pages: 1))[0];
        var record = Event("seodaemun");
        var before = await district.Room<AuditStore>().VerifyAsync(TestContext.Current.CancellationToken);
        foreach (var (method, path, body, type) in ((HttpMethod, string, string?, string)[])
        [
            (HttpMethod.Put, $"AuditEvent/{id}", record.Replace("\"AuditEvent\",", $"\"AuditEvent\",\"id\":\"{id}\",", StringComparison.Ordinal), "application/fhir+json"),
            (HttpMethod.Put, "AuditEvent?outcome=0", record, "application/fhir+json"),
            (HttpMethod.Patch, $"AuditEvent/{id}", """[{"op":"replace","path":"/outcome","value":"8"}]""", "application/json-patch+json"),
            (HttpMethod.Delete, $"AuditEvent/{id}", null, ""),
            (HttpMethod.Delete, "AuditEvent?outcome=0", null, ""),
        ])
        {
            var said = (await machine.SendAsync(method, $"fhir/{path}", body is null ? null : System.Text.Encoding.UTF8.GetBytes(body), type)).Refused(HttpStatusCode.MethodNotAllowed, "method-not-allowed");
            Assert.Contains("chained", said.English, StringComparison.Ordinal);
        }

        (await machine.PostAsync("AuditEvent", record, ("If-None-Exist", "outcome=0"))).Refused(HttpStatusCode.UnprocessableEntity, "audit-alone");
        foreach (var entry in (string[])
        [
            $$$"""{"resource":{{{record}}},"request":{"method":"POST","url":"AuditEvent"} }""",
            $$$"""{"request":{"method":"DELETE","url":"AuditEvent/{{{id}}}"} }""",
            $$$"""{"request":{"method":"DELETE","url":"AuditEvent?outcome=0"} }""",
            $$$"""{"fullUrl":"urn:uuid:6d3c0a3e-3f5b-4b26-9a0e-64e9bd4d8c11","resource":{"resourceType":"Binary","contentType":"application/json-patch+json","data":"W10="},"request":{"method":"PATCH","url":"AuditEvent/{{{id}}}"} }""",
        ])
        {
            var answer = await machine.PostAsync("", $$"""{"resourceType":"Bundle","type":"transaction","entry":[{{entry}}]}""");
            Assert.True(answer.Status is HttpStatusCode.UnprocessableEntity or HttpStatusCode.MethodNotAllowed, $"{answer.Status} {System.Text.Encoding.UTF8.GetString(answer.Bytes)}");
            Assert.Contains(answer.Issues[0].Rule, (string[])["audit-alone", "method-not-allowed"]);
        }

        (await machine.GetAsync($"AuditEvent/{id}/_history")).Refused(HttpStatusCode.BadRequest, "audit-history");
        (await machine.GetAsync("AuditEvent/_history")).Refused(HttpStatusCode.BadRequest, "audit-history");
        foreach (var (query, rule) in ((string, string)[])
        [
            ("AuditEvent?_include=AuditEvent:patient", "search-audit"), ("AuditEvent?patient.name=x", "search-audit"), ("AuditEvent?_sort=outcome", "search-sort"), ("AuditEvent?nonsense=1", "search-parameter-unknown"),
            ("AuditEvent?date=yesterday", "search-value"), ("Patient?_has:AuditEvent:patient:outcome=4", "search-audit"), ("Patient?_revinclude=AuditEvent:patient", "search-audit"), ("?_type=Patient,AuditEvent&_id=x", "search-audit"),
        ])
        {
            (await machine.GetAsync(query)).Refused(HttpStatusCode.BadRequest, rule);
        }

        var after = await district.Room<AuditStore>().VerifyAsync(TestContext.Current.CancellationToken);
        Assert.Null(after.Break);
        Assert.True(after.Entries > before.Entries);
        Assert.Contains(await district.AuditAsync(machine.Id), entry => entry.Row is { Action: "delete", Outcome: "deny" });
        var capabilities = (await machine.GetAsync("metadata")).Json.GetProperty("rest")[0].GetProperty("resource").EnumerateArray().Single(one => one.GetProperty("type").GetString() == "AuditEvent");
        Assert.Equal(["create", "read", "search-type"], capabilities.GetProperty("interaction").EnumerateArray().Select(one => one.GetProperty("code").GetString()));
        Assert.Contains(capabilities.GetProperty("searchParam").EnumerateArray(), one => one.GetProperty("name").GetString() == "patient");
    }

    [Fact]
    public async Task A_record_that_a_partner_made_is_chained_as_what_that_partner_sent_and_counts_as_nothing_of_ours()
    {
        using var clinic = await Machine.RegisterAsync(district, "hongje-homecare");
        using var other = await Machine.RegisterAsync(district, "seodaemun-dementia");
        using var officer = await OfficerAsync();
        using var person = await PersonAsync();

        var created = (await clinic.PostAsync("AuditEvent", Event("hongje-homecare"), ("Prefer", "return=representation"))).Is(HttpStatusCode.Created);
        var id = created.Text("id")!;
        Assert.EndsWith($"/fhir/AuditEvent/{id}/_history/1", created.Response.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Equal("urn:careexchange:organization:hongje-homecare", created.Json.GetProperty("meta").GetProperty("source").GetString());

        // Its sender, the officer and the person read it; it is found by what it says, also by when it says it happened.
        (await clinic.GetAsync($"AuditEvent/{id}")).Is(HttpStatusCode.OK);
        Assert.Equal([id], (await clinic.GetAsync("AuditEvent?type=110112&date=2026-01-02")).Is(HttpStatusCode.OK).Resources.Select(one => one.GetProperty("id").GetString()));
        Assert.Equal([id], (await officer.GetAsync("fhir/AuditEvent?address=10.9.8.7&outcome=0&action=E&date=2026-01-02")).Is(HttpStatusCode.OK).Resources.Select(one => one.GetProperty("id").GetString()));
        Assert.Equal([id], (await person.GetAsync("fhir/AuditEvent?source:identifier=emr-1")).Is(HttpStatusCode.OK).Resources.Select(one => one.GetProperty("id").GetString()));
        (await other.GetAsync($"AuditEvent/{id}")).Refused(HttpStatusCode.NotFound, "resource-unknown");
        Assert.DoesNotContain((await other.GetAsync("AuditEvent?_count=100")).Is(HttpStatusCode.OK).Resources, one => one.GetProperty("id").GetString() == id);
        Assert.Equal(1, (await clinic.GetAsync("AuditEvent?_id=" + id + "&_summary=count")).Is(HttpStatusCode.OK).Json.GetProperty("total").GetInt64());

        // In the chain, beside our own record of who sent it; in the person's list in words of its own, and in no ledger.
        Assert.Null((await district.Room<AuditStore>().VerifyAsync(TestContext.Current.CancellationToken)).Break);
        Assert.Equal(["create permit", "received permit"], (await district.AuditAsync(clinic.Id)).Where(entry => entry.Row.Action is "create" or "received").Select(entry => $"{entry.Row.Action} {entry.Row.Outcome}").Order(StringComparer.Ordinal));
        Assert.Contains("기관이 보낸 접속기록", System.Text.Encoding.UTF8.GetString((await person.GetAsync($"persons/{district.Person}/access")).Is(HttpStatusCode.OK).Bytes), StringComparison.Ordinal);
        Assert.DoesNotContain("made-up", System.Text.Encoding.UTF8.GetString((await officer.GetAsync("records/ledger?format=csv")).Is(HttpStatusCode.OK).Bytes), StringComparison.Ordinal);

        // Batches carry many (ITI-20); what is no AuditEvent is told where.
        var batch = (await clinic.PostAsync("", $$$"""{"resourceType":"Bundle","type":"batch","entry":[{"resource":{{{Event("hongje-homecare")}}},"request":{"method":"POST","url":"AuditEvent"} },{"request":{"method":"GET","url":"AuditEvent?type=110112"} }]}""")).Is(HttpStatusCode.OK);
        Assert.Equal(["201", "200"], batch.Json.GetProperty("entry").EnumerateArray().Select(entry => entry.GetProperty("response").GetProperty("status").GetString()![..3]));
        var wrong = await clinic.PostAsync("AuditEvent", """{"resourceType":"AuditEvent","type":{"code":"x"},"agent":[{"requestor":true}],"source":{"observer":{"display":"x"}}}""");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "AuditEvent"), (wrong.Status, wrong.Issues[0].Expression));
    }

    private string Event(string organization) => $$"""
        {"resourceType":"AuditEvent","type":{"system":"http://dicom.nema.org/resources/ontology/DCM","code":"110112","display":"Query"},"action":"E","recorded":"2026-01-02T03:04:05+09:00","outcome":"0",
         "agent":[{"who":{"display":"의사"},"requestor":true,"policy":["urn:careexchange:legal-basis:statute:made-up"],"network":{"address":"10.9.8.7","type":"2"} }],
         "source":{"observer":{"identifier":{"value":"emr-1"},"display":"{{organization}}"} },
         "entity":[{"what":{"reference":"Patient/{{district.Person}}"},"type":{"system":"http://terminology.hl7.org/CodeSystem/audit-entity-type","code":"1"} }] }
        """;

    private static async Task<string> IdentifierAsync(Machine machine)
    {
        var number = Guid.NewGuid().ToString("N");
        (await machine.PostAsync("Patient", $$$"""{"resourceType":"Patient","identifier":[{"system":"urn:chart","value":"{{{number}}}"}],"name":[{"text":"x"}]}""")).Is(HttpStatusCode.Created);
        return $"urn:chart%7C{number}";
    }

    private static string Query(AuditEntry entry)
    {
        using var document = JsonDocument.Parse(entry.Row.Json);
        return document.RootElement.GetProperty("entity").EnumerateArray().Where(entity => entity.TryGetProperty("query", out _))
            .Select(entity => System.Text.Encoding.UTF8.GetString(entity.GetProperty("query").GetBytesFromBase64())).FirstOrDefault() ?? "";
    }

    private static async Task<List<string>> AllAsync(Staff staff, string path, int pages = 100)
    {
        var ids = new List<string>();
        for (string? next = path; next is not null && pages-- > 0;)
        {
            var page = (await staff.GetAsync(next)).Is(HttpStatusCode.OK);
            ids.AddRange(page.Resources.Select(one => one.GetProperty("id").GetString()!));
            next = page.Json.GetProperty("link").EnumerateArray().Where(link => link.GetProperty("relation").GetString() == "next").Select(link => link.GetProperty("url").GetString()).FirstOrDefault();
        }

        return ids;
    }

    private async Task<Staff> PersonAsync()
    {
        await district.Run.Gateway.RegisterAsync(new StaffOptions("gaon", "김가온", DemoWorld.Password, "person", district.Person, "본인") { PurposeOfUse = "PATRQT" }, "test", TestContext.Current.CancellationToken);
        return await Staff.SignInAsync(district, "gaon");
    }

    private async Task<Staff> OfficerAsync()
    {
        await district.Run.Gateway.RegisterAsync(new StaffOptions("officer", "지킴(가명)", DemoWorld.Password, "privacy-officer", "seodaemun", "서대문구") { PurposeOfUse = "HLEGAL" }, "test", TestContext.Current.CancellationToken);
        return await Staff.SignInAsync(district, "officer");
    }
}
