using System.Data.Common;

namespace CareExchange.Storage.Database;

/// <summary>Asks the database whether it reads and writes at this moment. Thread-safe.</summary>
public sealed class StorageProbe(StorageDatabase database) : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly SemaphoreSlim _turn = new(1);
    private (long At, bool IsReady)? _last;

    /// <summary>True where a row was written and committed within the last second, or now.</summary>
    /// <remarks>A full disk still reads, so only a write tells. However often this is asked, the database is asked once a second.</remarks>
    public async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_last is { } last && database.Clock.GetElapsedTime(last.At) < Fresh) return last.IsReady;
            var isReady = await WriteAsync(cancellationToken);
            _last = (database.Clock.GetTimestamp(), isReady);
            return isReady;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async Task<bool> WriteAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await using var session = await database.WriteAsync(patience.Token);
            await session.ExecuteAsync(
                new Statement("INSERT INTO storage_probe (id, written) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET written = $1", database.Now().ToMicroseconds()), patience.Token);
            await session.CommitAsync(patience.Token);
            return true;
        }
        catch (Exception problem) when (problem is DbException or TimeoutException || (problem is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }
}
