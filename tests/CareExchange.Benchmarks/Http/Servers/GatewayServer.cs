using System.Net.Http.Json;
using System.Text.Json;
using CareExchange.Identity.Keys;

namespace CareExchange.Benchmarks.Http.Servers;

/// <summary>The gateway as it ships, <c>careexchange serve</c> with default settings, and a machine client of it with a real token.</summary>
internal sealed class GatewayServer : IAsyncDisposable
{
    /// <summary>The organisation that everything is contributed by.</summary>
    public const string Organization = "town-hospital";

    private static readonly TimeSpan s_renewAfter = TimeSpan.FromMinutes(2);
    private readonly string _folder;
    private readonly string? _postgres;
    private readonly PublishedGateway _program;
    private readonly IReadOnlyDictionary<string, string> _environment;
    private readonly ClientKey _key;
    private readonly int _port = ServerProcess.FreePort();
    private readonly HttpClient _http = new();
    private ServerProcess? _process;
    private string _token = "";
    private DateTime _since;

    private GatewayServer(string folder, string? postgres, PublishedGateway program, IReadOnlyDictionary<string, string> environment, ClientKey key) =>
        (_folder, _postgres, _program, _environment, _key) = (folder, postgres, program, environment, key);

    /// <summary>The running process.</summary>
    public ServerProcess Process => _process ?? throw new InvalidOperationException("The gateway was not started.");

    /// <summary>The gateway over a folder, which may hold its data already; not started yet.</summary>
    public static async Task<GatewayServer> CreateAsync(string folder, string? postgres, PublishedGateway program, IReadOnlyDictionary<string, string> environment)
    {
        Directory.CreateDirectory(folder);
        var pem = Path.Combine(folder, "client.pem");
        var key = File.Exists(pem) ? ClientKey.FromPem(await File.ReadAllTextAsync(pem)) : ClientKey.Create("RS384");
        await File.WriteAllTextAsync(pem, key.ToPem());
        return new(folder, postgres, program, environment, key);
    }

    /// <summary>Loads a file in bulk; the gateway does not run meanwhile.</summary>
    /// <returns>Whether all of it is stored.</returns>
    public async Task<bool> LoadAsync(string file)
    {
        var config = await ConfigureAsync();
        var (command, arguments) = ServerProcess.Program("careexchange", _program.Folder);
        return await ServerProcess.RunAsync(command, [.. arguments, "load", file, "--config", config, "--errors", Path.Combine(_folder, "errors.ndjson")], Environment()) == 0;
    }

    /// <summary>Starts it, or starts it again.</summary>
    public async Task StartAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        var config = await ConfigureAsync();
        var (command, arguments) = ServerProcess.Program("careexchange", _program.Folder);
        _token = "";
        _process = await ServerProcess.StartAsync(command, [.. arguments, "serve", config], Environment(), _port);
    }

    private async Task<string> ConfigureAsync()
    {
        var options = new
        {
            gateway = new { dataFolder = Path.Combine(_folder, "data"), url = $"http://127.0.0.1:{_port}" },
            clients = new[] { new { id = "town", display = "Town hospital", organizationId = Organization, organizationDisplay = "Town hospital", jwks = _key.PublicJwks, scopes = "system/*.cruds" } },
        };
        var file = Path.Combine(_folder, "serve.json");
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(options));
        return file;
    }

    private Dictionary<string, string> Environment()
    {
        var environment = new Dictionary<string, string>(_environment);
        if (_postgres is not null) environment["CAREEXCHANGE_POSTGRES"] = _postgres;
        return environment;
    }

    /// <summary>A token that is good for minutes.</summary>
    public async Task<string> TokenAsync()
    {
        if (_token.Length > 0 && DateTime.UtcNow - _since < s_renewAfter) return _token;
        var endpoint = $"http://127.0.0.1:{_port}/connect/token";
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["scope"] = "system/*.cruds",
            ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            ["client_assertion"] = _key.Assertion("town", endpoint, DateTimeOffset.UtcNow),
        });
        using var answer = await _http.PostAsync(endpoint, form);
        answer.EnsureSuccessStatusCode();
        var json = await answer.Content.ReadFromJsonAsync<JsonElement>();
        (_token, _since) = (json.GetProperty("access_token").GetString()!, DateTime.UtcNow);
        return _token;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        _http.Dispose();
        _key.Dispose();
    }
}
