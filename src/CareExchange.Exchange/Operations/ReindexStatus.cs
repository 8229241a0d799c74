using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Operations;

/// <summary>Where a reindex stands.</summary>
/// <param name="Progress">How far it is.</param>
/// <param name="Done">What it came to; null while it runs, or where it failed.</param>
/// <param name="Failure">An OperationOutcome where it failed; empty otherwise.</param>
public sealed record ReindexStatus(string Progress, ReindexPosition? Done, ReadOnlyMemory<byte> Failure)
{
    /// <summary>How many types and resources were done; null while it runs.</summary>
    public (int Types, long Written)? Figures => Done is { } done ? (done.Types.Count, done.Written) : null;
}
