using CareExchange.Cli.Demo;
using CareExchange.Journeys.Tests.World;
using Microsoft.Playwright;

namespace CareExchange.Journeys.Tests.Pages;

[Collection(DeliveredCollection.Name)]
public sealed class KeyboardTests(DeliveredDistrict district, Chromium chromium)
{
    [Fact]
    public async Task A_reader_signs_in_finds_the_person_and_opens_a_source_with_the_keyboard_alone()
    {
        await using var visit = await chromium.OpenAsync(district);
        var page = visit.Page;
        await page.GotoAsync("/signin");
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("본문으로 건너뛰기", await FocusAsync(visit));
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("manager");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync(DemoWorld.Password);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/persons");

        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("김가온");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".people-table tbody tr")).ToHaveCountAsync(1);
        await TabToAsync(visit, "김가온(가명)");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/plan");

        // Skip link, then the person's own actions, then the sections in the order in which they stand.
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await TabToAsync(visit, "누가 보았나");
        await TabToAsync(visit, "다음에 할 일");
        var visible = await page.EvaluateAsync<string>("getComputedStyle(document.activeElement).outlineStyle");
        Assert.Equal("solid", visible);

        await page.EvaluateAsync("document.querySelector('.due .chip').focus()");
        await page.Keyboard.PressAsync("Enter");
        Assert.Equal(1, await page.Locator("[popover]:popover-open").CountAsync());
        await page.Keyboard.PressAsync("Escape");
        Assert.Equal(0, await page.Locator("[popover]:popover-open").CountAsync());
        Assert.Contains("chip", await page.EvaluateAsync<string>("document.activeElement.className"), StringComparison.Ordinal);
    }

    private static async Task TabToAsync(Visit visit, string text)
    {
        for (var step = 0; step < 40; step++)
        {
            await visit.Page.Keyboard.PressAsync("Tab");
            if ((await FocusAsync(visit)).StartsWith(text, StringComparison.Ordinal)) return;
        }

        Assert.Fail($"'{text}' is not reached with the Tab key; the focus is on '{await FocusAsync(visit)}'.");
    }

    private static Task<string> FocusAsync(Visit visit) => visit.Page.EvaluateAsync<string>("document.activeElement.textContent.trim()");
}
