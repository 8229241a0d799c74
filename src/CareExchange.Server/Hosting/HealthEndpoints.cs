using CareExchange.Storage.Database;

namespace CareExchange.Server.Hosting;

/// <summary>What a supervisor or load balancer asks: <c>/health/live</c> (the process answers) and <c>/health/ready</c> (the database reads and writes, and who the options register is registered: it listens no sooner).</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapGet("/health/live", () => Results.Text("{\"status\":\"live\"}", "application/json"));
        app.MapGet("/health/ready", async (StorageProbe probe, CancellationToken cancellationToken) => await probe.IsReadyAsync(cancellationToken)
            ? Results.Text("{\"status\":\"ready\"}", "application/json")
            : Results.Text("{\"status\":\"database unavailable\"}", "application/json", statusCode: StatusCodes.Status503ServiceUnavailable));
    }
}
