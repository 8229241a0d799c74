using System.Text;
using CareExchange.Journeys.Tests.World;
using Microsoft.Playwright;

namespace CareExchange.Journeys.Tests.Pages;

[Collection(DeliveredCollection.Name)]
public sealed class PaperTests(DeliveredDistrict district, Chromium chromium)
{
    [Fact]
    public async Task The_plan_prints_on_A4_with_its_sources_and_without_the_furniture_of_the_screen()
    {
        await using var visit = await chromium.OpenAsync(district);
        await visit.SignInAsync("manager");
        await visit.OpenPlanAsync();

        // The page on the screen prints one sentence; the one that prints stands in the trail.
        await visit.Page.EmulateMediaAsync(new() { Media = Media.Print });
        Assert.True(await visit.Page.Locator(".unprinted").IsVisibleAsync());
        Assert.False(await visit.Page.Locator("#sources table").IsVisibleAsync());
        await visit.Page.GotoAsync((await visit.Page.EvaluateAsync<string>("location.pathname")) + "/print");
        Assert.Contains(await district.AuditAsync(), entry => entry.Row is { Action: "plan-printed", Outcome: "permit" });

        foreach (var furniture in new[] { ".bar", ".sections", ".person-actions", ".withdraw >> nth=0", ".foot" })
        {
            Assert.False(await visit.Page.Locator(furniture).IsVisibleAsync(), furniture);
        }

        Assert.True(await visit.Page.Locator("#sources table").IsVisibleAsync());
        Assert.True(await visit.Page.Locator(".edition .paper-only").IsVisibleAsync());
        var pdf = await visit.Page.PdfAsync(new() { Format = "A4", PreferCSSPageSize = true });
        var pages = Encoding.Latin1.GetString(pdf).Split("/Type /Page\n").Length - 1;
        Assert.InRange(pages, 2, 8);
        if (Environment.GetEnvironmentVariable("CAREEXCHANGE_SCREENSHOTS") is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
            await File.WriteAllBytesAsync(Path.Combine(folder, "plan-manager-a4.pdf"), pdf);
        }
    }
}
