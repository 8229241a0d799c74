using System.Net;
using System.Text;
using CareExchange.Journeys.Tests.World;

namespace CareExchange.Journeys.Tests.Scenarios;

/// <summary>A person whom nobody opened answers like nobody: by name, number, condition, reference, group, list, consent or match; to the letter of every header.</summary>
[Collection(SharedDistrict.Name)]
[Trait("scenario", "S7")]
public sealed class HiddenPersonTests(District district)
{
    private const string Consent = """{"resourceType":"Consent","status":"STATUS","scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope","code":"patient-privacy"}]},"category":[{"coding":[{"system":"http://loinc.org","code":"59284-0"}]}],"patient":{"reference":"Patient/PERSON"},"dateTime":"2026-03-01","policyRule":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"OPTIN"}]},"provision":{"type":"permit"}}""";

    private const string Update = """{"resourceType":"Patient","id":"{p}","name":[{"text":"x"}]}""";
    private const string Measured = """{"resourceType":"Observation","id":"{o}","status":"final","code":{"text":"y"},"subject":{"reference":"Patient/{p}"}}""";

    // {p} id, {o} id of an Observation of the person, {m} name, {n} number, {t} telephone, {g} a Group of the reader's with the person, {l} a List of the reader's with the person.
    public static TheoryData<string, string, string?> Questions => new()
    {
        { "GET", "Patient/{p}", null }, { "HEAD", "Patient/{p}", null }, { "GET", "Patient/{p}/_history", null }, { "GET", "Patient/{p}/_history/1", null }, { "GET", "Patient/{p}/_history/2", null },
        { "GET", "Patient?_id={p}&_total=accurate", null }, { "GET", "Patient?name={m}&_total=accurate", null }, { "GET", "Patient?name:contains={m}&_total=accurate", null },
        { "GET", "Patient?identifier=urn:careexchange:municipal-case|{n}&_total=accurate", null }, { "GET", "Patient?identifier:not=urn:x|y&_id={p}&_total=accurate", null }, { "GET", "Patient?phone={t}&_total=accurate", null },
        { "GET", "Patient?birthdate=1931-04-05&name={m}&_summary=count", null }, { "GET", "Patient?_content={m}", null }, { "GET", "Patient?_filter=name eq {m} or identifier eq {n}&_total=accurate", null },
        { "GET", "Patient?_id={p}&_sort=birthdate&_count=1", null }, { "GET", "Patient?_id={p}&deceased:missing=true", null }, { "GET", "Patient?_list={l}&_total=accurate", null }, { "GET", "Patient?_has:Group:member:_id={g}&_total=accurate", null },
        { "GET", "Patient?_has:Consent:patient:status=active&_id={p}&_total=accurate", null }, { "GET", "Group?_id={g}&member:Patient.name={m}&_total=accurate", null }, { "GET", "Group?_id={g}&_include=Group:member", null },
        { "GET", "List?_id={l}&item:Patient.identifier={n}&_total=accurate", null }, { "GET", "Observation?patient={p}&_total=accurate", null }, { "GET", "Observation?patient.identifier=urn:careexchange:municipal-case|{n}&_total=accurate", null },
        { "GET", "Observation?patient:identifier=urn:careexchange:municipal-case|{n}&_total=accurate", null }, { "GET", "Consent?patient={p}&_total=accurate", null }, { "GET", "Patient/{p}/Consent", null }, { "GET", "Provenance?target=Patient/{p}&_total=accurate", null },
        { "GET", "Patient/{p}/$everything", null }, { "GET", "Patient/{p}/$explain-access", null }, { "GET", "Patient/{p}/$access-log", null }, { "GET", "Patient/{p}/$validate", null }, { "GET", "Patient/{p}/$validate?mode=delete", null }, { "GET", "Patient/{p}/$meta", null },
        { "GET", "Group/{g}/$everything", null }, { "GET", "AuditEvent?patient={p}", null }, { "GET", "?_type=Patient,Observation&_id={p}&_total=accurate", null },
        { "POST", "Patient/$match", """{"resourceType":"Parameters","parameter":[{"name":"resource","resource":{"resourceType":"Patient","identifier":[{"system":"urn:careexchange:municipal-case","value":"{n}"}],"name":[{"text":"{m}"}],"birthDate":"1931-04-05","gender":"female"}}]}""" },
        { "POST", "Patient/$match", """{"resourceType":"Parameters","parameter":[{"name":"resource","resource":{"resourceType":"Patient","name":[{"text":"{m}"}],"birthDate":"1931-04-05"}},{"name":"onlyCertainMatches","valueBoolean":true}]}""" },
        { "POST", "Observation/$validate", """{"resourceType":"Parameters","parameter":[{"name":"resource","resource":{"resourceType":"Observation","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/{p}"}}}]}""" },
        { "POST", "Observation", """{"resourceType":"Observation","status":"final","code":{"text":"x"},"performer":[{"reference":"Patient/{p}"}]}""" },
        { "POST", "", """{"resourceType":"Bundle","type":"transaction","entry":[{"resource":{"resourceType":"Observation","status":"final","code":{"text":"x"},"performer":[{"reference":"Patient?identifier=urn:careexchange:municipal-case|{n}"}]},"request":{"method":"POST","url":"Observation"}}]}""" },
        { "POST", "", """{"resourceType":"Bundle","type":"transaction","entry":[{"request":{"method":"DELETE","url":"Patient?identifier=urn:careexchange:municipal-case|{n}"}}]}""" },
        { "POST", "", """{"resourceType":"Bundle","type":"transaction","entry":[{"request":{"method":"GET","url":"Patient/{p}"}}]}""" },
        { "POST", "", """{"resourceType":"Bundle","type":"batch","entry":[{"request":{"method":"GET","url":"Patient?name={m}&_total=accurate"}},{"request":{"method":"HEAD","url":"Patient/{p}"}},{"request":{"method":"GET","url":"Patient/{p}","ifNoneMatch":"W/\"1\""}},{"request":{"method":"DELETE","url":"Patient/{p}","ifMatch":"W/\"1\""}},{"request":{"method":"GET","url":"Patient/{p}/$explain-access"}}]}""" },
        { "POST", "Patient/{p}/$validate", """{"resourceType":"Parameters","parameter":[{"name":"mode","valueCode":"update"},{"name":"resource","resource":{"resourceType":"Patient","id":"{p}"}}]}""" },
        { "POST", "Patient/{p}/$validate", """{"resourceType":"Parameters","parameter":[{"name":"mode","valueCode":"delete"}]}""" },
        { "DELETE", "Patient/{p}", null }, { "DELETE", "Patient?identifier=urn:careexchange:municipal-case|{n}", null }, { "DELETE", "Patient?name={m}", null },
        { "PATCH", "Patient/{p}", """[{"op":"replace","path":"/gender","value":"male"}]""" }, { "PATCH", "Patient?identifier=urn:careexchange:municipal-case|{n}", """[{"op":"replace","path":"/gender","value":"male"}]""" },
        { "POST", "Patient/{p}/$meta-add", """{"resourceType":"Parameters","parameter":[{"name":"meta","valueMeta":{"tag":[{"system":"urn:t","code":"x"}]}}]}""" },
        { "POST", "Consent/$preview-template", """{"resourceType":"Parameters","parameter":[{"name":"patient","valueId":"{p}"},{"name":"template","valueString":"shared-care"},{"name":"method","valueCode":"paper"},{"name":"choice","part":[{"name":"id","valueString":"economic"}]}]}""" },
        { "POST", "Patient/$export", """{"resourceType":"Parameters","parameter":[{"name":"patient","valueReference":{"reference":"Patient/{p}"}}]}""" },
        { "GET", "Patient/{p}", "If-None-Match: W/\"1\"" }, { "GET", "Patient/{p}", "If-Modified-Since: Thu, 01 Jan 2099 00:00:00 GMT" }, { "DELETE", "Patient/{p}", "If-Match: W/\"1\"" }, { "DELETE", "Patient/{p}", "If-Match: W/\"7\"" },
        { "PUT W/\"1\"", "Patient/{p}", Update }, { "PUT W/\"7\"", "Patient/{p}", Update }, { "PUT *", "Patient/{p}", Update }, { "PUT W/\"1\", W/\"7\"", "Patient/{p}", Update }, { "PUT nonsense", "Patient/{p}", Update }, { "PUT W/\"1\"", "Patient?identifier=urn:careexchange:municipal-case|{n}", Update },
        { "POST", "", $$"""{"resourceType":"Bundle","type":"transaction","entry":[{"resource":{{Update}},"request":{"method":"PUT","url":"Patient/{p}","ifMatch":"W/\"1\""} }]}""" },
        { "POST", "", $$"""{"resourceType":"Bundle","type":"batch","entry":[{"resource":{{Update}},"request":{"method":"PUT","url":"Patient/{p}","ifMatch":"W/\"1\""} },{"resource":{{Update}},"request":{"method":"PUT","url":"Patient/{p}","ifMatch":"*"} }]}""" },
        { "PUT W/\"1\"", "Observation/{o}", Measured }, { "PUT *", "Observation/{o}", Measured },
        { "POST", "", $$"""{"resourceType":"Bundle","type":"transaction","entry":[{"resource":{{Measured}},"request":{"method":"PUT","url":"Observation/{o}","ifMatch":"W/\"1\", W/\"3\""} }]}""" },
    };

