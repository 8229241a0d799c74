using Microsoft.Playwright;

namespace CareExchange.Journeys.Tests.World;

/// <summary>The system's Chromium; nothing is downloaded.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;

    public async ValueTask InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium",
            Headless = true,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    /// <summary>A reader's own window, without cookies, on a Korean desk.</summary>
    public async Task<Visit> OpenAsync(District district, bool scripts = true, int width = 1440, int height = 900)
    {
        var context = await _browser.NewContextAsync(new()
        {
            BaseURL = district.Run.Gateway.Address.ToString(),
            JavaScriptEnabled = scripts,
            Locale = "ko-KR",
            TimezoneId = "Asia/Seoul",
            ViewportSize = new() { Width = width, Height = height },
        });
        var plan = await district.Run.FindPlanAsync(TestContext.Current.CancellationToken) ?? throw new InvalidOperationException("The main person's plan is not there.");
        return new(district.Run.Gateway.Address, plan, context, await context.NewPageAsync());
    }
}
