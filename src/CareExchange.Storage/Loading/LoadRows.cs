using CareExchange.Storage.Indexing;

namespace CareExchange.Storage.Loading;

/// <summary>Resources of one batch with the rows of their index in the order of the tables; only their row numbers are not known yet. Written at most once.</summary>
public sealed class LoadRows
{
    internal LoadRows(IReadOnlyList<PreparedLoad> resources, IndexBatch index) => (Resources, Index) = (resources, index);

    /// <summary>The resources, in the order in which they get row numbers.</summary>
    public IReadOnlyList<PreparedLoad> Resources { get; }

    internal IndexBatch Index { get; }
}
