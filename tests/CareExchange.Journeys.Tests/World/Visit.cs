using CareExchange.Cli.Demo;
using Microsoft.Playwright;

namespace CareExchange.Journeys.Tests.World;

/// <summary>One reader at one window. Console errors and requests to other hosts are collected: both have to stay empty.</summary>
public sealed class Visit : IAsyncDisposable
{
    private readonly IBrowserContext _context;

    internal Visit(Uri address, Uri plan, IBrowserContext context, IPage page)
    {
        (Plan, _context, Page) = (plan, context, page);
        page.Console += (_, message) =>
        {
            // A refused sign-in or a hidden person is an answer, which the console reports all the same.
            if (message.Type == "error" && !message.Text.Contains("Failed to load resource", StringComparison.Ordinal)) Errors.Add(message.Text);
        };
        page.PageError += (_, error) => Errors.Add(error);
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(address.ToString(), StringComparison.Ordinal)) Foreign.Add(request.Url);
        };
    }

    /// <summary>The main person's plan.</summary>
    public Uri Plan { get; }

    public IPage Page { get; }

    public List<string> Errors { get; } = [];

    public List<string> Foreign { get; } = [];

    public async Task SignInAsync(string name)
    {
        await Page.GotoAsync("/signin");
        await Page.Locator("#name").FillAsync(name);
        await Page.Locator("#password").FillAsync(DemoWorld.Password);
        await Page.Locator("main form button[type=submit]").ClickAsync();
        await Page.WaitForURLAsync("**/persons");
    }

    public Task<IResponse?> OpenPlanAsync() => Page.GotoAsync(Plan.ToString());

    public Task SwitchLanguageAsync() => Page.Locator(".bar-link[hreflang]").ClickAsync();

    /// <summary>All that a reader can read on the page, unfolded.</summary>
    public async Task<string> TextAsync() => string.Join(' ', (await Page.Locator("body").TextContentAsync() ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>A picture in the folder that <c>CAREEXCHANGE_SCREENSHOTS</c> names; nothing where it names none.</summary>
    public async Task PictureAsync(string name, bool fullPage = true)
    {
        if (Environment.GetEnvironmentVariable("CAREEXCHANGE_SCREENSHOTS") is not { Length: > 0 } folder) return;
        Directory.CreateDirectory(folder);
        await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png"), FullPage = fullPage });
    }

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        Assert.Empty(Errors);
        Assert.Empty(Foreign);
    }
}
