using CareExchange.Journeys.Tests.World;

namespace CareExchange.Journeys.Tests.Pages;

/// <summary>A consent is taken back; the next look, by anybody, is without it. Has its own demo, because it changes it.</summary>
public sealed class WithdrawalTests(DeliveredDistrict district, Chromium chromium) : IClassFixture<DeliveredDistrict>
{
    [Fact]
    public async Task The_case_manager_withdraws_one_consent_and_what_it_opened_is_gone_on_reload()
    {
        await using var manager = await chromium.OpenAsync(district);
        await using var nurse = await chromium.OpenAsync(district);
        await manager.SignInAsync("manager");
        await nurse.SignInAsync("nurse");
        await manager.OpenPlanAsync();
        await nurse.OpenPlanAsync();
        Assert.Contains("시공간기능", await manager.TextAsync(), StringComparison.Ordinal);
        Assert.Contains("시공간기능", await nurse.TextAsync(), StringComparison.Ordinal);
        var edition = await manager.Page.Locator(".edition b").InnerTextAsync();

        // The dementia centre's sensitive items, to the municipality and to the clinic.
        var consent = manager.Page.Locator("#consents tbody", new() { Has = manager.Page.Locator(".domain-row", new() { HasText = "치매안심센터" }) }).Locator("tr").Filter(new() { HasText = "인지" });
        await consent.Locator(".withdraw").ClickAsync();
        await manager.PictureAsync("withdraw-form");

        // Nothing happens by accident: an empty form is answered with what is missing.
        await manager.Page.Locator("main form .button-danger").ClickAsync();
        Assert.Equal(2, await manager.Page.Locator(".problem li").CountAsync());
        await manager.PictureAsync("withdraw-missing");

        await manager.Page.Locator("#reason-0").CheckAsync();
        await manager.Page.Locator("#confirm").CheckAsync();
        await manager.Page.Locator("main form .button-danger").ClickAsync();
        await manager.Page.WaitForURLAsync("**/plan?done=withdrawn");
        await manager.PictureAsync("plan-manager-after-withdrawal");
        var after = await manager.TextAsync();
        Assert.Contains("동의를 철회했습니다", after, StringComparison.Ordinal);
        Assert.DoesNotContain("시공간기능", after, StringComparison.Ordinal);
        Assert.DoesNotContain("인지선별검사(CIST)", after, StringComparison.Ordinal);
        Assert.NotEqual(edition, await manager.Page.Locator(".edition b").InnerTextAsync());

        await nurse.Page.ReloadAsync();
        Assert.DoesNotContain("시공간기능", await nurse.TextAsync(), StringComparison.Ordinal);

        await using var centre = await chromium.OpenAsync(district);
        await centre.SignInAsync("dementia");
        await centre.OpenPlanAsync();
        Assert.Contains("시공간기능", await centre.TextAsync(), StringComparison.Ordinal);

        await manager.Page.GotoAsync(manager.Plan.ToString().Replace("/plan", "/access", StringComparison.Ordinal));
        await manager.PictureAsync("looks");
        var looks = await manager.TextAsync();
        Assert.Contains("동의 철회", looks, StringComparison.Ordinal);
        Assert.Contains("나눔(가명)", looks, StringComparison.Ordinal);
    }
}
