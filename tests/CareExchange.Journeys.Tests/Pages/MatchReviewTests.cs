using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CareExchange.Journeys.Tests.World;
using Deque.AxeCore.Playwright;

namespace CareExchange.Journeys.Tests.Pages;

/// <summary>A partner's message whose person is doubtful waits until a case manager says whose it is, and is not lost.</summary>
public sealed partial class MatchReviewTests(DeliveredDistrict district, Chromium chromium) : IClassFixture<DeliveredDistrict>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_doubtful_message_waits_on_the_page_is_decided_and_the_next_one_of_the_same_person_is_certain()
    {
        using var machine = await Machine.PartnerAsync(district, "nhis-seodaemun");
        using var manager = await Staff.SignInAsync(district, "manager");
        using var nurse = await Staff.SignInAsync(district, "nurse");
        Assert.Contains("확인을 기다리는 메시지가 없습니다", Text(await manager.GetAsync("matches")), StringComparison.Ordinal);

        // 1. Parked: nothing is stored; the page shows it, with its count on every page of the manager's, and to nobody else.
        var persons = await CountAsync("Patient");
        var sent = (await SendAsync(machine, Namesake("0999"))).Is(HttpStatusCode.Accepted);
        var message = sent.Parameter("message").GetProperty("valueId").GetString()!;
        Assert.Contains("대상자 일치 확인 <span class=\"count\">1</span>", Text(await manager.GetAsync("persons")), StringComparison.Ordinal);
        var page = Text((await manager.GetAsync("matches")).Is(HttpStatusCode.OK));
        Assert.Contains("국민건강보험공단", page, StringComparison.Ordinal);
        Assert.Contains("다른로 0999", page, StringComparison.Ordinal);
        Assert.DoesNotContain("L26-0009999", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await nurse.GetAsync("matches")).Status);
        Assert.DoesNotContain("/matches", Text(await nurse.GetAsync("persons")), StringComparison.Ordinal);
        var id = Form().Match(page).Groups[1].Value;

        // 2. Errors: nothing chosen, nobody's candidate, no such match, not theirs.
        Assert.Equal(HttpStatusCode.BadRequest, (await manager.PostFormAsync("matches", $"matches/{id}")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await manager.PostFormAsync("matches", $"matches/{id}", ("person", "somebody"))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await manager.PostFormAsync("matches", "matches/nothing", ("person", "new"))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await nurse.PostFormAsync("persons", $"matches/{id}", ("person", "new"))).Status);

        // 3. Decided: somebody new. The facts stand with that person, and the partner reads that its message was taken in.
        var decided = await manager.PostFormAsync("matches", $"matches/{id}", ("person", "new"));
        Assert.Equal("/matches?done=decided", decided.Is(HttpStatusCode.SeeOther).Response.Headers.Location!.OriginalString);
        Assert.Contains("메시지를 받아들였습니다", Text(await manager.GetAsync("matches?done=decided")), StringComparison.Ordinal);
        var report = (await machine.SendAsync(HttpMethod.Get, $"partners/nhis-seodaemun/messages/{message}")).Is(HttpStatusCode.OK);
        Assert.Equal("processed", report.Parameter("state").GetProperty("valueCode").GetString());
        Assert.Equal(persons + 1, await CountAsync("Patient"));

        // 4. Late is a conflict; the next message of the same person asks nobody.
        Assert.Equal(HttpStatusCode.Conflict, (await manager.PostFormAsync("persons", $"matches/{id}", ("person", "new"))).Status);
        (await SendAsync(machine, [.. Namesake("0999"), (byte)'\n'])).Is(HttpStatusCode.Created);
        Assert.Equal(persons + 1, await CountAsync("Patient"));

        // 5. The trail tells who decided.
        Assert.Contains(await district.AuditAsync(count: 300), entry => entry.Row is { Action: "match-decided", Outcome: "permit", Organization: "seodaemun", Person: null });
    }

    [Fact]
    public async Task Two_who_were_registered_with_one_number_are_joined_by_the_case_manager_and_parted_again()
    {
        using var clinic = await Machine.RegisterAsync(district, "hongje-homecare");
        using var office = await Machine.RegisterAsync(district, "nhis-seodaemun");
        using var manager = await Staff.SignInAsync(district, "manager");
        using var nurse = await Staff.SignInAsync(district, "nurse");
        string Patient(string number, string name) => $$"""{"resourceType":"Patient","identifier":[{"system":"urn:licence","value":"{{number}}"}],"name":[{"text":"{{name}}"}],"birthDate":"1941-02-03"}""";

        // The answers to who writes first and second say the same.
        var (first, second) = (await office.PostAsync("Patient", Patient("L-1", "한바다(가명)")), await clinic.PostAsync("Patient", Patient("L-1", "한바다(가명)")));
        var unknown = await clinic.PostAsync("Patient", Patient("L-2", "한바다(가명)"));
        Assert.Equal(AnswerShape.Of(unknown.Is(HttpStatusCode.Created), ["L-2"]), AnswerShape.Of(second.Is(HttpStatusCode.Created), ["L-1"]));

        var page = Text((await manager.GetAsync("matches")).Is(HttpStatusCode.OK));
        Assert.Contains("같은 번호로 등록된 두 대상자", page, StringComparison.Ordinal);
        var id = PairForm().Match(page).Groups[1].Value;
        Assert.Equal(HttpStatusCode.NotFound, (await nurse.PostFormAsync("persons", $"matches/pairs/{id}", ("pair", "same"))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await manager.PostFormAsync("matches", $"matches/pairs/{id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await manager.PostFormAsync("matches", "matches/pairs/nothing", ("pair", "same"))).Status);
        Assert.Equal("/matches?done=joined", (await manager.PostFormAsync("matches", $"matches/pairs/{id}", ("pair", "same"))).Is(HttpStatusCode.SeeOther).Response.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.Conflict, (await manager.PostFormAsync("matches", $"matches/pairs/{id}", ("pair", "different"))).Status);

        // Who wrote it sees no link, and finds nobody by it.
        Assert.DoesNotContain("link", Encoding.UTF8.GetString((await clinic.GetAsync($"Patient/{second.Text("id")}")).Is(HttpStatusCode.OK).Bytes), StringComparison.Ordinal);
        Assert.Equal(0, (await clinic.GetAsync($"Patient?link=Patient/{first.Text("id")}&_total=accurate")).Is(HttpStatusCode.OK).Json.GetProperty("total").GetInt32());
        Assert.Contains("최근에 연결한 대상자", Text(await manager.GetAsync("matches?done=joined")), StringComparison.Ordinal);
        Assert.Equal("/matches?done=apart", (await manager.PostFormAsync("matches", $"matches/pairs/{id}", ("pair", "part"))).Is(HttpStatusCode.SeeOther).Response.Headers.Location!.OriginalString);
        Assert.DoesNotContain(id, Text(await manager.GetAsync("matches?done=apart")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ko", 1440)]
    [InlineData("en", 390)]
    public async Task The_page_reads_well_and_a_decision_needs_no_script(string language, int width)
    {
        using var machine = await Machine.PartnerAsync(district, "nhis-seodaemun");
        (await SendAsync(machine, Namesake(language == "ko" ? "0888" : "0777"))).Is(HttpStatusCode.Accepted);
        using (var office = await Machine.RegisterAsync(district, "nhis-seodaemun"))
        using (var clinic = await Machine.RegisterAsync(district, "hongje-homecare"))
        {
            foreach (var writer in (Machine[])[office, clinic]) (await writer.PostAsync("Patient", $$"""{"resourceType":"Patient","identifier":[{"system":"urn:licence","value":"P-{{language}}"}],"name":[{"text":"한바다(가명)"}],"birthDate":"1941-02-03"}""")).Is(HttpStatusCode.Created);
        }

        await using var visit = await chromium.OpenAsync(district, width: width, height: 844);
        await visit.Page.GotoAsync("/signin?lang=" + language);
        await visit.SignInAsync("manager");
        await visit.Page.Locator(".bar-nav a[href='/matches']").ClickAsync();
        await ExpectNothingAsync(visit, "matches");
        await visit.PictureAsync($"matches-{language}-{width}");
        await visit.Page.Locator("main form input[name=person]:not([value=new])").First.CheckAsync();
        await visit.Page.Locator("main form .button-primary").First.ClickAsync();
        await visit.Page.WaitForURLAsync("**/matches?done=decided");
        await ExpectNothingAsync(visit, "matches decided");
        await visit.Page.Locator("main form[action^='/matches/pairs/'] input[value=same]").First.CheckAsync();
        await visit.Page.Locator("main form[action^='/matches/pairs/'] .button-primary").First.ClickAsync();
        await visit.Page.WaitForURLAsync("**/matches?done=joined");
        await ExpectNothingAsync(visit, "matches joined");
        await visit.PictureAsync($"matches-decided-{language}-{width}");
    }

    private static byte[] Namesake(string number)
    {
        var text = Encoding.UTF8.GetString(new PartnerMessage("nhis-seodaemun", "01-input.json").Content)
            .Replace("000731", "00" + number, StringComparison.Ordinal).Replace("0731", number, StringComparison.Ordinal)
            .Replace("L26-0004810", $"L26-000{number}", StringComparison.Ordinal).Replace("LTC-2026-048100", $"LTC-2026-09{number}", StringComparison.Ordinal);
        var json = JsonNode.Parse(text)!.AsObject();
        var person = json["person"]!.AsObject();
        person.Remove("rrn");
        person["registeredAddress"]!["line"] = $"다른로 {number}";
        person["registeredAddress"]!["dong"] = "홍은동";
        return Encoding.UTF8.GetBytes(json.ToJsonString());
    }

    private static Task<Answer> SendAsync(Machine machine, byte[] content) => machine.DeliverAsync("nhis-seodaemun", content, "application/json", "message.json");

    private async Task<long> CountAsync(string type) => (await district.Run.CountAsync(Cancel))[type];

    private static string Text(Answer answer) => Encoding.UTF8.GetString(answer.Bytes);

    private static async Task ExpectNothingAsync(Visit visit, string place)
    {
        var result = await visit.Page.RunAxe();
        Assert.True(result.Violations.Length == 0, place + ": " + string.Join("; ", result.Violations.Select(violation => $"{violation.Id} at {string.Join(" | ", violation.Nodes.Take(3).Select(node => node.Html))}")));
        var overflow = await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        Assert.True(overflow <= 0, $"{place} is {overflow} px too wide");
    }

    [GeneratedRegex("action=\"/matches/([0-9a-f-]+)\"")]
    private static partial Regex Form();

    [GeneratedRegex("action=\"/matches/pairs/([0-9a-f-]+)\"")]
    private static partial Regex PairForm();
}
