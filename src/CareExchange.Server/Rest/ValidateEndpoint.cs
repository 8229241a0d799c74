using CareExchange.Exchange.Interactions;
using CareExchange.Fhir.Outcomes;
using CareExchange.Server.Callers;

namespace CareExchange.Server.Rest;

/// <summary>POST /$validate, /{type}/$validate and /{type}/{id}/$validate.</summary>
internal static class ValidateEndpoint
{
    public static void MapValidate(this IEndpointRouteBuilder fhir)
    {
        foreach (var route in (string[])["/$validate", "/{type}/$validate", "/{type}/{id}/$validate"])
        {
            fhir.MapPost(route, ValidateAsync).WithMetadata(new Operation("validate", "http://hl7.org/fhir/OperationDefinition/Resource-validate", route.StartsWith("/{type}", StringComparison.Ordinal) ? "Resource" : null));
        }
    }

    private static async Task<IResult> ValidateAsync(string? type, string? id, HttpContext http, ValidateInteraction interaction, CancellationToken cancellationToken)
    {
        var body = await RequestResource.ReadAsync(http.Request, cancellationToken);
        if (!body.Succeeded) return FhirResults.Failure(body.Issues);
        var outcome = interaction.Validate(type, id, body.Value, http.Request.Query["profile"].OfType<string>(), http.Request.Query["mode"] is [{ Length: > 0 } mode, ..] ? mode : null);

        // A verdict is an answer, however bad it is: 200. Only a request that cannot be judged at all is refused.
        return outcome.Value is { } issues ? FhirResults.Json(OperationOutcome.Write(issues)) : FhirResults.Failure(outcome.Issues);
    }
}
