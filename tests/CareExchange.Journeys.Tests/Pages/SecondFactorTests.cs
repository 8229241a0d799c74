using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using CareExchange.Journeys.Tests.World;
using Deque.AxeCore.Playwright;

namespace CareExchange.Journeys.Tests.Pages;

/// <summary>A nurse sets up the app on her phone, and signs in with it the next morning. The phone of the test shares no code with the gateway.</summary>
public sealed class SecondFactorTests(DeliveredDistrict district, Chromium chromium) : IClassFixture<DeliveredDistrict>
{
    [Theory]
    [InlineData("nurse", "ko", 1440)]
    [InlineData("manager", "en", 390)]
    public async Task A_phone_is_set_up_on_the_page_and_asked_at_the_next_sign_in(string name, string language, int width)
    {
        await using var visit = await chromium.OpenAsync(district, width: width, height: 844);
        await visit.Page.GotoAsync("/signin?lang=" + language);
        await visit.SignInAsync(name);
        await visit.Page.Locator(".bar-reader a").ClickAsync();
        await ExpectNothingAsync(visit, "own security");
        await visit.PictureAsync($"second-factor-{language}-{width}");

        // The password is asked again; a wrong one is said and changes nothing.
        await visit.Page.Locator("#password").FillAsync("wrong");
        await visit.Page.Locator("button[value=set-up]").ClickAsync();
        await ExpectNothingAsync(visit, "own security with a problem");
        Assert.True(await visit.Page.Locator("#problem").IsVisibleAsync());
        await visit.Page.Locator("#password").FillAsync(Cli.Demo.DemoWorld.Password);
        await visit.Page.Locator("button[value=set-up]").ClickAsync();
        await ExpectNothingAsync(visit, "setting up");
        await visit.PictureAsync($"second-factor-set-up-{language}-{width}");
        var secret = (await visit.Page.Locator(".secret").InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal);
        Assert.Equal(32, secret.Length);

        await visit.Page.Locator("#code").FillAsync(Code(secret));
        await visit.Page.Locator("main form button[type=submit]").ClickAsync();
        await ExpectNothingAsync(visit, "recovery codes");
        await visit.PictureAsync($"second-factor-codes-{language}-{width}");
        Assert.Equal(10, await visit.Page.Locator(".codes li").CountAsync());
        await visit.Page.Locator("main .button-primary").ClickAsync();
        await visit.Page.Locator(".bar-form button").ClickAsync();

        district.Clock.Advance(TimeSpan.FromMinutes(1));
        await visit.Page.Locator("#name").FillAsync(name);
        await visit.Page.Locator("#password").FillAsync(Cli.Demo.DemoWorld.Password);
        await visit.Page.Locator("main form button[type=submit]").ClickAsync();
        await ExpectNothingAsync(visit, "code");
        await visit.PictureAsync($"second-factor-code-{language}-{width}");
        await visit.Page.Locator("#code").FillAsync("000 000");
        await visit.Page.Locator("main form button[type=submit]").ClickAsync();
        await ExpectNothingAsync(visit, "code refused");
        await visit.Page.Locator("#code").FillAsync(Code(secret));
        await visit.Page.Locator("main form button[type=submit]").ClickAsync();
        await visit.Page.WaitForURLAsync("**/persons");
    }

    // RFC 6238 by hand.
    [SuppressMessage("Security", "CA5350", Justification = "The algorithm is the one that authenticator apps know.")]
    private string Code(string secret)
    {
        var bits = string.Concat(secret.Select(letter => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(letter, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        var key = Enumerable.Range(0, bits.Length / 8).Select(at => Convert.ToByte(bits.Substring(at * 8, 8), 2)).ToArray();
        var counter = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, district.Clock.GetUtcNow().ToUnixTimeSeconds() / 30);
        var hash = HMACSHA1.HashData(key, counter);
        return ((BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 15)) & int.MaxValue) % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    private static async Task ExpectNothingAsync(Visit visit, string place)
    {
        var result = await visit.Page.RunAxe();
        Assert.True(result.Violations.Length == 0, place + ": " + string.Join("; ", result.Violations.Select(violation =>
            $"{violation.Id} at {string.Join(" | ", violation.Nodes.Take(3).Select(node => node.Html))}")));
    }
}
