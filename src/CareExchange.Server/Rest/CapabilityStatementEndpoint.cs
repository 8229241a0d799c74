using CareExchange.Fhir.Definitions;

namespace CareExchange.Server.Rest;

/// <summary>GET /metadata: what is really routed, with the search parameters that are really indexed.</summary>
internal static class CapabilityStatementEndpoint
{
    public static void MapCapabilityStatement(this IEndpointRouteBuilder fhir) =>
        fhir.MapGet("/metadata", (HttpContext http, IEnumerable<EndpointDataSource> sources, Schema schema, TimeProvider clock) =>
        {
            Endpoint[] routed = [.. sources.SelectMany(source => source.Endpoints)];
            Interaction[] interactions = [.. routed.SelectMany(endpoint => endpoint.Metadata.GetOrderedMetadata<Interaction>()).Distinct()];
            Operation[] operations = [.. routed.SelectMany(endpoint => endpoint.Metadata.GetOrderedMetadata<Operation>()).Distinct()];
            return FhirResults.Json(CapabilityStatementWriter.Write(http.FhirBase(), interactions, operations, schema, clock.GetUtcNow()));
        }).AllowAnonymous();
}
