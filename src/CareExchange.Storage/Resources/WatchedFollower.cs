using CareExchange.Storage.Database;

namespace CareExchange.Storage.Resources;

/// <summary>What happens when a watched type (Consent) was written, before whoever wrote it is told. One for each database.</summary>
internal sealed class WatchedFollower : IAsyncDisposable
{
    /// <summary>Null for nothing; it throws nothing. It is given what was written where the file may not show that yet, and nothing where it does.</summary>
    public Func<IReadOnlyList<StoredResource>, Task>? Follow { get; set; }

    /// <summary>The one of a database.</summary>
    public static WatchedFollower Of(StorageDatabase database) => database.Keep(static _ => new WatchedFollower());

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
