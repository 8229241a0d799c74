using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using CareExchange.Exchange.Operations;
using CareExchange.Journeys.Tests.World;
using Microsoft.AspNetCore.Routing;

namespace CareExchange.Journeys.Tests.Scenarios;

/// <summary>Every way to look × every way to be refused: what is hidden answers like what does not exist, and no answer holds a word of it.</summary>
[Collection(SharedDistrict.Name)]
[Trait("scenario", "S7")]
public sealed class LeakMatrixTests(District district)
{
    private const string Reader = "seodaemun-dementia";
    private const string Writer = "hongje-homecare";

    // What a question names: the hidden resource, or one that nobody has.
    internal sealed record Target(string Person, string Observation, string Encounter, string Marker, string Report, string List, string Document, string Group)
    {
        /// <summary>Everything by which it can be told from another.</summary>
        public string[] Parts => [Person, Observation, Encounter, Marker, Report, List, Document, Group];
    }

    // How the consents stand, of which none opens the observation to the reader. Null opens nothing because it is never given.
    public static TheoryData<string, string[]> Refusals => new()
    {
        { "no consent", [] },
        { "withdrawn", [Consent("{\"type\":\"permit\"}", status: "inactive")] },
        { "rejected", [Consent("{\"type\":\"permit\"}", status: "rejected")] },
        { "expired", [Consent("""{"type":"permit","period":{"start":"2020-01-01","end":"2020-12-31"}}""")] },
        { "not yet", [Consent("""{"type":"permit","period":{"start":"2099-01-01"}}""")] },
        { "other purpose", [Consent("""{"type":"permit","purpose":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActReason","code":"HRESCH"}]}""")] },
        { "not on the team", [Consent($$"""{"type":"permit","actor":[{{ToReference("CareTeam/team-PERSON")}}]}""")] },
        { "group nobody knows", [Consent($$"""{"type":"permit","actor":[{{ToReference("Group/PERSON-group")}}]}""")] },
        { "other caregiver", [Consent($$"""{"type":"permit","actor":[{{ToReference("RelatedPerson/somebody")}}]}""")] },
        { "other member of staff", [Consent($$"""{"type":"permit","actor":[{{ToReference("Practitioner/somebody")}}]}""")] },
        { "refused to all", [Consent($$"""{"type":"permit","actor":[{{To(Reader)}}]}"""), Consent("{\"type\":\"deny\"}", date: "2026-03-02")] },
        { "three deep", [Consent($$"""{"type":"permit","actor":[{{To(Reader)}}],"provision":[{"type":"deny","provision":[{"type":"permit","class":[{"system":"urn:careexchange:data-category","code":"service"}],"provision":[{"type":"deny"}]}]}]}""")] },
        { "other organisation", [Consent($$"""{"type":"permit","actor":[{{To("nhis-seodaemun")}}]}""")] },
        { "label", [Consent("""{"type":"permit","securityLabel":[{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"N"}]}""")] },
        { "category", [Consent("""{"type":"permit","class":[{"system":"urn:careexchange:data-category","code":"service"},{"system":"urn:careexchange:data-category","code":"identity"}]}""")] },
        { "type", [Consent("""{"type":"permit","class":[{"system":"http://hl7.org/fhir/resource-types","code":"Patient"}]}""")] },
        { "data period", [Consent("""{"type":"permit","dataPeriod":{"start":"2020-01-01","end":"2020-12-31"}}""")] },
        { "other code", [Consent("""{"type":"permit","code":[{"coding":[{"system":"http://loinc.org","code":"29463-7"}]}]}""")] },
        { "other data", [Consent("""{"type":"permit","data":[{"meaning":"instance","reference":{"reference":"Observation/nobody"}}]}""")] },
        { "refused inside", [Consent($$"""{"type":"permit","provision":[{"type":"deny","actor":[{{To(Reader)}}],"class":[{"system":"urn:careexchange:data-category","code":"clinical"}]}]}""")] },
        { "label refused inside", [Consent("""{"type":"permit","provision":[{"type":"deny","securityLabel":[{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"R"}]}]}""")] },
        { "refused later", [Consent("{\"type\":\"permit\"}"), Consent("{\"type\":\"deny\"}", date: "2026-03-02")] },
        { "odd", [Consent("""{"type":"permit","purpose":[{"system":"urn:nobody","code":"TREAT"}]}""")] },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    [Trait("pain", "17")]
    public async Task What_is_hidden_answers_like_what_does_not_exist(string way, string[] consents)
    {
        using var writer = await Machine.RegisterAsync(district, Writer);
        using var reader = await Machine.RegisterAsync(district, Reader);
        var marker = $"hidden{Guid.NewGuid():N}";
        var person = await StoredAsync(writer, """{"resourceType":"Patient","name":[{"text":"x"}]}""");
        foreach (var consent in consents) (await writer.PostAsync("Consent", consent.Replace("PERSON", person, StringComparison.Ordinal))).Is(HttpStatusCode.Created);
        var encounter = await StoredAsync(writer, $$"""{"resourceType":"Encounter","meta":{{Restricted}},"status":"finished","class":{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"HH"},"subject":{"reference":"Patient/{{person}}"},"period":{"start":"2026-01-01"} }""");
        var observation = await StoredAsync(writer, Observation(person, encounter, marker));
        var hidden = await TargetAsync(reader, person, observation, encounter, marker);
        var nobody = await TargetAsync(reader, Letters(), Letters(), Letters(), $"nobody{Guid.NewGuid():N}");

        List<string> told = [];
        foreach (var look in Looks)
        {
            var (real, fake) = (await AskAsync(reader, look, hidden), await AskAsync(reader, look, nobody));
            if (real != fake || real.EndsWith("holds it", StringComparison.Ordinal)) told.Add($"{way}, {look.Name}: {real} instead of {fake}");
        }

        Assert.True(told.Count == 0, string.Join("\n\n", told));

        // It was there all the time, and nobody changed it.
        Assert.Equal("\"1\"", (await writer.GetAsync($"Observation/{observation}")).Is(HttpStatusCode.OK).ETag?.Replace("W/", "", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task An_export_holds_nothing_of_it(string way, string[] consents)
    {
        using var writer = await Machine.RegisterAsync(district, Writer);
        using var reader = await Machine.RegisterAsync(district, Reader);
        var marker = $"hidden{Guid.NewGuid():N}";
        var person = IdOf(await writer.PostAsync("Patient", """{"resourceType":"Patient"}"""));
        foreach (var consent in consents) (await writer.PostAsync("Consent", consent.Replace("PERSON", person, StringComparison.Ordinal))).Is(HttpStatusCode.Created);
        var observation = IdOf(await writer.PostAsync("Observation", Observation(person, "e1", marker)));
        var group = IdOf(await reader.PostAsync("Group", $$$"""{"resourceType":"Group","type":"person","actual":true,"member":[{"entity":{"reference":"Patient/{{{person}}}"}}]}"""));
        foreach (var path in (string[])["$export?_type=Observation", "Patient/$export?_type=Observation", $"Group/{group}/$export?_type=Observation", $"Group/{group}/$export?_typeFilter=Observation%3Fcode%3Durn:m%7C{marker}"])
        {
            var start = (await reader.GetAsync(path, ("Prefer", "respond-async"), ("Accept", "application/fhir+json"))).Is(HttpStatusCode.Accepted);
            var status = start.Response.Content.Headers.ContentLocation!.ToString().Split("/fhir/")[1];
            Answer manifest;
            while ((manifest = await reader.GetAsync(status)).Status == HttpStatusCode.Accepted) await Task.Delay(20, TestContext.Current.CancellationToken);
            foreach (var file in manifest.Is(HttpStatusCode.OK).Json.GetProperty("output").EnumerateArray())
            {
                var lines = Encoding.UTF8.GetString((await reader.GetAsync(file.GetProperty("url").GetString()!.Split("/fhir/")[1])).Bytes);
                Assert.False(lines.Contains(marker, StringComparison.Ordinal) || lines.Contains(observation, StringComparison.Ordinal), $"{way}, {path}");
            }
        }
    }

    [Fact]
    public async Task A_scope_that_is_missing_refuses_every_look_at_the_type()
    {
        using var writer = await Machine.RegisterAsync(district, Writer);
        using var reader = await Machine.RegisterAsync(district, Writer, "system/DiagnosticReport.cruds system/Group.cruds system/List.cruds system/Composition.cruds system/Patient.r");
        var marker = $"hidden{Guid.NewGuid():N}";
        var person = IdOf(await writer.PostAsync("Patient", """{"resourceType":"Patient"}"""));
        var observation = IdOf(await writer.PostAsync("Observation", Observation(person, "e1", marker)));
        var target = await TargetAsync(reader, person, observation, "e1", marker);
        foreach (var look in Looks)
        {
            var answer = await SendAsync(reader, look, target);
            Assert.False(Holds(answer, target), $"{look.Name}: {Encoding.UTF8.GetString(answer.Bytes)}");
        }
    }

    [Fact]
    public async Task The_pages_of_a_reader_without_consent_hold_nothing_of_it()
    {
        using var writer = await Machine.RegisterAsync(district, Writer);
        var marker = $"hidden{Guid.NewGuid():N}";
        var person = IdOf(await writer.PostAsync("Patient", $$"""{"resourceType":"Patient","name":[{"text":"{{marker}}"}]}"""));
        await writer.PostAsync("Observation", Observation(person, "e1", marker));
        using var staff = await Staff.SignInAsync(district, "dementia");
        foreach (var page in (string[])["persons", $"persons?search={marker}", $"persons/{person}", $"persons/{person}/plan", $"persons/{person}/plan/print", $"persons/{person}/access", $"persons/{person}/access/e1/ask", $"persons/{person}/given", $"persons/{person}/apps/none", $"persons/{person}/consents/c1/withdraw", $"persons/{person}/consents", $"persons/{person}/consents/new/shared-care", $"records?person={person}", $"records/ledger?person={person}"])
        {
            var (real, fake) = (await staff.GetAsync(page), await staff.GetAsync(page.Replace(person, $"p{Guid.NewGuid():N}", StringComparison.Ordinal)));
            Assert.Equal((page, fake.Status), (page, real.Status));
            Assert.DoesNotContain(marker, Encoding.UTF8.GetString(real.Bytes).Replace($"value=\"{marker}\"", "", StringComparison.Ordinal).Replace($"search={marker}", "", StringComparison.Ordinal).Replace($"‘{marker}’", "", StringComparison.Ordinal), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_partners_doors_hold_nothing_of_it()
    {
        using var writer = await Machine.RegisterAsync(district, Writer);
        using var hospital = await Machine.RegisterAsync(district, "inwang-hospital", "system/messages.cr system/*.rs");
        using var office = await Machine.RegisterAsync(district, "seodaemun", "system/messages.cr system/*.rs");
        var marker = $"hidden{Guid.NewGuid():N}";
        var person = IdOf(await writer.PostAsync("Patient", $$"""{"resourceType":"Patient","name":[{"text":"{{marker}}"}]}"""));
        var request = IdOf(await writer.PostAsync("ServiceRequest", $$"""{"resourceType":"ServiceRequest","status":"active","intent":"order","code":{"text":"{{marker}}"},"subject":{"reference":"Patient/{{person}}" } }"""));
        var task = IdOf(await writer.PostAsync("Task", $$"""{"resourceType":"Task","status":"accepted","intent":"order","description":"{{marker}}","focus":{"reference":"ServiceRequest/{{request}}"},"for":{"reference":"Patient/{{person}}"},"owner":{"reference":"Organization/nhis-seodaemun"} }"""));

        foreach (var (reader, path) in ((Machine, string)[])
            [
                (hospital, "partners/inwang-hospital/out/rri"), (hospital, $"partners/inwang-hospital/out/rri/{task}"), (hospital, $"partners/inwang-hospital/out/rri?_id={task}"), (office, "partners/seodaemun/out/referrals"),
                (office, "partners/seodaemun/out/services"), (office, $"partners/seodaemun/out/referrals?patient={person}"), (office, $"partners/seodaemun/messages/{task}"),
            ])
        {
            var real = await reader.SendAsync(HttpMethod.Get, path);
            var fake = await reader.SendAsync(HttpMethod.Get, path.Replace(task, $"t{Guid.NewGuid():N}", StringComparison.Ordinal).Replace(person, $"p{Guid.NewGuid():N}", StringComparison.Ordinal));
            Assert.Equal((path, fake.Status), (path, real.Status));
            Assert.True(!Encoding.UTF8.GetString(real.Bytes).Contains(marker, StringComparison.Ordinal), path);
        }
    }

    [Fact]
    public void A_route_or_an_operation_that_is_new_has_to_be_put_into_the_matrix()
    {
        string[] routes = [.. district.Room<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Select(endpoint => endpoint.RoutePattern.RawText!.TrimEnd('/')).Where(route => !IsFixed(route)).Distinct().Order(StringComparer.Ordinal)];
        string[] known =
        [
            .. Looks.Select(look => look.Route), .. Others,
        ];
        Assert.DoesNotContain(routes.Except(known), route => !IsOperation(route));
        Assert.DoesNotContain(district.Room<OperationCatalog>().Entries.Select(entry => entry.Code), code => !Looks.Any(look => look.Operation == code) && !NoPersonsData.Contains(code));
    }

    /// <summary>A question; placeholders are what the target says.</summary>
    /// <param name="Method">An HTTP method; FIND asks only whether the answer holds a word of it, because it holds more than the question is about.</param>
    internal sealed record Look(string Name, string Method, string Path, string Route, string Operation = "", string? Body = null, string Type = "application/fhir+json");

    // An update is not among them: whoever may choose ids learns from a refusal that an id is taken (R4 http.html#upsert).
    internal static readonly Look[] Looks =
    [
        new("read", "GET", "Observation/{o}", "/fhir/{type}/{id}"),
        new("head", "HEAD", "Observation/{o}", "/fhir/{type}/{id}"),
        new("conditional read", "GET-ETAG", "Observation/{o}", "/fhir/{type}/{id}"),
        new("elements of a read", "GET", "Observation/{o}?_elements=code", "/fhir/{type}/{id}"),
        new("vread", "GET", "Observation/{o}/_history/1", "/fhir/{type}/{id}/_history/{version}"),
        new("history of one", "GET", "Observation/{o}/_history", "/fhir/{type}/{id}/_history"),
        new("history of the type", "FIND", "Observation/_history?_count=1000", "/fhir/{type}/_history"),
        new("history of all", "FIND", "_history?_count=1000", "/fhir/_history"),
        new("search", "GET", "Observation?code=urn:m|{m}", "/fhir/{type}"),
        new("search by id", "GET", "Observation?_id={o}&_total=accurate", "/fhir/{type}"),
        new("search by person", "GET", "Observation?patient={p}&_total=accurate", "/fhir/{type}"),
        new("search by text", "GET", "Observation?_content={m}", "/fhir/{type}"),
        new("search by narrative", "GET", "Observation?_text={m}", "/fhir/{type}"),
        new("search by filter", "GET", "Observation?_filter=code eq urn:m|{m}", "/fhir/{type}"),
        new("search by what is missing", "GET", "Observation?code=urn:m|{m}&issued:missing=true", "/fhir/{type}"),
        new("search sorted", "GET", "Observation?identifier={m}&_sort=-date", "/fhir/{type}"),
        new("count", "GET", "Observation?code=urn:m|{m}&_summary=count", "/fhir/{type}"),
        new("total alone", "GET", "Observation?code=urn:m|{m}&_count=0&_total=accurate", "/fhir/{type}"),
        new("search by form", "POST", "Observation/_search", "/fhir/{type}/_search", Body: "code=urn:m|{m}", Type: "application/x-www-form-urlencoded"),
        new("search of the system", "GET", "?_type=Observation&code=urn:m|{m}&_total=accurate", "/fhir"),
        new("search of the system by form", "POST", "_search", "/fhir/_search", Body: "_type=Observation&_id={o}", Type: "application/x-www-form-urlencoded"),
        new("compartment", "GET", "Patient/{p}/Observation?_total=accurate", "/fhir/{compartment}/{id}/{type}"),
        new("compartment of all types", "FIND", "Patient/{p}/*?_count=1000", "/fhir/{compartment}/{id}/*"),
        new("compartment by form", "POST", "Patient/{p}/Observation/_search", "/fhir/{compartment}/{id}/{type}/_search", Body: "code=urn:m|{m}", Type: "application/x-www-form-urlencoded"),
        new("compartment of all types by form", "POST-FIND", "Patient/{p}/*/_search", "/fhir/{compartment}/{id}/*/_search", Body: "_id={o}", Type: "application/x-www-form-urlencoded"),
        new("compartment of whatever type by form", "POST-FIND", "Patient/{p}/_search", "/fhir/{compartment}/{id}/_search", Body: "_id={o}", Type: "application/x-www-form-urlencoded"),
        new("compartment of an encounter", "GET", "Encounter/{e}/Observation?_total=accurate", "/fhir/{compartment}/{id}/{type}"),
        new("include", "FIND", "DiagnosticReport?_id={r}&_include=DiagnosticReport:result", "/fhir/{type}"),
        new("include of all", "FIND", "DiagnosticReport?_id={r}&_include=*&_include:iterate=Observation:patient", "/fhir/{type}"),
        new("include backwards", "FIND", "Patient?_id={p}&_revinclude=Observation:patient", "/fhir/{type}"),
        new("chain", "GET", "DiagnosticReport?_id={r}&result.code=urn:m|{m}&_total=accurate", "/fhir/{type}"),
        new("chain of two", "GET", "DiagnosticReport?_id={r}&result.subject:Patient._id={p}&_total=accurate", "/fhir/{type}"),
        new("patient that has it", "GET", "Patient?_has:Observation:patient:code=urn:m|{m}&_total=accurate", "/fhir/{type}"),
        new("encounter that has it", "GET", "Encounter?_has:Observation:encounter:code=urn:m|{m}&_total=accurate", "/fhir/{type}"),
        new("list", "GET", "Observation?_list={l}&_total=accurate", "/fhir/{type}"),
        new("everything", "FIND", "Patient/{p}/$everything?_type=Observation", "/fhir/{type}/{id}/${operation}", Operation: "everything"),
        new("everything of an encounter", "FIND", "Encounter/{e}/$everything?_type=Observation", "/fhir/{type}/{id}/${operation}", Operation: "everything"),
        new("everything of a group", "FIND", "Group/{g}/$everything?_type=Observation", "/fhir/{type}/{id}/${operation}", Operation: "everything"),
        new("everything of everybody", "FIND", "Patient/$everything?_type=Observation", "/fhir/{type}/${operation}", Operation: "everything"),
        new("last of each", "GET", "Observation/$lastn?patient={p}&code=urn:m|{m}", "/fhir/{type}/${operation}", Operation: "lastn"),
        new("difference", "GET", "Observation/{o}/$diff", "/fhir/{type}/{id}/${operation}", Operation: "diff"),
        new("difference of a version", "GET", "Observation/{o}/_history/1/$diff", "/fhir/{type}/{id}/_history/{version}/${operation}", Operation: "diff"),
        new("difference of two", "FIND", "$diff?from=Observation/{o}&to=DiagnosticReport/{r}", "/fhir/${operation}", Operation: "diff"),
        new("explanation", "GET", "Observation/{o}/$explain-access", "/fhir/{type}/{id}/${operation}", Operation: "explain-access"),
        new("preview of a consent", "POST-FIND", "Consent/$preview-template", "/fhir/{type}/${operation}", Operation: "preview-template", Body: """{"resourceType":"Parameters","parameter":[{"name":"patient","valueId":"{p}"},{"name":"template","valueString":"shared-care"},{"name":"method","valueCode":"paper"},{"name":"choice","part":[{"name":"id","valueString":"economic"}]}]}"""),
        new("explanation for another", "GET", "Observation/{o}/$explain-access?organization=hongje-homecare", "/fhir/{type}/{id}/${operation}", Operation: "explain-access"),
        new("who looked", "GET", "Patient/{p}/$access-log", "/fhir/{type}/{id}/${operation}", Operation: "access-log"),
        new("what was given", "FIND", "$provision-ledger?from=2026-01-01&until=2026-12-31&patient={p}", "/fhir/${operation}", Operation: "provision-ledger"),
        new("document", "FIND", "Composition/{d}/$document", "/fhir/{type}/{id}/${operation}", Operation: "document"),
        new("document of another's", "GET", "Composition/{o}/$document", "/fhir/{type}/{id}/${operation}", Operation: "document"),
        new("validation", "GET", "Observation/{o}/$validate", "/fhir/{type}/{id}/${operation}", Operation: "validate"),
        new("labels of one", "GET", "Observation/{o}/$meta", "/fhir/{type}/{id}/${operation}", Operation: "meta"),
        new("labels of the type", "FIND", "Observation/$meta", "/fhir/{type}/${operation}", Operation: "meta"),
        new("labels of all", "FIND", "$meta", "/fhir/${operation}", Operation: "meta"),
        new("labels added", "POST", "Observation/{o}/$meta-add", "/fhir/{type}/{id}/${operation}", Operation: "meta-add", Body: """{"resourceType":"Parameters","parameter":[{"name":"meta","valueMeta":{"tag":[{"system":"urn:t","code":"x"}]}}]}"""),
        new("labels taken", "POST", "Observation/{o}/$meta-delete", "/fhir/{type}/{id}/${operation}", Operation: "meta-delete", Body: """{"resourceType":"Parameters","parameter":[{"name":"meta","valueMeta":{"tag":[{"system":"urn:t","code":"x"}]}}]}"""),
        new("match", "POST", "Patient/$match", "/fhir/{type}/${operation}", Operation: "match", Body: """{"resourceType":"Parameters","parameter":[{"name":"resource","resource":{"resourceType":"Patient","name":[{"text":"{m}"}]}}]}"""),
        new("batch", "POST", "", "/fhir", Body: """{"resourceType":"Bundle","type":"batch","entry":[{"request":{"method":"GET","url":"Observation/{o}"}},{"request":{"method":"GET","url":"Observation?code=urn:m|{m}&_total=accurate"}},{"request":{"method":"GET","url":"Observation/{o}/_history"}}]}"""),
        new("transaction", "POST", "", "/fhir", Body: """{"resourceType":"Bundle","type":"transaction","entry":[{"request":{"method":"GET","url":"Observation?code=urn:m|{m}&_total=accurate"}}]}"""),
        new("conditional create", "POST-IF", "Observation", "/fhir/{type}", Body: """{"resourceType":"Observation","status":"final","code":{"text":"x"}}"""),
        new("conditional update", "PUT", "Observation?identifier={m}", "/fhir/{type}", Body: """{"resourceType":"Observation","status":"final","code":{"text":"x"}}"""),
        new("conditional delete", "DELETE", "Observation?identifier={m}", "/fhir/{type}"),
        new("patch", "PATCH", "Observation/{o}", "/fhir/{type}/{id}", Body: """[{"op":"replace","path":"/status","value":"amended"}]""", Type: "application/json-patch+json"),
        new("delete", "DELETE", "Observation/{o}", "/fhir/{type}/{id}"),
        new("condition on an id", "PUT", "Observation?_id={o}&identifier={m}", "/fhir/{type}", Body: """{"resourceType":"Observation","status":"final","code":{"text":"x"}}"""),
        new("a version that is not there", "GET", "Observation/{o}/_history/77", "/fhir/{type}/{id}/_history/{version}"),
        new("count of one", "GET", "Observation/{o}?_summary=count", "/fhir/{type}/{id}"),
        new("who wrote it", "GET", "Provenance?target=Observation/{o}&_total=accurate", "/fhir/{type}"),
        new("task about it", "GET", "Task?focus=Observation/{o}&_total=accurate", "/fhir/{type}"),
        new("chain by identifier", "GET", "DiagnosticReport?_id={r}&result:Observation.identifier={m}&_total=accurate", "/fhir/{type}"),
        new("chain to its encounter", "GET", "DiagnosticReport?_id={r}&result:Observation.encounter:Encounter.class=HH&_total=accurate", "/fhir/{type}"),
        new("has of an id", "GET", "Patient?_has:Observation:patient:_id={o}&_total=accurate", "/fhir/{type}"),
        new("has of has", "GET", "Patient?_has:Encounter:patient:_has:Observation:encounter:identifier={m}&_total=accurate", "/fhir/{type}"),
        new("filter through a link", "GET", "DiagnosticReport?_id={r}&_filter=result.identifier eq {m}&_total=accurate", "/fhir/{type}"),
        new("not that code", "GET", "Observation?_id={o}&code:not=urn:nobody|x&_total=accurate", "/fhir/{type}"),
        new("missing of a report", "GET", "DiagnosticReport?_id={r}&result.identifier:missing=false&_total=accurate", "/fhir/{type}"),
        new("sorted by its day", "GET", "Observation?_id={o}&_sort=date&_count=1&_total=accurate", "/fhir/{type}"),
        new("a page of one", "GET", "Observation?identifier={m}&_count=1", "/fhir/{type}"),
        new("in XML", "HEAD", "Observation/{o}?_format=xml", "/fhir/{type}/{id}"),
        new("checked before a removal", "GET", "Observation/{o}/$validate?mode=delete", "/fhir/{type}/{id}/${operation}", Operation: "validate"),
        new("checked before an update", "POST", "Observation/{o}/$validate", "/fhir/{type}/{id}/${operation}", Operation: "validate", Body: """{"resourceType":"Parameters","parameter":[{"name":"mode","valueCode":"update"},{"name":"resource","resource":{"resourceType":"Observation","id":"{o}","status":"final","code":{"text":"x"}}}]}"""),
        new("since ever", "GET", "Patient/{p}/$everything?_since=2020-01-01&_count=1", "/fhir/{type}/{id}/${operation}", Operation: "everything"),
        new("transaction that takes it away", "POST", "", "/fhir", Body: """{"resourceType":"Bundle","type":"transaction","entry":[{"request":{"method":"DELETE","url":"Observation/{o}"}}]}"""),
        new("batch that changes it", "POST", "", "/fhir", Body: """{"resourceType":"Bundle","type":"batch","entry":[{"request":{"method":"PATCH","url":"Observation/{o}"},"resource":{"resourceType":"Parameters","parameter":[{"name":"operation","part":[{"name":"type","valueCode":"delete"},{"name":"path","valueString":"Observation.note"}]}]}},{"request":{"method":"HEAD","url":"Observation/{o}"}},{"request":{"method":"DELETE","url":"Observation?identifier={m}"}}]}"""),
        new("transaction that refers to it", "POST", "", "/fhir", Body: """{"resourceType":"Bundle","type":"transaction","entry":[{"resource":{"resourceType":"DiagnosticReport","status":"final","code":{"text":"x"},"result":[{"reference":"Observation?identifier={m}"}]},"request":{"method":"POST","url":"DiagnosticReport"}}]}"""),
        new("test of its value", "PATCH", "Observation/{o}", "/fhir/{type}/{id}", Body: """[{"op":"test","path":"/status","value":"final"}]""", Type: "application/json-patch+json"),
        new("test of another value", "PATCH", "Observation?identifier={m}", "/fhir/{type}", Body: """[{"op":"test","path":"/status","value":"amended"}]""", Type: "application/json-patch+json"),
        new("path that may hold", "PATCH", "Observation/{o}", "/fhir/{type}/{id}", Body: """{"resourceType":"Parameters","parameter":[{"name":"operation","part":[{"name":"type","valueCode":"delete"},{"name":"path","valueString":"Observation.where(status='final').note"}]}]}"""),
        new("patch of a version", "PATCH-MATCH", "Observation/{o}", "/fhir/{type}/{id}", Body: """[{"op":"replace","path":"/status","value":"amended"}]""", Type: "application/json-patch+json"),
        new("delete of a version", "DELETE-MATCH", "Observation/{o}", "/fhir/{type}/{id}"),
        new("conditional delete of a version", "DELETE-MATCH", "Observation?identifier={m}", "/fhir/{type}"),
        new("transaction that takes a version away", "POST", "", "/fhir", Body: """{"resourceType":"Bundle","type":"transaction","entry":[{"request":{"method":"DELETE","url":"Observation/{o}","ifMatch":"W/\"1\""}}]}"""),
        new("create on a condition inside", "POST", "", "/fhir", Body: """{"resourceType":"Bundle","type":"transaction","entry":[{"resource":{"resourceType":"Observation","status":"final","code":{"text":"x"}},"request":{"method":"POST","url":"Observation","ifNoneExist":"identifier={m}"}}]}"""),
        new("unchanged since", "GET-SINCE", "Observation/{o}", "/fhir/{type}/{id}"),
        new("head of a version", "HEAD", "Observation/{o}/_history/1", "/fhir/{type}/{id}/_history/{version}"),
        new("head of a search", "HEAD", "Observation?identifier={m}", "/fhir/{type}"),
        new("text of one", "GET", "Observation/{o}?_summary=text", "/fhir/{type}/{id}"),
        new("by its label", "GET", "Observation?_security=R&identifier={m}&_total=accurate", "/fhir/{type}"),
        new("by the moment it was stored", "GET", "Observation?_lastUpdated=gt2020-01-01&identifier={m}&_total=estimate", "/fhir/{type}"),
        new("sorted by what it says", "GET", "Observation?_id={o}&_sort=-value-quantity,code,_id&_elements=id&_total=accurate", "/fhir/{type}"),
        new("conditional patch", "PATCH", "Observation?identifier={m}", "/fhir/{type}", Body: """[{"op":"replace","path":"/status","value":"amended"}]""", Type: "application/json-patch+json"),
    ];

    // Routes that are tested above by themselves, that write or show nobody's data, or only the asker's own.
    private static readonly string[] Others =
    [
        "/fhir/$export", "/fhir/Patient/$export", "/fhir/Group/{id}/$export", "/fhir/$export/{job}", "/fhir/$export/{job}/{file}.ndjson",
    ];

    // Giving and taking back consents changes what is seen, so it is watched apart (ConsentTemplateTests). Emergency access answers those who may not use it alike for everybody (S20); the verification of the trail tells numbers only.
    private static readonly string[] NoPersonsData = ["templates", "from-template", "withdraw", "emergency-access-end", "emergency-access", "audit-verify", "convert", "versions", "lookup", "subsumes", "validate-code", "expand", "translate", "find-matches", "closure", "transform", "reindex"];

    internal static async Task<string> AskAsync(Machine reader, Look look, Target target)
    {
        var answer = await SendAsync(reader, look, target);
        var holds = Holds(answer, target) ? "holds it" : "holds nothing of it";
        return look.Method.Contains("FIND", StringComparison.Ordinal) ? holds : $"{AnswerShape.Of(answer, target.Parts)} {holds}";
    }

    internal static Task<Answer> SendAsync(Machine reader, Look look, Target target)
    {
        (string, string)[] headers = look.Method.Split('-')[^1] switch
        {
            "ETAG" => [("If-None-Match", "W/\"1\"")], "SINCE" => [("If-Modified-Since", "Thu, 01 Jan 2099 00:00:00 GMT")], "MATCH" => [("If-Match", "W/\"1\"")],
            "IF" => [("If-None-Exist", Fill("identifier={m}", target)), ("Prefer", "return=representation")], _ => [],
        };
        var method = new HttpMethod(look.Method.Split('-')[0] is "FIND" ? "GET" : look.Method.Split('-')[0]);
        return reader.SendAsync(method, "fhir/" + Fill(look.Path, target).Replace("|", "%7C", StringComparison.Ordinal).Replace(" ", "%20", StringComparison.Ordinal), look.Body is { } body ? Encoding.UTF8.GetBytes(Fill(body, target)) : null, look.Type, headers: headers);
    }

    private static string Fill(string text, Target target) => text
        .Replace("{p}", target.Person, StringComparison.Ordinal).Replace("{o}", target.Observation, StringComparison.Ordinal).Replace("{e}", target.Encounter, StringComparison.Ordinal).Replace("{m}", target.Marker, StringComparison.Ordinal)
        .Replace("{r}", target.Report, StringComparison.Ordinal).Replace("{l}", target.List, StringComparison.Ordinal).Replace("{d}", target.Document, StringComparison.Ordinal).Replace("{g}", target.Group, StringComparison.Ordinal);

    // A link repeats the question, and so does the answer to a form.
    private static bool Holds(Answer answer, Target target) =>
        answer.Bytes.Length > 0 && Encoding.UTF8.GetString(answer.Bytes) is var text && (text[0] != '{' ? text : WithoutLinks(JsonNode.Parse(text)!).ToJsonString()).Contains(target.Marker, StringComparison.Ordinal);

    private static JsonNode WithoutLinks(JsonNode node)
    {
        if (node is JsonObject json)
        {
            json.Remove("link");
            foreach (var (_, value) in json) if (value is not null) WithoutLinks(value);
        }
        else if (node is JsonArray items)
        {
            foreach (var item in items) if (item is not null) WithoutLinks(item);
        }

        return node;
    }

    // Operations are told apart by their names, below.
    private static bool IsOperation(string route) => route.Split('/')[^1].StartsWith('$');

    private static bool IsFixed(string route) => !route.StartsWith("/fhir", StringComparison.Ordinal) || Fixed.Contains(route) || route.Contains("OperationDefinition/", StringComparison.Ordinal);

    private static readonly string[] Fixed = ["/fhir/metadata", "/fhir/openapi.json", "/fhir/$import", "/fhir/$import/{job}", "/fhir/$import/{job}/errors.ndjson", "/fhir/$reindex/{job}", "/fhir/.well-known/smart-configuration", "/fhir/_async/{id}"];

    // What the reader itself keeps, and that points at what it may not see.
    internal static async Task<Target> TargetAsync(Machine reader, string person, string observation, string encounter, string marker)
    {
        var report = IdOf(await reader.PostAsync("DiagnosticReport", $$"""{"resourceType":"DiagnosticReport","status":"final","code":{"text":"x"},"result":[{"reference":"Observation/{{observation}}" }] }"""));
        var list = IdOf(await reader.PostAsync("List", $$"""{"resourceType":"List","status":"current","mode":"working","entry":[{"item":{"reference":"Observation/{{observation}}" } }] }"""));
        var document = IdOf(await reader.PostAsync("Composition", $$"""
            {"resourceType":"Composition","status":"final","type":{"text":"x"},"date":"2026-01-01","title":"x","author":[{"display":"x"}],"section":[{"title":"x","entry":[{"reference":"Observation/{{observation}}" }] }] }
            """));
        var group = IdOf(await reader.PostAsync("Group", $$$"""{"resourceType":"Group","type":"person","actual":true,"member":[{"entity":{"reference":"Patient/{{{person}}}"}}]}"""));
        return new(person, observation, encounter, marker, report, list, document, group);
    }

    // An id of thirteen digits could be a resident number, so that an answer does not repeat it: ids of letters never differ by chance.
    internal static string Letters() => string.Concat(Guid.NewGuid().ToByteArray().Select(part => (char)('a' + (part % 26))));

    private static async Task<string> StoredAsync(Machine writer, string json)
    {
        var resource = JsonNode.Parse(json)!.AsObject();
        var id = Letters();
        resource["id"] = id;
        (await writer.PutAsync($"{resource["resourceType"]}/{id}", resource.ToJsonString())).Is(HttpStatusCode.Created);
        return id;
    }

    private static string IdOf(Answer answer) => answer.Is(HttpStatusCode.Created).Text("id")!;

    private const string Restricted = """{"security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"R"}]}""";

    private static string Observation(string person, string encounter, string marker) => $$"""
        {"resourceType":"Observation","meta":{{Restricted}},"identifier":[{"value":"{{marker}}" }],"status":"final","code":{"coding":[{"system":"urn:m","code":"{{marker}}" }],"text":"{{marker}}" },
         "text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">{{marker}}</div>" },"subject":{"reference":"Patient/{{person}}" },"encounter":{"reference":"Encounter/{{encounter}}" },"effectiveDateTime":"2026-01-01" }
        """;

    private static string Consent(string provision, string status = "active", string date = "2026-03-01") => $$"""
        {"resourceType":"Consent","status":"{{status}}","scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope","code":"patient-privacy"}]},
         "category":[{"coding":[{"system":"http://loinc.org","code":"59284-0"}]}],"patient":{"reference":"Patient/PERSON"},"dateTime":"{{date}}",
         "policyRule":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"OPTIN"}]},"provision":{{ToReader(provision)}} }
        """;

    // Other tests share the district: what is open is open to this reader only.
    private static string ToReader(string provision) =>
        provision.Contains("\"type\":\"permit\",\"actor\"", StringComparison.Ordinal) ? provision : $$"""{"actor":[{{To(Reader)}}],{{provision[1..]}}""";

    private static string To(string organization) => ToReference($"Organization/{organization}");

    private static string ToReference(string reference) =>
        $$$"""{"role":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ParticipationType","code":"IRCP"}]},"reference":{"reference":"{{{reference}}}"}}""";
}
