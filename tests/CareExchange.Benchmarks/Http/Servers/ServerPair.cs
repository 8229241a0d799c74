using System.Diagnostics;
using CareExchange.Benchmarks.Http.Data;
using CareExchange.Benchmarks.Http.Driving;
using CareExchange.Benchmarks.Http.Floor;

namespace CareExchange.Benchmarks.Http.Servers;

/// <summary>Floor and gateway, each over a database of its own: files in one folder, or two databases of one PostgreSQL.</summary>
internal sealed class ServerPair : IAsyncDisposable
{
    private const int FloorConnections = 4;
    private const int InOneTransaction = 400;
    private readonly string _folder;
    private readonly string _name;
    private readonly string? _postgres;
    private readonly bool _isKept;

    private ServerPair(string folder, string name, string? postgres, bool isKept, ServerProcess floor, GatewayServer gateway) =>
        (_folder, _name, _postgres, _isKept, Floor, Gateway) = (folder, name, postgres, isKept, floor, gateway);

    /// <summary>The floor, running.</summary>
    public ServerProcess Floor { get; }

    /// <summary>The gateway, which whoever asks it starts.</summary>
    public GatewayServer Gateway { get; }

    /// <summary>Opens what stands in the folder, or makes it.</summary>
    /// <param name="options">What was asked for.</param>
    /// <param name="program">The gateway's command.</param>
    /// <param name="folder">Where their files are.</param>
    /// <param name="name">What the names of PostgreSQL's databases begin with.</param>
    /// <param name="isKept">False to remove folder and databases in the end.</param>
    public static async Task<ServerPair> OpenAsync(HttpOptions options, PublishedGateway program, string folder, string name, bool isKept)
    {
        Directory.CreateDirectory(folder);
        var postgres = options.Database == "postgres" ? options.Connection : null;
        var floorDatabase = postgres is null ? Path.Combine(folder, "floor.db") : (await BenchDatabases.OpenAsync(postgres, $"{name}_floor")).Connection;
        var gatewayDatabase = postgres is null ? null : (await BenchDatabases.OpenAsync(postgres, $"{name}_gateway")).Connection;
        var port = ServerProcess.FreePort();
        var (command, arguments) = ServerProcess.Program("CareExchange.Benchmarks");
        var floor = await ServerProcess.StartAsync(command, [.. arguments, FloorServer.Name, options.Database, floorDatabase, $"http://127.0.0.1:{port}"], new Dictionary<string, string>(), port);
        return new(folder, name, postgres, isKept, floor, await GatewayServer.CreateAsync(folder, gatewayDatabase, program, options.Environment));
    }

    /// <summary>Loads a town into both: rows in transactions of 400 into the floor, NDJSON into the gateway's empty database by the command that loads in bulk, from its start to its end.</summary>
    public async Task<HttpResult> LoadAsync(string question, Town town)
    {
        var persons = Math.Max(1, InOneTransaction / town.EachHas);
        var parts = Enumerable.Range(0, (town.Patients + persons - 1) / persons).Select(part => town.Records(part * persons, Math.Min(persons, town.Patients - (part * persons))));
        var floor = await LoadDriver.OnceAsync(Floor.Address, parts.Select(part => HttpRequests.FloorPost("load", FloorRow.Write(part.Select(TownIndex.RowOf)))), FloorConnections, Fail);
        var file = Path.Combine(_folder, "town.ndjson");
        await WriteAsync(file, town);
        var clock = Stopwatch.StartNew();
        var isLoaded = await Gateway.LoadAsync(file);
        var seconds = clock.Elapsed.TotalSeconds;
        File.Delete(file);
        return new(question, town.Count / seconds, town.Count / floor.Seconds, floor.Seconds / seconds, Failures: floor.Failures + (isLoaded ? 0 : 1));

        static void Fail(int status, string body) => Console.Error.WriteLine($"loading failed with {status}: {body[..Math.Min(500, body.Length)]}");
    }

    public async ValueTask DisposeAsync()
    {
        await Floor.DisposeAsync();
        await Gateway.DisposeAsync();
        if (_isKept) return;
        Directory.Delete(_folder, recursive: true);
        if (_postgres is null) return;
        await BenchDatabases.DropAsync(_postgres, $"{_name}_floor");
        await BenchDatabases.DropAsync(_postgres, $"{_name}_gateway");
    }

    private static async Task WriteAsync(string file, Town town)
    {
        await using var lines = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20);
        foreach (var one in town.Records(0, town.Patients))
        {
            await lines.WriteAsync(one.Json);
            lines.WriteByte((byte)'\n');
        }
    }
}
