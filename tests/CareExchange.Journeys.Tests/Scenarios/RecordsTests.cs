using System.IO.Compression;
using System.Net;
using System.Text;
using CareExchange.Cli.Demo;
using CareExchange.Journeys.Tests.World;
using CareExchange.Server.Hosting;
using CareExchange.Storage.Audit;

namespace CareExchange.Journeys.Tests.Scenarios;

/// <summary>What the trail tells those who answer for it, and the person it is about.</summary>
public sealed class RecordsTests(DeliveredDistrict district) : IClassFixture<DeliveredDistrict>
{
    [Fact]
    [Trait("scenario", "S7")]
    public async Task The_person_sees_who_looked_and_why_asks_about_it_and_is_answered()
    {
        using var nurse = await Staff.SignInAsync(district, "nurse");
        (await nurse.GetAsync($"persons/{district.Person}/plan")).Is(HttpStatusCode.OK);
        using var person = await PersonAsync();

        // 1. Who looked, for which purpose, on which ground: on the page and through the API in the same words.
        var page = Text((await person.GetAsync($"persons/{district.Person}/access")).Is(HttpStatusCode.OK));
        Assert.Contains("나눔(가명)", page, StringComparison.Ordinal);
        Assert.Contains("진료·돌봄 제공", page, StringComparison.Ordinal);
        var log = (await person.GetAsync($"fhir/Patient/{district.Person}/$access-log")).Is(HttpStatusCode.OK);
        var look = log.Resources.First(resource => resource.GetProperty("text").GetProperty("div").GetString()!.Contains("나눔(가명)", StringComparison.Ordinal));
        var sentence = WebUtility.HtmlDecode(look.GetProperty("text").GetProperty("div").GetString()!);
        Assert.Contains("홍제 재택의료센터 나눔(가명)", sentence, StringComparison.Ordinal);
        Assert.Contains("본인 동의", sentence, StringComparison.Ordinal);
        Assert.Equal("AuditEvent", look.GetProperty("resourceType").GetString());

        // 2. Nobody else's.
        var stranger = (await OthersAsync()).First(id => id != district.Person);
        (await person.GetAsync($"persons/{stranger}/access")).Is(HttpStatusCode.NotFound);
        Assert.Equal(HttpStatusCode.NotFound, (await person.GetAsync($"fhir/Patient/{stranger}/$access-log")).Status);
        (await nurse.GetAsync($"persons/{district.Person}/access")).Is(HttpStatusCode.NotFound);

        // 3. A question about that look reaches the privacy officer, and only them.
        var ask = $"persons/{district.Person}/access/{look.GetProperty("id").GetString()}/ask";
        (await person.PostFormAsync(ask, ask, ("text", ""))).Is(HttpStatusCode.BadRequest);
        Assert.Equal(HttpStatusCode.SeeOther, (await person.PostFormAsync(ask, ask, ("text", "이 간호사는 왜 제 기록을 보았나요?"))).Status);
        using var officer = await OfficerAsync();
        var questions = Text((await officer.GetAsync("records/questions")).Is(HttpStatusCode.OK));
        Assert.Contains("왜 제 기록을 보았나요", questions, StringComparison.Ordinal);
        Assert.Contains("나눔(가명)", questions, StringComparison.Ordinal);
        (await nurse.GetAsync("records/questions")).Is(HttpStatusCode.NotFound);
        Assert.DoesNotContain("access-question", Text(await nurse.GetAsync($"fhir/Task?patient={district.Person}")), StringComparison.Ordinal);
        using var manager = await Staff.SignInAsync(district, "manager");
        Assert.DoesNotContain("access-question", Text(await manager.GetAsync($"fhir/Task?patient={district.Person}")), StringComparison.Ordinal);

        // 4. The answer stands on the person's page.
        var action = System.Text.RegularExpressions.Regex.Match(questions, "action=\"/(records/questions/[^\"]+)\"").Groups[1].Value;
        Assert.Equal(HttpStatusCode.SeeOther, (await officer.PostFormAsync("records/questions", action, ("answer", "방문 진료를 준비하려고 보았습니다."))).Status);
        Assert.Contains("방문 진료를 준비하려고", Text(await person.GetAsync($"persons/{district.Person}/access")), StringComparison.Ordinal);
        Assert.Contains(await district.AuditAsync(count: 100), entry => entry.Row is { Action: "question", Outcome: "permit" });
    }

