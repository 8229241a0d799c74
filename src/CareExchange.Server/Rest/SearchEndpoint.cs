using CareExchange.Exchange.Interactions;
using CareExchange.Fhir.Definitions;
using CareExchange.Identity.Scopes;
using CareExchange.Server.Callers;

namespace CareExchange.Server.Rest;

/// <summary>GET /{type} and POST /{type}/_search, and the same at the root for several types (R4 http.html#search).</summary>
internal static class SearchEndpoint
{
    public static void MapSearch(this IEndpointRouteBuilder fhir)
    {
        fhir.MapGet("/{type}", SearchAsync).Needs(SmartInteractions.Search).WithMetadata(new Interaction("search-type"));
        fhir.MapPost("/{type}/_search", SearchFormAsync).Needs(SmartInteractions.Search).WithMetadata(new Interaction("search-type"), new FormBody());
        fhir.MapGet("/", (HttpContext http, SearchInteraction interaction, CancellationToken cancellationToken) => SearchAsync(null, http, interaction, cancellationToken)).WithMetadata(new Interaction("search-system", IsSystem: true));
        fhir.MapPost("/_search", (HttpContext http, SearchInteraction interaction, CancellationToken cancellationToken) => SearchFormAsync(null, http, interaction, cancellationToken))
            .WithMetadata(new Interaction("search-system", IsSystem: true), new FormBody());

        // R4 http.html#vsearch: GET [base]/Patient/1/Observation, and Patient/1/* for whatever is the person's.
        // Without a type either way means the same.
        var within = new Interaction("search-type") { IsCompartment = true };
        fhir.MapGet("/{compartment}/{id}/{type}", SearchAsync).Needs(SmartInteractions.Search).WithMetadata(within);
        fhir.MapPost("/{compartment}/{id}/{type}/_search", SearchFormAsync).Needs(SmartInteractions.Search).WithMetadata(within, new FormBody());
        fhir.MapGet("/{compartment}/{id}/*", (HttpContext http, SearchInteraction interaction, CancellationToken cancellationToken) => SearchAsync(null, http, interaction, cancellationToken)).WithMetadata(within);
        foreach (var everything in (string[])["/{compartment}/{id}/*/_search", "/{compartment}/{id}/_search"])
        {
            fhir.MapPost(everything, (HttpContext http, SearchInteraction interaction, CancellationToken cancellationToken) => SearchFormAsync(null, http, interaction, cancellationToken)).WithMetadata(within, new FormBody());
        }
    }

    private static Task<IResult> SearchAsync(string? type, HttpContext http, SearchInteraction interaction, CancellationToken cancellationToken) =>
        AnswerAsync(type, http, interaction, cancellationToken);

    private static async Task<IResult> SearchFormAsync(string? type, HttpContext http, SearchInteraction interaction, CancellationToken cancellationToken) =>
        await SearchForm.ReadAsync(http, cancellationToken) is [_, ..] issues
            ? FhirResults.Failure(issues)
            : await AnswerAsync(type, http, interaction, cancellationToken);

    private static async Task<IResult> AnswerAsync(string? type, HttpContext http, SearchInteraction interaction, CancellationToken cancellationToken)
    {
        var view = ResourceView.Of(http.Request);
        if (view.Value is not { } seen) return FhirResults.Failure(view.Issues);
        var pairs = RestQuery.Pairs(RestQuery.Text(http.Request));
        if (seen.Summary == SummaryMode.Text && pairs.Any(pair => pair.Key.StartsWith("_include", StringComparison.Ordinal) || pair.Key.StartsWith("_revinclude", StringComparison.Ordinal))) return FhirResults.Failure([RestIssues.TextWithIncludes()]);
        if (seen.Summary == SummaryMode.Count) pairs = [.. pairs.Where(pair => pair.Key is not ("_count" or "_total")), new("_count", "0"), new("_total", "accurate")];

        // R4 search.html#errors: strict unless the client prefers otherwise; which of them was done is told.
        var handling = Preferences.Of(http.Request).Handling;
        if (handling is not null) Preferences.Applied(http.Response, $"handling={handling}");
        var (center, id) = (http.Request.RouteValues["compartment"] as string, http.Request.RouteValues["id"] as string);
        if (pairs.FirstOrDefault(pair => pair.Key == SearchPlan.Name) is { Key: not null } explained) return await SearchPlan.AnswerAsync(type, pairs, explained.Value, http, interaction, cancellationToken);
        var outcome = await interaction.SearchAsync(
            type, pairs, other => RestEndpoints.ScopeIssue(http, other, SmartInteractions.Search), http.Requester, http.Trace, cancellationToken, handling == "lenient",
            center is null ? null : new(center, id ?? ""), http.FhirBase());
        if (outcome.Value is not { } page || !outcome.Succeeded) return FhirResults.Failure(outcome.Issues);
        var schema = http.RequestServices.GetRequiredService<Schema>();
        page = page with { Matches = [.. page.Matches.Select(match => seen.Of(match, schema))], Included = [.. page.Included.Select(included => seen.OfIncluded(included.Type).Of(included, schema))] };
        return FhirResults.Json(BundleWriter.Search(http.FhirBase(), center is null ? type ?? "" : $"{center}/{id}/{type ?? "*"}", page, http.Request.Writing()));
    }
}
