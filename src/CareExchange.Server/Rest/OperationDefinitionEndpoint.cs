using CareExchange.Exchange.Interactions;
using CareExchange.Exchange.Operations;
using CareExchange.Identity.Scopes;
using CareExchange.Server.Callers;

namespace CareExchange.Server.Rest;

/// <summary>GET /OperationDefinition/{id} of the operations that are offered, so that whoever reads the CapabilityStatement can read what they take.</summary>
/// <remarks>One that is stored under the same id comes first.</remarks>
internal static class OperationDefinitionEndpoint
{
    private const string Type = "OperationDefinition";

    public static void MapOperationDefinitions(this IEndpointRouteBuilder fhir)
    {
        foreach (var entry in fhir.ServiceProvider.GetRequiredService<OperationCatalog>().Entries)
        {
            fhir.MapGet($"/{Type}/{OperationDefinitionWriter.IdOf(entry)}", (HttpContext http, ReadInteraction reads, CancellationToken cancellationToken) => ReadAsync(entry, http, reads, cancellationToken));
        }
    }

    private static async Task<IResult> ReadAsync(OperationEntry entry, HttpContext http, ReadInteraction reads, CancellationToken cancellationToken)
    {
        if (RestEndpoints.ScopeIssue(http, Type, SmartInteractions.Read) is { } refusal)
        {
            await http.RecordRefusalAsync(Exchange.Audit.AuditAction.Read, refusal, cancellationToken);
            return FhirResults.Failure([refusal]);
        }

        var stored = await reads.ReadAsync(Type, OperationDefinitionWriter.IdOf(entry), null, http.Requester, http.Trace, cancellationToken);
        if (stored.Value is not { } resource || !stored.Succeeded) return FhirResults.Json(OperationDefinitionWriter.Write(entry));
        FhirResults.SetVersion(http.Response, resource.Version, resource.LastUpdated);
        return FhirResults.Json(resource.Json);
    }
}
