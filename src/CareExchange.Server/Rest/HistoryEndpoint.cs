using CareExchange.Exchange.Interactions;
using CareExchange.Identity.Scopes;
using CareExchange.Server.Callers;

namespace CareExchange.Server.Rest;

/// <summary>GET /{type}/{id}/_history, /{type}/_history and /_history.</summary>
internal static class HistoryEndpoint
{
    public static void MapHistory(this IEndpointRouteBuilder fhir)
    {
        fhir.MapGet("/{type}/{id}/_history", ReadAsync).Needs(SmartInteractions.Read).WithMetadata(new Interaction("history-instance"));
        fhir.MapGet("/{type}/_history", ReadAsync).Needs(SmartInteractions.Read).WithMetadata(new Interaction("history-type"));
        fhir.MapGet("/_history", ReadAsync).WithMetadata(new Interaction("history-system", IsSystem: true));
    }

    private static async Task<IResult> ReadAsync(string? type, string? id, HttpContext http, HistoryInteraction interaction, CancellationToken cancellationToken)
    {
        var outcome = await interaction.ReadAsync(
            type, id, RestQuery.Pairs(http.Request.QueryString.Value ?? ""), other => RestEndpoints.ScopeIssue(http, other, SmartInteractions.Read) is null, http.Requester, http.Trace, cancellationToken);
        string[] path = [.. ((string?[])[type, id, "_history"]).OfType<string>()];
        return outcome.Value is { } page && outcome.Succeeded
            ? FhirResults.Json(BundleWriter.History(http.FhirBase(), string.Join('/', path), page))
            : FhirResults.Failure(outcome.Issues);
    }
}
