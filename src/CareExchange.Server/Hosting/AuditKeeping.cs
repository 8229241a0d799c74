using CareExchange.Storage.Audit;
using CareExchange.Storage.Database;
using CareExchange.Storage.Maintenance;
using Microsoft.Extensions.Hosting;

namespace CareExchange.Server.Hosting;

/// <summary>Keeps the audit trail provable while the gateway runs: signs checkpoints and notes them outside the database, ends retention, and follows what other nodes write of consents.</summary>
internal sealed partial class AuditKeeping(
    StorageDatabase database, AuditCheckpointStore checkpoints, CheckpointFile file, ConsentJournal journal, KeyWatch keys, AuditKeepingOptions options, DatabaseAbsence absence, TimeProvider clock, ILogger<AuditKeeping> logger) : BackgroundService
{
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_betweenRetentions = TimeSpan.FromHours(12);

    /// <summary>A last checkpoint when the gateway stops: what comes after it can only be somebody else's.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryAsync(CheckpointAsync, CancellationToken.None);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Beside the start, not before it.
        await Task.Yield();
        await TryAsync(CompareAsync, stoppingToken);
        using var timer = new PeriodicTimer(s_every);
        DateTimeOffset signed = default, ended = default;
        do
        {
            await TryAsync(journal.FollowAsync, stoppingToken);
            await TryAsync(keys.FollowAsync, stoppingToken);
            var now = clock.GetUtcNow();
            if (now - signed >= options.BetweenCheckpoints && await TryAsync(CheckpointAsync, stoppingToken)) signed = now;
            if (now - ended >= s_betweenRetentions && await TryAsync(EndRetentionAsync, stoppingToken)) ended = now;
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task CheckpointAsync(CancellationToken cancellationToken)
    {
        if (await checkpoints.CreateAsync(onlyIfChanged: true, cancellationToken) is { } checkpoint) await file.AppendAsync(checkpoint, cancellationToken);
    }

    private async Task CompareAsync(CancellationToken cancellationToken)
    {
        // The last one alone, and only the rows it names: verifying it all is the operator's command.
        if (await file.ReadAsync(cancellationToken) is [.., var last] && await checkpoints.CompareAsync(last, cancellationToken) is { } found) LogBroken(found.English);
    }

    private Task EndRetentionAsync(CancellationToken cancellationToken) => new AuditRetention(database).EndAsync(clock.GetUtcNow() - options.Retention, cancellationToken);

    private async Task<bool> TryAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work(cancellationToken);
            return true;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            // The database may be away, the disk full: the next turn tries again.
            if (!absence.Explains(failure)) LogFailed(failure.GetType().Name);
            return false;
        }
    }

    [LoggerMessage(8401, LogLevel.Warning, "Looking after the audit trail failed: {Problem}")]
    private partial void LogFailed(string problem);

    [LoggerMessage(8402, LogLevel.Critical, "The audit trail is not the one that was signed. {Found} Run 'careexchange audit verify'.")]
    private partial void LogBroken(string found);
}
