using CareExchange.Journeys.Tests.World;
using Microsoft.Playwright;

namespace CareExchange.Journeys.Tests.Pages;

[Collection(DeliveredCollection.Name)]
public sealed class WithoutScriptsTests(DeliveredDistrict district, Chromium chromium)
{
    [Fact]
    public async Task Everything_works_in_a_browser_that_runs_no_scripts()
    {
        await using var visit = await chromium.OpenAsync(district, scripts: false);
        await visit.SignInAsync("manager");

        await visit.Page.Locator("#search").FillAsync("가온");
        await visit.Page.Locator("form[role=search] button").ClickAsync();
        await visit.Page.Locator(".people-table th a").ClickAsync();
        await visit.Page.WaitForURLAsync("**/plan");
        Assert.True(await visit.Page.Locator("[data-print]").IsVisibleAsync());

        // Folding and source cards are the browser's own.
        await visit.Page.Locator(".due summary").ClickAsync();
        Assert.True(await visit.Page.Locator(".due details li").First.IsVisibleAsync());
        await visit.Page.Locator(".due .chip").First.ClickAsync();
        Assert.True(await visit.Page.Locator(".card >> visible=true").CountAsync() == 1);
        await visit.Page.Keyboard.PressAsync("Escape");

        await visit.SwitchLanguageAsync();
        Assert.Contains("Due next", await visit.TextAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("lang=", visit.Page.Url, StringComparison.Ordinal);
        await visit.SwitchLanguageAsync();

        await visit.Page.Locator(".withdraw").First.ClickAsync();
        await visit.Page.Locator("main form .button-danger").ClickAsync();
        Assert.Contains("고칠 곳이 있습니다", await visit.TextAsync(), StringComparison.Ordinal);
        await visit.Page.Locator("main form a.button").ClickAsync();
        await visit.Page.Locator("form[action='/signout'] button").ClickAsync();
        Assert.Contains("로그아웃했습니다", await visit.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_scripts_the_list_narrows_while_typing_and_the_address_can_be_shared()
    {
        await using var visit = await chromium.OpenAsync(district);
        await visit.SignInAsync("manager");
        Assert.True(await visit.Page.Locator(".people-table tbody tr").CountAsync() > 1);

        await visit.Page.Locator("#search").PressSequentiallyAsync("가온");
        await Assertions.Expect(visit.Page.Locator(".people-table tbody tr")).ToHaveCountAsync(1);

        Assert.Equal("search", await visit.Page.EvaluateAsync<string>("document.activeElement.id"));
        Assert.Contains("search=", visit.Page.Url, StringComparison.Ordinal);
        await visit.Page.ReloadAsync();
        Assert.Equal(1, await visit.Page.Locator(".people-table tbody tr").CountAsync());
    }
}
