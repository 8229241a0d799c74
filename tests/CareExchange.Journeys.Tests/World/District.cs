using CareExchange.Cli.Demo;
using CareExchange.Server.Hosting;
using CareExchange.Storage.Audit;
using Microsoft.Extensions.DependencyInjection;

namespace CareExchange.Journeys.Tests.World;

/// <summary>The simulated district, running: a gateway on a free port over a folder of its own, staff registered, nothing delivered yet.</summary>
public class District : IAsyncLifetime
{
    private DemoRun? _run;
    private HttpClient? _http;

    /// <summary>Where the database and the keys are.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("careexchange-journey-").FullName;

    /// <summary>The gateway's clock.</summary>
    public DistrictClock Clock { get; } = new();

    /// <summary>A client without token or cookies that follows no redirect.</summary>
    public HttpClient Http => _http ?? throw new InvalidOperationException("The district was not started.");

    internal DemoRun Run => _run ?? throw new InvalidOperationException("The district was not started.");

    /// <inheritdoc/>
    public virtual async ValueTask InitializeAsync()
    {
        _run = await DemoRun.StartAsync(Folder, "http://127.0.0.1:0", null, Change, Clock, TestContext.Current.CancellationToken);
        _http = NewClient();
    }

    /// <summary>Settings of a test's own.</summary>
    protected virtual GatewayOptions Change(GatewayOptions options) => options;

    /// <summary>A client of its own cookies.</summary>
    public HttpClient NewClient(bool withCookies = false) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = withCookies }) { BaseAddress = Run.Gateway.Address };

    /// <summary>A room of the gateway, to look behind the doors.</summary>
    public T Room<T>()
        where T : notnull => Run.Gateway.Services.GetRequiredService<T>();

    /// <summary>The newest entries of the audit trail, newest first.</summary>
    internal Task<IReadOnlyList<AuditEntry>> AuditAsync(string? agent = null, int count = 20) =>
        Room<AuditStore>().QueryAsync(new AuditQuery { Agent = agent, Count = count }, TestContext.Current.CancellationToken);

    /// <summary>Stops the gateway and opens it again over the same folder.</summary>
    public async Task RestartAsync()
    {
        _http?.Dispose();
        await Run.DisposeAsync();
        _run = await DemoRun.StartAsync(Folder, "http://127.0.0.1:0", null, Change, Clock, TestContext.Current.CancellationToken);
        _http = NewClient();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        if (_run is not null) await _run.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }
}
