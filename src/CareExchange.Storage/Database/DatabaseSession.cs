using System.Data.Common;

namespace CareExchange.Storage.Database;

/// <summary>One connection in one pair of hands.</summary>
internal abstract class DatabaseSession(IDatabaseDialect dialect) : IAsyncDisposable
{
    /// <summary>Whose SQL to speak.</summary>
    public IDatabaseDialect Dialect { get; } = dialect;

    /// <summary>Runs a query; the caller disposes the reader before the next call.</summary>
    public abstract Task<DbDataReader> QueryAsync(Statement statement, CancellationToken cancellationToken);

    /// <summary>Runs a statement; gives the number of rows changed.</summary>
    public abstract Task<int> ExecuteAsync(Statement statement, CancellationToken cancellationToken);

    /// <summary>Runs statements in order, in one round trip where there is a network.</summary>
    public abstract Task ExecuteAsync(IReadOnlyList<Statement> statements, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();

    /// <summary>All rows of a query.</summary>
    public virtual async Task<IReadOnlyList<T>> ListAsync<T>(Statement statement, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var reader = await QueryAsync(statement, cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken)) rows.Add(read(reader));
        return rows;
    }

    /// <summary>A row as it is.</summary>
    protected static object[] Values(DbDataReader row)
    {
        var values = new object[row.FieldCount];
        row.GetValues(values);
        return values;
    }

    /// <summary>The first row of a query, or default.</summary>
    public virtual async Task<T?> FirstAsync<T>(Statement statement, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var reader = await QueryAsync(statement, cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? read(reader) : default;
    }
}
