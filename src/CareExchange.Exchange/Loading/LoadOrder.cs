using CareExchange.Exchange.Requests;

namespace CareExchange.Exchange.Loading;

/// <summary>What is to be loaded, and for whom.</summary>
/// <param name="Id">The same order after a kill has the same id, and goes on where it stood.</param>
/// <param name="Sources">In the order of their loading.</param>
/// <param name="Requester">Whose contribution it is.</param>
/// <param name="Trace">How the order came.</param>
public sealed record LoadOrder(string Id, IReadOnlyList<LoadSource> Sources, Requester Requester, RequestTrace Trace)
{
    /// <summary>Resources in one commit; a Bundle is never split, so a commit may be larger.</summary>
    public int BatchSize { get; init; } = 2000;

    /// <summary>Bytes of text in one commit; what is prepared of them takes about four times as much memory.</summary>
    public long BatchBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Batches in one commit where they may share it, because the load has the database for itself.</summary>
    public int BatchesInCommit { get; init; } = 1;

    /// <summary>Batches in memory at a time: one that is written, one that is prepared, and with a third one that is put in order.</summary>
    public int BatchesInWork { get; init; } = 2;
}
