using System.Net;
using System.Net.Sockets;
using CareExchange.Cli.Demo;

namespace CareExchange.Journeys.Tests.World;

/// <summary>The whole demo as a user starts it: a gateway on a free port, four partners who have delivered, four members of staff.</summary>
public sealed class RunningDemo : IAsyncLifetime
{
    /// <summary>The day all journeys take place.</summary>
    public static readonly DateTimeOffset Day = new(2026, 11, 21, 9, 0, 0, TimeSpan.FromHours(9));

    private readonly string _folder = Path.Combine(Path.GetTempPath(), "careexchange-journey-" + Guid.NewGuid().ToString("N"));
    private DemoRun? _run;

    /// <summary>Where it listens.</summary>
    public Uri Address => _run!.Gateway.Address;

    /// <summary>The main person's plan.</summary>
    public Uri Plan { get; private set; } = null!;

    /// <summary>The password of every demo account.</summary>
    public string Password => DemoWorld.Password;

    public async ValueTask InitializeAsync()
    {
        // The address is the issuer of every token, so it has to be known before the gateway listens.
        _run = await DemoRun.StartAsync(_folder, $"http://127.0.0.1:{FreePort()}", new ShiftedClock(Day), CancellationToken.None);
        await foreach (var result in _run.DeliverAsync(CancellationToken.None))
        {
            Assert.True(result.State is "processed" or "parked" or "rejected", $"{result.Partner} {result.File}: {result.State}");
        }

        Plan = await _run.FindPlanAsync(CancellationToken.None) ?? throw new InvalidOperationException("The main person's plan is not there.");
    }

    public async ValueTask DisposeAsync()
    {
        if (_run is not null) await _run.DisposeAsync();
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
