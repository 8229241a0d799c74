using System.Text;
using System.Text.Json;
using CareExchange.Exchange.Intake;
using CareExchange.Exchange.Partners;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;
using CareExchange.Mapping.Profiles;
using CareExchange.Storage.Messages;

namespace CareExchange.Exchange.Tests.Intake;

/// <summary>A partner's setting decides whether one wrong part refuses the message or only itself.</summary>
public sealed class PartialMessagesTests
{
    private static readonly Partner Portal = new("myhealthway", "myhealthway", "나의건강기록(가상)", LegalBasis.Consent);

    private const string Patient = """{"resourceType":"Patient","id":"p1","identifier":[{"system":"https://mois.go.kr/rrn","value":"480302-2004810"}],"name":[{"text":"김가온(가명)"}],"gender":"female","birthDate":"1948-03-02"}""";

    [Fact]
    public async Task Fhir_is_stored_and_updated_by_the_senders_own_ids()
    {
        await using var exchange = await TestExchange.OpenAsync();
        var intake = exchange.Intake(PartnerExamples.Profile("myhealthway"));

        var first = await SendAsync(intake, PartnerExamples.Message("myhealthway/examples/01-input.json"));
        var alone = await SendAsync(intake, PartnerExamples.Message("myhealthway/examples/03-input.json"));

        Assert.Equal((MessageState.Processed, MessageState.Processed), (first.State, alone.State));
        var person = Assert.Single(await exchange.AllAsync("Patient")).Id;
        Assert.Equal(3, (await exchange.AllAsync("Observation")).Count);
        Assert.All(await exchange.AllAsync("Observation"), observation => Assert.Equal(person, observation.Tags.Person));
        Assert.Equal(2, (await exchange.AllAsync("MedicationRequest")).Count);

        var again = await SendAsync(intake, PartnerExamples.Message("myhealthway/examples/02-input.ndjson"), "application/fhir+ndjson");

        Assert.Equal((MessageState.Processed, 0), (again.State, again.Changed));
        Assert.Equal(3, (await exchange.AllAsync("Observation")).Count);
    }

    [Fact]
    public async Task An_entry_about_nobody_known_is_refused()
    {
        await using var exchange = await TestExchange.OpenAsync();

        var report = await SendAsync(exchange.Intake(PartnerExamples.Profile("myhealthway")), PartnerExamples.Message("myhealthway/examples/03-input.json"));

        Assert.True(report.IsRejected);
        Assert.Equal("reference-unresolved", Assert.Single(report.Issues, issue => issue.IsError).Rule);
    }

    [Fact]
    public async Task One_wrong_entry_is_left_out_with_what_cannot_be_without_it_and_told_at_its_line()
    {
        await using var exchange = await TestExchange.OpenAsync();
        var lines = string.Join('\n', Patient,
            """{"resourceType":"Encounter","id":"e1","status":"nonsense","class":{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"AMB"},"subject":{"reference":"Patient/p1"}}""",
            """{"resourceType":"Condition","id":"c1","code":{"text":"당뇨"},"subject":{"reference":"Patient/p1"},"encounter":{"reference":"Encounter/e1"}}""",
            """{"resourceType":"Condition","id":"c2","code":{"text":"고혈압"},"subject":{"reference":"Patient/p1"}}""");

        var report = await SendAsync(exchange.Intake(PartnerExamples.Profile("myhealthway")), Encoding.UTF8.GetBytes(lines), "application/fhir+ndjson");

        Assert.Equal((MessageState.Processed, 2), (report.State, report.EntriesLeftOut));
        Assert.Equal("2 taken, 2 left out", Assert.Single(report.Issues, issue => issue.Rule == "message-entries-left-out").Found);
        Assert.Contains(report.Issues, issue => issue is { Severity: IssueSeverity.Warning, Line: 2, Expression: "Bundle.entry[1].resource.status" });
        Assert.Equal("고혈압", JsonDocument.Parse(Assert.Single(await exchange.AllAsync("Condition")).Json).RootElement.GetProperty("code").GetProperty("text").GetString());
        using var answer = JsonDocument.Parse(MessageReportJson.Write(report));
        Assert.Equal(2, answer.RootElement.GetProperty("parameter").EnumerateArray().Single(parameter => parameter.GetProperty("name").GetString() == "entries-left-out").GetProperty("valueInteger").GetInt32());
    }

    [Fact]
    public async Task Without_the_setting_it_refuses_the_message_at_its_line()
    {
        await using var exchange = await TestExchange.OpenAsync();
        var profile = PartnerExamples.Profile("myhealthway", (name, text) => name == "mapping.json" ? text.Replace("\"partial\": true", "\"partial\": false", StringComparison.Ordinal) : text);

        var report = await SendAsync(exchange.Intake(profile), Encoding.UTF8.GetBytes(Patient + "\n" + """{"resourceType":"Condition","id":"c1","clinicalStatus":3,"subject":{"reference":"Patient/p1"}}"""), "application/fhir+ndjson");

        Assert.True(report.IsRejected);
        Assert.Contains(report.Issues, issue => issue is { IsError: true, Line: 2 });
        Assert.Empty(await exchange.AllAsync("Patient"));
    }

