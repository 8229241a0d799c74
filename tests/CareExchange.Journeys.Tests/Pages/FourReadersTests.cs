using CareExchange.Cli.Demo;
using CareExchange.Journeys.Tests.World;

namespace CareExchange.Journeys.Tests.Pages;

/// <summary>A씨's plan in the browser, different for each of the four who read it.</summary>
[Collection(DeliveredCollection.Name)]
public sealed class FourReadersTests(DeliveredDistrict district, Chromium chromium)
{
    private static readonly string[] FromNhis = ["등급외 A", "58.5점"];
    private static readonly string[] FromClinic = ["암로디핀 5mg", "만성 신장병(5기)", "일상생활수행능력(K-ADL)"];
    private static readonly string[] FromDementiaCentre = ["인지선별검사(CIST)", "시공간기능"];
    private static readonly string[] FromMunicipality = ["식사배달", "주거 상향 지원", "살던 동네에서 혼자서도 안전하게 지내고 싶다"];
    private static readonly string[] MunicipalNeeds = ["돌봄필요도"];
    private static readonly string[] Economy = ["차상위"];

    public static TheoryData<string, string[], string[]> Readers => new()
    {
        { "manager", [.. FromNhis, .. FromClinic, .. FromDementiaCentre, .. FromMunicipality, .. MunicipalNeeds, .. Economy], [] },
        { "nurse", [.. FromClinic, .. FromDementiaCentre, .. FromMunicipality, .. MunicipalNeeds], [.. FromNhis, .. Economy] },
        { "nhis", [.. FromNhis, .. FromMunicipality], [.. FromClinic, .. FromDementiaCentre, .. MunicipalNeeds, .. Economy] },
        { "dementia", [.. FromDementiaCentre, .. FromMunicipality], ["58.5점", .. FromClinic, .. MunicipalNeeds, .. Economy] },
    };

    [Theory]
    [MemberData(nameof(Readers))]
    public async Task Each_reader_sees_what_consent_and_law_open_to_them_and_no_trace_of_the_rest(string reader, string[] seen, string[] unseen)
    {
        await using var visit = await chromium.OpenAsync(district);
        await visit.SignInAsync(reader);
        await visit.PictureAsync($"persons-{reader}");
        await visit.OpenPlanAsync();
        await visit.PictureAsync($"plan-{reader}-ko");

        var text = await visit.TextAsync();
        Assert.Contains("김가온(가명)", text, StringComparison.Ordinal);
        Assert.All(seen, expected => Assert.Contains(expected, text, StringComparison.Ordinal));
        Assert.All(unseen, hidden => Assert.DoesNotContain(hidden, text, StringComparison.Ordinal));

        await visit.SwitchLanguageAsync();
        await visit.PictureAsync($"plan-{reader}-en");
        var english = await visit.TextAsync();
        Assert.Contains("Due next", english, StringComparison.Ordinal);
        Assert.All(unseen, hidden => Assert.DoesNotContain(hidden, english, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_line_of_the_plan_names_its_organisation_and_message()
    {
        await using var visit = await chromium.OpenAsync(district);
        await visit.SignInAsync("nurse");
        await visit.OpenPlanAsync();

        var lines = await visit.Page.Locator(".facts > li, .services tbody tr:not(.domain-row), .referral, .stay-list > li, .score-card").AllAsync();
        Assert.NotEmpty(lines);
        foreach (var line in lines) Assert.True(await line.Locator(".chip").CountAsync() > 0, await line.InnerTextAsync());

        var chip = visit.Page.Locator(".score-card .chip").First;
        await chip.ClickAsync();
        var card = visit.Page.Locator("[popover]:popover-open");
        Assert.Contains("DocumentReference/", await card.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("1.0.0", await card.InnerTextAsync(), StringComparison.Ordinal);
        await visit.PictureAsync("plan-source-card", fullPage: false);
    }

    [Fact]
    public async Task A_person_nobody_opened_looks_exactly_like_a_person_who_does_not_exist()
    {
        await using var manager = await chromium.OpenAsync(district);
        await manager.SignInAsync("manager");
        await using var nurse = await chromium.OpenAsync(district);
        await nurse.SignInAsync("nurse");
        var known = await HrefsAsync(nurse);
        var hidden = (await HrefsAsync(manager)).Except(known, StringComparer.Ordinal).First();

        var withheld = await nurse.Page.GotoAsync(hidden);
        var text = await nurse.TextAsync();
        var unknown = await nurse.Page.GotoAsync("/persons/00000000-0000-7000-8000-000000000000/plan");

        Assert.Equal((404, 404), (withheld!.Status, unknown!.Status));
        Assert.Equal(text, await nurse.TextAsync());
        await nurse.PictureAsync("not-visible");
    }

    [Fact]
    public async Task Nobody_reads_anything_without_signing_in_and_after_it_the_wanted_page_opens()
    {
        await using var visit = await chromium.OpenAsync(district);
        await visit.OpenPlanAsync();
        Assert.Contains("/signin?returnUrl=", visit.Page.Url, StringComparison.OrdinalIgnoreCase);

        await visit.Page.Locator("#name").FillAsync("manager");
        await visit.Page.Locator("#password").FillAsync("wrong");
        await visit.Page.Locator("main form button[type=submit]").ClickAsync();
        Assert.Equal("아이디 또는 비밀번호가 맞지 않습니다.", await visit.Page.Locator("[role=alert]").InnerTextAsync());
        await visit.PictureAsync("signin-refused");

        await visit.Page.Locator("#password").FillAsync(DemoWorld.Password);
        await visit.Page.Locator("main form button[type=submit]").ClickAsync();
        await visit.Page.WaitForURLAsync(visit.Plan.ToString());

        await visit.Page.Locator("form[action='/signout'] button").ClickAsync();
        Assert.Contains("로그아웃했습니다", await visit.TextAsync(), StringComparison.Ordinal);
        await visit.OpenPlanAsync();
        Assert.Contains("/signin", visit.Page.Url, StringComparison.Ordinal);
    }

    private static async Task<List<string>> HrefsAsync(Visit visit)
    {
        List<string> hrefs = [];
        foreach (var link in await visit.Page.Locator(".people-table th a").AllAsync()) hrefs.Add((await link.GetAttributeAsync("href"))!);
        return hrefs;
    }
}
