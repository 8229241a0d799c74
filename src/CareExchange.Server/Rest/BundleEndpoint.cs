using CareExchange.Exchange.Interactions;
using CareExchange.Fhir.Outcomes;
using CareExchange.Identity.Scopes;
using CareExchange.Server.Callers;

namespace CareExchange.Server.Rest;

/// <summary>POST / with a transaction or batch Bundle.</summary>
internal static class BundleEndpoint
{
    public static void MapBundle(this IEndpointRouteBuilder fhir) =>
        fhir.MapPost("/", ExecuteAsync).WithMetadata(new Interaction("transaction", IsSystem: true), new Interaction("batch", IsSystem: true));

    private static async Task<IResult> ExecuteAsync(HttpContext http, BundleInteraction interaction, CancellationToken cancellationToken)
    {
        var body = await RequestResource.ReadAsync(http.Request, cancellationToken);
        if (!body.Succeeded) return FhirResults.Failure(body.Issues);
        var outcome = await interaction.ExecuteAsync(body.Value, entry => Admit(http, entry), http.Requester, http.Trace, cancellationToken);
        return outcome.Value is { } result && outcome.Succeeded
            ? FhirResults.Json(BundleWriter.Response(http.FhirBase(), result))
            : FhirResults.Failure(outcome.Issues, StatusCodes.Status422UnprocessableEntity);
    }

    // A Bundle is no way around a scope: each entry needs what it would need alone.
    private static Issue? Admit(HttpContext http, BundleEntry entry) => RestEndpoints.ScopeIssue(http, entry.Type, entry.Method switch
    {
        "POST" => SmartInteractions.Create,
        "PUT" or "PATCH" => SmartInteractions.Update,
        "DELETE" => SmartInteractions.Delete,
        _ => entry.Id is null ? SmartInteractions.Search : SmartInteractions.Read,
    });
}
