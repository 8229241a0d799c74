using CareExchange.Journeys.Tests.World;

namespace CareExchange.Journeys.Tests.Durability;

/// <summary>Gateway or database server are killed under load: what was acknowledged is there, what was not is there whole or not at all.</summary>
public sealed class KillTests
{
    private const int Connections = 24;

    [Fact]
    public Task On_SQLite_every_acknowledged_write_survives_a_kill() => SurvivesAsync(isPostgres: false);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Creates_that_come_by_the_hundred_survive_a_kill(bool isPostgres)
    {
        Assert.SkipUnless(!isPostgres || ProcessWorld.HasPostgres, "No PostgreSQL to test with.");
        return SurvivesAsync(isPostgres, isOnlySingle: true);
    }

    [Fact]
    public Task On_PostgreSQL_every_acknowledged_write_survives_a_kill()
    {
        Assert.SkipUnless(ProcessWorld.HasPostgres, "No PostgreSQL to test with.");
        return SurvivesAsync(isPostgres: true);
    }

    [Fact]
    public async Task A_killed_PostgreSQL_server_loses_nothing_acknowledged_and_the_gateway_goes_on_by_itself()
    {
        Assert.SkipUnless(PostgresServer.IsInstalled, "No PostgreSQL server to kill.");
        await using var server = await PostgresServer.StartAsync();
        await using var world = await ProcessWorld.OpenAsync(isPostgres: false);
        await using var gateway = await GatewayProcess.StartAsync(world.Folder, server.Connection, world.Key);
        var load = new WriteLoad();
        using var stop = new CancellationTokenSource();
        var writers = load.Begin(gateway, await gateway.TokenAsync(), Connections, stop.Token);
        for (var round = 0; round < 2; round++)
        {
            // In the middle of it; then some are told that it is gone; then it comes back and the same gateway goes on.
            var goal = load.Acknowledged + 200;
            await WriteLoad.UntilAsync(() => load.Acknowledged >= goal, writers);
            server.Kill();
            var told = load.Unavailable;
            await WriteLoad.UntilAsync(() => load.Unavailable > told, writers);
            await server.StartAgainAsync();
        }

        var end = load.Acknowledged + 50;
        await WriteLoad.UntilAsync(() => load.Acknowledged >= end, writers);
        await stop.CancelAsync();
        await Task.WhenAll(writers);

        Assert.True(load.Acknowledged >= end);
        await load.VerifyAsync(gateway);
    }

    private static async Task SurvivesAsync(bool isPostgres, bool isOnlySingle = false)
    {
        await using var world = await ProcessWorld.OpenAsync(isPostgres);
        await using var gateway = await world.StartAsync();
        var load = new WriteLoad();
        for (var round = 0; round < 2; round++)
        {
            // Killed in the middle of it, with every connection in some state between request and answer.
            var goal = load.Acknowledged + 300;
            var writers = load.Begin(gateway, await gateway.TokenAsync(), Connections, TestContext.Current.CancellationToken, isOnlySingle);
            await WriteLoad.UntilAsync(() => load.Acknowledged >= goal, writers);
            await gateway.KillAsync();
            await Task.WhenAll(writers);
            await gateway.StartAsync();
        }

        await load.VerifyAsync(gateway);
    }
}
