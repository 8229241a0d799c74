namespace CareExchange.Storage.Database;

/// <summary>The opened database: migrated, with its connections. The stores are made over it; dispose it last.</summary>
public sealed class StorageDatabase : IAsyncDisposable
{
    private StorageDatabase(StorageOptions options, TimeProvider clock)
    {
        Options = options;
        Clock = clock;
    }

    /// <summary>What it was opened with.</summary>
    public StorageOptions Options { get; }

    /// <summary>The clock of every timestamp written here.</summary>
    public TimeProvider Clock { get; }

    /// <summary>Opens or creates the database and applies the migrations that are missing.</summary>
    /// <exception cref="ArgumentException">The options are out of bounds; the message lists every error.</exception>
    public static Task<StorageDatabase> OpenAsync(StorageOptions options, TimeProvider clock, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    /// <summary>A fresh EF Core context for tables off the hot path (accounts); the caller disposes it.</summary>
    public CareExchangeContext CreateContext() => throw new NotImplementedException();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => throw new NotImplementedException();
}
