using CareExchange.Journeys.Tests.World;

namespace CareExchange.Journeys.Tests.Durability;

/// <summary>PostgreSQL is restarted, ends connections or has none left, while many read, search and write: each gets the right answer or is told to come again, and the gateway goes on by itself.</summary>
public sealed class DatabaseAwayTests
{
    private const int Connections = 48;

    // A restart is told of twice by the doors, and once by each worker of the jobs for each way in which it meets it; a line for each request would be hundreds.
    private const int LinesOfOne = 12;

    [Fact]
    public async Task A_server_that_is_restarted_again_and_again_loses_nothing_and_costs_few_lines_and_no_threads()
    {
        Assert.SkipUnless(PostgresServer.IsInstalled, "No PostgreSQL server to restart.");
        await using var server = await PostgresServer.StartAsync();
        await using var world = await ProcessWorld.OpenAsync(isPostgres: false);
        await using var gateway = await GatewayProcess.StartAsync(world.Folder, server.Connection, world.Key);
        await UnderLoadAsync(gateway, async (load, writers) =>
        {
            var threads = gateway.Threads;
            string[] modes = ["fast", "immediate", "fast"];
            foreach (var mode in modes)
            {
                await server.StopAsync(mode);
                var told = load.Unavailable;
                await WriteLoad.UntilAsync(() => load.Unavailable > told + Connections, writers);
                await server.StartAgainAsync();
                await GoOnAsync(load, writers, 200);
            }

            Assert.InRange(gateway.Threads, 1, threads + Connections);
            Assert.InRange(Told(gateway).Count(), 1, modes.Length * LinesOfOne);
        });
    }

    [Fact]
    public async Task Connections_that_are_ended_again_and_again_lose_nothing()
    {
        Assert.SkipUnless(ProcessWorld.HasPostgres, "No PostgreSQL to test with.");
        await using var world = await ProcessWorld.OpenAsync(isPostgres: true);
        await using var gateway = await world.StartAsync();
        await UnderLoadAsync(gateway, async (load, writers) =>
        {
            for (var turn = 0; turn < 20; turn++)
            {
                await world.EndConnectionsAsync();
                await GoOnAsync(load, writers, 20);
            }
        });
    }

    [Fact]
    public async Task With_fewer_connections_than_it_wants_it_serves_as_many_as_it_can_and_with_none_it_waits()
    {
        Assert.SkipUnless(ProcessWorld.HasPostgres, "No PostgreSQL to test with.");
        await using var world = await ProcessWorld.OpenAsync(isPostgres: true, hasRole: true);
        await using var gateway = await world.StartAsync();
        await UnderLoadAsync(gateway, async (load, writers) =>
        {
            foreach (var limit in (int[])[5, 1, 0])
            {
                await world.LimitConnectionsAsync(limit);
                var told = load.Unavailable;
                await WriteLoad.UntilAsync(() => load.Unavailable > told + Connections, writers);
                if (limit > 0) await GoOnAsync(load, writers, 20);
            }

            await world.LimitConnectionsAsync(-1);
            await GoOnAsync(load, writers, 200);
            Assert.InRange(Told(gateway).Count(), 1, LinesOfOne);
        });
    }

    private static async Task UnderLoadAsync(GatewayProcess gateway, Func<WriteLoad, Task[], Task> happens)
    {
        var load = new WriteLoad();
        using var stop = new CancellationTokenSource();
        var writers = load.Begin(gateway, await gateway.TokenAsync(), Connections, stop.Token, readsBack: true);
        await GoOnAsync(load, writers, 200);
        await happens(load, writers);
        await stop.CancelAsync();
        await Task.WhenAll(writers);
        await load.VerifyAsync(gateway);
    }

    // Writers end early only by failing.
    private static async Task GoOnAsync(WriteLoad load, Task[] writers, int more)
    {
        var goal = (Acknowledged: load.Acknowledged + more, Read: load.Read + more);
        await WriteLoad.UntilAsync(() => load.Acknowledged >= goal.Acknowledged && load.Read >= goal.Read, writers);
        if (Array.Find(writers, static writer => writer.IsCompleted) is { } failed) await failed;
    }

    // Each entry begins with its level and room; what follows is indented.
    private static IEnumerable<string> Told(GatewayProcess gateway) => gateway.Log.Where(static line => !line.StartsWith(' '));
}
