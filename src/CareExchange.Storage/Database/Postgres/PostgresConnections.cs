using System.Data.Common;
using Npgsql;

namespace CareExchange.Storage.Database.Postgres;

/// <summary>Tells what became of a connection.</summary>
internal static class PostgresConnections
{
    /// <summary>True where a connection broke or was ended, by the network or by the server as it stops (57P01 to 57P03); false where it could not be had because there are too many.</summary>
    public static bool IsLost(NpgsqlException problem) => problem is PostgresException { SqlState: var state }
        ? state.StartsWith("57P0", StringComparison.Ordinal)
        : problem is DbException { SqlState: null } && problem.InnerException is not TimeoutException;
}
