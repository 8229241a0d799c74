using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Interactions;

/// <summary>history of one resource (R4 http.html#history).</summary>
public sealed class HistoryInteraction(ResourceStore store, ConsentDecider consent, AuditTrail audit)
{
    /// <summary>The versions that may be seen, newest first; each is judged by its own tags.</summary>
    /// <returns>The versions; or <c>resource-unknown</c> where there is none, or none that may be seen.</returns>
    public async Task<Outcome<IReadOnlyList<ResourceVersion>>> ReadAsync(
        string type, string id, Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        var versions = await store.HistoryInstanceAsync(type, id, cancellationToken);
        if (versions.Count == 0) return InteractionIssues.NotFound(type, id);
        var disclosure = new Disclosure(consent, requester);
        var released = new List<ResourceVersion>();
        foreach (var version in versions)
        {
            if (await disclosure.ReleaseAsync(version, cancellationToken) is { } json) released.Add(ResourceVersion.Of(version, json));
        }

        await audit.RecordAsync(disclosure.Looked(AuditAction.History, trace, versions[0]), cancellationToken);
        return released.Count == 0 ? InteractionIssues.NotFound(type, id) : Outcome.Success<IReadOnlyList<ResourceVersion>>(released);
    }
}
