namespace CareExchange.Storage.Database;

/// <summary>A session inside a transaction.</summary>
internal abstract class WriteSession(IDatabaseDialect dialect) : DatabaseSession(dialect)
{
    /// <summary>True where <see cref="CommitAsync"/> returns before the file shows what was written.</summary>
    public virtual bool IsAhead => false;

    /// <summary>True where it adds rows and answers nothing: all that it writes is known to be new (<see cref="AheadClaim"/>).</summary>
    public virtual bool OnlyAdds => false;

    /// <summary>Says which resources the session changes, all of them, before its commit: who reads another one need not wait for what is told ahead.</summary>
    public virtual void Touch(IEnumerable<(string Type, string Id)> resources)
    {
    }

    /// <summary>Asks for place and hash of the last entry of an audit chain.</summary>
    public static Statement LastAudit(int shard) => new("SELECT sequence, hash FROM audit WHERE shard = $1 ORDER BY sequence DESC LIMIT 1", (long)shard);

    /// <summary>The last entry of the audit chain where the session knows it without asking, place 0 of an empty one; set to the one that follows.</summary>
    public virtual (long Sequence, string Hash)? AuditTail
    {
        get => null;
        set => throw new InvalidOperationException("This session asks for it.");
    }

    /// <summary>Waits until no other transaction holds this name, and holds it until the end of this one.</summary>
    /// <remarks>SQLite has one writer, so there it holds already. Lock several names in ordinal order.</remarks>
    public abstract Task LockAsync(string name, CancellationToken cancellationToken);

    /// <summary>The same for several names, in one round trip. They come in ordinal order.</summary>
    public abstract Task LockAllAsync(IReadOnlyList<string> names, CancellationToken cancellationToken);

    /// <summary>Says what will be asked for next, where asking is a round trip: so many row numbers, and the end of an audit chain, which is held from here on.</summary>
    /// <param name="table">The table that <see cref="ReserveRowsAsync"/> will be asked about.</param>
    /// <param name="count">How many.</param>
    /// <param name="chain">Takes the chain, and asks for its end.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public virtual Task AskAheadAsync(TableShape table, int count, IReadOnlyList<Statement> chain, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Row numbers that nobody else will use, rising, for rows of a table whose first column is its row number.</summary>
    public abstract Task<IReadOnlyList<long>> ReserveRowsAsync(TableShape table, int count, CancellationToken cancellationToken);

    /// <summary>Adds many rows by the quickest way the database has. Values are int, long, double, string, byte[] or <see cref="DBNull"/>.</summary>
    /// <exception cref="LoadConflictException">A row is there already.</exception>
    public abstract Task InsertManyAsync(TableShape table, IReadOnlyList<object[]> rows, CancellationToken cancellationToken);

    /// <summary>Adds rows to several tables, in one round trip while they are few.</summary>
    /// <exception cref="LoadConflictException">A row is there already.</exception>
    public abstract Task InsertAllAsync(IReadOnlyList<TableRows> tables, CancellationToken cancellationToken);

    /// <summary>Adds rows that nobody else has added before; gives the row numbers (first column) of those that went in.</summary>
    public abstract Task<IReadOnlySet<long>> InsertAbsentAsync(TableShape table, string key, IReadOnlyList<object[]> rows, CancellationToken cancellationToken);

    /// <summary>Runs queries in order, in one round trip where there is a network; gives the rows of each.</summary>
    public abstract Task<IReadOnlyList<IReadOnlyList<object[]>>> QueryAllAsync(IReadOnlyList<Statement> statements, CancellationToken cancellationToken);

    /// <summary>Adds rows to several tables and commits, in one round trip while they are few; returns when the transaction is durable.</summary>
    /// <exception cref="LoadConflictException">A row is there already.</exception>
    public virtual async Task CommitAsync(IReadOnlyList<TableRows> tables, CancellationToken cancellationToken)
    {
        await InsertAllAsync(tables, cancellationToken);
        await CommitAsync(cancellationToken);
    }

    /// <summary>Returns when the transaction is durable.</summary>
    public abstract Task CommitAsync(CancellationToken cancellationToken);
}
