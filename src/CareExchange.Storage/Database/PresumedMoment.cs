namespace CareExchange.Storage.Database;

/// <summary>A moment since which nothing was written, as far as this gateway knows. What is kept of it may be answered once somebody has proven that it lasts: the round trip that records the look does.</summary>
public sealed class PresumedMoment
{
    internal PresumedMoment(DatabaseEpoch epoch, long written) => (Epoch, Written) = (epoch, written);

    internal DatabaseEpoch Epoch { get; }

    /// <summary>The number that the database gave to the last write.</summary>
    internal long Written { get; }
}
