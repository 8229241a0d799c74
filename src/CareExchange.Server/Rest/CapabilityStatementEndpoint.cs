using CareExchange.Fhir.Outcomes;

namespace CareExchange.Server.Rest;

/// <summary>GET /metadata: what is really routed, with the search parameters that are really indexed (R4 http.html#capabilities).</summary>
internal static class CapabilityStatementEndpoint
{
    public static void MapCapabilityStatement(this IEndpointRouteBuilder fhir) => fhir.MapGet("/metadata", Answer).AllowAnonymous();

    // Of the three modes "normative" is answered in full, as R4 allows.
    private static IResult Answer(HttpContext http, RestSettings settings, TimeProvider clock)
    {
        var rest = RoutedRest.Of(http.RequestServices);
        var mode = http.Request.Query["mode"] is [{ Length: > 0 } given, ..] ? given : "full";
        return mode switch
        {
            "full" or "normative" => DescribedRest.Answer(http, new CapabilityStatementWriter(rest, http.FhirBase(), settings.HasCors, settings.DeletesMany).Write(clock.GetUtcNow()), isFhir: true),
            "terminology" => DescribedRest.Answer(http, TerminologyCapabilitiesWriter.Write(rest, http.FhirBase(), clock.GetUtcNow()), isFhir: true),
            _ => FhirResults.Failure([Issue.Error("value", "search-value", "The value of 'mode' is not known.", "'mode'의 값을 알 수 없습니다.") with { Expression = "http.mode", Expected = "full, normative, terminology" }]),
        };
    }
}
