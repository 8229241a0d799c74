using CareExchange.Exchange.Interactions;
using CareExchange.Identity.Scopes;
using CareExchange.Server.Callers;

namespace CareExchange.Server.Rest;

/// <summary>PUT /{type}/{id} and PUT /{type}?condition, with If-Match.</summary>
internal static class UpdateEndpoint
{
    public static void MapUpdate(this IEndpointRouteBuilder fhir)
    {
        fhir.MapPut("/{type}/{id}", UpdateAsync).Needs(SmartInteractions.Update).WithMetadata(new Interaction("update"));
        fhir.MapPut("/{type}", UpdateAsync).Needs(SmartInteractions.Update).WithMetadata(new Interaction("update"));
    }

    private static async Task<IResult> UpdateAsync(
        string type, string? id, HttpContext http, UpdateInteraction interaction, CancellationToken cancellationToken)
    {
        var body = await RequestResource.ReadAsync(http.Request, cancellationToken);
        if (!body.Succeeded) return FhirResults.Failure(body.Issues);
        var ifMatch = await Preconditions.ExpectedAsync(http.Request, type, id, cancellationToken);
        var outcome = id is null
            ? await interaction.UpdateWhereAsync(type, http.Request.Condition(), body.Value, ifMatch, http.Requester, http.Trace, cancellationToken, Preconditions.Several(http.Request))
            : await interaction.UpdateAsync(type, id, body.Value, ifMatch, http.Requester, http.Trace, cancellationToken);
        return outcome.Value is { } put && outcome.Succeeded
            ? WriteResults.Answer(http, put, outcome.Issues)
            : FhirResults.Failure(outcome.Issues, StatusCodes.Status422UnprocessableEntity);
    }
}