    [Fact]
    [Trait("scenario", "S11")]
    public async Task What_was_given_to_whom_stands_in_the_ledger_with_its_eight_items_and_in_the_persons_report()
    {
        using var nurse = await Staff.SignInAsync(district, "nurse");
        (await nurse.GetAsync($"persons/{district.Person}/plan")).Is(HttpStatusCode.OK);
        using var officer = await OfficerAsync();
        using var person = await PersonAsync();

        var csv = (await officer.GetAsync("records/ledger?format=csv")).Is(HttpStatusCode.OK);
        Assert.Equal("text/csv", csv.Response.Content.Headers.ContentType!.MediaType);
        var lines = Text(csv).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["﻿개인정보파일의 명칭", "제공받는 자", "제공 목적", "제공의 법적 근거", "제공 항목", "제공 일자", "제공 형태", "제한 사항", "대상자 수", "횟수"], lines[0].Split(','));
        var given = lines.Single(line => line.Contains("홍제 재택의료센터", StringComparison.Ordinal) && line.Contains("공유 계획", StringComparison.Ordinal));
        Assert.Contains("진료·돌봄 제공", given, StringComparison.Ordinal);
        Assert.Contains("본인 동의", given, StringComparison.Ordinal);
        Assert.Contains("2026-11-21", given, StringComparison.Ordinal);
        Assert.Contains("개인정보 보호법 제19조", given, StringComparison.Ordinal);

        var xlsx = (await officer.GetAsync("records/ledger?format=xlsx")).Is(HttpStatusCode.OK);
        using (var zip = new ZipArchive(new MemoryStream(xlsx.Bytes)))
        using (var sheet = new StreamReader(zip.GetEntry("xl/worksheets/sheet1.xml")!.Open()))
        {
            Assert.Contains("홍제 재택의료센터", await sheet.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }

        Assert.Contains("홍제 재택의료센터", Text((await officer.GetAsync("records/ledger")).Is(HttpStatusCode.OK)), StringComparison.Ordinal);
        Assert.Contains("홍제 재택의료센터", Text((await person.GetAsync($"persons/{district.Person}/given")).Is(HttpStatusCode.OK)), StringComparison.Ordinal);
        (await nurse.GetAsync("records/ledger")).Is(HttpStatusCode.NotFound);
        (await person.GetAsync("records/ledger")).Is(HttpStatusCode.NotFound);

        // A partner's system gets what its own organisation received, and no other's.
        using var clinic = await Machine.RegisterAsync(district, "hongje-homecare");
        var own = (await clinic.GetAsync("$provision-ledger?from=2026-11-01&until=2026-11-30")).Is(HttpStatusCode.OK).Json;
        Assert.All(own.GetProperty("parameter").EnumerateArray(), line =>
            Assert.Equal("hongje-homecare", line.GetProperty("part").EnumerateArray().Single(part => part.GetProperty("name").GetString() == "recipient-id").GetProperty("valueString").GetString()));
        (await clinic.GetAsync("$provision-ledger?from=2026-11-01&until=2026-11-30&recipient=seodaemun")).Refused(HttpStatusCode.Forbidden, "audit-not-yours");
        (await clinic.GetAsync("$provision-ledger?from=2026-11-30&until=2026-11-01")).Refused(HttpStatusCode.BadRequest, "ledger-period");
    }

    [Fact]
    public async Task The_privacy_officer_finds_who_saw_a_persons_data_and_sees_nobodys_record()
    {
        using var nurse = await Staff.SignInAsync(district, "nurse");
        (await nurse.GetAsync($"persons/{district.Person}/plan")).Is(HttpStatusCode.OK);
        using var officer = await OfficerAsync();

        Assert.Contains("나눔(가명)", Text((await officer.GetAsync($"records?person={district.Person}")).Is(HttpStatusCode.OK)), StringComparison.Ordinal);
        Assert.DoesNotContain("나눔(가명)", Text((await officer.GetAsync("records?person=nobody")).Is(HttpStatusCode.OK)), StringComparison.Ordinal);
        Assert.DoesNotContain("나눔(가명)", Text((await officer.GetAsync($"records?person={district.Person}&until=2026-01-01")).Is(HttpStatusCode.OK)), StringComparison.Ordinal);
        (await officer.GetAsync($"persons/{district.Person}/plan")).Is(HttpStatusCode.NotFound);
        Assert.Empty(await officer.FindAllAsync("Patient?_count=50"));
        (await nurse.GetAsync($"records?person={district.Person}")).Is(HttpStatusCode.NotFound);
        Assert.Contains(await district.AuditAsync(count: 100), entry => entry.Row is { Action: "access-log-read", Outcome: "deny", Organization: "hongje-homecare" });
    }

    [Fact]
    [Trait("scenario", "S19")]
    public async Task The_operators_system_verifies_the_trail_over_HTTP_and_partners_may_not()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        using var small = await Machine.RegisterAsync(district, "seodaemun", "system/Patient.r");

