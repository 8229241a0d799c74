using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Interactions;

/// <summary>If-Match with several ETags (RFC 7232 3.1): whichever of them is current has to stay so until the write.</summary>
/// <remarks>Says nothing to the caller: what they may write, and see of it, is judged by the write.</remarks>
public sealed class VersionChoice(ResourceStore store)
{
    /// <summary>As the version that must be current: none ever is.</summary>
    public const long Never = -1;

    /// <summary>The one of the versions that is current.</summary>
    /// <param name="type">Resource type.</param>
    /// <param name="id">Logical id.</param>
    /// <param name="versions">The versions named.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The version; <see cref="Never"/> where none of them is.</returns>
    public async Task<long> OfAsync(string type, string id, IReadOnlyList<long> versions, CancellationToken cancellationToken) =>
        await store.ReadAsync(type, id, cancellationToken) is { } current && versions.Contains(current.Version) ? current.Version : Never;
}
