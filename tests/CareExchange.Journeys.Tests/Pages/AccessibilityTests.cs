using CareExchange.Cli.Demo;
using CareExchange.Journeys.Tests.World;
using CareExchange.Server.Hosting;
using Deque.AxeCore.Playwright;

namespace CareExchange.Journeys.Tests.Pages;

/// <summary>axe finds nothing on any page, in either language, on a desk and on a telephone.</summary>
[Collection(DeliveredCollection.Name)]
public sealed class AccessibilityTests(DeliveredDistrict district, Chromium chromium)
{
    [Theory]
    [InlineData("ko", 1440)]
    [InlineData("en", 1440)]
    [InlineData("ko", 390)]
    [InlineData("en", 390)]
    public async Task No_page_has_an_accessibility_violation(string language, int width)
    {
        await using var visit = await chromium.OpenAsync(district, width: width, height: 844);
        await visit.Page.GotoAsync("/signin?lang=" + language);
        await ExpectNothingAsync(visit, "signin");
        await visit.PictureAsync($"signin-{language}-{width}");
        await visit.SignInAsync("manager");
        await ExpectNothingAsync(visit, "persons");
        await visit.PictureAsync($"persons-{language}-{width}");
        await visit.OpenPlanAsync();
        await ExpectNothingAsync(visit, "plan");
        await visit.PictureAsync($"plan-{language}-{width}");
        await visit.Page.EvaluateAsync("document.querySelectorAll('details').forEach((details) => { details.open = true; })");
        await ExpectNothingAsync(visit, "plan unfolded");
        await visit.Page.Locator(".chip").First.ClickAsync();
        await ExpectNothingAsync(visit, "source card");
        await visit.Page.Keyboard.PressAsync("Escape");
        await visit.Page.GotoAsync((await visit.Page.Locator(".withdraw").First.GetAttributeAsync("href"))!);
        await ExpectNothingAsync(visit, "withdrawal");
        await visit.Page.Locator("main form .button-danger").ClickAsync();
        await ExpectNothingAsync(visit, "withdrawal with problems");
        await visit.Page.GotoAsync(visit.Plan.ToString().Replace("/plan", "/consents", StringComparison.Ordinal));
        await ExpectNothingAsync(visit, "consents");
        await visit.PictureAsync($"consents-{language}-{width}");
        await visit.Page.GotoAsync(visit.Plan.ToString().Replace("/plan", "/consents/new/shared-care", StringComparison.Ordinal));
        await ExpectNothingAsync(visit, "consent form");
        await visit.PictureAsync($"consent-form-{language}-{width}");
        await visit.Page.Locator("main form .button-primary").ClickAsync();
        await ExpectNothingAsync(visit, "consent form with problems");
        await visit.Page.Locator("#choose-plan").CheckAsync();
        await visit.Page.Locator("#to-plan-team").CheckAsync();
        await visit.Page.Locator("#choose-not-restricted").CheckAsync();
        await visit.Page.Locator("#method-paper").CheckAsync();
        await visit.Page.Locator("main form .button-primary").ClickAsync();
        await visit.Page.Locator(".preview").WaitForAsync();
        await ExpectNothingAsync(visit, "consent form with its preview");
        await visit.PictureAsync($"consent-preview-{language}-{width}");
        Assert.True(await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, $"the consent form is too wide at {width}");
        await visit.Page.GotoAsync(visit.Plan.ToString().Replace("/plan", "/access", StringComparison.Ordinal));
        await ExpectNothingAsync(visit, "looks");
        await visit.PictureAsync($"looks-{language}-{width}");
        await visit.Page.Locator("a[href$='/ask']").First.ClickAsync();
        await ExpectNothingAsync(visit, "question");
        await visit.Page.Locator("#text").FillAsync("왜 보았나요?");
        await visit.Page.Locator("main form .button-primary").ClickAsync();
        await ExpectNothingAsync(visit, "looks with questions");
        await visit.Page.GotoAsync("/persons/nobody/plan");
        await ExpectNothingAsync(visit, "not visible");
        Assert.Equal(language, await visit.Page.Locator("html").GetAttributeAsync("lang"));
    }

    [Theory]
    [InlineData("ko", 1440)]
    [InlineData("en", 390)]
    public async Task No_page_of_the_privacy_officer_has_an_accessibility_violation(string language, int width)
    {
        await district.Run.Gateway.RegisterAsync(
            new StaffOptions("officer", "지킴(가명)", DemoWorld.Password, "privacy-officer", "seodaemun", "서대문구 통합돌봄과") { PurposeOfUse = "HLEGAL" }, "test", TestContext.Current.CancellationToken);
        await using var visit = await chromium.OpenAsync(district, width: width, height: 844);
        await visit.Page.GotoAsync("/signin?lang=" + language);
        await visit.SignInAsync("officer");
        foreach (var page in new[] { "records", "records/ledger", "records/review?month=2026-11", "records/review?month=2026-10", "records/questions" })
        {
            await visit.Page.GotoAsync("/" + page);
            await ExpectNothingAsync(visit, page);
            await visit.PictureAsync($"{page.Replace('/', '-').Replace("?month=", "-", StringComparison.Ordinal)}-{language}-{width}");
            Assert.Equal(language, await visit.Page.Locator("html").GetAttributeAsync("lang"));
            var overflow = await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            Assert.True(overflow <= 0, $"{page} is {overflow} px too wide at {width}");
        }
    }

    [Theory]
    [InlineData(390)]
    [InlineData(768)]
    [InlineData(1280)]
    public async Task No_page_has_to_be_pushed_sideways(int width)
    {
        await using var visit = await chromium.OpenAsync(district, width: width, height: 844);
        await visit.SignInAsync("manager");
        foreach (var address in new[] { "/persons", visit.Plan.PathAndQuery })
        {
            await visit.Page.GotoAsync(address);
            var overflow = await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            Assert.True(overflow <= 0, $"{address} is {overflow} px too wide at {width}");
        }
    }

    private static async Task ExpectNothingAsync(Visit visit, string place)
    {
        var result = await visit.Page.RunAxe();
        Assert.True(result.Violations.Length == 0, place + ": " + string.Join("; ", result.Violations.Select(violation =>
            $"{violation.Id} ({violation.Help}) at {string.Join(" | ", violation.Nodes.Take(3).Select(node => node.Html))}")));
    }
}
