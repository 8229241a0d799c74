using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Interactions;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;
using CareExchange.Identity.Claims;
using CareExchange.Identity.Scopes;
using CareExchange.Identity.Settings;
using CareExchange.Server.Callers;

namespace CareExchange.Server.Rest;

/// <summary>The REST door under <c>/fhir</c>: one file per interaction, and one list of what is really routed.</summary>
public static class RestEndpoints
{
    /// <summary>What the door itself needs.</summary>
    internal static void AddRest(this IServiceCollection services, RestSettings settings) => services.AddSingleton(settings).AddSingleton<PlainRead>().AddSingleton<PlainSearch>().AddSingleton<PlainCreate>().AddSingleton<EntryDispatcher>().AddSingleton<AsyncRequestRunner>();

    /// <summary>Routes every interaction that is served.</summary>
    public static void MapRest(this IEndpointRouteBuilder app)
    {
        var open = app.MapGroup("/fhir").AddEndpointFilter(CheckMediaAsync);
        open.MapCapabilityStatement();
        open.MapOpenApi();
        var fhir = app.MapGroup("/fhir").AddEndpointFilter(CheckMediaAsync).RequireAuthorization(policy => policy
            .AddAuthenticationSchemes(IdentitySchemes.Bearer, IdentitySchemes.Session).RequireAuthenticatedUser());
        fhir.AddEndpointFilter(AsyncEndpoint.DeferAsync);
        fhir.MapDeferred();
        fhir.MapRead();
        fhir.MapHistory();
        fhir.MapSearch();
        fhir.MapCreate();
        fhir.MapUpdate();
        fhir.MapPatch();
        fhir.MapDelete();
        fhir.MapBundle();
        fhir.MapOperations();
        fhir.MapReindex();
        fhir.MapOperationDefinitions();
        fhir.MapBulkDefinitions();

        // Files of an export are no resources: they have a format of their own.
        app.MapGroup("/fhir").RequireAuthorization(policy => policy
            .AddAuthenticationSchemes(IdentitySchemes.Bearer, IdentitySchemes.Session).RequireAuthenticatedUser()).MapExport().MapImport();
    }

    /// <summary>Opens the routes to the entries of a batch; once, when all are mapped.</summary>
    public static void BindEntries(this WebApplication app) => app.Services.GetRequiredService<EntryDispatcher>().Bind(app);

    /// <summary>Puts an interaction behind the scope it needs, and behind a type that exists.</summary>
    internal static RouteHandlerBuilder Needs(this RouteHandlerBuilder endpoint, SmartInteractions interaction) => endpoint.AddEndpointFilter(async (context, next) =>
    {
        var http = context.HttpContext;
        var type = http.Request.RouteValues["type"] as string ?? "";
        var schema = http.RequestServices.GetRequiredService<Schema>();
        if (schema.FindType(type) is not { IsConstraint: false, IsAbstract: false, Kind: TypeKind.Resource })
        {
            return FhirResults.Failure([type.StartsWith('$') ? RestIssues.OperationUnknown(type) : RestIssues.TypeUnknown(type)]);
        }

        // An address ends in an operation's name where nothing that is routed knows it: no resource has such an id.
        if (http.Request.RouteValues["id"] is string id && id.StartsWith('$')) return FhirResults.Failure([RestIssues.OperationUnknown(id)]);
        if (ScopeIssue(http, type, interaction) is { } refusal)
        {
            await http.RecordRefusalAsync(ActionOf(interaction), refusal, http.RequestAborted);
            return FhirResults.Failure([refusal]);
        }

        // Told after the scope: who may not even try is told that.
        if (type == AuditEventIssues.Type && interaction is SmartInteractions.Update or SmartInteractions.Delete)
        {
            await http.RecordRefusalAsync(ActionOf(interaction), AuditEventIssues.ReadOnly, http.RequestAborted);
            http.Response.Headers.Allow = http.Request.RouteValues["id"] is null ? "GET, HEAD, OPTIONS, POST" : "GET, HEAD, OPTIONS";
            return FhirResults.Failure([AuditEventIssues.ReadOnly]);
        }

        return await next(context);
    });

    /// <summary>Why the caller may not do this to this type; null where they may.</summary>
    internal static Issue? ScopeIssue(HttpContext http, string type, SmartInteractions interaction) => ScopeIssue(http.Caller, type, interaction);

    /// <summary>The same where the caller is known.</summary>
    internal static Issue? ScopeIssue(Caller? caller, string type, SmartInteractions interaction) => IsAllowed(caller, type, interaction) ? null
        : Issue.Error("forbidden", "scope-missing", "The token does not allow this.", "토큰에 이 작업을 위한 권한이 없습니다.") with { Expected = $"{type}.{interaction}" };

    /// <summary>The same for what cannot be held to the query of a scope, such as an import: the scope must be for the whole type.</summary>
    internal static Issue? WholeScopeIssue(HttpContext http, string type, SmartInteractions interaction) =>
        ScopeIssue(http, type, interaction) ?? (http.Requester.Limits?.QueriesOf(type, CallerExtensions.ActionOf(interaction)) is null ? null
            : Issue.Error("forbidden", "scope-query", "The token's scope ends at a query, which this cannot be held to.", "토큰의 권한에 조건이 있어 이 작업에는 쓸 수 없습니다.") with { Expected = $"{type}.{interaction}" });

    private static AuditAction ActionOf(SmartInteractions interaction) => interaction switch
    {
        SmartInteractions.Read => AuditAction.Read,
        SmartInteractions.Search => AuditAction.Search,
        SmartInteractions.Create => AuditAction.Create,
        SmartInteractions.Update => AuditAction.Update,
        _ => AuditAction.Delete,
    };

    /// <summary>Whether a caller's token or role allows this, before any consent is asked; what a scope's query leaves out is left out behind the door (<see cref="Requester.Limits"/>).</summary>
    /// <remarks>Staff act by their role and read only; what they change, they change through the pages. Through an app they have what they let it have.</remarks>
    internal static bool IsAllowed(Caller? caller, string type, SmartInteractions interaction) => caller switch
    {
        null => false,
        { IsSystem: false, AppId: null } => interaction is SmartInteractions.Read or SmartInteractions.Search,
        { IsSystem: false } app => interaction is SmartInteractions.Read or SmartInteractions.Search && app.Scopes.AllowsSome(type, interaction),
        var client => client.Scopes.AllowsSome(type, interaction),
    };

    private static async ValueTask<object?> CheckMediaAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        if (FhirMedia.Answer(request) is null && !BinaryContent.IsAsked(request)) return FhirResults.Failure([RestIssues.NotAcceptable()]);

        // What has no body has no type either: an operation may be called so.
        var hasBody = request.ContentType is not null || request.ContentLength is > 0 || request.Headers.TransferEncoding.Count > 0;
        if (hasBody && (HttpMethods.IsPost(request.Method) || HttpMethods.IsPut(request.Method)))
        {
            var isForm = context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<FormBody>() is not null;
            if (isForm ? !FhirMedia.IsForm(request) : FhirMedia.Body(request) is null && !BinaryContent.IsSent(request))
            {
                return FhirResults.Failure([isForm ? RestIssues.NoForm(request.ContentType) : RestIssues.MediaType(request.ContentType)]);
            }
        }

        return await next(context);
    }
}
