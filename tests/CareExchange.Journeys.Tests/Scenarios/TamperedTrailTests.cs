using System.Net;
using CareExchange.Journeys.Tests.World;
using CareExchange.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace CareExchange.Journeys.Tests.Scenarios;

/// <summary>S19: somebody with the database changes who did what; the verification over HTTP names the first record concerned.</summary>
[Trait("scenario", "S19")]
public sealed class TamperedTrailTests(District district) : IClassFixture<District>
{
    [Fact]
    public async Task A_record_edited_removed_reordered_or_restored_over_is_named_by_its_place()
    {
        using var machine = await Machine.RegisterAsync(district, "seodaemun");
        for (var number = 0; number < 12; number++) (await machine.PostAsync("Observation", """{"resourceType":"Observation","status":"final","code":{"text":"x"}}""")).Is(HttpStatusCode.Created);
        Assert.Equal("audit-holds", (await machine.GetAsync("$audit-verify")).Is(HttpStatusCode.OK).Issues[0].Rule);
        await ExecuteAsync("CREATE TABLE kept AS SELECT * FROM audit");

        await BrokenAsync(machine, 5, "UPDATE audit SET agent = 'somebody-else' WHERE sequence = 5");
        await BrokenAsync(machine, 5, "UPDATE audit SET json = replace(json, 'Observation', 'observation') WHERE sequence = 5");
        await BrokenAsync(machine, 6, "DELETE FROM audit WHERE sequence = 6");
        await BrokenAsync(machine, 3, "UPDATE audit SET sequence = -1 WHERE sequence = 3", "UPDATE audit SET sequence = 3 WHERE sequence = 4", "UPDATE audit SET sequence = 4 WHERE sequence = -1");

        // What was there at a signed checkpoint and is gone: an older copy in its place.
        await Server.Hosting.GatewayMaintenance.CheckpointAsync(new() { DataFolder = district.Folder }, TestContext.Current.CancellationToken);
        await BrokenAsync(machine, 9, "DELETE FROM audit WHERE sequence >= 9");
        Assert.Equal("audit-holds", (await machine.GetAsync("$audit-verify")).Is(HttpStatusCode.OK).Issues[0].Rule);
    }

    private async Task BrokenAsync(Machine machine, int place, params string[] statements)
    {
        foreach (var statement in statements) await ExecuteAsync(statement);
        var said = (await machine.GetAsync("$audit-verify")).Is(HttpStatusCode.OK);
        Assert.Equal((statements[0], "audit-broken"), (statements[0], said.Issues[0].Rule));
        Assert.Contains($"chain(0).record({place})", System.Text.Encoding.UTF8.GetString(said.Bytes), StringComparison.Ordinal);
        await ExecuteAsync("DELETE FROM audit");
        await ExecuteAsync("INSERT INTO audit SELECT * FROM kept");
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var context = district.Room<StorageDatabase>().CreateContext();
        await context.Database.ExecuteSqlRawAsync(sql, TestContext.Current.CancellationToken);
    }
}