    [Theory]
    [MemberData(nameof(Questions))]
    public async Task A_person_who_is_hidden_answers_like_nobody(string method, string path, string? body)
    {
        using var writer = await Machine.RegisterAsync(district, "hongje-homecare");
        using var reader = await Machine.RegisterAsync(district, "seodaemun-dementia");
        var real = await PersonAsync(writer);
        (await writer.PostAsync("Consent", Consent.Replace("STATUS", "inactive", StringComparison.Ordinal).Replace("PERSON", real.Id, StringComparison.Ordinal))).Is(HttpStatusCode.Created);
        real = await KeptAsync(reader, real);
        var nobody = await KeptAsync(reader, real with { Id = LeakMatrixTests.Letters(), Measured = LeakMatrixTests.Letters(), Name = $"hidden{Guid.NewGuid():N}", Number = $"{Guid.NewGuid():N}", Phone = "010" + Guid.NewGuid().GetHashCode().ToString("D8")[^8..].Replace('-', '1') });

        // Twice of each: what is remembered from the first look must not tell either.
        foreach (var time in (int[])[1, 2])
        {
            var (one, other) = (await AskAsync(reader, method, path, body, real), await AskAsync(reader, method, path, body, nobody));
            Assert.Equal(other, one);
        }

        Assert.Equal("W/\"1\"", (await writer.GetAsync($"Patient/{real.Id}")).Is(HttpStatusCode.OK).ETag);
    }

