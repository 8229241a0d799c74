using CareExchange.Cli.Demo;
using CareExchange.Journeys.Tests.World;
using CareExchange.Server.Hosting;
using CareExchange.Storage.Outbox;
using Deque.AxeCore.Playwright;

namespace CareExchange.Journeys.Tests.Pages;

/// <summary>The pages of those who answer for the gateway, and the person's own, with something on them: axe finds nothing, nothing is too wide, on a desk and on a telephone.</summary>
public sealed class OfficePagesTests(DeliveredDistrict district, Chromium chromium) : IClassFixture<DeliveredDistrict>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ko", 1440)]
    [InlineData("en", 1440)]
    [InlineData("ko", 390)]
    [InlineData("en", 390)]
    public async Task The_pages_with_something_on_them_read_well(string language, int width)
    {
        await RegisterAsync();
        using var machine = await Machine.RegisterAsync(district, "nhis-seodaemun");
        var stranger = (await machine.PostAsync("Patient", """{"resourceType":"Patient","name":[{"text":"이보람(가명)"}],"birthDate":"1941-05-05"}""")).Is(System.Net.HttpStatusCode.Created).Text("id");

        // 1. A nurse opens a record in an emergency; the privacy officer reviews one such access and leaves the other open.
        await using (var nurse = await OpenAsync("nurse", language, width))
        {
            await LookAsync(nurse, $"persons/{district.Person}/plan", "plan-nurse", language, width);
            await LookAsync(nurse, "emergency", "emergency-form", language, width);
            await nurse.Page.Locator("#person").FillAsync(stranger!);
            await nurse.Page.Locator("#reason").FillAsync("의식이 없는 상태로 발견되어 복용 약을 확인해야 합니다.");
            await nurse.Page.Locator("main form .button-danger, main form .button-primary").First.ClickAsync();
            await ExpectAsync(nurse, "emergency without confirmation");
            await nurse.PictureAsync($"emergency-problem-{language}-{width}");
            await nurse.Page.Locator("input[name=confirm]").CheckAsync();
            await nurse.Page.Locator("main form .button-danger, main form .button-primary").First.ClickAsync();
            await nurse.Page.WaitForURLAsync("**/plan");
            await ExpectAsync(nurse, "plan opened in an emergency");
            await nurse.PictureAsync($"emergency-plan-{language}-{width}");
        }

        await using (var officer = await OpenAsync("officer", language, width))
        {
            await LookAsync(officer, "records/emergencies", "emergencies-open", language, width);
            var note = officer.Page.Locator("main form textarea, main form input[name=note]").First;
            await note.FillAsync("정당한 사유로 확인함");
            await officer.Page.Locator("main form button[type=submit]").First.ClickAsync();
            await LookAsync(officer, "records/emergencies", "emergencies-reviewed", language, width);
        }

        // 2. The person: who looked, why, and a question about it, which is answered.
        await using (var person = await OpenAsync("gaon", language, width))
        {
            await LookAsync(person, $"persons/{district.Person}/access", "person-looks", language, width);
            await person.Page.Locator("a[href$='/ask']").First.ClickAsync();
            await ExpectAsync(person, "question");
            await person.PictureAsync($"person-question-{language}-{width}");
            await person.Page.Locator("#text").FillAsync("이 기관은 왜 제 기록을 보았나요?");
            await person.Page.Locator("main form .button-primary").ClickAsync();
        }

        await using (var officer = await OpenAsync("officer", language, width))
        {
            await LookAsync(officer, "records/questions", "questions", language, width);
            await officer.Page.Locator("main form textarea").First.FillAsync("방문 진료를 준비하려고 보았습니다.");
            await officer.Page.Locator("main form button[type=submit]").First.ClickAsync();
        }

        await using (var person = await OpenAsync("gaon", language, width))
        {
            await LookAsync(person, $"persons/{district.Person}/access", "person-answered", language, width);
            await LookAsync(person, $"persons/{district.Person}/given", "person-given", language, width);
        }

        // 3. The operator: a message that was given up, and the form of a client.
        await GiveUpAsync();
        await using var visit = await OpenAsync("operator", language, width);
        await LookAsync(visit, "operator", "operator-pushes", language, width);
        Assert.Contains("http-400", await visit.TextAsync(), StringComparison.Ordinal);
        await LookAsync(visit, "operator/clients", "operator-client-form", language, width);
        await LookAsync(visit, "operator/staff", "operator-staff-form", language, width);
    }

    private async Task<Visit> OpenAsync(string name, string language, int width)
    {
        var visit = await chromium.OpenAsync(district, width: width, height: 844);
        await visit.Page.GotoAsync("/signin?lang=" + language);
        await visit.SignInAsync(name);
        return visit;
    }

    private static async Task LookAsync(Visit visit, string address, string name, string language, int width)
    {
        var answer = await visit.Page.GotoAsync("/" + address);
        Assert.Equal(200, answer!.Status);
        await ExpectAsync(visit, name);
        await visit.PictureAsync($"{name}-{language}-{width}");
        Assert.Equal(language, await visit.Page.Locator("html").GetAttributeAsync("lang"));
    }

    private static async Task ExpectAsync(Visit visit, string place)
    {
        var result = await visit.Page.RunAxe();
        Assert.True(result.Violations.Length == 0, place + ": " + string.Join("; ", result.Violations.Select(violation => $"{violation.Id} ({violation.Help}) at {string.Join(" | ", violation.Nodes.Take(3).Select(node => node.Html))}")));
        var overflow = await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        var wide = overflow <= 0 ? "" : await visit.Page.EvaluateAsync<string>("[...document.querySelectorAll('main *, header *')].filter((one) => !one.closest('.sections') && one.getBoundingClientRect().right > document.documentElement.clientWidth + 1).slice(0, 3).map((one) => one.outerHTML.slice(0, 160)).join(' | ')");
        Assert.True(overflow <= 0, $"{place} is {overflow} px too wide: {wide}");
    }

    private async Task GiveUpAsync()
    {
        var outbox = district.Room<OutboxStore>();
        await outbox.EnsureAsync(new OutboxMessage($"given-up-{Guid.NewGuid():N}", "push:inwang-hospital/rri", "push-message", "{}"u8.ToArray()), Cancel);
        foreach (var lease in await outbox.LeaseAsync("push:inwang-hospital/rri", 10, TimeSpan.FromMinutes(1), Cancel)) await outbox.DeadLetterAsync(lease, "http-400", Cancel);
    }

    private async Task RegisterAsync()
    {
        foreach (var staff in (StaffOptions[])
        [
            new("officer", "지킴(가명)", DemoWorld.Password, "privacy-officer", "seodaemun", "서대문구 통합돌봄과") { PurposeOfUse = "HLEGAL" },
            new("gaon", "김가온(가명)", DemoWorld.Password, "person", district.Person, "본인") { PurposeOfUse = "PATRQT" },
            new("operator", "운영(가명)", DemoWorld.Password, "operator", "seodaemun", "서대문구"),
        ])
        {
            await district.Run.Gateway.RegisterAsync(staff, "test", Cancel);
        }
    }
}
