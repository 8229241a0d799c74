using System.Net;
using System.Text;
using CareExchange.Cli.Demo;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Requests;
using CareExchange.Journeys.Tests.World;
using CareExchange.Server.Hosting;

namespace CareExchange.Journeys.Tests.Hardening;

/// <summary>Every role walks every way out: what the table hides from it stands in no answer, and the resident number in none at all.</summary>
public sealed class MaskingTests(MaskedDistrict district) : IClassFixture<MaskedDistrict>
{
    private static readonly string[] Hidden = ["010-9876", "someone.secret", "비밀로", "03700\"", "M1234567", "110-222-3334"];
    private const string ResidentNumber = "-234567";

    private static readonly string[] Ways =
    [
        "fhir/Patient/{p}", "fhir/Patient/{p}/_history", "fhir/Patient/{p}/_history/1", "fhir/Patient/{p}?_format=xml", "fhir/Patient/{p}?_elements=telecom,address,identifier", "fhir/Patient/{p}?_summary=true",
        "fhir/Patient?_id={p}", "fhir/Patient?_count=1000", "fhir?_type=Patient,RelatedPerson&_count=1000", "fhir/RelatedPerson?patient={p}", "fhir/Patient/{p}/*?_count=1000", "fhir/Patient/_history?_count=1000", "fhir/_history?_count=1000",
        "fhir/Observation?patient={p}&_include=Observation:patient", "fhir/Patient?_id={p}&_revinclude=RelatedPerson:patient", "fhir/Observation?patient={p}&_include=*",
        "fhir/Patient/{p}/$everything", "fhir/Patient/$everything", "fhir/Patient/{p}/$diff?version=1", "fhir/Patient/{p}/$validate", "fhir/Patient/{p}/$meta", "fhir/Patient/{p}/$explain-access", "fhir/Patient/{p}/$access-log",
        "fhir/Composition/{d}/$document", "fhir/$provision-ledger?from=2026-01-01&until=2026-12-31&patient={p}", "fhir/AuditEvent?patient={p}",
        "persons", "persons?search=감춤", "persons/{p}/plan", "persons/{p}/plan/print", "persons/{p}/access", "persons/{p}/given", "records?person={p}", "records/ledger?format=csv", "operator",
    ];

