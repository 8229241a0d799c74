using System.Net;
using CareExchange.Identity.Events;
using CareExchange.Identity.Sessions;

namespace CareExchange.Identity.Tests.Staff;

public sealed class StaffSignInTests : IAsyncLifetime
{
    private TestGateway _gateway = null!;

    private static CancellationToken Cancel => TestRoom.Cancel;

    public async ValueTask InitializeAsync()
    {
        _gateway = await TestGateway.StartAsync();
        await _gateway.Accounts.UpsertAsync(TestRoom.Nurse(), "test", Cancel);
        _gateway.Events.Clear();
    }

    public async ValueTask DisposeAsync() => await _gateway.DisposeAsync();

    [Fact]
    public async Task A_nurse_signs_in_reads_a_page_and_signs_out()
    {
        using var browser = _gateway.NewClient();

        using var signedIn = await SignInAsync(browser);
        using var page = await browser.GetAsync("/persons", Cancel);
        using var signedOut = await browser.PostAsync("/signout", null, Cancel);
        using var after = await browser.GetAsync("/persons", Cancel);

        Assert.Equal("Succeeded", await signedIn.Content.ReadAsStringAsync(Cancel));
        Assert.EndsWith("|한간호(가명)|clinic-nurse|hongje-homecare|홍제 재택의료센터|TREAT|False||False", await page.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
        Assert.Equal([IdentityEventKind.SignInSucceeded, IdentityEventKind.SignedOut], _gateway.Events.Select(happened => happened.Kind));
        Assert.All(_gateway.Events, happened => Assert.Equal(("한간호(가명)", "clinic-nurse", "127.0.0.1"), (happened.ActorDisplay, happened.Role, happened.NetworkAddress)));
        Assert.Single(_gateway.Events.Select(happened => happened.SubjectId).Distinct());
    }

    [Fact]
    public async Task The_cookie_is_locked_down_and_says_nothing_about_the_person()
    {
        using var browser = _gateway.NewClient();
        using var signedIn = await SignInAsync(browser);

        var cookie = Assert.Single(signedIn.Headers.GetValues("Set-Cookie"));

        Assert.StartsWith("careexchange=", cookie, StringComparison.Ordinal);
        Assert.Contains("; httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("; samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("expires=", cookie, StringComparison.OrdinalIgnoreCase);
        var small = cookie.Split(';')[0].Length;
        // Encrypted, so its size is what could betray content: a longer name must not make a longer cookie.
        await _gateway.Accounts.UpsertAsync(TestRoom.Nurse() with { Display = new string('가', 100) }, "test", Cancel);
        using var other = _gateway.NewClient();
        using var again = await SignInAsync(other);
        Assert.Equal(small, Assert.Single(again.Headers.GetValues("Set-Cookie")).Split(';')[0].Length);
    }

    [Fact]
    public async Task Behind_https_the_cookie_is_secure_and_bound_to_the_host()
    {
        await using var secure = await TestGateway.StartAsync();
        var cookie = new Microsoft.AspNetCore.Authentication.Cookies.CookieAuthenticationOptions();

        SessionCookie.Configure(cookie, secure.Options with { Issuer = "https://gateway.example" });

        Assert.Equal(("__Host-careexchange", "/", null), (cookie.Cookie.Name, cookie.Cookie.Path, cookie.Cookie.Domain));
        Assert.Equal(Microsoft.AspNetCore.Http.CookieSecurePolicy.Always, cookie.Cookie.SecurePolicy);
    }

    [Fact]
    public async Task A_copied_cookie_is_worthless_after_sign_out_and_after_revocation()
    {
        using var browser = _gateway.NewClient();
        using var first = await SignInAsync(browser);
        var copied = CookieOf(first);
        Assert.Equal(HttpStatusCode.OK, await StatusWithAsync(copied));
        using var signedOut = await browser.PostAsync("/signout", null, Cancel);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusWithAsync(copied));

        using var second = await SignInAsync(browser);
        copied = CookieOf(second);
        Assert.Equal(HttpStatusCode.OK, await StatusWithAsync(copied));
        var account = Assert.Single(await _gateway.Accounts.ListAsync(Cancel));
        Assert.Equal(1, await _gateway.Get<StaffSessions>().RevokeAllAsync(account.Id, "operator", Cancel));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusWithAsync(copied));
    }

