using CareExchange.Exchange.Interactions;
using CareExchange.Identity.Scopes;
using CareExchange.Server.Callers;

namespace CareExchange.Server.Rest;

/// <summary>GET /{type}.</summary>
internal static class SearchEndpoint
{
    // How the answer is written is the door's own business; the search never sees these.
    private static readonly HashSet<string> OwnParameters = new(StringComparer.Ordinal) { "_format", "_pretty" };

    public static void MapSearch(this IEndpointRouteBuilder fhir)
    {
        fhir.MapGet("/{type}", SearchAsync).Needs(SmartInteractions.Search).WithMetadata(new Interaction("search-type"));
    }

    private static async Task<IResult> SearchAsync(string type, HttpContext http, SearchInteraction interaction, CancellationToken cancellationToken)
    {
        var query = QueryPairs.Parse(http.Request.QueryString.Value ?? "").Where(pair => !OwnParameters.Contains(pair.Key)).ToArray();
        var outcome = await interaction.SearchAsync(type, query, http.Requester, http.Trace, cancellationToken);
        return outcome.Value is { } page && outcome.Succeeded
            ? FhirResults.Json(BundleWriter.Search(http.FhirBase(), type, page))
            : FhirResults.Failure(outcome.Issues);
    }
}
