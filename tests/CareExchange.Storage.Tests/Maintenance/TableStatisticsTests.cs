using CareExchange.Storage.Database;
using CareExchange.Storage.Maintenance;
using CareExchange.Storage.Tests.Database;

namespace CareExchange.Storage.Tests.Maintenance;

public sealed class TableStatisticsTests
{
    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Tables_that_have_grown_are_counted_once_where_plans_rest_on_it(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        var statistics = new TableStatistics(store.Database);
        Assert.Equal(kind == DatabaseKind.Postgres, statistics.IsNeeded);

        // The server counts by itself once a minute: whoever comes second finds nothing to do.
        if (statistics.IsNeeded)
        {
            await using var session = await store.Database.WriteAsync(default);
            await session.ExecuteAsync(new Statement("ALTER TABLE resource SET (autovacuum_enabled = false)"), default);
            await session.CommitAsync(default);
        }

        await using (var transaction = await store.Resources.BeginAsync(default))
        {
            foreach (var number in Enumerable.Range(0, 1200)) await transaction.PutAsync("Basic", $"b{number}", "{\"resourceType\":\"Basic\",\"code\":{\"text\":\"x\"}}"u8.ToArray(), new(null, "clinical", "org"), null, default);
            await transaction.CommitAsync(default);
        }

        // The server tells what a connection has done some time after.
        var counted = 0;
        while (statistics.IsNeeded && (counted = await statistics.KeepAsync(default)) == 0) await Task.Delay(200);

        Assert.Equal(statistics.IsNeeded, counted > 0);
        if (statistics.IsNeeded) Assert.InRange(await store.CountAsync("pg_class WHERE oid = 'resource'::regclass AND reltuples >= 1200"), 1, 1);
    }
}
