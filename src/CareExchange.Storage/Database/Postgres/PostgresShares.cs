using Npgsql;

namespace CareExchange.Storage.Database.Postgres;

/// <summary>How the connections of one gateway are shared out, so that none of those who hold one can wait for ever for another's.</summary>
/// <remarks>A transaction may read and stream while it lasts, a stream may read while it lasts, and a read asks for nothing: each has a share of its own, so the last in line always goes on.
/// Groups of writes, looks and brief reads have theirs beside these.</remarks>
/// <param name="Pool">All connections of the stores.</param>
/// <param name="Searches">Statements that may take long.</param>
/// <param name="Streams">Answers that are read as they come.</param>
/// <param name="Transactions">Transactions of one caller each.</param>
/// <param name="Patience">How long somebody waits for a turn.</param>
internal sealed record PostgresShares(int Pool, int Searches, int Streams, int Transactions, TimeSpan Patience)
{
    /// <summary>Groups of brief reads under way at a time.</summary>
    public const int BriefLanes = 4;

    /// <summary>Connections of the accounts, which are asked seldom.</summary>
    public const int Accounts = 8;

    // Where the connection string says nothing: two gateways fit into the hundred connections that a database has by default.
    private const int Usual = 40;

    // Groups of reads (4), of writes (3) and of looks (2), and a few that are opened outside of all sessions.
    private const int Lanes = 16;

    /// <summary>The shares of what a connection string permits (<c>Maximum Pool Size</c>), at least one of each.</summary>
    public static PostgresShares Of(NpgsqlConnectionStringBuilder builder)
    {
        var pool = builder.Keys.Contains("Maximum Pool Size", StringComparer.OrdinalIgnoreCase) ? Math.Max(builder.MaxPoolSize, Lanes + 3) : Usual;
        var share = (pool - Lanes) / 3;
        return new(pool, share, share, share, TimeSpan.FromSeconds(builder.Timeout > 0 ? builder.Timeout : 15));
    }
}
