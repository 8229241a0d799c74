namespace CareExchange.Server.Rest;

/// <summary>GET /openapi.json: the routes as an OpenAPI 3 document, for tools that do not know FHIR.</summary>
internal static class OpenApiEndpoint
{
    public static void MapOpenApi(this IEndpointRouteBuilder fhir) => fhir.MapGet(
        "/openapi.json", (HttpContext http) => DescribedRest.Answer(http, OpenApiWriter.Write(RoutedRest.Of(http.RequestServices), http.FhirBase()), isFhir: false)).AllowAnonymous();
}
