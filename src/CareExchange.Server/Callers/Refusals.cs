using CareExchange.Exchange.Audit;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Server.Callers;

/// <summary>Records what a door itself refuses: rooms behind it never hear of the request.</summary>
internal static class Refusals
{
    /// <summary>Stands in the trail before it is answered.</summary>
    /// <param name="http">The request; its caller is signed in.</param>
    /// <param name="action">What was tried.</param>
    /// <param name="issue">Why not; its rule is recorded, and nothing that the caller sent.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static Task RecordRefusalAsync(this HttpContext http, AuditAction action, Issue issue, CancellationToken cancellationToken) =>
        http.RequestServices.GetRequiredService<AuditTrail>().RecordAsync(
            new AuditRecord(action, http.Requester, http.Trace) { Refused = true, Explanation = issue.Rule }, cancellationToken);
}
