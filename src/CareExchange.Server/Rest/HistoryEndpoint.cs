using CareExchange.Exchange.Interactions;
using CareExchange.Identity.Scopes;
using CareExchange.Server.Callers;

namespace CareExchange.Server.Rest;

/// <summary>GET /{type}/{id}/_history.</summary>
internal static class HistoryEndpoint
{
    public static void MapHistory(this IEndpointRouteBuilder fhir) =>
        fhir.MapGet("/{type}/{id}/_history", ReadAsync).Needs(SmartInteractions.Read).WithMetadata(new Interaction("history-instance"));

    private static async Task<IResult> ReadAsync(
        string type, string id, HttpContext http, HistoryInteraction interaction, CancellationToken cancellationToken)
    {
        var outcome = await interaction.ReadAsync(type, id, http.Requester, http.Trace, cancellationToken);
        return outcome.Value is { } versions
            ? FhirResults.Json(BundleWriter.History(http.FhirBase(), $"{type}/{id}/_history", versions))
            : FhirResults.Failure(outcome.Issues);
    }
}
