using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CareExchange.Storage.Database.Sqlite;

/// <summary>Lets SQLite itself wait when EF Core and the writer meet: it looks again within a millisecond, the driver only every 150 ms.</summary>
/// <param name="makeRoom">Called before each look or change of EF Core: the writer's transactions are short for a while, so that there is something to find between them.</param>
internal sealed class SqliteBusyTimeout(Action makeRoom) : DbConnectionInterceptor
{
    public const string Pragma = "PRAGMA busy_timeout = 30000";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        makeRoom();
        using var command = connection.CreateCommand();
        command.CommandText = Pragma;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        makeRoom();
        await using var command = connection.CreateCommand();
        command.CommandText = Pragma;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