    public static TheoryData<string> Roles => [.. RequesterRole.All.Select(role => role.Code)];

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task What_the_table_hides_from_a_role_stands_in_no_answer(string role)
    {
        using var writer = await Machine.RegisterAsync(district, "seodaemun");
        var person = (await writer.PostAsync("Patient", PatientOf(role))).Is(HttpStatusCode.Created).Text("id")!;
        (await writer.PostAsync("RelatedPerson", $$"""
            {"resourceType":"RelatedPerson","patient":{"reference":"Patient/{{person}}"},"name":[{"text":"가족"}],"relationship":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-RoleCode","code":"DAU"}]}],
             "telecom":[{"system":"phone","value":"010-9876-5432"}],"address":[{"text":"서울특별시 서대문구 비밀로 12-34"} ] }
            """)).Is(HttpStatusCode.Created);
        var carer = (await writer.GetAsync($"RelatedPerson?patient={person}")).Resources[0].GetProperty("id").GetString();
        (await writer.PostAsync("Observation", $$"""{"resourceType":"Observation","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/{{person}}"},"contained":[{"resourceType":"Patient","id":"c","telecom":[{"system":"phone","value":"010-9876-5432"}]}],"focus":[{"reference":"#c"} ] }""")).Is(HttpStatusCode.Created);
        var document = (await writer.PostAsync("Composition", $$"""{"resourceType":"Composition","status":"final","type":{"text":"x"},"subject":{"reference":"Patient/{{person}}"},"date":"2026-01-01","title":"x","author":[{"reference":"Organization/seodaemun"} ] }""")).Is(HttpStatusCode.Created).Text("id")!;
        (await writer.PostAsync("Consent", Consent(person))).Is(HttpStatusCode.Created);

        var (shown, seen) = (0, 0);
        if (role == RequesterRole.PartnerSystem)
        {
            using var reader = await Machine.RegisterAsync(district, "hongje-homecare");
            foreach (var way in Ways.Where(way => way.StartsWith("fhir/", StringComparison.Ordinal) || way.StartsWith("fhir?", StringComparison.Ordinal))) Check(role, way, await reader.SendAsync(HttpMethod.Get, Fill(way)));
            Check(role, "match", await reader.PostAsync("Patient/$match", """{"resourceType":"Parameters","parameter":[{"name":"resource","resource":{"resourceType":"Patient","name":[{"text":"감춤"}]}}]}"""));
            Check(role, "batch", await reader.PostAsync("", Fill("""{"resourceType":"Bundle","type":"batch","entry":[{"request":{"method":"GET","url":"Patient/{p}"}},{"request":{"method":"GET","url":"Patient?_id={p}"}}]}""")));
            Check(role, "transaction", await reader.PostAsync("", Fill("""{"resourceType":"Bundle","type":"transaction","entry":[{"request":{"method":"GET","url":"Patient/{p}"}},{"request":{"method":"GET","url":"Patient?_id={p}"}}]}""")));
            await ExportAsync(reader);

            // Whose role is shown stars cannot write them back, and cannot ask letter by letter.
            var masked = Encoding.UTF8.GetString((await reader.GetAsync($"Patient/{person}")).Is(HttpStatusCode.OK).Bytes);
            Assert.Contains("MASKED", masked, StringComparison.Ordinal);
            Assert.Contains("010-****-5432", masked, StringComparison.Ordinal);
            (await reader.PutAsync($"Patient/{person}", masked)).Refused(HttpStatusCode.UnprocessableEntity, "masked-content");
            foreach (var query in (string[])["Patient?address=비밀", "Patient?address-postalcode=037", "Patient?_sort=address-city", "Patient?_content=비밀로", "Observation?patient.address=비밀", "Patient?email=someone.secret@mask.example", "Patient?telecom=x", "Patient?_filter=address co 비밀"]) (await reader.GetAsync(query)).Refused(HttpStatusCode.Forbidden, "search-masked");
            (await reader.PostAsync("Patient", PatientOf(role), ("If-None-Exist", "address=%EB%B9%84%EB%B0%80"))).Refused(HttpStatusCode.Forbidden, "search-masked");
            (await reader.GetAsync($"Observation/$lastn?patient.address=비밀&patient={person}")).Refused(HttpStatusCode.Forbidden, "search-masked");
        }
        else
        {
            var name = $"m{role}";
            await district.Run.Gateway.RegisterAsync(new StaffOptions(name, name, DemoWorld.Password, role, role == RequesterRole.Person ? person : "hongje-homecare", "기관")
            {
                PurposeOfUse = "TREAT", FhirUser = role switch { RequesterRole.Person => $"Patient/{person}", RequesterRole.Caregiver => $"RelatedPerson/{carer}", _ => null },
            }, "test", TestContext.Current.CancellationToken);
            using var staff = await Staff.SignInAsync(district, name);
            foreach (var way in Ways) Check(role, way, await staff.GetAsync(Fill(way)));
        }

        // The walk saw something: the roles that see records at all saw this one.
        TestContext.Current.TestOutputHelper?.WriteLine($"{role}: {shown} answers, {seen} of them with the person");
        if (role is not (RequesterRole.Operator or RequesterRole.PrivacyOfficer)) Assert.True(seen > 3, $"{seen} of {shown}");

        string Fill(string text) => text.Replace("{p}", person, StringComparison.Ordinal).Replace("{d}", document, StringComparison.Ordinal);

        void Check(string who, string way, Answer answer)
        {
            var text = Encoding.UTF8.GetString(answer.Bytes);
            shown++;
            if (answer.Status == HttpStatusCode.OK && text.Contains("감춤", StringComparison.Ordinal)) seen++;
            foreach (var hidden in (string[])[.. Hidden, ResidentNumber]) Assert.False(text.Contains(hidden, StringComparison.Ordinal), $"{who}, {way}: {hidden}");
        }

        async Task ExportAsync(Machine reader)
        {
            var begun = (await reader.GetAsync("Patient/$export?_type=Patient,RelatedPerson,Observation", ("Prefer", "respond-async"), ("Accept", "application/fhir+json"))).Is(HttpStatusCode.Accepted);
            var status = begun.Response.Content.Headers.ContentLocation!.ToString().Split("/fhir/")[1];
            Answer manifest;
            while ((manifest = await reader.GetAsync(status)).Status == HttpStatusCode.Accepted) await Task.Delay(20, TestContext.Current.CancellationToken);
            foreach (var file in manifest.Is(HttpStatusCode.OK).Json.GetProperty("output").EnumerateArray()) Check(role, "export", await reader.GetAsync(file.GetProperty("url").GetString()!.Split("/fhir/")[1]));
        }
    }

    [Fact]
    public void A_table_that_cannot_be_meant_is_refused_at_the_start()
    {
        Assert.Equal(["masking-rule", "masking-rule", "masking-rule", "masking-rule"], MaskingRules.Check([new("nobody", "phone", "masked"), new("person", "shoe-size", "masked"), new("person", "phone", "half"), new("person", "resident-number", "masked")]).Select(issue => issue.Rule));
    }

    // Nobody shares a number with somebody else.
    private static string PatientOf(string role) => Patient.Replace("NNN", (100 + RequesterRole.All.Select(one => one.Code).ToList().IndexOf(role)).ToString(System.Globalization.CultureInfo.InvariantCulture)[2..], StringComparison.Ordinal);

    private const string Patient = """
        {"resourceType":"Patient","identifier":[{"type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"PPN"}]},"value":"M1234567NNN"},
         {"type":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"BA"}]},"system":"urn:bank","value":"110-222-33344NNN"},{"system":"https://mois.go.kr/rrn","value":"850101-234567NNN"}],
         "name":[{"text":"감춤"}],"gender":"female","birthDate":"1985-01-01","telecom":[{"system":"phone","value":"010-9876-5432"},{"system":"email","value":"someone.secret@mask.example"}],
         "address":[{"text":"서울특별시 서대문구 비밀로 12-34","line":["비밀로 12-34"],"city":"서대문구","state":"서울특별시","postalCode":"03700"}],
         "text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">감춤 010-9876-5432 비밀로 12-34</div>"},
         "contact":[{"name":{"text":"가족"},"telecom":[{"system":"phone","value":"010-9876-5432"}],"address":{"text":"서울특별시 서대문구 비밀로 12-34"}}]}
        """;

    private static string Consent(string person) => $$"""
        {"resourceType":"Consent","status":"active","scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope","code":"patient-privacy"}]},
         "category":[{"coding":[{"system":"http://loinc.org","code":"59284-0"}]}],"patient":{"reference":"Patient/{{person}}"},"dateTime":"2026-03-01",
         "policyRule":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"OPTIN"}]},"provision":{"type":"permit"} }
        """;
}
