using System.Data.Common;

namespace CareExchange.Storage.Database.Sqlite;

/// <summary>A reader connection, given back on dispose.</summary>
internal sealed class SqliteReadSession(SqliteDialect dialect, SqliteReaders readers, SqliteCommands commands, bool isSnapshot = false) : DatabaseSession(dialect)
{
    public override Task<DbDataReader> QueryAsync(Statement statement, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<DbDataReader>(commands.Query(statement));
    }

    public override Task<int> ExecuteAsync(Statement statement, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("A reader does not write.");

    public override Task ExecuteAsync(IReadOnlyList<Statement> statements, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("A reader does not write.");

    public override ValueTask DisposeAsync()
    {
        if (isSnapshot) commands.Execute("COMMIT");
        return readers.ReturnAsync(commands);
    }
}
