using CareExchange.Identity.Keys;
using CareExchange.Storage.Accounts;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CareExchange.Identity.Hosting;

/// <summary>Removes, once an hour, what no check can need any more.</summary>
internal sealed partial class IdentityPurge(
    StaffSessionStore sessions, SignInAttemptStore attempts, UsedAssertionStore used, AppAuthorizationStore authorizations, RevokedTokenStore revoked, SigningKeys keys, TimeProvider clock, ILogger<IdentityPurge> logger) : BackgroundService
{
    private static readonly TimeSpan s_every = TimeSpan.FromHours(1);
    // A day of quiet forgives the failed attempts at a name, and keeps ended sessions visible for the morning after. Proofs and revocations are kept as long:
    // a node whose clock is behind accepts what this one thinks is over.
    private static readonly TimeSpan s_quiet = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await PurgeAsync(stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                // A busy database must not stop the gateway; the next hour tries again.
                LogFailed(failure.GetType().Name, failure.StackTrace);
            }
        }
    }

    internal async Task PurgeAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await sessions.PurgeAsync(now - s_quiet, cancellationToken);
        await attempts.PurgeAsync(now - s_quiet, cancellationToken);
        await used.PurgeAsync(now - s_quiet, cancellationToken);
        await authorizations.PurgeAsync(now - s_quiet, cancellationToken);
        await revoked.PurgeAsync(now - s_quiet, cancellationToken);
        await keys.PurgeAsync(cancellationToken);
    }

    // Not the exception itself: its text may quote somebody's data.
    [LoggerMessage(7201, LogLevel.Warning, "Purging old sessions, attempts, assertions and keys failed: {Problem} {Stack}")]
    private partial void LogFailed(string problem, string? stack);
}
