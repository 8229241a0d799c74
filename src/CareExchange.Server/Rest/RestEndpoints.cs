using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;
using CareExchange.Identity.Scopes;
using CareExchange.Identity.Settings;
using CareExchange.Server.Callers;

namespace CareExchange.Server.Rest;

/// <summary>The REST door under <c>/fhir</c>: one file per interaction, and one list of what is really routed.</summary>
public static class RestEndpoints
{
    /// <summary>Routes every interaction that is served.</summary>
    public static void MapRest(this IEndpointRouteBuilder app)
    {
        var open = app.MapGroup("/fhir").AddEndpointFilter(CheckMediaAsync);
        open.MapCapabilityStatement();
        var fhir = app.MapGroup("/fhir").AddEndpointFilter(CheckMediaAsync).RequireAuthorization(policy => policy
            .AddAuthenticationSchemes(IdentitySchemes.Bearer, IdentitySchemes.Session).RequireAuthenticatedUser());
        fhir.MapRead();
        fhir.MapHistory();
        fhir.MapSearch();
        fhir.MapCreate();
        fhir.MapUpdate();
        fhir.MapDelete();
        fhir.MapTransaction();
    }

    /// <summary>Puts an interaction behind the scope it needs, and behind a type that exists.</summary>
    internal static RouteHandlerBuilder Needs(this RouteHandlerBuilder endpoint, SmartInteractions interaction) => endpoint.AddEndpointFilter(async (context, next) =>
    {
        var http = context.HttpContext;
        var type = http.Request.RouteValues["type"] as string ?? "Bundle";
        var schema = http.RequestServices.GetRequiredService<Schema>();
        if (schema.FindType(type) is not { IsConstraint: false, IsAbstract: false, Kind: TypeKind.Resource })
        {
            return FhirResults.Failure([Issue.Error("not-found", "type-unknown", "The resource type is not known.", "지원하지 않는 자원 종류입니다.") with { Found = type }]);
        }

        if (!IsAllowed(http, type, interaction))
        {
            return FhirResults.Failure([Issue.Error("forbidden", "scope-missing", "The token does not allow this.", "토큰에 이 작업을 위한 권한이 없습니다.") with { Expected = $"{type}.{interaction}" }]);
        }

        return await next(context);
    });

    // Staff act by their role and read only; what they change, they change through the pages.
    private static bool IsAllowed(HttpContext http, string type, SmartInteractions interaction) => http.Caller switch
    {
        null => false,
        { IsSystem: false } => interaction is SmartInteractions.Read or SmartInteractions.Search,
        var client => client.Scopes.Allows(type, interaction),
    };

    private static async ValueTask<object?> CheckMediaAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        if (!FhirMedia.IsAcceptable(request))
        {
            return FhirResults.Failure([Issue.Error("not-supported", "not-acceptable", "Only FHIR JSON is answered.", "FHIR JSON만 응답할 수 있습니다.") with { Expected = "application/fhir+json" }]);
        }

        if (HttpMethods.IsPost(request.Method) || HttpMethods.IsPut(request.Method))
        {
            if (!FhirMedia.IsReadable(request))
            {
                return FhirResults.Failure([Issue.Error("not-supported", "media-type", "Only FHIR JSON is read.", "FHIR JSON만 읽을 수 있습니다.") with { Expected = "application/fhir+json", Found = request.ContentType }]);
            }
        }

        return await next(context);
    }
}
