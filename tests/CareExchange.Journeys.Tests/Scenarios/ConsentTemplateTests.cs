using System.Net;
using System.Text;
using CareExchange.Cli.Demo;
using CareExchange.Journeys.Tests.World;
using CareExchange.Server.Hosting;

namespace CareExchange.Journeys.Tests.Scenarios;

/// <summary>Consents in plain words, from the form to the next look: by the person, by staff on paper, and by who acts for them as far as they may.</summary>
[Collection(SharedDistrict.Name)]
public sealed class ConsentTemplateTests(District district)
{
    private const string Clinic = "hongje-homecare";

    [Fact]
    [Trait("scenario", "S7")]
    public async Task The_person_permits_what_is_normal_to_two_refuses_what_is_restricted_and_reads_who_looked()
    {
        using var source = await Machine.RegisterAsync(district, "nhis-seodaemun");
        using var clinic = await Machine.RegisterAsync(district, Clinic);
        var code = Guid.NewGuid().ToString("N");
        var person = await PersonAsync(source);
        var (open, hidden) = (await ObservationAsync(source, person, code, "N"), await ObservationAsync(source, person, code, "R"));
        using var self = await SignInAsync($"Patient/{person}", "person", "PATRQT");
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), ((await clinic.GetAsync($"Observation/{open}")).Status, (await clinic.GetAsync($"Observation/{hidden}")).Status));

        // 1. The form tells what the law wants told; what is chosen is said back before anything happens.
        var form = $"persons/{person}/consents/new/shared-care";
        var shown = Text((await self.GetAsync(form)).Is(HttpStatusCode.OK));
        foreach (var told in (string[])["제공받는 자", "제공받는 자의 이용 목적", "제공하는 항목", "보유·이용 기간", "거부할 권리", "민감정보 · 별도 동의"]) Assert.Contains(told, shown, StringComparison.Ordinal);
        Assert.DoesNotContain("checked", shown, StringComparison.Ordinal);
        (string, string)[] chosen = [("version", "1.0.0"), ("choose", "plan"), ("choose", "health"), ("choose", "not-restricted"), ("to-plan", "municipality"), ("to-plan", $"Organization/{Clinic}"), ("to-health", $"Organization/{Clinic}"), ("months-plan", "12"), ("months-health", "6")];
        var preview = Text((await self.PostFormAsync(form, form, [.. chosen, ("do", "preview")])).Is(HttpStatusCode.OK));
        Assert.Contains("진단·치료", preview, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await clinic.GetAsync($"Observation/{open}")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await self.PostFormAsync(form, form, [.. chosen, ("do", "give")])).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await self.PostFormAsync(form, form, [.. chosen, ("do", "give"), ("confirm", "yes")])).Status);

        // 2. What is restricted is in no result, and no total betrays it.
        Assert.Equal(HttpStatusCode.OK, (await clinic.GetAsync($"Observation/{open}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await clinic.GetAsync($"Observation/{hidden}")).Status);
        var found = (await clinic.GetAsync($"Observation?code=urn:s7%7C{code}")).Is(HttpStatusCode.OK);
        Assert.Equal([open], found.Resources.Select(resource => resource.GetProperty("id").GetString()));
        Assert.False(found.Json.TryGetProperty("total", out var total) && total.GetInt32() != 1);
        Assert.Equal(1, (await clinic.GetAsync($"Observation?code=urn:s7%7C{code}&_total=accurate")).Json.GetProperty("total").GetInt32());
        using var manager = await Staff.SignInAsync(district, "manager");
        Assert.Equal(HttpStatusCode.OK, (await manager.GetAsync($"persons/{person}/plan")).Status);

        // 3. The sentence of the preview is that of the decision.
        var why = (await clinic.GetAsync($"Observation/{open}/$explain-access")).Parameter("text").GetProperty("valueString").GetString()!;
        Assert.Contains("진단·치료", why, StringComparison.Ordinal);
        Assert.Contains("본인 동의", why, StringComparison.Ordinal);

        // 4. The person reads who looked, when, at what and what for.
        using var nurse = await Staff.SignInAsync(district, "nurse");
        var moment = district.Clock.GetUtcNow().ToOffset(TimeSpan.FromHours(9));
        (await nurse.GetAsync($"persons/{person}/plan")).Is(HttpStatusCode.OK);
        var log = Text((await self.GetAsync($"fhir/Patient/{person}/$access-log")).Is(HttpStatusCode.OK));
        Assert.Contains($"홍제 재택의료센터 나눔(가명): {moment:yyyy-MM-dd HH:}", WebUtility.HtmlDecode(log), StringComparison.Ordinal);
        Assert.Contains("공유 계획", WebUtility.HtmlDecode(log), StringComparison.Ordinal);
        Assert.Contains("진료·돌봄 제공", WebUtility.HtmlDecode(log), StringComparison.Ordinal);
        Assert.Contains("나눔(가명)", Text((await self.GetAsync($"persons/{person}/access")).Is(HttpStatusCode.OK)), StringComparison.Ordinal);

        // 5. Each is taken back on its own, in part too, and at once.
        var page = Text((await self.GetAsync($"persons/{person}/consents")).Is(HttpStatusCode.OK));
        var health = System.Text.RegularExpressions.Regex.Match(page[page.IndexOf("건강 정보(민감정보", StringComparison.Ordinal)..], "/consents/([0-9a-f-]+)/withdraw").Groups[1].Value;
        var withdraw = $"persons/{person}/consents/{health}/withdraw";
        Assert.Equal(HttpStatusCode.SeeOther, (await self.PostFormAsync(withdraw, withdraw, ("reason", "person-request"), ("confirm", "yes"), ("part", "function"))).Status);
        Assert.Equal(HttpStatusCode.OK, (await clinic.GetAsync($"Observation/{open}")).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await self.PostFormAsync(withdraw, withdraw, ("reason", "person-request"), ("confirm", "yes"))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await clinic.GetAsync($"Observation/{open}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await nurse.GetAsync($"fhir/Observation/{open}")).Status);
    }

    [Fact]
    public async Task Staff_record_what_was_said_on_paper_and_nobody_else_can()
    {
        using var source = await Machine.RegisterAsync(district, "nhis-seodaemun");
        using var stranger = await Machine.RegisterAsync(district, "seodaemun-dementia");
        using var clinic = await Machine.RegisterAsync(district, Clinic);
        var person = await PersonAsync(source);
        var observation = await ObservationAsync(source, person, "x", "N");

        var forms = (await source.GetAsync("Consent/$templates")).Is(HttpStatusCode.OK);
        Assert.All(forms.Resources, form => Assert.Equal("Questionnaire", form.GetProperty("resourceType").GetString()));
        (await source.PostAsync("Questionnaire/$validate", forms.Resources[0].GetRawText())).Is(HttpStatusCode.OK);

        (await stranger.PostAsync("Consent/$from-template", Chosen(person, "health", $"Organization/seodaemun-dementia"))).Refused(HttpStatusCode.NotFound, "resource-unknown");
        (await source.PostAsync("Consent/$from-template", Chosen(person, "health", $"Organization/{Clinic}").Replace("\"paper\"", "\"mouth\"", StringComparison.Ordinal))).Refused(HttpStatusCode.BadRequest, "consent-signing");
        (await source.PostAsync("Consent/$from-template", Chosen(person, "health", "Organization/nobody"))).Refused(HttpStatusCode.BadRequest, "consent-choice-recipient");
        (await source.PostAsync("Consent/$from-template", Chosen(person, "nothing", $"Organization/{Clinic}"))).Refused(HttpStatusCode.BadRequest, "consent-choice-unknown");
        (await source.PostAsync("Consent/$from-template", Chosen(person, "health", $"Organization/{Clinic}").Replace("shared-care", "own-invention", StringComparison.Ordinal))).Refused(HttpStatusCode.NotFound, "consent-template-unknown");
        (await source.PostAsync("Consent/$from-template", """{"resourceType":"Parameters","parameter":[{"name":"patient","valueId":"x"}]}""")).Refused(HttpStatusCode.BadRequest, "consent-answer");
        Assert.Equal(HttpStatusCode.NotFound, (await clinic.GetAsync($"Observation/{observation}")).Status);

        var preview = (await source.PostAsync("Consent/$preview-template", Chosen(person, "health", $"Organization/{Clinic}"))).Is(HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.NotFound, (await clinic.GetAsync($"Observation/{observation}")).Status);
        var made = (await source.PostAsync("Consent/$from-template", Chosen(person, "health", $"Organization/{Clinic}"))).Is(HttpStatusCode.Created);
        var consent = made.Resources.Single();
        Assert.Equal("urn:careexchange:consent-template:shared-care|1.0.0#health", consent.GetProperty("policy")[0].GetProperty("uri").GetString());
        (await source.PostAsync("Consent/$validate?profile=urn:careexchange:profile:sensitive-consent", consent.GetRawText())).Is(HttpStatusCode.OK);
        var text = (await clinic.GetAsync($"Observation/{observation}/$explain-access")).Parameter("text").GetProperty("valueString").GetString()!;
        Assert.Contains(preview.Json.GetProperty("parameter").EnumerateArray(), line => line.TryGetProperty("part", out var parts) && parts.EnumerateArray().Any(part => part.GetProperty("name").GetString() == "text" && part.GetProperty("valueString").GetString()!.EndsWith(text[text.IndexOf("진단", StringComparison.Ordinal)..], StringComparison.Ordinal)));

        var id = consent.GetProperty("id").GetString();
        (await clinic.PostAsync($"Consent/{id}/$withdraw", """{"resourceType":"Parameters"}""")).Refused(HttpStatusCode.Forbidden, "resource-of-another");
        (await source.PostAsync($"Consent/{id}/$withdraw", """{"resourceType":"Parameters","parameter":[{"name":"category","valueCode":"cognition"}]}""")).Is(HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.OK, (await clinic.GetAsync($"Observation/{observation}")).Status);
        Assert.Equal("inactive", (await source.PostAsync($"Consent/{id}/$withdraw", """{"resourceType":"Parameters"}""")).Is(HttpStatusCode.OK).Text("status"));
        Assert.Equal(HttpStatusCode.NotFound, (await clinic.GetAsync($"Observation/{observation}")).Status);
    }

    [Fact]
    public async Task A_questionnaire_response_says_the_same_as_parameters()
    {
        using var source = await Machine.RegisterAsync(district, "nhis-seodaemun");
        var person = await PersonAsync(source);
        var response = $$$"""
            {"resourceType":"Parameters","parameter":[{"name":"patient","valueId":"{{{person}}}"},{"name":"method","valueCode":"electronic"},{"name":"response","resource":
             {"resourceType":"QuestionnaireResponse","questionnaire":"urn:careexchange:consent-template:shared-care|1.0.0","status":"completed","item":[
               {"linkId":"economic","item":[{"linkId":"economic.agree","answer":[{"valueBoolean":true}]},{"linkId":"economic.months","answer":[{"valueInteger":3}]},{"linkId":"economic.recipient","answer":[{"valueCoding":{"code":"municipality"}}]}]},
               {"linkId":"sensitive","item":[{"linkId":"sensitive.agree","answer":[{"valueBoolean":false}]}]}]}}]}
            """;
        var made = (await source.PostAsync("Consent/$from-template", response)).Is(HttpStatusCode.Created);
        Assert.Equal("urn:careexchange:consent-template:shared-care|1.0.0#economic", made.Resources.Single().GetProperty("policy")[0].GetProperty("uri").GetString());
    }

    [Fact]
    public async Task A_guardian_consents_and_reads_who_looked_and_a_neighbour_only_what_the_person_allowed()
    {
        using var source = await Machine.RegisterAsync(district, "nhis-seodaemun");
        using var clinic = await Machine.RegisterAsync(district, Clinic);
        var person = await PersonAsync(source);
        var observation = await ObservationAsync(source, person, "x", "N");
        var (guardianId, neighbourId) = (await RelatedAsync(source, person, "GUARD"), await RelatedAsync(source, person, "NBOR"));
        using var guardian = await SignInAsync($"RelatedPerson/{guardianId}", "caregiver", "FAMRQT");
        using var neighbour = await SignInAsync($"RelatedPerson/{neighbourId}", "caregiver", "FAMRQT");
        using var self = await SignInAsync($"Patient/{person}", "person", "PATRQT");
        var (access, form) = ($"persons/{person}/access", $"persons/{person}/consents/new/shared-care");

        // 1. By law everything, from nobody's word nothing.
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), ((await guardian.GetAsync(access)).Status, (await neighbour.GetAsync(access)).Status));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), ((await guardian.GetAsync(form)).Status, (await neighbour.GetAsync(form)).Status));
        (string, string)[] health = [("choose", "health"), ("to-health", $"Organization/{Clinic}"), ("months-health", "6"), ("do", "give"), ("confirm", "yes")];
        Assert.Equal(HttpStatusCode.SeeOther, (await guardian.PostFormAsync(form, form, health)).Status);
        Assert.Equal(HttpStatusCode.OK, (await clinic.GetAsync($"Observation/{observation}")).Status);
        Assert.Contains("본인을 대신하여", WebUtility.HtmlDecode(Text(await self.GetAsync($"fhir/Patient/{person}/$access-log"))), StringComparison.Ordinal);
        Assert.Contains(await district.AuditAsync(count: 60), entry => entry.Row is { Action: "consent-given", Outcome: "permit" } row && row.Person == person && Encoding.UTF8.GetString(row.Json.Span).Contains("acting-for", StringComparison.Ordinal));

        // 2. What the person allows the neighbour, and no more: see the plan and consent for that, not for health, nor for themselves.
        var own = $"persons/{person}/consents/new/caregiver";
        Assert.Equal(HttpStatusCode.SeeOther, (await self.PostFormAsync(own, own, ("choose", "plan"), ("choose", "looks"), ("choose", "act"), ("to-plan", $"RelatedPerson/{neighbourId}"), ("to-looks", $"RelatedPerson/{neighbourId}"), ("to-act", $"RelatedPerson/{neighbourId}"), ("do", "give"), ("confirm", "yes"))).Status);
        Assert.Equal(HttpStatusCode.OK, (await neighbour.GetAsync(access)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await neighbour.GetAsync($"fhir/Observation/{observation}")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await neighbour.PostFormAsync(form, form, health)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await neighbour.PostFormAsync(own, own, ("choose", "health"), ("to-health", $"RelatedPerson/{neighbourId}"), ("do", "give"), ("confirm", "yes"))).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await neighbour.PostFormAsync(form, form, ("choose", "plan"), ("to-plan", $"Organization/{Clinic}"), ("do", "give"), ("confirm", "yes"))).Status);

        // 3. They take back what the guardian gave; when the mandate ends, all of it ends at once.
        var page = Text((await neighbour.GetAsync($"persons/{person}/consents")).Is(HttpStatusCode.OK));
        var given = System.Text.RegularExpressions.Regex.Match(page[page.IndexOf("건강 정보(민감정보", StringComparison.Ordinal)..], "/consents/([0-9a-f-]+)/withdraw").Groups[1].Value;
        var withdraw = $"persons/{person}/consents/{given}/withdraw";
        Assert.Equal(HttpStatusCode.SeeOther, (await neighbour.PostFormAsync(withdraw, withdraw, ("reason", "representative-request"), ("confirm", "yes"))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await clinic.GetAsync($"Observation/{observation}")).Status);
        (await source.PutAsync($"RelatedPerson/{neighbourId}", Related(person, "NBOR").Replace("{\"resourceType\"", $"{{\"id\":\"{neighbourId}\",\"active\":false,\"resourceType\"", StringComparison.Ordinal))).Is(HttpStatusCode.OK);
        foreach (var path in (string[])[access, form, $"persons/{person}/consents", $"fhir/Patient/{person}/$access-log"]) Assert.Equal((path, HttpStatusCode.NotFound), (path, (await neighbour.GetAsync(path)).Status));
        (await source.PutAsync($"RelatedPerson/{guardianId}", Related(person, "GUARD").Replace("{\"resourceType\"", $"{{\"id\":\"{guardianId}\",\"period\":{{\"end\":\"2020-01-01\"}},\"resourceType\"", StringComparison.Ordinal))).Is(HttpStatusCode.OK);
        foreach (var path in (string[])[access, form, $"persons/{person}/consents"]) Assert.Equal((path, HttpStatusCode.NotFound), (path, (await guardian.GetAsync(path)).Status));
    }

    private async Task<Staff> SignInAsync(string user, string role, string purpose)
    {
        var name = $"ct{Guid.NewGuid():N}"[..20];
        await district.Run.Gateway.RegisterAsync(new StaffOptions(name, $"{role}(가명)", DemoWorld.Password, role, "family", "가족") { PurposeOfUse = purpose, FhirUser = user }, "test", TestContext.Current.CancellationToken);
        return await Staff.SignInAsync(district, name);
    }

    private static string Text(Answer answer) => Encoding.UTF8.GetString(answer.Bytes);

    private static string Chosen(string person, string choice, string recipient) => $$"""
        {"resourceType":"Parameters","parameter":[{"name":"patient","valueId":"{{person}}"},{"name":"template","valueString":"shared-care"},{"name":"method","valueCode":"paper"},
         {"name":"choice","part":[{"name":"id","valueString":"{{choice}}"},{"name":"recipient","valueString":"{{recipient}}"},{"name":"months","valueInteger":6}]}]}
        """;

    private static async Task<string> PersonAsync(Machine writer) => (await writer.PostAsync("Patient", """{"resourceType":"Patient","birthDate":"1944-01-01","name":[{"text":"동의시험"}]}""")).Is(HttpStatusCode.Created).Text("id")!;

    private static async Task<string> RelatedAsync(Machine writer, string person, string relationship) => (await writer.PostAsync("RelatedPerson", Related(person, relationship))).Is(HttpStatusCode.Created).Text("id")!;

    private static string Related(string person, string relationship) =>
        $$"""{"resourceType":"RelatedPerson","patient":{"reference":"Patient/{{person}}"},"name":[{"text":"이웃(가명)"}],"relationship":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-RoleCode","code":"{{relationship}}"}]}]}""";

    private static async Task<string> ObservationAsync(Machine writer, string person, string code, string label) => (await writer.PostAsync("Observation", $$"""
        {"resourceType":"Observation","meta":{"security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"{{label}}" }] },"status":"final","code":{"coding":[{"system":"urn:s7","code":"{{code}}" }] },
         "subject":{"reference":"Patient/{{person}}" },"effectiveDateTime":"2026-03-02"}
        """)).Is(HttpStatusCode.Created).Text("id")!;
}
