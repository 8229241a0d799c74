using CareExchange.Exchange.Interactions;
using CareExchange.Fhir.Outcomes;
using CareExchange.Identity.Scopes;
using CareExchange.Server.Callers;
using Microsoft.Net.Http.Headers;

namespace CareExchange.Server.Rest;

/// <summary>PATCH /{type}/{id} and PATCH /{type}?condition, with If-Match: JSON Patch, XML Patch, or FHIRPath Patch as Parameters.</summary>
internal static class PatchEndpoint
{
    private const string Known = "application/json-patch+json, application/xml-patch+xml, or Parameters as application/fhir+json or application/fhir+xml";

    public static void MapPatch(this IEndpointRouteBuilder fhir)
    {
        fhir.MapPatch("/{type}/{id}", PatchAsync).Needs(SmartInteractions.Update).WithMetadata(new Interaction("patch"));
        fhir.MapPatch("/{type}", PatchAsync).Needs(SmartInteractions.Update).WithMetadata(new Interaction("patch"));
    }

    private static async Task<IResult> PatchAsync(string type, string? id, HttpContext http, PatchInteraction interaction, CancellationToken cancellationToken)
    {
        if (Kind(http.Request) is not { } kind)
        {
            return FhirResults.Failure([Issue.Error("not-supported", "media-type", "The patch is of no known kind.", "지원하지 않는 패치 형식입니다.") with { Expected = Known, Found = http.Request.ContentType }]);
        }

        var body = await RequestResource.ReadAsync(http.Request, cancellationToken);
        if (!body.Succeeded) return FhirResults.Failure(body.Issues);
        var outcome = await interaction.PatchAsync(
            type, id, http.Request.Condition(), new(kind, body.Value), await Preconditions.ExpectedAsync(http.Request, type, id, cancellationToken), http.Requester, http.Trace, cancellationToken, Preconditions.Several(http.Request));
        return outcome.Value is { } put && outcome.Succeeded
            ? WriteResults.Answer(http, put, outcome.Issues)
            : FhirResults.Failure(outcome.Issues, StatusCodes.Status422UnprocessableEntity);
    }

    private static ResourcePatchKind? Kind(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Value is { } name
            ? name.ToLowerInvariant() switch
            {
                "application/json-patch+json" => ResourcePatchKind.Json,
                "application/xml-patch+xml" => ResourcePatchKind.Xml,
                _ => FhirMedia.Body(request) is not null ? ResourcePatchKind.FhirPath : null,
            }
            : null;
}
