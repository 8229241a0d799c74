using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using CareExchange.Journeys.Tests.World;
using CareExchange.Server.Hosting;

namespace CareExchange.Journeys.Tests.Durability;

/// <summary>Staff at two gateway processes over one database: locked at one is locked at the other, signed out at one is signed out at the other.</summary>
[Trait("scenario", "S16")]
public sealed partial class SharedSignInTests
{
    private const string Public = "http://localhost:9";
    private const string Password = "정확한 암호 말-배터리-스테이플";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_lock_a_sign_out_and_a_stopped_account_at_one_hold_at_the_other(bool isPostgres)
    {
        Assert.SkipWhen(isPostgres && !ProcessWorld.HasPostgres, "No PostgreSQL to test with.");
        await using var world = await ProcessWorld.OpenAsync(isPostgres);
        await using var left = await world.StartAsync(Public);
        await using var right = await world.StartAsync(Public);
        var options = new GatewayOptions { DataFolder = Path.Combine(world.Folder, "data"), PostgresConnection = world.Postgres, Url = Public };
        await using var access = await GatewayAccess.OpenAsync(options, TimeProvider.System, TestContext.Current.CancellationToken);
        foreach (var name in (string[])["kim", "lee"]) await access.RegisterAsync(new StaffOptions(name, name, Password, "clinic-nurse", "machine", "machine"), "test", TestContext.Current.CancellationToken);

        // 1. Wrong passwords at both in turns: the lock that they make together holds at both, also for the right one, and for nobody else.
        for (var attempt = 0; attempt < 6; attempt++)
        {
            using var one = Client(attempt % 2 == 0 ? left : right);
            Assert.Equal(attempt < 5 ? HttpStatusCode.Unauthorized : HttpStatusCode.TooManyRequests, Said(await SignInAsync(one, "kim", "wrong")));
        }

        foreach (var node in (GatewayProcess[])[left, right])
        {
            using var one = Client(node);
            Assert.Equal(HttpStatusCode.TooManyRequests, Said(await SignInAsync(one, "kim", Password)));
        }

        // 2. One cookie is good at both, until it is ended at either.
        var jar = new CookieContainer();
        using var atLeft = Client(left, jar);
        using var atRight = Client(right, jar);
        Assert.Equal(HttpStatusCode.SeeOther, Said(await SignInAsync(atLeft, "lee", Password)));
        Assert.Equal(HttpStatusCode.OK, (await atRight.GetAsync("persons", TestContext.Current.CancellationToken)).StatusCode);
        using var copied = Client(right, Copy(jar, right));
        Assert.Equal(HttpStatusCode.OK, (await copied.GetAsync("persons", TestContext.Current.CancellationToken)).StatusCode);
        var page = await atLeft.GetStringAsync("persons", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.SeeOther, Said(await PostAsync(atLeft, "signout", page)));
        await EndsAsync("a session that was signed out", copied);

        // 3. So does an account that the operator stops.
        Assert.Equal(HttpStatusCode.SeeOther, Said(await SignInAsync(atLeft, "lee", Password)));
        Assert.Equal(HttpStatusCode.OK, (await atRight.GetAsync("persons", TestContext.Current.CancellationToken)).StatusCode);
        Assert.True(await access.EnableStaffAsync("lee", isEnabled: false, "test", TestContext.Current.CancellationToken));
        await EndsAsync("a session whose account was stopped", atRight);
        await EndsAsync("the same at the first", atLeft);
    }

    private static async Task EndsAsync(string what, HttpClient client)
    {
        var begin = Stopwatch.GetTimestamp();
        while ((await client.GetAsync("persons", TestContext.Current.CancellationToken)).StatusCode == HttpStatusCode.OK) await Task.Delay(20, TestContext.Current.CancellationToken);
        TestContext.Current.TestOutputHelper?.WriteLine($"{what} was refused by the other node after {Stopwatch.GetElapsedTime(begin).TotalMilliseconds:F0} ms");
    }

    private static HttpStatusCode Said(HttpResponseMessage answer)
    {
        using (answer) return answer.StatusCode;
    }

    private static async Task<HttpResponseMessage> SignInAsync(HttpClient client, string name, string password)
    {
        var page = await client.GetStringAsync("signin", TestContext.Current.CancellationToken);
        return await PostAsync(client, "signin", page, ("name", name), ("password", password));
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, string action, string page, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent([.. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)), KeyValuePair.Create("form-token", WebUtility.HtmlDecode(FormToken().Match(page).Groups[1].Value))]);
        return await client.PostAsync(action, form, TestContext.Current.CancellationToken);
    }

    private static CookieContainer Copy(CookieContainer jar, GatewayProcess node)
    {
        var copy = new CookieContainer();
        copy.Add(new Uri(node.Address), jar.GetCookies(new Uri(node.Address)));
        return copy;
    }

    private static HttpClient Client(GatewayProcess node, CookieContainer? jar = null)
    {
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = jar ?? new() }) { BaseAddress = new Uri(node.Address + "/") };
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        return client;
    }

    [GeneratedRegex("name=\"form-token\"[^>]*value=\"([^\"]+)\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FormToken();
}
