namespace CareExchange.Storage.Jobs;

/// <summary>A job to be begun.</summary>
/// <param name="Id">Chosen by the caller; the same id again begins nothing, so a name such as <c>reindex-1</c> is begun once. At most 128 characters.</param>
/// <param name="Kind">Which kind runs it.</param>
/// <param name="Owner">Who asked for it: only they find, cancel and read it.</param>
/// <param name="State">Where it begins; kept encrypted.</param>
public sealed record NewJob(string Id, string Kind, string Owner, ReadOnlyMemory<byte> State)
{
    /// <summary>No step before; null for at once.</summary>
    public DateTimeOffset? NotBefore { get; init; }
}
