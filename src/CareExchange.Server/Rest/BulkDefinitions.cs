using CareExchange.Exchange.Operations;
using CareExchange.Fhir.Definitions;
using CareExchange.Identity.Scopes;

namespace CareExchange.Server.Rest;

/// <summary>The definitions of bulk export and import, readable like those of every other operation.</summary>
internal static class BulkDefinitions
{
    /// <summary>What the canonicals of bulk export begin with.</summary>
    public const string Export = "http://hl7.org/fhir/uv/bulkdata/OperationDefinition/";

    /// <summary>The canonical of bulk import, which is ours.</summary>
    public const string Import = "urn:careexchange:operation:import";

    private static readonly OperationParameter[] Parameters =
    [
        In("_outputFormat", 1, "string"), In("_since", 1, "instant"), In("_until", 1, "instant"), In("_type", -1, "string"), In("_elements", -1, "string"),
        In("_typeFilter", -1, "string"), In("includeAssociatedData", -1, "string"),
    ];

    private static readonly (OperationDefinition Definition, OperationLevels Level)[] All =
    [
        (Of(Export + "export", "export", "Resource", Parameters), OperationLevels.System),
        (Of(Export + "patient-export", "export", "Patient", [.. Parameters, In("patient", -1, "Reference")]), OperationLevels.Type),
        (Of(Export + "group-export", "export", "Group", [.. Parameters, In("patient", -1, "Reference")]), OperationLevels.Instance),
        (Of(Import, "import", "Resource", [In("inputFormat", 1, "code"), In("inputSource", 1, "uri"), In("input", -1, "BackboneElement")]), OperationLevels.System),
    ];

    public static void MapBulkDefinitions(this IEndpointRouteBuilder fhir)
    {
        foreach (var (definition, level) in All)
        {
            var json = OperationDefinitionWriter.Write(definition, level, affectsState: definition.Code == "import");
            fhir.MapGet($"/OperationDefinition/{definition.Url.Split('/', ':')[^1]}", (HttpContext http) =>
                RestEndpoints.ScopeIssue(http, "OperationDefinition", SmartInteractions.Read) is { } refusal ? FhirResults.Failure([refusal]) : FhirResults.Json(json));
        }
    }

    private static OperationDefinition Of(string url, string code, string type, IReadOnlyList<OperationParameter> parameters) =>
        new(url, code, [type], AffectsState: code == "import", IsSystem: type == "Resource", IsType: type == "Patient", IsInstance: type == "Group", parameters);

    private static OperationParameter In(string name, int max, string type) => new(name, IsOut: false, 0, max, type);
}
