namespace CareExchange.Storage.Database.Sqlite;

/// <summary>What became of one round of <see cref="AheadThread"/>.</summary>
internal enum AheadPass
{
    /// <summary>There was nothing to do yet.</summary>
    Waits,

    /// <summary>The file shows whatever was told before the round began.</summary>
    Settled,

    /// <summary>It cannot be made to now.</summary>
    Failed,

    /// <summary>Nothing is told ahead any more.</summary>
    Ended,
}
