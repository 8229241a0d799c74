using System.Globalization;
using System.Net;
using System.Text;
using CareExchange.Cli.Demo;
using CareExchange.Journeys.Tests.World;
using CareExchange.Server.Hosting;

namespace CareExchange.Journeys.Tests.Scenarios;

/// <summary>S7: a consent that keeps some things back, what is found then, and the sentence that says why. S17: what ends with a role.</summary>
[Collection(SharedDistrict.Name)]
public sealed class SelectiveConsentTests(District district)
{
    private const string Reader = "seodaemun-dementia";

    [Fact]
    [Trait("scenario", "S7")]
    public async Task What_is_restricted_is_in_no_result_and_everything_else_is()
    {
        using var writer = await Machine.RegisterAsync(district, "hongje-homecare");
        using var reader = await Machine.RegisterAsync(district, Reader);
        var code = Guid.NewGuid().ToString("N");
        var person = await PersonAsync(writer);
        await ConsentAsync(writer, person, $$"""{"type":"permit","actor":[{{To(Reader)}}],"provision":[{"type":"deny","securityLabel":[{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"R"}]}] }""");
        string[] open = [await ObservationAsync(writer, person, code), await ObservationAsync(writer, person, code), await ObservationAsync(writer, person, code)];
        var hidden = await ObservationAsync(writer, person, code, "R");

        // Totals, pages and orders know of three; a page that is full does not lead to an empty one.
        foreach (var query in (string[])["", "&_sort=date", "&_sort=-_lastUpdated", "&patient=" + person])
        {
            var page = (await reader.GetAsync($"Observation?code=urn:s7%7C{code}&_total=accurate&_count=3{query}")).Is(HttpStatusCode.OK);
            Assert.Equal(3, page.Json.GetProperty("total").GetInt32());
            Assert.Equal(open.Order(), page.Resources.Select(resource => resource.GetProperty("id").GetString()!).Order());
            Assert.DoesNotContain(page.Json.GetProperty("link").EnumerateArray(), link => link.GetProperty("relation").GetString() == "next");
        }

        Assert.Equal(3, (await reader.GetAsync($"Observation?code=urn:s7%7C{code}&_summary=count")).Json.GetProperty("total").GetInt32());
        Assert.Equal(HttpStatusCode.NotFound, (await reader.GetAsync($"Observation/{hidden}")).Status);
        Assert.Equal(4, (await writer.GetAsync($"Observation?code=urn:s7%7C{code}&_total=accurate")).Json.GetProperty("total").GetInt32());
    }

