using System.Net.Http.Json;
using System.Text.Json;
using CareExchange.Benchmarks.Http.Servers;
using CareExchange.Identity.Keys;

namespace CareExchange.Benchmarks.Consents;

/// <summary>The gateway over the town's folder, with two machine clients: one of the office, one of the clinic.</summary>
internal sealed class ConsentGateway : IAsyncDisposable
{
    private readonly ClientKey _key = ClientKey.Create("RS384");
    private readonly HttpClient _http = new();
    private readonly int _port = ServerProcess.FreePort();

    /// <summary>The running process.</summary>
    public ServerProcess Process { get; private set; } = null!;

    /// <summary>Starts it.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="program">The command.</param>
    /// <param name="environment">Variables of its process.</param>
    public static async Task<ConsentGateway> StartAsync(string folder, PublishedGateway program, IReadOnlyDictionary<string, string> environment)
    {
        var gateway = new ConsentGateway();
        object Client(string id) => new { id, display = id, organizationId = id, organizationDisplay = id, jwks = gateway._key.PublicJwks, scopes = "system/*.cruds" };
        var options = new { gateway = new { dataFolder = folder, url = $"http://127.0.0.1:{gateway._port}" }, clients = new[] { Client(ConsentTown.Office), Client(ConsentTown.Clinic) } };
        var file = Path.Combine(folder, "serve.json");
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(options));
        var (command, arguments) = ServerProcess.Program("careexchange", program.Folder);
        gateway.Process = await ServerProcess.StartAsync(command, [.. arguments, "serve", file], environment, gateway._port);
        return gateway;
    }

    /// <summary>A token of a client, good for minutes.</summary>
    public async Task<string> TokenAsync(string client)
    {
        var endpoint = $"http://127.0.0.1:{_port}/connect/token";
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["scope"] = "system/*.cruds",
            ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            ["client_assertion"] = _key.Assertion(client, endpoint, DateTimeOffset.UtcNow),
        });
        using var answer = await _http.PostAsync(endpoint, form);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        _http.Dispose();
        _key.Dispose();
    }
}
