using CareExchange.Storage.Database;

namespace CareExchange.Storage.Accounts;

/// <summary>Removes rows whose time has passed.</summary>
/// <remarks>Without EF Core, which is some tens of megabytes: a gateway that only machines ask never needs it.</remarks>
internal static class ExpiredRows
{
    /// <summary>Runs the statements in one commit, each with the moment as its parameter.</summary>
    /// <returns>How many rows the last of them removed.</returns>
    public static async Task<int> RemoveAsync(StorageDatabase database, DateTimeOffset moment, IReadOnlyList<string> statements, CancellationToken cancellationToken)
    {
        await using var session = await database.WriteAsync(cancellationToken);
        var removed = 0;
        foreach (var sql in statements) removed = await session.ExecuteAsync(new Statement(sql, moment.ToUnixTimeMilliseconds()), cancellationToken);
        await session.CommitAsync(cancellationToken);
        return removed;
    }
}
