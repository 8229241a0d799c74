using System.Net;
using CareExchange.Journeys.Tests.World;
using CareExchange.Server.Hosting;
using Deque.AxeCore.Playwright;

namespace CareExchange.Journeys.Tests.Pages;

/// <summary>The operator registers and stops who may use the gateway, on a page that nobody else has.</summary>
public sealed class OperatorTests(DeliveredDistrict district, Chromium chromium) : IClassFixture<DeliveredDistrict>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ko", 1440)]
    [InlineData("en", 390)]
    public async Task An_operator_registers_an_app_and_a_colleague_and_stops_them(string language, int width)
    {
        await RegisterOperatorAsync();
        await using var visit = await chromium.OpenAsync(district, width: width, height: 844);
        await visit.Page.GotoAsync("/signin?lang=" + language);
        await visit.SignInAsync("operator");
        await visit.Page.Locator(".bar-nav a[href='/operator']").ClickAsync();
        await ExpectNothingAsync(visit, "who may use");
        await visit.PictureAsync($"operator-{language}-{width}");

        // An app: what is wrong is said, nothing typed is lost.
        var id = $"app-{language}";
        await visit.Page.Locator("a[href='/operator/clients']").ClickAsync();
        foreach (var (field, value) in new[] { ("id", id), ("display", "복약 앱"), ("organization", "hongje-homecare"), ("organizationName", "홍제 재택의료센터"), ("scopes", "patient/*.cruds"), ("redirects", "https://app.example/cb") })
        {
            await visit.Page.Locator($"#{field}").FillAsync(value);
        }

        await visit.Page.Locator("main form .button-primary").ClickAsync();
        await ExpectNothingAsync(visit, "app with a problem");
        await visit.PictureAsync($"operator-client-{language}-{width}");
        Assert.True(await visit.Page.Locator(".problem li").CountAsync() > 0);
        Assert.Equal("https://app.example/cb", await visit.Page.Locator("#redirects").InputValueAsync());
        await visit.Page.Locator("#scopes").FillAsync("launch/patient patient/*.rs");
        await visit.Page.Locator("main form .button-primary").ClickAsync();
        await visit.Page.WaitForURLAsync("**/operator?done=saved");
        await visit.Page.Locator($"form:has(input[value='{id}']) button[value=disable]").ClickAsync();
        Assert.Equal(1, await visit.Page.Locator($"form:has(input[value='{id}']) button[value=enable]").CountAsync());

        // A colleague, who signs in and then no longer does.
        var name = $"colleague-{language}";
        await visit.Page.Locator("a[href='/operator/staff']").ClickAsync();
        await ExpectNothingAsync(visit, "staff form");
        foreach (var (field, value) in new[]
        {
            ("name", name), ("display", "새 간호사(가명)"), ("password", Cli.Demo.DemoWorld.Password), ("grant0\\.role", "clinic-nurse"), ("grant0\\.organization", "hongje-homecare"), ("grant0\\.organizationName", "홍제 재택의료센터"),
        })
        {
            await visit.Page.Locator($"#{field}").FillAsync(value);
        }

        await visit.Page.Locator("main form .button-primary").ClickAsync();
        await visit.Page.WaitForURLAsync("**/operator?done=saved");
        using var colleague = await Staff.SignInAsync(district, name);
        Assert.Equal(HttpStatusCode.OK, (await colleague.GetAsync("persons")).Status);
        await visit.Page.Locator($"form:has(input[value='{name}']) button[value=disable]").ClickAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, (await colleague.GetAsync("persons")).Status);
    }

    [Fact]
    public async Task A_second_role_is_added_and_the_first_keeps_its_history()
    {
        await RegisterOperatorAsync();
        await district.Run.Gateway.RegisterAsync(new StaffOptions("two-roles", "두 역할(가명)", Cli.Demo.DemoWorld.Password, "clinic-nurse", "hongje-homecare", "홍제 재택의료센터"), "test", Cancel);
        using var operators = await Staff.SignInAsync(district, "operator");

        (string, string)[] first = [("grant0.role", "clinic-nurse"), ("grant0.organization", "hongje-homecare"), ("grant0.organizationName", "홍제 재택의료센터"), ("grant0.purpose", "TREAT")];
        (string, string)[] second = [("grant1.role", "dementia-worker"), ("grant1.organization", "seodaemun-dementia"), ("grant1.organizationName", "서대문구치매안심센터"), ("grant1.purpose", "TREAT")];
        var answer = await operators.PostFormAsync("operator/staff?name=two-roles", "operator/staff", [("name", "two-roles"), ("display", "두 역할(가명)"), .. first, .. second]);
        Assert.Equal("/operator?done=saved", answer.Is(HttpStatusCode.SeeOther).Response.Headers.Location!.OriginalString);
        answer = await operators.PostFormAsync("operator/staff?name=two-roles", "operator/staff", [("name", "two-roles"), ("display", "두 역할(가명)"), .. second]);
        answer.Is(HttpStatusCode.SeeOther);

        var grants = (await district.Room<Identity.Staff.StaffAccounts>().ListAsync(Cancel)).Single(staff => staff.Name == "two-roles").Grants;
        Assert.Equal(["clinic-nurse", "dementia-worker"], grants.Select(grant => grant.Role));
        Assert.NotNull(grants[0].EndedAt);
        Assert.Null(grants[1].EndedAt);
    }

    [Theory]
    [InlineData("operator")]
    [InlineData("operator/clients")]
    [InlineData("operator/staff?name=nurse")]
    public async Task For_anybody_else_there_is_no_such_page(string page)
    {
        using var nurse = await Staff.SignInAsync(district, "nurse");

        Assert.Equal(HttpStatusCode.NotFound, (await nurse.GetAsync(page)).Status);
        var answer = await nurse.PostFormAsync("persons", "operator/staff/state", ("name", "manager"), ("wish", "disable"));
        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        using var manager = await Staff.SignInAsync(district, "manager");
    }

    private Task RegisterOperatorAsync() =>
        district.Run.Gateway.RegisterAsync(new StaffOptions("operator", "운영자(가명)", Cli.Demo.DemoWorld.Password, "operator", "careexchange", "CareExchange 운영"), "test", Cancel);

    private static async Task ExpectNothingAsync(Visit visit, string place)
    {
        var result = await visit.Page.RunAxe();
        Assert.True(result.Violations.Length == 0, place + ": " + string.Join("; ", result.Violations.Select(violation =>
            $"{violation.Id} at {string.Join(" | ", violation.Nodes.Take(3).Select(node => node.Html))}")));
    }
}