        Assert.Equal("audit-holds", (await machine.GetAsync("$audit-verify")).Is(HttpStatusCode.OK).Issues[0].Rule);
        (await small.GetAsync("$audit-verify")).Refused(HttpStatusCode.Forbidden, "scope-missing");
    }

    [Fact]
    [Trait("scenario", "S19")]
    public async Task The_person_sees_every_record_that_the_operator_finds()
    {
        using var nurse = await Staff.SignInAsync(district, "nurse");
        using var machine = await Machine.RegisterAsync(district, "hongje-homecare");
        (await nurse.GetAsync($"persons/{district.Person}/plan")).Is(HttpStatusCode.OK);
        foreach (var path in (string[])[$"Patient/{district.Person}", $"Patient/{district.Person}/_history", $"Patient/{district.Person}/$everything", $"Observation?patient={district.Person}", "Patient/nobody"]) await machine.GetAsync(path);
        using var person = await PersonAsync();

        var seen = new List<string>();
        for (string? next = $"fhir/Patient/{district.Person}/$access-log"; next is not null;)
        {
            var page = (await person.GetAsync(next)).Is(HttpStatusCode.OK).Json;
            if (page.TryGetProperty("entry", out var entries)) seen.AddRange(entries.EnumerateArray().Select(entry => entry.GetProperty("resource").GetProperty("id").GetString()!));
            next = page.TryGetProperty("link", out var links) ? links[0].GetProperty("url").GetString() : null;
        }

        // Reading the log is a look too, and comes after what it shows; what an organisation adds to the record stands in the record.
        var found = (await district.Room<AuditStore>().QueryAsync(new() { Person = district.Person, Count = 1000 }, TestContext.Current.CancellationToken)).Where(entry => entry.Row.Outcome == "deny" || entry.Row.Action is not ("access-log-read" or "create" or "update" or "patch" or "delete" or "transaction" or "message" or "question" or "import")).Select(entry => entry.Row.Id).ToArray();
        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.Empty(found.Except(seen));
        Assert.NotEmpty(found);
    }

    [Fact]
    public async Task The_operators_command_says_what_the_pages_say_and_is_recorded()
    {
        using var officer = await OfficerAsync();
        using var nurse = await Staff.SignInAsync(district, "nurse");
        (await nurse.GetAsync($"persons/{district.Person}/plan")).Is(HttpStatusCode.OK);
        var today = DateOnly.FromDateTime(district.Clock.GetUtcNow().AddHours(9).DateTime);
        var (from, until) = (today.AddDays(-30), today.AddDays(1));
        var options = new GatewayOptions { DataFolder = district.Folder };

        var ledger = await GatewayRecords.LedgerAsync(options, from, until, null, null, "operator:test", TestContext.Current.CancellationToken);
        var page = Text((await officer.GetAsync($"records/ledger?from={from:yyyy-MM-dd}&until={until:yyyy-MM-dd}&format=csv")).Is(HttpStatusCode.OK));
        Assert.Equal(page, Encoding.UTF8.GetString(ledger.ToFile("ledger.csv")));
        Assert.NotEmpty(ledger.Rows);
        using (var workbook = new ZipArchive(new MemoryStream(ledger.ToFile("ledger.xlsx")))) Assert.NotNull(workbook.GetEntry("xl/worksheets/sheet1.xml"));

        var review = await GatewayRecords.ReviewAsync(options, today, null, "operator:test", TestContext.Current.CancellationToken);
        Assert.Contains("records", review.Lines[0], StringComparison.Ordinal);
        var past = new DateOnly(2024, 1, 1);
        Assert.Contains((await GatewayRecords.ReviewAsync(options, past, "살펴보았고 이상 없음", "operator:test", TestContext.Current.CancellationToken)).Lines, line => line.Contains("signed by operator:test", StringComparison.Ordinal));
        await Assert.ThrowsAsync<InvalidDataException>(() => GatewayRecords.ReviewAsync(options, past, "again", "operator:test", TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<InvalidDataException>(() => GatewayRecords.LedgerAsync(options, until, from, null, null, "operator:test", TestContext.Current.CancellationToken));

        var recorded = (await district.AuditAsync("operator:test")).Select(entry => entry.Row.Action).ToArray();
        Assert.Equal((2, 3), (recorded.Count(action => action == "ledger-read"), recorded.Count(action => action == "review") - 1));
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

    private async Task<IReadOnlyList<string>> OthersAsync()
    {
        using var manager = await Staff.SignInAsync(district, "manager");
        var all = await manager.FindAllAsync("Patient?_count=50");
        if (all.Count > 1) return all;
        using var clinic = await Machine.RegisterAsync(district, "hongje-homecare");
        return [(await clinic.PostAsync("Patient", """{"resourceType":"Patient","name":[{"text":"다른 사람"}]}""")).Is(HttpStatusCode.Created).Text("id")!];
    }

    private static string Text(Answer answer) => Encoding.UTF8.GetString(answer.Bytes);
}
