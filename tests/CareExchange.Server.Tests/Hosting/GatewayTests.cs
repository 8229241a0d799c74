using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Requests;
using CareExchange.Identity.Keys;
using CareExchange.Server.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CareExchange.Server.Tests.Hosting;

public sealed class GatewayTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("careexchange-gateway-").FullName;

    [Fact]
    public async Task The_example_of_the_README_runs()
    {
        var (folder, cancellationToken) = (_folder, TestContext.Current.CancellationToken);
        await using var gateway = await Gateway.StartAsync(
            new GatewayOptions { DataFolder = folder, Url = "http://127.0.0.1:0" }, TimeProvider.System, cancellationToken);
        using var http = new HttpClient { BaseAddress = gateway.Address };
        using var statement = await http.GetAsync(new Uri("fhir/metadata", UriKind.Relative), cancellationToken);
        Assert.Equal(HttpStatusCode.OK, statement.StatusCode);
    }

    [Fact]
    public async Task Whoever_finds_it_ready_is_registered()
    {
        using var key = ClientKey.Create("ES384");
        using var http = new HttpClient { BaseAddress = new($"http://127.0.0.1:{FreePort()}") };
        var options = new GatewayOptions { DataFolder = _folder, Url = http.BaseAddress.ToString().TrimEnd('/') };

        // Passwords are hashed slowly, and clients come after them: who is told too early meets an unknown client.
        StaffOptions[] staff = [.. Enumerable.Range(0, 4).Select(number => new StaffOptions($"nurse-{number}", "Nurse", $"correct horse battery {number}", RequesterRole.CaseManager, "seodaemun", "Seodaemun"))];
        ClientOptions[] clients = [new("partner", "Partner", "partner", "Partner", key.PublicJwks, "system/*.rs")];
        var starting = Gateway.StartAsync(options, staff, clients, "test", TimeProvider.System, TestContext.Current.CancellationToken);
        while (!await IsReadyAsync(http)) await Task.Delay(5, TestContext.Current.CancellationToken);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["scope"] = "system/*.rs",
            ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            ["client_assertion"] = key.Assertion("partner", $"{options.Url}/connect/token", DateTimeOffset.UtcNow),
        });
        using var answer = await http.PostAsync(new Uri("connect/token", UriKind.Relative), form, TestContext.Current.CancellationToken);
        await using var gateway = await starting;

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact] // The search must ask for what was worked out: were its requester another, two would stand there.
    public async Task What_a_machine_client_may_see_is_worked_out_before_it_searches()
    {
        using var key = ClientKey.Create("ES384");
        using var http = new HttpClient { BaseAddress = new($"http://127.0.0.1:{FreePort()}") };
        var options = new GatewayOptions
        {
            DataFolder = _folder, Url = http.BaseAddress.ToString().TrimEnd('/'), OrganizationTypes = new Dictionary<string, string> { ["partner"] = "clinic" }, EmergencyMembers = ["partner"],
        };
        ClientOptions[] clients =
        [
            new("partner", "Partner", "partner", "Partner", key.PublicJwks, "system/*.rs"),
            new("sender", "Sender", "partner", "Partner", key.PublicJwks, "system/messages.c"),
        ];
        await using var gateway = await Gateway.StartAsync(options, [], clients, "test", TimeProvider.System, TestContext.Current.CancellationToken);
        await gateway.Services.GetServices<IHostedService>().OfType<SearchPreparation>().Single().ExecuteTask!.WaitAsync(TestContext.Current.CancellationToken);
        var decider = gateway.Services.GetRequiredService<ConsentDecider>();
        Assert.Equal(1, decider.Prepared);

        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["scope"] = "system/*.rs",
            ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            ["client_assertion"] = key.Assertion("partner", $"{options.Url}/connect/token", DateTimeOffset.UtcNow),
        });
        using var granted = await http.PostAsync(new Uri("connect/token", UriKind.Relative), form, TestContext.Current.CancellationToken);
        var token = (await granted.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("access_token").GetString();
        http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        using var found = await http.GetAsync(new Uri("fhir/Patient?family=Kim", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, found.StatusCode);
        Assert.Equal(1, decider.Prepared);
    }

    [Fact]
    public async Task A_registration_that_is_refused_stops_the_start()
    {
        var options = new GatewayOptions { DataFolder = _folder, Url = "http://127.0.0.1:0" };

        var problem = await Assert.ThrowsAsync<InvalidDataException>(() => Gateway.StartAsync(
            options, [], [new("partner", "Partner", "partner", "Partner", "no keys", "system/*.rs")], "test", TimeProvider.System, TestContext.Current.CancellationToken));

        Assert.NotEmpty(problem.Message);
    }

    [Fact]
    public async Task The_key_file_is_made_once_and_only_its_owner_reads_it()
    {
        var options = new GatewayOptions { DataFolder = _folder, Url = "http://127.0.0.1:0" };
        await using (await Gateway.StartAsync(options, TimeProvider.System, TestContext.Current.CancellationToken))
        {
        }

        var path = Path.Combine(_folder, "keys.json");
        var keys = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        await using (await Gateway.StartAsync(options, TimeProvider.System, TestContext.Current.CancellationToken))
        {
        }

        Assert.Equal(keys, await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"keys":[{"id":"a"}]}""")]
    [InlineData("""{"keys":[{"id":"a","secret":"not base 64"}]}""")]
    public async Task A_key_file_that_is_none_stops_the_start_with_a_clear_word(string content)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "keys.json"), content, TestContext.Current.CancellationToken);

        var problem = await Assert.ThrowsAsync<InvalidDataException>(() => Gateway.StartAsync(
            new GatewayOptions { DataFolder = _folder, Url = "http://127.0.0.1:0" }, TimeProvider.System, TestContext.Current.CancellationToken));

        Assert.Contains("key ring", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mapping_folder_that_does_not_compile_stops_the_start_and_names_folder_and_rule()
    {
        var mappings = Directory.CreateDirectory(Path.Combine(_folder, "mappings", "broken")).FullName;
        await File.WriteAllTextAsync(Path.Combine(mappings, "mapping.json"), "{}", TestContext.Current.CancellationToken);

        var problem = await Assert.ThrowsAsync<InvalidDataException>(() => Gateway.StartAsync(
            new GatewayOptions { DataFolder = _folder, Url = "http://127.0.0.1:0", MappingsFolder = Path.Combine(_folder, "mappings") },
            TimeProvider.System,
            TestContext.Current.CancellationToken));

        Assert.Contains("broken:", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_partner_without_a_known_legal_basis_stops_the_start()
    {
        var options = new GatewayOptions { DataFolder = _folder, Url = "http://127.0.0.1:0", Partners = [new("p", "p", "P", "statute")] };

        var problem = await Assert.ThrowsAsync<InvalidDataException>(() => Gateway.StartAsync(options, TimeProvider.System, TestContext.Current.CancellationToken));

        Assert.Contains("'p'", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Numbers_out_of_their_bounds_stop_the_start_all_at_once()
    {
        var options = new GatewayOptions
        {
            DataFolder = _folder, Url = "http://127.0.0.1:0", BodyLimit = 0, ConditionalDeleteLimit = 501, Partners = [new("p", "p", "P", "consent") { BodyLimit = -1 }],
        };

        var problem = await Assert.ThrowsAsync<InvalidDataException>(() => Gateway.StartAsync(options, TimeProvider.System, TestContext.Current.CancellationToken));

        Assert.All(["BodyLimit is 0", "ConditionalDeleteLimit is 501", "partner p is -1"], word => Assert.Contains(word, problem.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, "single")]
    [InlineData(1, "single")]
    [InlineData(7, "multiple")]
    public async Task The_statement_says_how_many_one_conditional_delete_may_delete(int? limit, string told)
    {
        await using var gateway = await Gateway.StartAsync(
            new GatewayOptions { DataFolder = _folder, Url = "http://127.0.0.1:0", ConditionalDeleteLimit = limit }, TimeProvider.System, TestContext.Current.CancellationToken);
        using var http = new HttpClient { BaseAddress = gateway.Address };

        var statement = await http.GetStringAsync(new Uri("fhir/metadata", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Contains($"\"conditionalDelete\":\"{told}\"", statement, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private static async Task<bool> IsReadyAsync(HttpClient http)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri("health/ready", UriKind.Relative), TestContext.Current.CancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            // It does not listen yet.
            return false;
        }
    }
}
