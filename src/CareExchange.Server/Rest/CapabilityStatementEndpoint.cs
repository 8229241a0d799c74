using CareExchange.Fhir.Definitions;

namespace CareExchange.Server.Rest;

/// <summary>GET /metadata: what is really routed, with the search parameters that are really indexed.</summary>
internal static class CapabilityStatementEndpoint
{
    public static void MapCapabilityStatement(this IEndpointRouteBuilder fhir) =>
        fhir.MapGet("/metadata", (HttpContext http, IEnumerable<EndpointDataSource> sources, Schema schema, TimeProvider clock) =>
        {
            var interactions = sources.SelectMany(source => source.Endpoints)
                .SelectMany(endpoint => endpoint.Metadata.GetOrderedMetadata<Interaction>()).Distinct().ToArray();
            return FhirResults.Json(CapabilityStatementWriter.Write(http.FhirBase(), interactions, schema, clock.GetUtcNow()));
        }).AllowAnonymous();
}
