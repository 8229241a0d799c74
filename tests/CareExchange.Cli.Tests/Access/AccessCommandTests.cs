using System.Diagnostics;
using System.Net;
using System.Text.Json;
using CareExchange.Server.Hosting;

namespace CareExchange.Cli.Tests.Access;

/// <summary><c>careexchange staff</c> and <c>client</c> beside a gateway that runs.</summary>
public sealed class AccessCommandTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("careexchange-access-");
    private Gateway _gateway = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _gateway = await Gateway.StartAsync(new GatewayOptions { DataFolder = _folder.FullName, Url = "http://127.0.0.1:0" }, TimeProvider.System, Cancel);

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_member_of_staff_is_registered_listed_stopped_and_let_in_again()
    {
        Assert.Equal((0, "changed"), await SetAsync("한간호"));
        Assert.Equal((0, "unchanged"), await SetAsync("한간호"));
        Assert.Equal((0, "changed"), await SetAsync("한간호사"));

        var (_, list) = await RunAsync("staff", "list");
        Assert.Contains("nurse\t한간호사\tenabled\tpassword only", list, StringComparison.Ordinal);
        Assert.Contains("\tclinic-nurse\thongje-homecare\t", list, StringComparison.Ordinal);

        Assert.Equal((0, "changed"), await RunAsync("staff", "disable", "nurse"));
        Assert.Contains("\tdisabled\t", (await RunAsync("staff", "list")).Said, StringComparison.Ordinal);
        Assert.Equal((0, "changed"), await RunAsync("staff", "enable", "nurse"));
        Assert.Equal(1, (await RunAsync("staff", "disable", "nobody")).Code);
        Assert.Equal(1, (await RunAsync("staff", "remove-second-factor", "nurse")).Code);
    }

    [Fact]
    public async Task A_refused_registration_says_why()
    {
        var (code, said) = await RunAsync("staff", "set", "weak", "--display", "x", "--role", "clinic-nurse", "--organization", "o", "--organization-name", "o");

        Assert.Equal(1, code);
        Assert.Contains("password", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_gets_tokens_until_it_is_disabled()
    {
        var file = Path.Combine(_folder.FullName, "client.json");
        await File.WriteAllTextAsync(
            file,
            JsonSerializer.Serialize(new { id = "reader", display = "시험 앱", organizationId = "o", organizationDisplay = "기관", scopes = "user/Patient.rs", redirectUris = new[] { "https://app.example/cb" } }),
            Cancel);

        Assert.Equal((0, "changed"), await RunAsync("client", "set", file));
        Assert.Contains("reader\t시험 앱\to\tuser/Patient.rs\tenabled\t", (await RunAsync("client", "list")).Said, StringComparison.Ordinal);
        Assert.Equal("invalid_grant", await RedeemAsync());

        // The running gateway learns of it without being told: within the time that a verdict is remembered.
        Assert.Equal((0, "changed"), await RunAsync("client", "disable", "reader"));
        while (await RedeemAsync() == "invalid_grant") await Task.Delay(200, Cancel);
        Assert.Equal("invalid_client", await RedeemAsync());

        await File.WriteAllTextAsync(file, """{ "id": "reader", "secret": "x" }""", Cancel);
        Assert.Equal(1, (await RunAsync("client", "set", file)).Code);
    }

    [Fact]
    public async Task A_place_without_a_gateway_is_left_as_it_is()
    {
        var elsewhere = _folder.CreateSubdirectory("elsewhere");

        var (code, said) = await RunAsync("staff", "list", "--data", elsewhere.FullName);

        Assert.Equal(1, code);
        Assert.Contains("key file", said, StringComparison.Ordinal);
        Assert.Empty(elsewhere.EnumerateFileSystemInfos());
    }

    private Task<(int Code, string Said)> SetAsync(string display) => RunAsync(
        "staff", "set", "nurse", "--display", display, "--role", "clinic-nurse", "--organization", "hongje-homecare", "--organization-name", "홍제 재택의료센터");

    // A code that nobody was given: refused as a code by a client that stands, and as a client otherwise.
    private async Task<string?> RedeemAsync()
    {
        using var http = new HttpClient { BaseAddress = _gateway.Address };
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "authorization_code", ["client_id"] = "reader", ["code"] = "none", ["redirect_uri"] = "https://app.example/cb", ["code_verifier"] = new('v', 50),
        });
        using var answer = await http.PostAsync("connect/token", form, Cancel);
        Assert.NotEqual(HttpStatusCode.OK, answer.StatusCode);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel));
        return json.RootElement.GetProperty("error").GetString();
    }

    private async Task<(int Code, string Said)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["CAREEXCHANGE_PASSWORD_nurse"] = "warm-river-stone";
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "careexchange.dll"));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        if (!arguments.Contains("--data"))
        {
            start.ArgumentList.Add("--data");
            start.ArgumentList.Add(_folder.FullName);
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(Cancel);
        var said = await process.StandardOutput.ReadToEndAsync(Cancel) + await error;
        await process.WaitForExitAsync(Cancel);
        return (process.ExitCode, said.Trim());
    }
}
