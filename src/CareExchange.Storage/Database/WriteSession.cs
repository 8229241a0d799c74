namespace CareExchange.Storage.Database;

/// <summary>A session inside a transaction.</summary>
internal abstract class WriteSession(IDatabaseDialect dialect) : DatabaseSession(dialect)
{
    /// <summary>Waits until no other transaction holds this name, and holds it until the end of this one.</summary>
    /// <remarks>SQLite has one writer, so there it holds already. Lock several names in ordinal order.</remarks>
    public abstract Task LockAsync(string name, CancellationToken cancellationToken);

    /// <summary>Returns when the transaction is durable.</summary>
    public abstract Task CommitAsync(CancellationToken cancellationToken);
}