    [Fact]
    [Trait("scenario", "S7")]
    public async Task A_search_by_what_is_not_shown_finds_nobody()
    {
        const string office = "nhis-seodaemun";
        using var writer = await Machine.RegisterAsync(district, "hongje-homecare");
        using var reader = await Machine.RegisterAsync(district, office);
        using var sender = await Machine.PartnerAsync(district, office);
        var (phone, name, number) = ($"010{Random.Shared.Next(10_000_000, 99_999_999)}", $"n{Guid.NewGuid():N}", $"L26-{Random.Shared.Next(1_000_000, 9_999_999)}");
        var person = (await writer.PostAsync("Patient", $$"""
            {"resourceType":"Patient","identifier":[{"system":"urn:careexchange:nhis-ltc-no","value":"{{number}}" }],"name":[{"text":"{{name}}" }],"birthDate":"1948-03-02","maritalStatus":{"text":"x"},"telecom":[{"system":"phone","value":"{{phone}}" }] }
            """)).Is(HttpStatusCode.Created).Text("id")!;

        // Who has written about the person sees nobody; whose message states the person sees what it states, and not the other's telephone.
        await ObservationAsync(reader, person, "own");
        Assert.Equal(HttpStatusCode.NotFound, (await reader.GetAsync($"Patient/{person}")).Status);
        var own = Guid.NewGuid().GetHashCode().ToString("D6", CultureInfo.InvariantCulture)[^6..];
        var message = Encoding.UTF8.GetString(PartnerMessage.All.Single(one => one.Partner == office && one.File.StartsWith("01-", StringComparison.Ordinal)).Content)
            .Replace("000731", own, StringComparison.Ordinal).Replace("L26-0004810", number, StringComparison.Ordinal).Replace("LTC-2026-048100", $"LTC-2026-{own}", StringComparison.Ordinal).Replace("NC-2026-0731", $"NC-2026-{own}", StringComparison.Ordinal)
            .Replace("480302-2004810", "", StringComparison.Ordinal).Replace("\"rrn\": \"\",", "", StringComparison.Ordinal).Replace("김가온(가명)", name, StringComparison.Ordinal);
        Assert.Equal("processed", (await sender.DeliverAsync(office, Encoding.UTF8.GetBytes(message), "application/json", "01-input.json")).Is(HttpStatusCode.Created).Parameter("state").GetProperty("valueCode").GetString());
        var seen = (await reader.GetAsync($"Patient/{person}")).Is(HttpStatusCode.OK).Json;
        Assert.DoesNotContain(phone, seen.GetRawText(), StringComparison.Ordinal);
        Assert.False(seen.TryGetProperty("maritalStatus", out _));
        Assert.Contains("010-0000-0101", seen.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("010-0000-0101", (await writer.GetAsync($"Patient/{person}")).Is(HttpStatusCode.OK).Json.GetRawText(), StringComparison.Ordinal);
        await TotalAsync(reader, $"Patient?name={name}", 1);
        await TotalAsync(reader, $"Patient?identifier=urn:careexchange:nhis-ltc-no%7C{number}", 1);
        await TotalAsync(reader, $"Patient?name={name}&phone=010-0000-0101", 1);
        await TotalAsync(writer, $"Patient?name={name}&phone=010-0000-0101", 0);
        foreach (var query in (string[])[$"Patient?phone={phone}", $"Patient?telecom={phone}", $"Patient?_content={phone}", $"Patient?_filter=phone%20eq%20{phone}", $"Observation?subject:Patient.phone={phone}", $"Patient?name={name}&telecom:not=010-0000-0101"])
        {
            await TotalAsync(reader, query, 0);
        }

        await TotalAsync(writer, $"Patient?phone={phone}", 1);
        var created = await reader.PostAsync("Patient", $$"""{"resourceType":"Patient","telecom":[{"system":"phone","value":"{{phone}}" }] }""", ("If-None-Exist", $"phone={phone}"));
        Assert.Equal(HttpStatusCode.Created, created.Status);
    }

    [Fact]
    [Trait("scenario", "S7")]
    public async Task One_sentence_says_why_to_who_sees_it_and_nothing_to_who_does_not()
    {
        using var writer = await Machine.RegisterAsync(district, "hongje-homecare");
        using var reader = await Machine.RegisterAsync(district, Reader);
        var person = await PersonAsync(writer);
        var consent = await ConsentAsync(writer, person, $$"""{"type":"permit","actor":[{{To(Reader)}}],"provision":[{"type":"deny","securityLabel":[{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"R"}]}] }""");
        var (open, hidden) = (await ObservationAsync(writer, person, "x"), await ObservationAsync(writer, person, "x", "R"));

        var why = (await reader.GetAsync($"Observation/{open}/$explain-access")).Is(HttpStatusCode.OK);
        Assert.True(why.Parameter("seen").GetProperty("valueBoolean").GetBoolean());
        Assert.Equal($"Consent/{consent}/_history/1", why.Parameter("consent").GetProperty("valueReference").GetProperty("reference").GetString());
        Assert.Contains("동의", why.Parameter("text").GetProperty("valueString").GetString(), StringComparison.Ordinal);
        Assert.Contains("consent", why.Parameter("english").GetProperty("valueString").GetString(), StringComparison.Ordinal);
        Assert.Equal("own-contribution", (await writer.GetAsync($"Observation/{open}/$explain-access")).Parameter("rule").GetProperty("valueString").GetString());

        var (of, none) = (await reader.GetAsync($"Observation/{hidden}/$explain-access"), await reader.GetAsync("Observation/nobody/$explain-access"));
        Assert.Equal(Encoding.UTF8.GetString(none.Bytes), Encoding.UTF8.GetString(of.Bytes));
        (await reader.GetAsync($"Observation/{open}/$explain-access?organization=nhis-seodaemun")).Refused(HttpStatusCode.Forbidden, "explain-for-others");
    }

    [Fact]
    [Trait("scenario", "S7")]
    public async Task The_privacy_officer_hears_the_sentence_that_the_person_hears_and_sees_nothing_of_the_record()
    {
        using var writer = await Machine.RegisterAsync(district, "hongje-homecare");
        var person = await PersonAsync(writer);
        await ConsentAsync(writer, person, $$"""{"type":"permit","actor":[{{To(Reader)}}],"provision":[{"type":"deny","securityLabel":[{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"R"}]}] }""");
        using var self = await SignInAsync("person", person, $"Patient/{person}");
        using var officer = await SignInAsync("privacy-officer", "seodaemun", null);
        foreach (var (label, isSeen) in ((string?, bool)[])[(null, true), ("R", false)])
        {
            var observation = label is null ? await ObservationAsync(writer, person, "x") : await ObservationAsync(writer, person, "x", label);
            var path = $"fhir/Observation/{observation}/$explain-access?organization={Reader}";
            var (told, heard) = ((await self.GetAsync(path)).Is(HttpStatusCode.OK), (await officer.GetAsync(path)).Is(HttpStatusCode.OK));
            Assert.Equal(Encoding.UTF8.GetString(told.Bytes), Encoding.UTF8.GetString(heard.Bytes));
            Assert.Equal(isSeen, heard.Parameter("seen").GetProperty("valueBoolean").GetBoolean());
            Assert.Equal(HttpStatusCode.NotFound, (await officer.GetAsync($"fhir/Observation/{observation}")).Status);
        }
    }

    private async Task<Staff> SignInAsync(string role, string organization, string? fhirUser)
    {
        var name = $"s{Guid.NewGuid():N}"[..12];
        await district.Run.Gateway.RegisterAsync(new StaffOptions(name, "시험(가명)", DemoWorld.Password, role, organization, "시험 기관") { FhirUser = fhirUser }, "test", TestContext.Current.CancellationToken);
        return await Staff.SignInAsync(district, name);
    }

    [Fact]
    [Trait("scenario", "S7")]
    public async Task The_English_sentence_calls_a_recipient_by_its_English_name_where_it_states_one()
    {
        using var writer = await Machine.RegisterAsync(district, "hongje-homecare");
        using var reader = await Machine.RegisterAsync(district, Reader);
        var person = await PersonAsync(writer);
        await ConsentAsync(writer, person, $$"""{"type":"permit","actor":[{{To(Reader)}}] }""");
        var open = await ObservationAsync(writer, person, "x");
        string? before = null;
        foreach (var (stated, called) in ((string, string?)[])
        [
            (""" "alias":["서대문치매센터"] """, null),
            (""" "alias":["서대문치매센터","Seodaemun Dementia Centre"] """, "Seodaemun Dementia Centre"),
            (""" "alias":["SDC"],"_name":{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/translation","extension":[{"url":"lang","valueCode":"en-US"},{"url":"content","valueString":"Dementia Centre of Seodaemun"}]}]} """, "Dementia Centre of Seodaemun"),
        ])
        {
            Assert.True((await reader.PutAsync($"Organization/{Reader}", $$"""{"resourceType":"Organization","id":"{{Reader}}","name":"서대문구 치매안심센터",{{stated}}}""")).Status is HttpStatusCode.OK or HttpStatusCode.Created);
            var why = (await reader.GetAsync($"Observation/{open}/$explain-access")).Is(HttpStatusCode.OK);
            var (korean, english) = (why.Parameter("text").GetProperty("valueString").GetString()!, why.Parameter("english").GetProperty("valueString").GetString()!);
            if (called is not null) Assert.Contains($" lets {called} see ", english, StringComparison.Ordinal);
            else Assert.DoesNotContain("Seodaemun", english, StringComparison.Ordinal);
            Assert.Equal(before ??= korean, korean);
        }
    }

    [Fact]
    [Trait("scenario", "S7")]
    public async Task Sensitive_diagnoses_need_an_agreement_of_their_own()
    {
        using var writer = await Machine.RegisterAsync(district, "hongje-homecare");
        using var reader = await Machine.RegisterAsync(district, Reader);
        var person = await PersonAsync(writer);
        await ConsentAsync(writer, person, $$"""{"type":"permit","actor":[{{To(Reader)}}] }""");
        var plain = await ConditionAsync(writer, person, "I10");
        var depression = await ConditionAsync(writer, person, "F32.1");
        Assert.Contains(
            (await writer.GetAsync($"Condition/{depression}")).Json.GetProperty("meta").GetProperty("security").EnumerateArray(), label => label.GetProperty("code").GetString() == "PSY");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), ((await reader.GetAsync($"Condition/{plain}")).Status, (await reader.GetAsync($"Condition/{depression}")).Status));
        await TotalAsync(reader, $"Condition?patient={person}", 1);

