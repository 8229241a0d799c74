using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CareExchange.Journeys.Tests.World;
using CareExchange.Server.Hosting;
using Microsoft.AspNetCore.WebUtilities;

namespace CareExchange.Journeys.Tests.Pages;

/// <summary>A SMART app asks a nurse; what it then reads is what she may see, of the one person she chose.</summary>
[Trait("scenario", "S16")]
public sealed class AppTests(DeliveredDistrict district, Chromium chromium) : IClassFixture<DeliveredDistrict>
{
    private const string Verifier = "a-verifier-of-more-than-forty-three-characters-0123456789";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Uri Gateway => district.Run.Gateway.Address;

    // Something that answers, so that the browser stays on it.
    private string Redirect => new Uri(Gateway, "health/live").ToString();

    [Fact]
    public async Task An_app_reads_the_person_chosen_on_the_page_and_nobody_else()
    {
        var app = await RegisterAsync();
        await using var nurse = await chromium.OpenAsync(district);
        await nurse.Page.GotoAsync(Request(app, "launch/patient patient/*.rs openid"));
        await nurse.Page.Locator("#name").FillAsync("nurse");
        await nurse.Page.Locator("#password").FillAsync(Cli.Demo.DemoWorld.Password);
        await nurse.Page.Locator("main form button[type=submit]").ClickAsync();
        await nurse.Page.WaitForURLAsync("**/connect/authorize**");
        Assert.Contains("고른 한 사람의 모든 기록", await nurse.TextAsync(), StringComparison.Ordinal);
        await nurse.PictureAsync("app-request");

        // Nobody chosen: said, and nothing is allowed.
        await nurse.Page.EvaluateAsync("document.querySelectorAll('[required]').forEach(field => field.removeAttribute('required'))");
        await nurse.Page.Locator("button[value=allow]").ClickAsync();
        Assert.Contains("대상자를 골라 주세요", await nurse.TextAsync(), StringComparison.Ordinal);

        await nurse.Page.Locator($"input[name=patient][value='{district.Person}']").CheckAsync();
        await nurse.Page.Locator("button[value=allow]").ClickAsync();
        await nurse.Page.WaitForURLAsync("**/health/live**");
        var token = await RedeemAsync(app, new Uri(nurse.Page.Url));
        Assert.Equal(district.Person, token["patient"]!.GetValue<string>());

        var own = await GetAsync($"fhir/Patient/{district.Person}", token);
        Assert.Equal(HttpStatusCode.OK, own.Status);
        var persons = await GetAsync("fhir/Patient?_total=accurate", token);
        Assert.Equal(1, persons.Body["total"]!.GetValue<int>());
        var machine = await Machine.RegisterAsync(district, "hongje-homecare");
        var everybody = (await machine.GetAsync("Patient?_elements=id")).Is(HttpStatusCode.OK).Resources.Select(patient => patient.GetProperty("id").GetString()!).ToList();
        Assert.True(everybody.Count > 1, "the clinic knows several persons");
        foreach (var other in everybody.Where(id => id != district.Person))
        {
            Assert.Equal(HttpStatusCode.NotFound, (await GetAsync($"fhir/Patient/{other}", token)).Status);
            foreach (var type in (string[])["Observation", "Task"]) Assert.Equal(0, (await GetAsync($"fhir/{type}?patient={other}&_total=accurate", token)).Body["total"]!.GetValue<int>());
        }

        using var write = new HttpRequestMessage(HttpMethod.Delete, new Uri(Gateway, $"fhir/Patient/{district.Person}"));
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(write, token)).Status);
    }

    [Fact]
    public async Task A_plan_opens_an_app_for_the_person_it_shows()
    {
        var app = await RegisterAsync(launch: Redirect);
        await using var nurse = await chromium.OpenAsync(district);
        await nurse.SignInAsync("nurse");
        await nurse.OpenPlanAsync();
        var opened = await nurse.Page.RunAndWaitForPopupAsync(() => nurse.Page.Locator($"a[href$='/apps/{app}']").ClickAsync());
        await opened.WaitForURLAsync("**/health/live**");

        // What the app does with what it was opened with: it asks, the person says yes once more, and nobody has to be chosen.
        var told = QueryHelpers.ParseQuery(new Uri(opened.Url).Query);
        Assert.Equal(new Uri(Gateway, "fhir").ToString(), told["iss"].ToString());
        await opened.GotoAsync(Request(app, "launch patient/*.rs") + "&launch=" + Uri.EscapeDataString(told["launch"].ToString()));
        Assert.Equal(0, await opened.Locator("input[name=patient]").CountAsync());
        await opened.Locator("button[value=allow]").ClickAsync();
        await opened.WaitForURLAsync("**/health/live**");
        var token = await RedeemAsync(app, new Uri(opened.Url));

        Assert.Equal(district.Person, token["patient"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.OK, (await GetAsync($"fhir/Patient/{district.Person}", token)).Status);
        using var stranger = await Staff.SignInAsync(district, "nurse");
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"persons/nobody/apps/{app}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"persons/{district.Person}/apps/unknown")).Status);
    }

    [Theory]
    [InlineData("user")]
    [InlineData("patient")]
    public async Task A_scope_with_a_query_is_told_on_the_page_and_held_to_for_a_person_at_the_keyboard(string context)
    {
        var app = await RegisterAsync();
        await using var nurse = await chromium.OpenAsync(district);
        await nurse.SignInAsync("nurse");
        var launch = context == "patient" ? "launch/patient " : "";
        await nurse.Page.GotoAsync(Request(app, $"{launch}{context}/Patient.rs?_id={district.Person} {context}/Observation.rs?status=cancelled {context}/Condition.rs"));
        Assert.Contains($"다음에 맞는 것만: _id = {district.Person}", await nurse.TextAsync(), StringComparison.Ordinal);
        Assert.Contains("다음에 맞는 것만: status = cancelled", await nurse.TextAsync(), StringComparison.Ordinal);
        if (context == "patient") await nurse.Page.Locator($"input[name=patient][value='{district.Person}']").CheckAsync();
        await nurse.Page.Locator("button[value=allow]").ClickAsync();
        await nurse.Page.WaitForURLAsync("**/health/live**");
        var token = await RedeemAsync(app, new Uri(nurse.Page.Url));
        Assert.Contains($"{context}/Patient.rs?_id={district.Person}", token["scope"]!.GetValue<string>(), StringComparison.Ordinal);

        // What meets the query is read and found; everything else of the type is as if it were not there, and other types are refused.
        Assert.Equal(HttpStatusCode.OK, (await GetAsync($"fhir/Patient/{district.Person}", token)).Status);
        Assert.Equal(1, (await GetAsync("fhir/Patient?_total=accurate", token)).Body["total"]!.GetValue<int>());
        Assert.Equal(0, (await GetAsync($"fhir/Observation?patient={district.Person}&_total=accurate", token)).Body["total"]!.GetValue<int>());
        Assert.Equal(0, (await GetAsync("fhir/Observation?status:not=cancelled&_total=accurate", token)).Body["total"]!.GetValue<int>());
        Assert.True((await GetAsync($"fhir/Condition?patient={district.Person}&_total=accurate", token)).Body["total"]!.GetValue<int>() > 0);
        Assert.Equal(HttpStatusCode.Forbidden, (await GetAsync($"fhir/Encounter?patient={district.Person}", token)).Status);
    }

    [Fact]
    public async Task A_scope_whose_query_nobody_understands_opens_nothing()
    {
        var app = await RegisterAsync();
        await using var nurse = await chromium.OpenAsync(district);
        await nurse.SignInAsync("nurse");
        await nurse.Page.GotoAsync(Request(app, "user/Observation.rs?colour=blue"));
        if (new Uri(nurse.Page.Url).AbsolutePath.EndsWith("/authorize", StringComparison.Ordinal))
        {
            Assert.DoesNotContain("colour", await nurse.TextAsync(), StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal("invalid_scope", QueryHelpers.ParseQuery(new Uri(nurse.Page.Url).Query)["error"]);
        }
    }

    [Fact]
    public async Task A_refusal_goes_back_to_the_app_and_an_unknown_address_gets_nothing()
    {
        var app = await RegisterAsync();
        await using var nurse = await chromium.OpenAsync(district);
        await nurse.SignInAsync("nurse");

        await nurse.Page.GotoAsync(Request(app, "user/Patient.rs"));
        await nurse.Page.Locator("button[value=refuse]").ClickAsync();
        await nurse.Page.WaitForURLAsync("**/health/live**");
        Assert.Equal("access_denied", QueryHelpers.ParseQuery(new Uri(nurse.Page.Url).Query)["error"]);

        var answer = await nurse.Page.GotoAsync(Request(app, "user/Patient.rs").Replace("health%2Flive", "health%2Fready", StringComparison.Ordinal));
        Assert.Equal(400, answer!.Status);
        Assert.Contains("앱의 요청을 받을 수 없습니다", await nurse.TextAsync(), StringComparison.Ordinal);
    }

    private async Task<string> RegisterAsync(string? launch = null)
    {
        var id = $"app-{Guid.NewGuid():N}";
        await district.Run.Gateway.RegisterAsync(
            new ClientOptions(id, "돌봄계획 보기", "hongje-homecare", "홍제 재택의료센터", "", "openid launch launch/patient user/*.rs patient/*.rs") { RedirectUris = [Redirect], LaunchUri = launch }, "test", Cancel);
        return id;
    }

    private string Request(string app, string scope) => QueryHelpers.AddQueryString(new Uri(Gateway, "connect/authorize").ToString(), new Dictionary<string, string?>
    {
        ["response_type"] = "code",
        ["client_id"] = app,
        ["redirect_uri"] = Redirect,
        ["scope"] = scope,
        ["state"] = "s",
        ["aud"] = new Uri(Gateway, "fhir").ToString(),
        ["code_challenge"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier))),
        ["code_challenge_method"] = "S256",
    });

    private async Task<JsonObject> RedeemAsync(string app, Uri back)
    {
        var query = QueryHelpers.ParseQuery(back.Query);
        Assert.Equal("s", query["state"]);
        using var client = new HttpClient();
        using var answer = await client.PostAsync(new Uri(Gateway, "connect/token"), new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code", ["code"] = query["code"]!, ["redirect_uri"] = Redirect, ["client_id"] = app, ["code_verifier"] = Verifier,
        }), Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancel))!.AsObject();
    }

    private async Task<(HttpStatusCode Status, JsonObject Body)> GetAsync(string path, JsonObject token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Gateway, path));
        return await SendAsync(request, token);
    }

    private static async Task<(HttpStatusCode Status, JsonObject Body)> SendAsync(HttpRequestMessage request, JsonObject token)
    {
        using var client = new HttpClient();
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token["access_token"]!.GetValue<string>());
        using var answer = await client.SendAsync(request, Cancel);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancel))!.AsObject());
    }
}
