using CareExchange.Exchange.Consent;
using CareExchange.Identity.Clients;
using CareExchange.Identity.Scopes;
using CareExchange.Server.Callers;
using Microsoft.Extensions.Hosting;

namespace CareExchange.Server.Hosting;

/// <summary>Works out, once the gateway listens, what each machine client that may search sees of every person: with a hundred thousand consents the first search would take seconds.
/// Being ready does not wait for it; a search that comes meanwhile waits for the same work.</summary>
internal sealed partial class SearchPreparation(ClientRegistry clients, OrganizationTypes types, ConsentDecider consent, DatabaseAbsence absence, IHostApplicationLifetime lifetime, ILogger<SearchPreparation> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var whenStarted = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        try
        {
            foreach (var known in await clients.ListAsync(stoppingToken))
            {
                if (!known.Enabled || !SmartScopes.TryParse(known.Scopes, out var scopes) || !scopes.Scopes.Any(static scope => scope.Interactions.HasFlag(SmartInteractions.Search))) continue;
                if (await clients.DescribeAsync(known.Id, stoppingToken) is not { RedirectUris: [] } client) continue;
                if (!await consent.PrepareAsync(MachineRequester.Of(client, types), stoppingToken)) return;
            }
        }
        catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
        {
            // Searches do not hang on it: the first of each client does the work then.
            if (!absence.Explains(failure)) LogFailed(failure.GetType().Name, failure.StackTrace);
        }
    }

    // Not the exception itself: its text may quote somebody's data.
    [LoggerMessage(8321, LogLevel.Warning, "Working out ahead what clients may see failed: {Problem} {Stack}")]
    private partial void LogFailed(string problem, string? stack);
}
