using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace CareExchange.Storage.Database.Postgres;

/// <summary>A statement whose rows somebody waits for, with what they become.</summary>
/// <param name="statement">The statement.</param>
/// <param name="read">Makes something of a row.</param>
/// <param name="isFirst">True where only the first row is wanted.</param>
/// <param name="done">Who waits.</param>
/// <param name="cancellationToken">Of who waits.</param>
internal sealed class PostgresRows<T>(Statement statement, Func<DbDataReader, T> read, bool isFirst, TaskCompletionSource<IReadOnlyList<T>> done, CancellationToken cancellationToken) : PostgresQuestion(statement)
{
    private List<T> _rows = [];
    private Exception? _problem;

    public override bool IsGivenUp() => cancellationToken.IsCancellationRequested && done.TrySetCanceled(cancellationToken);

    // A row that cannot be made anything of (a body that does not open) is the trouble of who asked for it, not of their neighbours; a connection that was lost is everybody's.
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "It is told to who waits for this row.")]
    public override async Task ReadAsync(DbDataReader reader, CancellationToken cancellationToken)
    {
        (_rows, _problem) = ([], null);
        while (_problem is null && (!isFirst || _rows.Count == 0) && await reader.ReadAsync(cancellationToken))
        {
            try
            {
                _rows.Add(read(reader));
            }
            catch (Exception problem) when (problem is not Npgsql.NpgsqlException)
            {
                _problem = problem;
            }
        }
    }

    public override void End()
    {
        if (_problem is { } problem) done.TrySetException(problem);
        else done.TrySetResult(_rows);
    }

    public override void Fail(Exception problem) => done.TrySetException(problem);
}
