using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CareExchange.Storage.Database;
using CareExchange.Storage.Protection;

namespace CareExchange.Journeys.Tests.World;

/// <summary><c>careexchange serve</c> as a process of its own, which can be killed as a power cut would, with one machine client.</summary>
public sealed class GatewayProcess : IAsyncDisposable
{
    private const string Scopes = "system/*.cruds";
    private readonly string _folder;
    private readonly string? _postgres;
    private readonly ECDsa _key;
    private readonly string? _publicUrl;
    private readonly string? _zone;
    private readonly HttpClient _http = new();
    private readonly int _port = FreePort();
    private readonly ConcurrentQueue<string> _log = new();
    private Process? _process;

    private GatewayProcess(string folder, string? postgres, ECDsa key, string? publicUrl, string? zone) => (_folder, _postgres, _key, _publicUrl, _zone) = (folder, postgres, key, publicUrl, zone);

    /// <summary>Where it listens; the same after a restart.</summary>
    public string Address => $"http://127.0.0.1:{_port}";

    /// <summary>The lines that it logged.</summary>
    public IReadOnlyCollection<string> Log => _log;

    /// <summary>How many threads it has.</summary>
    public int Threads
    {
        get
        {
            _process!.Refresh();
            return _process.Threads.Count;
        }
    }

    /// <summary>A gateway over a folder (keys, and the SQLite database) and perhaps a PostgreSQL database. Several over the same are several nodes;
    /// those with one public address are one gateway to whoever asks.</summary>
    public static async Task<GatewayProcess> StartAsync(string folder, string? postgres, ECDsa key, string? publicUrl = null, string? zone = null)
    {
        var gateway = new GatewayProcess(folder, postgres, key, publicUrl, zone);
        await gateway.StartAsync();
        return gateway;
    }

    /// <summary>Starts it, or starts it again.</summary>
    public async Task StartAsync()
    {
        var options = new
        {
            gateway = new { dataFolder = Path.Combine(_folder, "data"), url = Address, publicUrl = _publicUrl, timeZone = _zone ?? "Asia/Seoul" },
            clients = new[] { ("machine", "seodaemun"), ("reader", "reader") }.Select(client => new { id = client.Item1, display = client.Item1, organizationId = client.Item2, organizationDisplay = client.Item2, jwks = PublicKeys(), scopes = Scopes }),
        };
        var file = Path.Combine(_folder, $"serve-{_port}.json");
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(options));
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "careexchange.dll"), "serve", file]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        if (_postgres is not null) start.Environment["CAREEXCHANGE_POSTGRES"] = _postgres;
        _process?.Dispose();
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is { } said) _log.Enqueue(said);
        };
        _process.BeginErrorReadLine();
        Assert.NotNull(await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>SIGKILL: nothing is flushed, nobody is told.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>A token of a client, from this node.</summary>
    public async Task<string> TokenAsync(string client = "machine")
    {
        using var answer = await PostAsync("token", Assertion(client), ("grant_type", "client_credentials"), ("scope", Scopes));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
    }

    /// <summary>What a client proves itself by, once.</summary>
    public string Assertion(string client = "machine")
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var claims = new { iss = client, sub = client, aud = $"{_publicUrl ?? Address}/connect/token", jti = Guid.NewGuid().ToString("N"), iat = now, exp = now + 240 };
        var text = $"{Encode(new { alg = "ES384", typ = "JWT", kid = "1" })}.{Encode(claims)}";
        return $"{text}.{Base64Url.EncodeToString(_key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA384))}";
    }

    /// <summary>Sends a form with a proof to the authorization server.</summary>
    public async Task<HttpResponseMessage> PostAsync(string endpoint, string assertion, params (string Name, string Value)[] fields)
    {
        var form = fields.ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal);
        form["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
        form["client_assertion"] = assertion;
        using var content = new FormUrlEncodedContent(form);
        return await _http.PostAsync($"{Address}/connect/{endpoint}", content);
    }

    /// <summary>One request below <c>/fhir</c>.</summary>
    /// <exception cref="HttpRequestException">The process is gone.</exception>
    public async Task<Answer> SendAsync(string token, HttpMethod method, string path, string? json = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path.StartsWith("http", StringComparison.Ordinal) ? path : $"{Address}/fhir/{path}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, "application/fhir+json");
        var response = await _http.SendAsync(request);
        return new(response.StatusCode, response, await response.Content.ReadAsByteArrayAsync());
    }

    /// <summary>The database below it, opened beside it.</summary>
    public async Task<StorageDatabase> OpenAsync()
    {
        using var keys = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(_folder, "data", "keys.json")));
        return await StorageDatabase.OpenAsync(
            new StorageOptions
            {
                DataFolder = Path.Combine(_folder, "data"),
                PostgresConnection = _postgres,
                Keys = [.. keys.RootElement.GetProperty("keys").EnumerateArray().Select(key => new StorageKey(key.GetProperty("id").GetString()!, key.GetProperty("secret").GetBytesFromBase64()))],
            },
            TimeProvider.System,
            default);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false }) await KillAsync();
        _process?.Dispose();
        _http.Dispose();
    }

    // Below the range that the machine takes for outgoing connections: otherwise one of them may have the port when the gateway starts again.
    private static int FreePort()
    {
        while (true)
        {
            try
            {
                using var probe = new TcpListener(IPAddress.Loopback, RandomNumberGenerator.GetInt32(12_000, 32_000));
                probe.Start();
                return ((IPEndPoint)probe.LocalEndpoint).Port;
            }
            catch (SocketException)
            {
                // Taken: another one.
            }
        }
    }

    private string PublicKeys()
    {
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        var key = new { kty = "EC", crv = "P-384", use = "sig", alg = "ES384", kid = "1", x = Base64Url.EncodeToString(point.X), y = Base64Url.EncodeToString(point.Y) };
        return JsonSerializer.Serialize(new { keys = new[] { key } });
    }

    private static string Encode(object value) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value));
}