        await ConsentAsync(writer, person, $$"""{"type":"permit","actor":[{{To(Reader)}}],"class":[{"system":"urn:careexchange:data-category","code":"sensitive"}] }""");

        Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync($"Condition/{depression}")).Status);
        await TotalAsync(reader, $"Condition?patient={person}", 2);
    }

    [Fact]
    [Trait("scenario", "S17")]
    public async Task A_recipient_who_is_no_longer_named_reads_nothing_more()
    {
        using var writer = await Machine.RegisterAsync(district, "hongje-homecare");
        using var reader = await Machine.RegisterAsync(district, Reader);
        var person = await PersonAsync(writer);
        var observation = await ObservationAsync(writer, person, "x");
        var consent = await ConsentAsync(writer, person, $$"""{"type":"permit","actor":[{{To(Reader)}}] }""");
        Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync($"Observation/{observation}")).Status);

        (await writer.PutAsync($"Consent/{consent}", Consent(person, $$"""{"type":"permit","actor":[{{To("nhis-seodaemun")}}] }""").Replace("{\"resourceType\":\"Consent\",", $"{{\"resourceType\":\"Consent\",\"id\":\"{consent}\",", StringComparison.Ordinal))).Is(HttpStatusCode.OK);

        Assert.Equal(HttpStatusCode.NotFound, (await reader.GetAsync($"Observation/{observation}")).Status);
        await TotalAsync(reader, $"Observation?patient={person}", 0);
    }

    private static async Task TotalAsync(Machine reader, string query, int total) =>
        Assert.Equal((query, total), (query, (await reader.GetAsync($"{query}&_total=accurate")).Is(HttpStatusCode.OK).Json.GetProperty("total").GetInt32()));

    private static async Task<string> PersonAsync(Machine writer) => (await writer.PostAsync("Patient", """{"resourceType":"Patient"}""")).Is(HttpStatusCode.Created).Text("id")!;

    private static async Task<string> ConditionAsync(Machine writer, string person, string code) => (await writer.PostAsync("Condition", $$"""
        {"resourceType":"Condition","code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10","code":"{{code}}" }] },"subject":{"reference":"Patient/{{person}}" } }
        """)).Is(HttpStatusCode.Created).Text("id")!;

    private static async Task<string> ObservationAsync(Machine writer, string person, string code, string label = "N") => (await writer.PostAsync("Observation", $$"""
        {"resourceType":"Observation","meta":{"security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"{{label}}" }] },"status":"final","code":{"coding":[{"system":"urn:s7","code":"{{code}}" }] },
         "subject":{"reference":"Patient/{{person}}" },"effectiveDateTime":"2026-03-02"}
        """)).Is(HttpStatusCode.Created).Text("id")!;

    private static async Task<string> ConsentAsync(Machine writer, string person, string provision) => (await writer.PostAsync("Consent", Consent(person, provision))).Is(HttpStatusCode.Created).Text("id")!;

    private static string Consent(string person, string provision) => $$"""
        {"resourceType":"Consent","status":"active","scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope","code":"patient-privacy"}]},
         "category":[{"coding":[{"system":"http://loinc.org","code":"59284-0"}]}],"patient":{"reference":"Patient/{{person}}" },"dateTime":"2026-03-01",
         "policyRule":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"OPTIN"}]},"provision":{{provision}} }
        """;

    private static string To(string organization) =>
        $$$"""{"role":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ParticipationType","code":"IRCP"}]},"reference":{"reference":"Organization/{{{organization}}}"}}""";
}
