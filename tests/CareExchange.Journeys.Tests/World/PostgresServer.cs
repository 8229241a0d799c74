using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace CareExchange.Journeys.Tests.World;

/// <summary>A PostgreSQL server of a test's own, durable as delivered (fsync on), which can be killed as a power cut would.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private static readonly string? Programs = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).Where(bin => File.Exists(Path.Combine(bin, "initdb"))).Max(StringComparer.Ordinal) : null;

    private readonly string _folder = Directory.CreateTempSubdirectory("careexchange-postgres-").FullName;
    private readonly int _port;
    private readonly int _connections;

    private PostgresServer(int port, int connections) => (_port, _connections) = (port, connections);

    /// <summary>True where a server can be started.</summary>
    public static bool IsInstalled => Programs is not null;

    /// <summary>How it is reached.</summary>
    public string Connection => string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={_port};Username=postgres;Database=postgres;Maximum Pool Size=40");

    /// <summary>A fresh one, running.</summary>
    /// <param name="connections">How many it takes (<c>max_connections</c>), three of them for its superuser only.</param>
    public static async Task<PostgresServer> StartAsync(int connections = 80)
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var server = new PostgresServer(((IPEndPoint)probe.LocalEndpoint).Port, connections);
        probe.Stop();
        if (Environment.UserName == "root") await RunAsync("chown", ["postgres", server._folder]);
        Assert.Equal(0, await ServerAsync("initdb", "-D", Path.Combine(server._folder, "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"));
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>SIGKILL to all of it: nothing is flushed, nobody is told.</summary>
    public void Kill()
    {
        var first = int.Parse(File.ReadLines(PidFile).First(), CultureInfo.InvariantCulture);
        using var server = Process.GetProcessById(first);
        server.Kill(entireProcessTree: true);
        server.WaitForExit();
    }

    /// <summary>Stops it as an operator does: <c>fast</c> ends every session in order, <c>immediate</c> does not even that, and what was committed is read from the log at the next start.</summary>
    public async Task StopAsync(string mode) => Assert.Equal(0, await ServerAsync("pg_ctl", "-D", Path.Combine(_folder, "data"), "-w", "-s", "-m", mode, "stop"));

    /// <summary>Starts it, again and again while the last of the killed processes still holds its memory.</summary>
    public async Task StartAgainAsync()
    {
        var options = string.Create(CultureInfo.InvariantCulture, $"-p {_port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={_folder} -c max_connections={_connections}");
        while (await ServerAsync("pg_ctl", "-D", Path.Combine(_folder, "data"), "-w", "-s", "-l", Path.Combine(_folder, "server.log"), "-o", options, "start") != 0) await Task.Delay(50, TestContext.Current.CancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (File.Exists(PidFile)) await StopAsync("immediate");
        Directory.Delete(_folder, recursive: true);
    }

    private string PidFile => Path.Combine(_folder, "data", "postmaster.pid");

    // The server refuses to run as root.
    private static Task<int> ServerAsync(string program, params string[] arguments) => Environment.UserName == "root"
        ? RunAsync("runuser", ["-u", "postgres", "--", Path.Combine(Programs!, program), .. arguments])
        : RunAsync(Path.Combine(Programs!, program), arguments);

    private static async Task<int> RunAsync(string program, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, UseShellExecute = false, WorkingDirectory = Path.GetTempPath() };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode;
    }
}
