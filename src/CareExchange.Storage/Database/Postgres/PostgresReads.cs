using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace CareExchange.Storage.Database.Postgres;

/// <summary>Reads over few connections, because each is a process of the database, which has a hundred by default. Brief statements that gather are asked together in one round trip;
/// those that may take long have a connection each, in the order in which they came, so many at a time as <see cref="PostgresShares.Searches"/> says.</summary>
/// <remarks>Each statement begins after it was asked for, so it sees what was committed before. Who reads holds a connection only while a statement runs, and asks for nothing meanwhile:
/// nobody can wait for a connection of somebody who waits for theirs. Where a connection was lost, which a restart of the database does to all that were kept, the statement is asked over another one.</remarks>
internal sealed class PostgresReads : IDisposable
{
    private const int GroupLimit = 64;

    private readonly NpgsqlDataSource _source;
    private readonly int _most;
    private readonly Action _lost;
    private readonly PostgresTurns _searches;
    private readonly PostgresTurns _streams;
    private readonly GatheringLanes<PostgresQuestion, int> _brief;

    /// <param name="source">Gives connections.</param>
    /// <param name="shares">How many for what.</param>
    /// <param name="lost">Called where a connection was lost; gives up those that were kept.</param>
    public PostgresReads(NpgsqlDataSource source, PostgresShares shares, Action lost)
    {
        (_source, _most, _lost) = (source, shares.Pool, lost);
        _searches = new(shares.Searches, shares.Patience);
        _streams = new(shares.Streams, shares.Patience);
        _brief = new(Enumerable.Range(0, PostgresShares.BriefLanes), GroupLimit, (_, group) => RunAsync([.. group.Where(static one => !one.IsGivenUp())]));
    }

    /// <summary>The rows of a statement.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="read">Makes something of a row.</param>
    /// <param name="isBrief">True where it finds a few rows by an index: then it shares its round trip with others, and they wait for it.</param>
    /// <param name="isFirst">True where only the first row is wanted.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<IReadOnlyList<T>> ListAsync<T>(Statement statement, Func<DbDataReader, T> read, bool isBrief, bool isFirst, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource<IReadOnlyList<T>>(TaskCreationOptions.RunContinuationsAsynchronously);
        var question = new PostgresRows<T>(statement, read, isFirst, done, cancellationToken);
        if (isBrief) _brief.Add(question);
        else await AskAloneAsync(question, cancellationToken);
        return await done.Task;
    }

    /// <summary>The rows of a statement as they come, and the connection that they come over, which <see cref="ReturnAsync"/> takes back.</summary>
    public async Task<(NpgsqlConnection Connection, DbDataReader Rows)> StreamAsync(Statement statement, CancellationToken cancellationToken)
    {
        await _streams.TakeAsync(cancellationToken);
        try
        {
            DbDataReader? rows = null;
            var connection = await AskAsync(async connection => rows = await connection.QueryAsync(statement, cancellationToken), cancellationToken);
            return (connection, rows!);
        }
        catch
        {
            _streams.Return();
            throw;
        }
    }

    /// <summary>Gives the connection of a stream back.</summary>
    public async ValueTask ReturnAsync(NpgsqlConnection connection)
    {
        try
        {
            await connection.DisposeAsync();
        }
        finally
        {
            _streams.Return();
        }
    }

    public void Dispose()
    {
        _searches.Dispose();
        _streams.Dispose();
    }

    private async Task AskAloneAsync(PostgresQuestion question, CancellationToken cancellationToken)
    {
        await _searches.TakeAsync(cancellationToken);
        try
        {
            await AskAsync([question], cancellationToken);
        }
        finally
        {
            _searches.Return();
        }

        question.End();
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "It is told to everybody who waits.")]
    private async Task RunAsync(IReadOnlyList<PostgresQuestion> group)
    {
        if (group.Count == 0) return;
        try
        {
            await AskAsync(group, CancellationToken.None);
            foreach (var question in group) question.End();
        }
        catch (Exception problem) when (group.Count > 1 && StorageFault.IsOfOne(problem))
        {
            foreach (var question in group) await RunAsync([question]);
        }
        catch (Exception problem)
        {
            foreach (var question in group) question.Fail(problem);
        }
    }

    private async Task AskAsync(IReadOnlyList<PostgresQuestion> group, CancellationToken cancellationToken)
    {
        await using var asked = await AskAsync(
            async connection =>
            {
                await using var reader = group.Count == 1
                    ? await connection.QueryAsync(group[0].Statement, cancellationToken)
                    : await connection.QueryAsync([.. group.Select(static question => question.Statement)], cancellationToken);
                foreach (var question in group)
                {
                    await question.ReadAsync(reader, cancellationToken);
                    await reader.NextResultAsync(cancellationToken);
                }
            },
            cancellationToken);
    }

    // Asks over another connection as often as one was lost, or ended as it began; gives the one that held. No more can have been lost than were kept, and the one behind them is new: where that is lost as well,
    // or none can be had, the database is away.
    private async Task<NpgsqlConnection> AskAsync(Func<NpgsqlConnection, Task> ask, CancellationToken cancellationToken)
    {
        for (var kept = _most; ; kept--)
        {
            NpgsqlConnection? connection = null;
            try
            {
                connection = await _source.OpenConnectionAsync(cancellationToken);
                await ask(connection);
                return connection;
            }
            catch (NpgsqlException problem) when (kept > 0 && (connection is null ? problem.SqlState == PostgresErrorCodes.AdminShutdown : PostgresConnections.IsLost(problem)))
            {
                if (connection is not null) await connection.DisposeAsync();
                _lost();
            }
            catch
            {
                if (connection is not null) await connection.DisposeAsync();
                throw;
            }
        }
    }
}
