using CareExchange.Exchange.Interactions;
using CareExchange.Identity.Scopes;
using CareExchange.Server.Callers;

namespace CareExchange.Server.Rest;

/// <summary>POST / with a transaction Bundle.</summary>
internal static class TransactionEndpoint
{
    public static void MapTransaction(this IEndpointRouteBuilder fhir) =>
        fhir.MapPost("/", ExecuteAsync).Needs(SmartInteractions.Create).WithMetadata(new Interaction("transaction", IsSystem: true));

    private static async Task<IResult> ExecuteAsync(HttpContext http, TransactionInteraction interaction, CancellationToken cancellationToken)
    {
        var body = await RequestBody.ReadAsync(http.Request, RequestBody.DefaultLimit, cancellationToken);
        if (!body.Succeeded) return FhirResults.Failure(body.Issues);
        var outcome = await interaction.ExecuteAsync(body.Value, http.Requester, http.Trace, cancellationToken);
        return outcome.Value is { } results && outcome.Succeeded
            ? FhirResults.Json(BundleWriter.TransactionResponse(http.FhirBase(), results))
            : FhirResults.Failure(outcome.Issues, StatusCodes.Status422UnprocessableEntity);
    }
}
