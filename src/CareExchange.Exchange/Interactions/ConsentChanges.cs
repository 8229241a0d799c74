using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Interactions;

/// <summary>Whether any consent was written since something was made, for what is made ahead and handed out later.</summary>
public sealed class ConsentChanges(ResourceStore store)
{
    /// <summary>A mark of this moment.</summary>
    public async Task<long> MarkAsync(CancellationToken cancellationToken) => (await store.ReadConsentChangesAsync(long.MaxValue, cancellationToken)).Horizon;

    /// <summary>True where a consent was written since; sometimes also where one was written just before.</summary>
    public async Task<bool> AnySinceAsync(long mark, CancellationToken cancellationToken) => (await store.ReadConsentChangesAsync(mark, cancellationToken)).Changes.Count > 0;
}
