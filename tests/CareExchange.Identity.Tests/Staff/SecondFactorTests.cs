using CareExchange.Identity.Events;
using CareExchange.Identity.Factors;
using CareExchange.Identity.Settings;
using CareExchange.Storage.Accounts;
using Microsoft.EntityFrameworkCore;

namespace CareExchange.Identity.Tests.Staff;

/// <summary>Signing in with a device: what opens a session, and what does not.</summary>
public sealed class SecondFactorTests : IAsyncLifetime
{
    private const string Password = "warm-river-stone";
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
    public async Task A_device_is_set_up_and_asked_from_then_on()
    {
        var secret = (await SetUpAsync()).Secret;
        using var browser = _gateway.NewClient();

        var first = await PostAsync(browser, "/signin", ("name", "nurse"), ("password", Password));
        Assert.Equal("CodeNeeded", first.Text);
        Assert.Equal("Unauthorized", await PageAsync(browser));

        _gateway.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("Succeeded", (await PostAsync(browser, "/signin/code", ("ticket", first.Ticket), ("code", Code(secret)))).Text);
        Assert.Equal("OK", await PageAsync(browser));
        Assert.Equal(
            [IdentityEventKind.SignInSucceeded, IdentityEventKind.SecondFactorChanged, IdentityEventKind.SignInSucceeded, IdentityEventKind.SignInSucceeded],
            _gateway.Events.Select(happened => happened.Kind));
    }

