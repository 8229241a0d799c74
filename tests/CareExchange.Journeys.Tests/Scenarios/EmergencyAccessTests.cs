using System.Net;
using System.Text;
using CareExchange.Cli.Demo;
using CareExchange.Exchange.Interactions;
using CareExchange.Journeys.Tests.World;
using CareExchange.Server.Hosting;
using CareExchange.Storage.Outbox;

namespace CareExchange.Journeys.Tests.Scenarios;

/// <summary>S20: breaking the glass opens one person for a while, tells of it at once, and cannot be misused for more.</summary>
[Collection(SharedDistrict.Name)]
[Trait("scenario", "S20")]
public sealed class EmergencyAccessTests(District district)
{
    private const string Reason = "의식을 잃고 쓰러진 대상자의 투약 확인";

    [Fact]
    public async Task Who_is_not_named_for_it_is_refused_and_it_is_recorded()
    {
        using var outsider = await Machine.RegisterAsync(district, "seodaemun-dementia");
        var (person, observation) = await PersonAsync();

        (await OpenAsync(outsider, person, Reason)).Refused(HttpStatusCode.Forbidden, "emergency-not-allowed");

        Assert.Equal(HttpStatusCode.NotFound, (await outsider.GetAsync($"Observation/{observation}")).Status);
        var entry = (await district.AuditAsync(outsider.Id)).First(entry => entry.Row.Action == "emergency-access");
        Assert.Contains("\"outcome\":\"4\"", Encoding.UTF8.GetString(entry.Row.Json.Span), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("급함")]
    public async Task Without_a_reason_nothing_opens(string? reason)
    {
        using var member = await Machine.RegisterAsync(district, "hongje-homecare");
        var (person, observation) = await PersonAsync();

        (await OpenAsync(member, person, reason)).Refused(HttpStatusCode.BadRequest, "reason-required");

        Assert.Equal(HttpStatusCode.NotFound, (await member.GetAsync($"Observation/{observation}")).Status);
    }

    [Fact]
    public async Task It_opens_one_person_for_a_while_and_tells_of_it_at_once()
    {
        using var member = await Machine.RegisterAsync(district, "hongje-homecare");
        var (person, observation) = await PersonAsync(objects: true);
        var (stranger, hidden) = await PersonAsync();

        var opened = (await OpenAsync(member, person, Reason, minutes: 20)).Is(HttpStatusCode.OK);

        // 1. Of this person everything, though they objected; of nobody else anything.
        Assert.Equal(HttpStatusCode.OK, (await member.GetAsync($"Observation/{observation}")).Status);
        Assert.Contains(observation, Encoding.UTF8.GetString((await member.GetAsync($"Patient/{person}/$everything")).Is(HttpStatusCode.OK).Bytes), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await member.GetAsync($"Observation/{hidden}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await member.GetAsync($"Patient/{stranger}/$everything")).Status);

        // Nor does it last by a consent that whoever broke the glass takes down.
        (await member.PostAsync("Consent/$from-template", $$"""
            {"resourceType":"Parameters","parameter":[{"name":"patient","valueId":"{{person}}" },{"name":"template","valueString":"shared-care"},{"name":"method","valueCode":"paper"},{"name":"choice","part":[{"name":"id","valueString":"economic"}]}]}
            """)).Refused(HttpStatusCode.Forbidden, "consent-emergency");

        foreach (var (type, body) in ((string, string)[])[("Consent", Consent(person)), ("", $$"""{"resourceType":"Bundle","type":"transaction","entry":[{"resource":{{Consent(person)}},"request":{"method":"POST","url":"Consent"} }] }""")]) (await member.PostAsync(type, body)).Refused(HttpStatusCode.Forbidden, "consent-emergency");
        (await member.PutAsync($"Consent/s20-{person}", Consent(person).Replace("{\"resourceType\"", $"{{\"id\":\"s20-{person}\",\"resourceType\"", StringComparison.Ordinal))).Refused(HttpStatusCode.Forbidden, "consent-emergency");
        Assert.Contains(await district.AuditAsync(member.Id, 50), entry => entry.Row is { Action: "create", Outcome: "deny" } row && row.Person == person);

        // 2. Nothing in bulk while it is open, and not for a colleague.
        foreach (var bulk in (string[])["Patient/$export", "$export"]) (await member.GetAsync(bulk, ("Prefer", "respond-async"), ("Accept", "application/fhir+json"))).Refused(HttpStatusCode.Forbidden, "emergency-single-person");
        Assert.Equal(0, (await member.GetAsync($"Observation?patient={person}&_total=accurate")).Is(HttpStatusCode.OK).Json.GetProperty("total").GetInt32());
        using var colleague = await Machine.RegisterAsync(district, "hongje-homecare");
        Assert.Equal(HttpStatusCode.NotFound, (await colleague.GetAsync($"Observation/{observation}")).Status);

        // 3. Two notices wait to be sent, in the same commit; a review Task stands, which the person's record shows.
        var task = opened.Parameter("task").GetProperty("valueReference").GetProperty("reference").GetString()!;
        var notices = (await district.Room<OutboxStore>().LeaseAsync(EmergencyAccessInteraction.NoticeChannel, 100, TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken))
            .Where(lease => Encoding.UTF8.GetString(lease.Message.Payload.Span).Contains(task, StringComparison.Ordinal)).Select(lease => lease.Message.Kind).Order(StringComparer.Ordinal);
        Assert.Equal(["emergency-access-person", "emergency-access-privacy-officer"], notices);
        var review = (await member.GetAsync(task)).Is(HttpStatusCode.OK).Json;
        Assert.Equal(("requested", Reason, $"Patient/{person}"), (review.GetProperty("status").GetString(), review.GetProperty("description").GetString(), review.GetProperty("for").GetProperty("reference").GetString()));

        // 4. Every look through it is marked.
        var looks = (await district.AuditAsync(member.Id, 50)).Where(entry => entry.Row.Person == person && entry.Row.Action is "read" or "operation" or "emergency-access").Select(entry => Encoding.UTF8.GetString(entry.Row.Json.Span)).ToList();
        Assert.NotEmpty(looks);
        Assert.InRange(looks.Count(look => look.Contains("urn:careexchange:legal-basis:emergency", StringComparison.Ordinal) && look.Contains("\"BTG\"", StringComparison.Ordinal)), 3, looks.Count);

        // 5. It ends by itself.
        district.Clock.Advance(TimeSpan.FromMinutes(21));
        member.ForgetToken();
        Assert.Equal(HttpStatusCode.NotFound, (await member.GetAsync($"Observation/{observation}")).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await member.GetAsync("Patient/$export?_type=Patient", ("Prefer", "respond-async"), ("Accept", "application/fhir+json"))).Status);
    }

    [Fact]
    public async Task Longer_than_an_hour_and_for_nobody_known_it_does_not_open()
    {
        using var member = await Machine.RegisterAsync(district, "hongje-homecare");
        var (person, _) = await PersonAsync();
        (await OpenAsync(member, person, Reason, minutes: 61)).Refused(HttpStatusCode.BadRequest, "emergency-minutes");
        (await OpenAsync(member, "nobody", Reason)).Refused(HttpStatusCode.NotFound, "resource-unknown");
    }

    [Fact]
    public async Task A_partner_cannot_write_itself_a_review_that_opens()
    {
        using var member = await Machine.RegisterAsync(district, "hongje-homecare");
        var (person, observation) = await PersonAsync();
        await member.PostAsync("Task", $$"""
            {"resourceType":"Task","meta":{"security":[{"system":"urn:careexchange:data-category","code":"record"}]},"status":"requested","intent":"order","code":{"coding":[{"system":"urn:careexchange:emergency-access","code":"review"}]},
             "for":{"reference":"Patient/{{person}}" },"executionPeriod":{"start":"2026-01-01T00:00:00Z","end":"2999-01-01T00:00:00Z"},"requester":{"identifier":{"system":"urn:careexchange:client","value":"{{member.Id}}" } } }
            """);
        Assert.Equal(HttpStatusCode.NotFound, (await member.GetAsync($"Observation/{observation}")).Status);
    }

    [Fact]
    public async Task On_the_page_the_nurse_opens_a_record_and_sees_that_it_is_open()
    {
        var (person, _) = await PersonAsync();
        using var nurse = await Staff.SignInAsync(district, "nurse");
        using var dementia = await Staff.SignInAsync(district, "dementia");
        Assert.Equal(HttpStatusCode.NotFound, (await nurse.GetAsync($"persons/{person}/plan")).Status);
        Assert.Contains("href=\"/emergency\"", Text(await nurse.GetAsync("persons")), StringComparison.Ordinal);
        Assert.DoesNotContain("/emergency", Text(await dementia.GetAsync("persons")), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await dementia.GetAsync("emergency")).Status);

        Assert.Equal(HttpStatusCode.BadRequest, (await nurse.PostFormAsync("emergency", "emergency", ("person", person), ("reason", "급함"), ("confirm", "yes"))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await nurse.PostFormAsync("emergency", "emergency", ("person", person), ("reason", Reason))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await nurse.GetAsync($"persons/{person}/plan")).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await nurse.PostFormAsync("emergency", "emergency", ("person", person), ("reason", Reason), ("confirm", "yes"))).Status);

        var plan = Text((await nurse.GetAsync($"persons/{person}/plan")).Is(HttpStatusCode.OK));
        Assert.Contains("긴급 열람(", plan, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await dementia.GetAsync($"persons/{person}/plan")).Status);
    }

    [Fact]
    public async Task The_person_sees_it_and_the_privacy_officer_reviews_and_closes_it()
    {
        using var member = await Machine.RegisterAsync(district, "hongje-homecare");
        var (person, _) = await PersonAsync();
        var task = (await OpenAsync(member, person, Reason)).Is(HttpStatusCode.OK).Parameter("task").GetProperty("valueReference").GetProperty("reference").GetString()!["Task/".Length..];
        await district.Run.Gateway.RegisterAsync(new StaffOptions("s20-officer", "지킴(가명)", DemoWorld.Password, "privacy-officer", "seodaemun", "서대문구") { PurposeOfUse = "HLEGAL" }, "test", TestContext.Current.CancellationToken);
        await district.Run.Gateway.RegisterAsync(new StaffOptions("s20-person", "본인(가명)", DemoWorld.Password, "person", "self", "본인") { PurposeOfUse = "PATRQT", FhirUser = $"Patient/{person}" }, "test", TestContext.Current.CancellationToken);
        using var officer = await Staff.SignInAsync(district, "s20-officer");
        using var self = await Staff.SignInAsync(district, "s20-person");
        using var nurse = await Staff.SignInAsync(district, "nurse");

        Assert.Contains("긴급 열람", Text((await self.GetAsync($"persons/{person}/access")).Is(HttpStatusCode.OK)), StringComparison.Ordinal);
        Assert.Contains(Reason, Text((await officer.GetAsync("records/emergencies")).Is(HttpStatusCode.OK)), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await nurse.GetAsync("records/emergencies")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await officer.PostFormAsync("records/emergencies", $"records/emergencies/{task}", ("note", " "))).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await officer.PostFormAsync("records/emergencies", $"records/emergencies/{task}", ("note", "정당한 사유로 확인함"))).Status);
        Assert.Contains("정당한 사유로 확인함", Text(await officer.GetAsync("records/emergencies")), StringComparison.Ordinal);
        Assert.Equal("completed", (await member.GetAsync($"Task/{task}")).Is(HttpStatusCode.OK).Text("status"));
        Assert.Contains(await district.AuditAsync(count: 100), entry => entry.Row is { Action: "review", Outcome: "deny" });
    }

    [Theory]
    [InlineData("taker")]
    [InlineData("officer")]
    [InlineData("person")]
    public async Task It_is_ended_early_by_who_took_it_the_officer_and_the_person_and_by_nobody_else(string who)
    {
        using var member = await Machine.RegisterAsync(district, "hongje-homecare");
        using var stranger = await Machine.RegisterAsync(district, "seodaemun-dementia");
        using var colleague = await Machine.RegisterAsync(district, "hongje-homecare");
        var (person, observation) = await PersonAsync(objects: true);
        var task = (await OpenAsync(member, person, Reason)).Is(HttpStatusCode.OK).Parameter("task").GetProperty("valueReference").GetProperty("reference").GetString()!["Task/".Length..];
        Assert.Equal(HttpStatusCode.OK, (await member.GetAsync($"Observation/{observation}")).Status);
        foreach (var other in (Machine[])[stranger, colleague]) (await other.PostAsync($"Patient/{person}/$emergency-access-end", """{"resourceType":"Parameters"}""")).Refused(HttpStatusCode.NotFound, "resource-unknown");
        Assert.Equal(HttpStatusCode.OK, (await member.GetAsync($"Observation/{observation}")).Status);

        var name = $"s20-{who}-{Guid.NewGuid():N}"[..20];
        if (who == "taker")
        {
            var ended = (await member.PostAsync($"Patient/{person}/$emergency-access-end", """{"resourceType":"Parameters"}""")).Is(HttpStatusCode.OK);
            Assert.Equal($"Task/{task}", ended.Parameter("ended").GetProperty("valueReference").GetProperty("reference").GetString());
        }
        else
        {
            await district.Run.Gateway.RegisterAsync(
                who == "officer"
                    ? new StaffOptions(name, "지킴(가명)", DemoWorld.Password, "privacy-officer", "seodaemun", "서대문구") { PurposeOfUse = "HLEGAL" }
                    : new StaffOptions(name, "본인(가명)", DemoWorld.Password, "person", "self", "본인") { PurposeOfUse = "PATRQT", FhirUser = $"Patient/{person}" },
                "test", TestContext.Current.CancellationToken);
            using var staff = await Staff.SignInAsync(district, name);
            var page = who == "officer" ? "records/emergencies" : $"persons/{person}/access";
            Assert.Contains($"name=\"task\" value=\"{task}\"", Text((await staff.GetAsync(page)).Is(HttpStatusCode.OK)), StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.SeeOther, (await staff.PostFormAsync(page, $"persons/{person}/emergency/end", ("task", task))).Status);
        }

        // The next look is decided without it; the review stays to be done, and says who ended it.
        Assert.Equal(HttpStatusCode.NotFound, (await member.GetAsync($"Observation/{observation}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await member.GetAsync($"Patient/{person}/$everything")).Status);
        var stored = await district.Room<CareExchange.Storage.Resources.ResourceStore>().ReadAsync("Task", task, TestContext.Current.CancellationToken);
        var review = Encoding.UTF8.GetString(stored!.Json.Span);
        Assert.Contains("\"requested\"", review, StringComparison.Ordinal);
        Assert.Contains(who switch { "taker" => "\"requester\"}", "officer" => "\"privacy-officer\"}]}", _ => "\"person\"" }, review, StringComparison.Ordinal);
        Assert.Contains(await district.AuditAsync(count: 60), entry => entry.Row is { Action: "emergency-access", Outcome: "permit" } row && row.Person == person && Encoding.UTF8.GetString(row.Json.Span).Contains("ended-by-", StringComparison.Ordinal));
        (await member.PostAsync($"Patient/{person}/$emergency-access-end", """{"resourceType":"Parameters"}""")).Refused(HttpStatusCode.NotFound, "resource-unknown");
    }

    private static string Text(Answer answer) => Encoding.UTF8.GetString(answer.Bytes);

    // What would show the clinic everything for good.
    private static string Consent(string person) => $$"""
        {"resourceType":"Consent","status":"active","scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope","code":"patient-privacy"}]},"category":[{"coding":[{"system":"http://loinc.org","code":"59284-0"}]}],
         "patient":{"reference":"Patient/{{person}}" },"dateTime":"2026-03-01","policyRule":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"OPTIN"}]},
         "provision":{"type":"permit","actor":[{"role":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ParticipationType","code":"IRCP"}]},"reference":{"reference":"Organization/hongje-homecare"} }] } }
        """;

    private static Task<Answer> OpenAsync(Machine machine, string person, string? reason, int? minutes = null) => machine.PostAsync(
        $"Patient/{person}/$emergency-access",
        string.IsNullOrEmpty(reason)
            ? """{"resourceType":"Parameters"}"""
            : $$"""{"resourceType":"Parameters","parameter":[{"name":"reason","valueString":"{{reason}}" }{{(minutes is { } number ? $$""",{"name":"minutes","valueInteger":{{number}} }""" : "")}}] }""");

    private async Task<(string Person, string Observation)> PersonAsync(bool objects = false)
    {
        using var writer = await Machine.RegisterAsync(district, "nhis-seodaemun");
        var person = (await writer.PostAsync("Patient", """{"resourceType":"Patient","name":[{"text":"긴급시험"}]}""")).Is(HttpStatusCode.Created).Text("id")!;
        if (objects)
        {
            (await writer.PostAsync("Consent", $$"""
                {"resourceType":"Consent","status":"active","scope":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/consentscope","code":"patient-privacy"}]},"category":[{"coding":[{"system":"http://loinc.org","code":"59284-0"}]}],
                 "patient":{"reference":"Patient/{{person}}" },"dateTime":"2026-03-01","policyRule":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"OPTOUT"}]},"provision":{"type":"deny"} }
                """)).Is(HttpStatusCode.Created);
        }

        var observation = (await writer.PostAsync("Observation", $$"""{"resourceType":"Observation","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/{{person}}" } }""")).Is(HttpStatusCode.Created).Text("id")!;
        return (person, observation);
    }
}
