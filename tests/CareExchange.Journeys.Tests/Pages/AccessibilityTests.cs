using CareExchange.Journeys.Tests.World;
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
        await visit.Page.GotoAsync(visit.Plan.ToString().Replace("/plan", "/access", StringComparison.Ordinal));
        await ExpectNothingAsync(visit, "looks");
        await visit.Page.GotoAsync("/persons/nobody/plan");
        await ExpectNothingAsync(visit, "not visible");
        Assert.Equal(language, await visit.Page.Locator("html").GetAttributeAsync("lang"));
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