    [Fact]
    public async Task A_code_opens_once_also_on_two_nodes_at_once()
    {
        var secret = (await SetUpAsync()).Secret;
        _gateway.Clock.Advance(TimeSpan.FromMinutes(1));
        using var browser = _gateway.NewClient();
        var first = await PostAsync(browser, "/signin", ("name", "nurse"), ("password", Password));

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            using var other = _gateway.NewClient();
            return (await PostAsync(other, "/signin/code", ("ticket", first.Ticket), ("code", Code(secret)))).Text;
        }));

        Assert.Single(answers, answer => answer == "Succeeded");
        Assert.Contains(_gateway.Events, happened => happened.Reason == "code-replayed");
    }

    [Fact]
    public async Task The_code_before_the_last_accepted_one_is_refused()
    {
        var secret = (await SetUpAsync()).Secret;
        using var browser = _gateway.NewClient();
        var first = await PostAsync(browser, "/signin", ("name", "nurse"), ("password", Password));

        Assert.Equal("CodeRefused", (await PostAsync(browser, "/signin/code", ("ticket", first.Ticket), ("code", Code(secret)))).Text);
        Assert.Equal("Unauthorized", await PageAsync(browser));
    }

    [Fact]
    public async Task Wrong_codes_lock_the_step_and_the_right_password_does_not_unlock_it()
    {
        var secret = (await SetUpAsync()).Secret;
        _gateway.Clock.Advance(TimeSpan.FromMinutes(1));
        using var browser = _gateway.NewClient();
        for (var attempt = 0; attempt < 5; attempt++)
        {
            var step = await PostAsync(browser, "/signin", ("name", "nurse"), ("password", Password));
            Assert.Equal("CodeRefused", (await PostAsync(browser, "/signin/code", ("ticket", step.Ticket), ("code", "000000"))).Text);
        }

        var again = await PostAsync(browser, "/signin", ("name", "nurse"), ("password", Password));
        Assert.Equal("CodeNeeded", again.Text);
        Assert.Equal("LockedOut 00:00:30", (await PostAsync(browser, "/signin/code", ("ticket", again.Ticket), ("code", Code(secret)))).Text);
        _gateway.Clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal("Succeeded", (await PostAsync(browser, "/signin/code", ("ticket", again.Ticket), ("code", Code(secret)))).Text);
    }

    [Fact]
    public async Task A_recovery_code_works_once()
    {
        var codes = (await SetUpAsync()).Codes;
        Assert.Equal((10, 10), (codes.Length, codes.Distinct().Count()));
        using var browser = _gateway.NewClient();
        var first = await PostAsync(browser, "/signin", ("name", "nurse"), ("password", Password));

        Assert.Equal("Succeeded", (await PostAsync(browser, "/signin/code", ("ticket", first.Ticket), ("code", $"{codes[3][..5]}-{codes[3][5..].ToUpperInvariant()}"))).Text);
        Assert.Equal("CodeRefused", (await PostAsync(browser, "/signin/code", ("ticket", first.Ticket), ("code", codes[3]))).Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nothing")]
    public async Task A_forged_ticket_opens_nothing(string ticket)
    {
        var secret = (await SetUpAsync()).Secret;
        _gateway.Clock.Advance(TimeSpan.FromMinutes(1));
        using var browser = _gateway.NewClient();

        Assert.Equal("Expired", (await PostAsync(browser, "/signin/code", ("ticket", ticket), ("code", Code(secret)))).Text);
    }

    [Fact]
    public async Task A_ticket_ends_with_its_time_and_with_the_password_it_rests_on()
    {
        var secret = (await SetUpAsync()).Secret;
        using var browser = _gateway.NewClient();
        var late = await PostAsync(browser, "/signin", ("name", "nurse"), ("password", Password));
        _gateway.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal("Expired", (await PostAsync(browser, "/signin/code", ("ticket", late.Ticket), ("code", Code(secret)))).Text);

        var old = await PostAsync(browser, "/signin", ("name", "nurse"), ("password", Password));
        await _gateway.Accounts.UpsertAsync(TestRoom.Nurse("another-river-stone"), "test", Cancel);
        Assert.Equal("Expired", (await PostAsync(browser, "/signin/code", ("ticket", old.Ticket), ("code", Code(secret)))).Text);
    }

    [Fact]
    public async Task A_setup_begun_before_a_device_was_known_cannot_replace_it()
    {
        using var browser = _gateway.NewClient();
        await PostAsync(browser, "/signin", ("name", "nurse"), ("password", Password));
        var early = await PostAsync(browser, "/second-factor", ("password", Password));
        await SetUpAsync();

        Assert.Equal("Expired", (await PostAsync(browser, "/signin/code", ("ticket", early.Ticket), ("code", Code(early.Secret)))).Text);
    }

    [Fact]
    public async Task Changing_the_device_asks_for_password_and_present_code()
    {
        var secret = (await SetUpAsync()).Secret;
        _gateway.Clock.Advance(TimeSpan.FromMinutes(1));
        using var browser = _gateway.NewClient();
        var first = await PostAsync(browser, "/signin", ("name", "nurse"), ("password", Password));
        await PostAsync(browser, "/signin/code", ("ticket", first.Ticket), ("code", Code(secret)));
        _gateway.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal("Refused", (await PostAsync(browser, "/second-factor", ("password", "wrong"), ("code", Code(secret)))).Text);
        Assert.Equal("CodeRefused", (await PostAsync(browser, "/second-factor", ("password", Password), ("code", "000000"))).Text);
        Assert.Equal("CodeRefused", (await PostAsync(browser, "/second-factor", ("password", Password), ("wish", "remove"))).Text);
        Assert.Equal("Succeeded", (await PostAsync(browser, "/second-factor", ("password", Password), ("code", Code(secret)), ("wish", "remove"))).Text);
        Assert.Equal("Succeeded", (await PostAsync(browser, "/signin", ("name", "nurse"), ("password", Password))).Text);
    }

    [Fact]
    public async Task A_role_that_needs_a_device_gets_no_session_without_one()
    {
        await using var strict = await TestGateway.StartAsync(options => options with { SecondFactorRoles = ["clinic-nurse"] });
        await strict.Accounts.UpsertAsync(TestRoom.Nurse(), "test", Cancel);
        using var browser = strict.NewClient();

        var first = await PostAsync(browser, "/signin", ("name", "nurse"), ("password", Password));
        Assert.Equal("SetupNeeded", first.Text);
        Assert.Equal("Unauthorized", await PageAsync(browser));
        Assert.Equal("CodeRefused", (await PostAsync(browser, "/signin/code", ("ticket", first.Ticket), ("code", "000000"))).Text);

        var code = TimeCode.Of(FromBase32(first.Secret), TimeCode.StepOf(strict.Clock.GetUtcNow()));
        Assert.Equal("Succeeded", (await PostAsync(browser, "/signin/code", ("ticket", first.Ticket), ("code", code))).Text);
        Assert.Equal("OK", await PageAsync(browser));
        strict.Clock.Advance(TimeSpan.FromMinutes(1));
        var next = TimeCode.Of(FromBase32(first.Secret), TimeCode.StepOf(strict.Clock.GetUtcNow()));
        Assert.Equal("Refused", (await PostAsync(browser, "/second-factor", ("password", Password), ("code", next), ("wish", "remove"))).Text);
    }

    [Fact]
    public async Task An_operator_takes_a_lost_device_away_and_ends_the_sessions()
    {
        using var browser = _gateway.NewClient();
        await SetUpAsync(browser);
        Assert.Equal("OK", await PageAsync(browser));

        Assert.True(await _gateway.Accounts.RemoveFactorAsync("Nurse", "operator", Cancel));

        Assert.Equal("Unauthorized", await PageAsync(browser));
        Assert.False(await _gateway.Accounts.RemoveFactorAsync("nurse", "operator", Cancel));
        Assert.Equal("operator", _gateway.Events.Last(happened => happened.Kind is IdentityEventKind.SecondFactorChanged).By);
    }

    [Fact]
    public async Task Neither_secret_nor_recovery_codes_are_kept_readable()
    {
        var (secret, codes) = await SetUpAsync();

        await using var context = _gateway.Get<Storage.Database.StorageDatabase>().CreateContext();
        var row = await context.Set<SecondFactor>().SingleAsync(Cancel);
        Assert.Equal(-1, row.Secret.AsSpan().IndexOf(FromBase32(secret)));
        Assert.All(codes, code => Assert.DoesNotContain(code, row.RecoveryHashes, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(_gateway.Log, line => line.Contains(secret, StringComparison.Ordinal) || codes.Any(code => line.Contains(code, StringComparison.Ordinal)));
    }

    private async Task<(string Secret, string[] Codes)> SetUpAsync()
    {
        using var browser = _gateway.NewClient();
        return await SetUpAsync(browser);
    }

    private async Task<(string Secret, string[] Codes)> SetUpAsync(HttpClient browser)
    {
        await PostAsync(browser, "/signin", ("name", "nurse"), ("password", Password));
        var begun = await PostAsync(browser, "/second-factor", ("password", Password));
        Assert.Equal("SetupNeeded", begun.Text);
        var confirmed = await PostAsync(browser, "/signin/code", ("ticket", begun.Ticket), ("code", Code(begun.Secret)));
        Assert.Equal("Succeeded", confirmed.Text);
        return (begun.Secret, confirmed.Codes);
    }

    private string Code(string secret) => TimeCode.Of(FromBase32(secret), TimeCode.StepOf(_gateway.Clock.GetUtcNow()));

    private static async Task<(string Text, string Ticket, string Secret, string[] Codes)> PostAsync(HttpClient browser, string path, params (string Name, string Value)[] fields)
    {
        using var answer = await browser.PostAsync(path, new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))), Cancel);
        string Header(string name) => answer.Headers.TryGetValues(name, out var values) ? values.Single() : "";
        return (await answer.Content.ReadAsStringAsync(Cancel), Header("X-Ticket"), Header("X-Secret"), Header("X-Codes").Split(' '));
    }

    private static async Task<string> PageAsync(HttpClient browser)
    {
        using var page = await browser.GetAsync("/persons", Cancel);
        return page.StatusCode.ToString();
    }

    private static byte[] FromBase32(string text)
    {
        var bits = string.Concat(text.Select(letter => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(letter, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(at => Convert.ToByte(bits.Substring(at * 8, 8), 2))];
    }
}
