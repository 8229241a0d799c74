using CareExchange.Storage.Maintenance;
using CareExchange.Storage.Tests.Database;

namespace CareExchange.Storage.Tests.Maintenance;

public sealed class TableStatisticsTests
{
    [Theory]
    [ClassData(typeof(Databases))]
    public async Task A_flood_of_single_writes_is_looked_at_once(DatabaseKind kind)
    {
        await using var store = await TestStore.OpenAsync(kind);
        var statistics = new TableStatistics(store.Database);
        for (var number = 0; number < 520; number++) await store.PutAsync("Basic", $"b{number}", $$$"""{"resourceType":"Basic","code":{"text":"{{{number}}}"}}""");

        // PostgreSQL tells how much was written when a connection has been idle for ten seconds, or writes again.
        var looked = await statistics.RefreshAsync(default);
        for (var turn = 0; turn < 300 && !looked && kind == DatabaseKind.Postgres; turn++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
            looked = await statistics.RefreshAsync(default);
        }

        Assert.Equal(kind == DatabaseKind.Postgres, looked);
        if (!looked) return;
        Assert.InRange(await store.CountAsync("pg_class WHERE relname = 'resource' AND relnamespace = current_schema()::regnamespace AND reltuples >= 500"), 1, 1);
        Assert.False(await statistics.RefreshAsync(default));
    }
}