    [Theory]
    [InlineData("GET", "Patient/{p}", null)]
    [InlineData("GET", "Patient/{p}/$everything", null)]
    [InlineData("GET", "Patient/{p}/$everything?_count=100", null)]
    [InlineData("GET", "Patient/{p}/$everything?_type=Observation&start=2020-01-01", null)]
    [InlineData("GET", "Group/{g}/$everything?_count=100", null)]
    [InlineData("GET", "Patient/{p}/*?_total=accurate", null)]
    [InlineData("GET", "Patient/{p}/Observation?_total=accurate", null)]
    [InlineData("GET", "Observation?patient={p}&_include=Observation:subject&_total=accurate", null)]
    [InlineData("GET", "Observation?patient={p}&patient.gender:missing=true&_total=accurate", null)]
    [InlineData("GET", "Observation/$lastn?patient={p}", null)]
    [InlineData("GET", "Provenance?patient={p}&_total=accurate", null)]
    [InlineData("GET", "Patient/{p}/$access-log", null)]
    [InlineData("GET", "Patient/{p}/$explain-access", null)]
    [InlineData("DELETE", "Patient/{p}", null)]
    [InlineData("POST", "Patient/$export", """{"resourceType":"Parameters","parameter":[{"name":"patient","valueReference":{"reference":"Patient/{p}"}}]}""")]
    [InlineData("POST", "", """{"resourceType":"Bundle","type":"batch","entry":[{"request":{"method":"GET","url":"Patient/{p}/$everything"}},{"request":{"method":"GET","url":"Patient/{p}"}}]}""")]
    public async Task What_one_has_said_about_an_id_does_not_make_it_tell_whether_somebody_has_it(string method, string path, string? body)
    {
        using var writer = await Machine.RegisterAsync(district, "hongje-homecare");
        using var reader = await Machine.RegisterAsync(district, "seodaemun-dementia");
        var real = await PersonAsync(writer);
        var answers = new List<string>();
        foreach (var one in (Person[])[real, real with { Id = LeakMatrixTests.Letters() }])
        {
            var about = one with { Group = (await reader.PostAsync("Group", $$"""{"resourceType":"Group","type":"person","actual":true,"member":[{"entity":{"reference":"Patient/{{one.Id}}"} }] }""")).Is(HttpStatusCode.Created).Text("id")! };
            var said = (await reader.PostAsync("Observation", $$"""{"resourceType":"Observation","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/{{one.Id}}"},"effectiveDateTime":"2026-01-01" }""")).Is(HttpStatusCode.Created).Text("id")!;
            answers.Add(await AskAsync(reader, method, path, body, about with { Own = said, List = said }));
        }

        Assert.Equal(answers[1], answers[0]);
        Assert.DoesNotContain(real.Name, answers[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_device_that_names_a_patient_is_theirs_and_no_entry_of_the_directory()
    {
        using var writer = await Machine.RegisterAsync(district, "hongje-homecare");
        using var reader = await Machine.RegisterAsync(district, "seodaemun-dementia");
        var real = await PersonAsync(writer);
        var (own, shared) = (LeakMatrixTests.Letters(), LeakMatrixTests.Letters());
        (await writer.PutAsync($"Device/{own}", $$"""{"resourceType":"Device","id":"{{own}}","serialNumber":"{{real.Number}}","patient":{"reference":"Patient/{{real.Id}}"} }""")).Is(HttpStatusCode.Created);
        (await writer.PutAsync($"Device/{shared}", $$"""{"resourceType":"Device","id":"{{shared}}","serialNumber":"{{real.Number}}" }""")).Is(HttpStatusCode.Created);

        foreach (var path in (string[])[$"Device/{own}", $"Device/{own}/_history", $"Device/{own}/_history/1", $"Patient/{real.Id}/$everything"]) Assert.Equal((path, HttpStatusCode.NotFound), (path, (await reader.GetAsync(path)).Status));
        Assert.Equal(0, (await reader.GetAsync($"Device?patient={real.Id}&_total=accurate")).Is(HttpStatusCode.OK).Json.GetProperty("total").GetInt32());
        Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync($"Device/{shared}")).Status);

        (await writer.PostAsync("Consent", Consent.Replace("STATUS", "active", StringComparison.Ordinal).Replace("PERSON", real.Id, StringComparison.Ordinal).Replace("\"type\":\"permit\"", "\"type\":\"permit\",\"actor\":[{\"role\":{\"coding\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/v3-ParticipationType\",\"code\":\"IRCP\"}]},\"reference\":{\"reference\":\"Organization/seodaemun-dementia\"}}]", StringComparison.Ordinal))).Is(HttpStatusCode.Created);

        Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync($"Device/{own}")).Status);
        Assert.Contains(own, Encoding.UTF8.GetString((await reader.GetAsync($"Patient/{real.Id}/$everything")).Is(HttpStatusCode.OK).Bytes), StringComparison.Ordinal);
    }

    private static async Task<string> AskAsync(Machine reader, string method, string path, string? body, Person person)
    {
        var isHeader = body is { } text && text.StartsWith("If-", StringComparison.Ordinal);
        List<(string, string)> headers = isHeader ? [(body!.Split(": ", 2)[0], body.Split(": ", 2)[1])] : [];
        if (method.Split(' ', 2) is [var verb, var versions]) (method, headers) = (verb, [("If-Match", versions)]);
        if (path.EndsWith("$export", StringComparison.Ordinal)) headers.AddRange([("Prefer", "respond-async"), ("Accept", "application/fhir+json")]);
        var answer = await reader.SendAsync(
            new HttpMethod(method), "fhir/" + Fill(path, person).Replace("|", "%7C", StringComparison.Ordinal).Replace(" ", "%20", StringComparison.Ordinal), body is null || isHeader ? null : Encoding.UTF8.GetBytes(Fill(body, person)),
            method == "PATCH" ? "application/json-patch+json" : "application/fhir+json", headers: [.. headers]);
        return AnswerShape.Of(answer, [person.Id, person.Name, person.Number, person.Phone, person.Group, person.List, person.Own, person.Measured]);
    }

    private static string Fill(string text, Person person) => text
        .Replace("{p}", person.Id, StringComparison.Ordinal).Replace("{m}", person.Name, StringComparison.Ordinal).Replace("{n}", person.Number, StringComparison.Ordinal)
        .Replace("{o}", person.Measured, StringComparison.Ordinal).Replace("{t}", person.Phone, StringComparison.Ordinal).Replace("{g}", person.Group, StringComparison.Ordinal).Replace("{l}", person.List, StringComparison.Ordinal);

    private static async Task<Person> PersonAsync(Machine writer)
    {
        var person = new Person("", $"hidden{Guid.NewGuid():N}", $"{Guid.NewGuid():N}", "010" + Guid.NewGuid().GetHashCode().ToString("D8")[^8..].Replace('-', '1'), "", "");
        var id = LeakMatrixTests.Letters();
        (await writer.PutAsync($"Patient/{id}", $$"""
            {"resourceType":"Patient","id":"{{id}}","identifier":[{"system":"urn:careexchange:municipal-case","value":"{{person.Number}}" }],"name":[{"text":"{{person.Name}}" }],"birthDate":"1931-04-05","gender":"female","telecom":[{"system":"phone","value":"{{person.Phone}}" }] }
            """)).Is(HttpStatusCode.Created);
        var measured = LeakMatrixTests.Letters();
        (await writer.PutAsync($"Observation/{measured}", $$"""{"resourceType":"Observation","id":"{{measured}}","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/{{id}}"} }""")).Is(HttpStatusCode.Created);
        return person with { Id = id, Measured = measured };
    }

    // What the reader itself keeps, and that points at the person: beside somebody of its own, because a Group of one is about that one, and whoever contributed to somebody knows who they are.
    private static async Task<Person> KeptAsync(Machine reader, Person person)
    {
        var own = (await reader.PostAsync("Patient", """{"resourceType":"Patient"}""")).Is(HttpStatusCode.Created).Text("id")!;
        return person with
        {
            Own = own,
            Group = (await reader.PostAsync("Group", $$"""{"resourceType":"Group","type":"person","actual":true,"member":[{"entity":{"reference":"Patient/{{own}}"} },{"entity":{"reference":"Patient/{{person.Id}}"} }] }""")).Is(HttpStatusCode.Created).Text("id")!,
            List = (await reader.PostAsync("List", $$"""{"resourceType":"List","status":"current","mode":"working","entry":[{"item":{"reference":"Patient/{{person.Id}}"} }] }""")).Is(HttpStatusCode.Created).Text("id")!,
        };
    }

    private sealed record Person(string Id, string Name, string Number, string Phone, string Group, string List)
    {
        public string Own { get; init; } = "";

        public string Measured { get; init; } = "";
    }
}
