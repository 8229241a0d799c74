using CareExchange.Exchange.Interactions;
using CareExchange.Identity.Scopes;
using CareExchange.Server.Callers;

namespace CareExchange.Server.Rest;

/// <summary>POST /{type}, with If-None-Exist.</summary>
internal static class CreateEndpoint
{
    public static void MapCreate(this IEndpointRouteBuilder fhir) =>
        fhir.MapPost("/{type}", CreateAsync).Needs(SmartInteractions.Create).WithMetadata(new Interaction("create"));

    private static async Task<IResult> CreateAsync(string type, HttpContext http, CreateInteraction interaction, CancellationToken cancellationToken)
    {
        var body = await RequestResource.ReadAsync(http.Request, cancellationToken);
        if (!body.Succeeded) return FhirResults.Failure(body.Issues);
        var ifNoneExist = http.Request.Headers["If-None-Exist"] is [{ Length: > 0 } condition, ..] ? condition : null;
        var outcome = await interaction.CreateAsync(type, body.Value, ifNoneExist, http.Requester, http.Trace, cancellationToken);
        return outcome.Value is { } put && outcome.Succeeded
            ? WriteResults.Answer(http, put, outcome.Issues)
            : FhirResults.Failure(outcome.Issues, StatusCodes.Status422UnprocessableEntity);
    }
}