    [Fact]
    public async Task Signing_in_again_changes_the_key_and_ends_the_session_before()
    {
        using var browser = _gateway.NewClient();
        using var first = await SignInAsync(browser);
        using var second = await SignInAsync(browser);

        Assert.NotEqual(CookieOf(first), CookieOf(second));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusWithAsync(CookieOf(first)));
        Assert.Equal(HttpStatusCode.OK, await StatusWithAsync(CookieOf(second)));
    }

    [Fact]
    public async Task A_refused_sign_in_sets_no_cookie_and_is_recorded_without_what_was_typed()
    {
        using var browser = _gateway.NewClient();
        using var wrong = await SignInAsync(browser, password: "wrong-password-typed");
        using var unknown = await SignInAsync(browser, name: "password-typed-as-name");

        Assert.Equal("Refused", await wrong.Content.ReadAsStringAsync(Cancel));
        Assert.Equal("Refused", await unknown.Content.ReadAsStringAsync(Cancel));
        Assert.False(wrong.Headers.Contains("Set-Cookie"));
        var events = _gateway.Events.ToArray();
        Assert.Equal(["wrong-password", "unknown-name"], events.Select(happened => happened.Reason));
        Assert.NotNull(events[0].ActorId);
        Assert.Null(events[1].ActorId);
        Assert.DoesNotContain("typed", string.Join('\n', events.Select(happened => happened.ToString())), StringComparison.Ordinal);
        Assert.DoesNotContain(_gateway.Log, line => line.Contains("typed", StringComparison.Ordinal) || line.Contains("river", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_locked_name_is_told_how_long_to_wait()
    {
        using var browser = _gateway.NewClient();
        for (var attempt = 0; attempt < 5; attempt++)
        {
            using var wrong = await SignInAsync(browser, password: "wrong");
        }

        using var locked = await SignInAsync(browser);

        Assert.Equal("LockedOut 00:00:30", await locked.Content.ReadAsStringAsync(Cancel));
        Assert.Equal("name-locked", _gateway.Events.Last().Reason);
    }

    [Fact]
    public async Task A_sign_in_that_cannot_be_recorded_does_not_happen()
    {
        using var browser = _gateway.NewClient();
        _gateway.AuditFails = true;

        using var answer = await SignInAsync(browser);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Theory]
    [InlineData("text/html", null, HttpStatusCode.Redirect)]
    [InlineData("application/fhir+json", null, HttpStatusCode.Unauthorized)]
    [InlineData("*/*", null, HttpStatusCode.Unauthorized)]
    [InlineData("text/html", "true", HttpStatusCode.Unauthorized)]
    public async Task Only_a_browser_that_wants_a_page_is_sent_to_the_sign_in_page(string accept, string? htmx, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/persons?x=1");
        request.Headers.Accept.ParseAdd(accept);
        if (htmx is not null) request.Headers.Add("HX-Request", htmx);

        using var answer = await _gateway.Client.SendAsync(request, Cancel);

        Assert.Equal(status, answer.StatusCode);
        if (status is HttpStatusCode.Redirect) Assert.Equal("/signin?returnUrl=%2Fpersons%3Fx%3D1", answer.Headers.Location?.PathAndQuery);
        Assert.Equal(htmx is not null, answer.Headers.Contains("HX-Redirect"));
    }

    [Fact]
    public async Task A_restart_keeps_people_signed_in_because_the_key_ring_is_in_the_database()
    {
        var first = await TestGateway.StartAsync();
        await first.Accounts.UpsertAsync(TestRoom.Nurse(), "test", Cancel);
        using var browser = first.NewClient();
        using var signedIn = await SignInAsync(browser);
        var cookie = CookieOf(signedIn);
        await first.StopAsync();

        await using var second = await TestGateway.StartAsync(restarted: first);
        using var answer = await second.GetWithCookieAsync("/persons", cookie);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task The_cookie_key_ring_is_unreadable_in_the_database()
    {
        using var browser = _gateway.NewClient();
        using var signedIn = await SignInAsync(browser);

        var rows = _gateway.Get<Storage.Accounts.ProtectionKeyStore>().List();

        Assert.NotEmpty(rows);
        Assert.All(rows, row =>
        {
            Assert.Contains("<sealed", row.Xml, StringComparison.Ordinal);
            // How Data Protection writes a key that nobody encrypted.
            Assert.DoesNotContain("<value>", row.Xml, StringComparison.Ordinal);
        });
    }

    private static Task<HttpResponseMessage> SignInAsync(HttpClient browser, string name = "nurse", string password = "warm-river-stone") =>
        browser.PostAsync("/signin", new FormUrlEncodedContent([KeyValuePair.Create("name", name), KeyValuePair.Create("password", password)]), Cancel);

    private static string CookieOf(HttpResponseMessage answer) => Assert.Single(answer.Headers.GetValues("Set-Cookie")).Split(';')[0];

    private async Task<HttpStatusCode> StatusWithAsync(string cookie)
    {
        using var answer = await _gateway.GetWithCookieAsync("/persons", cookie);
        return answer.StatusCode;
    }
}