    [Fact]
    public async Task A_document_goes_on_without_an_entry_its_narrative_stays()
    {
        await using var exchange = await TestExchange.OpenAsync();
        var text = Encoding.UTF8.GetString(PartnerExamples.Message("myhealthway/examples/06-input.json")).Replace("\"code\": \"active\"", "\"code\": 7", StringComparison.Ordinal);

        var report = await SendAsync(exchange.Intake(PartnerExamples.Profile("myhealthway")), Encoding.UTF8.GetBytes(text));

        Assert.Equal((MessageState.Processed, 1), (report.State, report.EntriesLeftOut));
        Assert.Empty(await exchange.AllAsync("Condition"));
        using var composition = JsonDocument.Parse(Assert.Single(await exchange.AllAsync("Composition")).Json);
        var section = composition.RootElement.GetProperty("section")[0];
        Assert.False(section.TryGetProperty("entry", out _));
        Assert.Contains("만성 신장병", section.GetProperty("text").GetProperty("div").GetString());
    }

    [Fact]
    public async Task Nobody_states_another_partners_own_ids()
    {
        await using var exchange = await TestExchange.OpenAsync();
        var stolen = Patient.Replace("https://mois.go.kr/rrn", "urn:careexchange:partner-id:nhis-seodaemun", StringComparison.Ordinal).Replace("480302-2004810", "Patient/7", StringComparison.Ordinal);

        var report = await SendAsync(exchange.Intake(PartnerExamples.Profile("myhealthway")), Encoding.UTF8.GetBytes(stolen));

        Assert.True(report.IsRejected);
        Assert.Contains(report.Issues, issue => issue.Rule == "identifier-foreign");
        Assert.Empty(await exchange.AllAsync("Patient"));
    }

    [Fact]
    public async Task Of_a_table_the_good_rows_are_stored_and_the_answer_says_how_many()
    {
        await using var exchange = await TestExchange.OpenAsync();
        var files = new Dictionary<string, ReadOnlyMemory<byte>>
        {
            ["mapping.json"] = """{ "partner": "myhealthway", "simulated": true, "version": "1.0.0", "maps": [ { "map": "urn:t", "format": "csv", "contentType": "text/csv", "source": "t.source.json", "partial": true } ] }"""u8.ToArray(),
            ["t.source.json"] = """{ "format": "csv", "columns": [ { "name": "번호", "property": "no", "filled": true }, { "name": "성명", "property": "name" }, { "name": "생년월일", "property": "born", "type": "date" }, { "name": "성별", "property": "sex" } ] }"""u8.ToArray(),
            ["t.map"] = """
                map "urn:t" = "t"
                uses "http://hl7.org/fhir/StructureDefinition/Patient" alias Patient as produced
                group main(source src, target bundle : Bundle) {
                  src -> bundle.type = 'transaction' "type";
                  src.rows as row -> bundle.entry as e, e.resource = create('Patient') as patient then Person(row, patient) "row";
                }
                group Person(source row, target patient : Patient) {
                  row.no as no -> patient.identifier = id('urn:careexchange:municipal-case', no) "no";
                  row.name as name -> patient.name as n, n.text = name "name";
                  row.born as born -> patient.birthDate = born "born";
                  row.sex as sex -> patient.gender = sex "sex";
                }
                """u8.ToArray(),
        };
        var profile = MappingProfile.Compile("myhealthway", files, Schema.R4).Value!;

        // Line 3 is no date, line 4 has a sex that FHIR does not know: only the finished resource shows that.
        var report = await SendAsync(exchange.Intake(profile), "번호,성명,생년월일,성별\n1,김(가명),1948-03-02,female\n2,이(가명),어제,male\n3,박(가명),1950-01-02,여성\n4,최(가명),1951-02-03,male\n"u8.ToArray(), "text/csv");

        Assert.Equal((MessageState.Processed, 4, 2), (report.State, report.Rows, report.RowsLeftOut));
        Assert.Equal(2, (await exchange.AllAsync("Patient")).Count);
        Assert.Contains(report.Issues, issue => issue is { Rule: "source-value-invalid", Line: 3, Column: 3, Expression: "생년월일" });
        Assert.Contains(report.Issues, issue => issue is { Severity: IssueSeverity.Warning, Line: 4, Column: 4, Expression: "성별" });
        var kept = await exchange.Intake(profile).FindAsync(Portal, report.MessageId, default);
        Assert.Equal((4, 2), (kept!.Rows, kept.RowsLeftOut));
    }

    private static Task<MessageReport> SendAsync(MessageIntake intake, byte[] content, string contentType = "application/fhir+json") =>
        intake.ReceiveAsync(Portal, TestExchange.System("myhealthway"), content, contentType, null, TestExchange.Trace, default);
}
