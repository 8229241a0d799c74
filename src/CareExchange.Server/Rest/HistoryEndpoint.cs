using CareExchange.Exchange.Interactions;
using CareExchange.Fhir.Definitions;
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
        var view = ResourceView.Of(http.Request);
        if (view.Value is not { } seen) return FhirResults.Failure(view.Issues);
        if (seen.Summary == SummaryMode.Count) return FhirResults.Failure([RestIssues.CountOfHistory()]);
        var outcome = await interaction.ReadAsync(
            type, id, RestQuery.Pairs(http.Request.QueryString.Value ?? ""), other => RestEndpoints.ScopeIssue(http, other, SmartInteractions.Read) is null, http.Requester, http.Trace, cancellationToken);
        string[] path = [.. ((string?[])[type, id, "_history"]).OfType<string>()];
        if (outcome.Value is not { } page || !outcome.Succeeded) return FhirResults.Failure(outcome.Issues);
        var schema = http.RequestServices.GetRequiredService<Schema>();
        page = page with { Versions = [.. page.Versions.Select(version => seen.Of(version, schema))] };
        return FhirResults.Json(BundleWriter.History(http.FhirBase(), string.Join('/', path), page, http.Request.Writing()));
    }
}
