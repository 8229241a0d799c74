using System.Data.Common;

namespace CareExchange.Storage.Database.Sqlite;

/// <summary>One transaction's turn at the only writer.</summary>
internal sealed class SqliteWriteSession(SqliteDialect dialect, SqliteWriter writer) : WriteSession(dialect)
{
    private bool _ended;

    public override Task<DbDataReader> QueryAsync(Statement statement, CancellationToken cancellationToken) =>
        Task.FromResult<DbDataReader>(writer.Commands.Query(statement));

    public override Task<int> ExecuteAsync(Statement statement, CancellationToken cancellationToken) =>
        Task.FromResult(writer.Commands.Execute(statement));

    public override Task ExecuteAsync(IReadOnlyList<Statement> statements, CancellationToken cancellationToken)
    {
        foreach (var statement in statements) writer.Commands.Execute(statement);
        return Task.CompletedTask;
    }

    public override Task LockAsync(string name, CancellationToken cancellationToken) => Task.CompletedTask;

    public override Task CommitAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        _ended = true;
        return writer.CommitAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        if (_ended) return;
        _ended = true;
        await writer.RollBackAsync();
    }
}
