using CareExchange.Exchange.Interactions;
using CareExchange.Fhir.Definitions;

namespace CareExchange.Server.Rest;

/// <summary>What is really routed and really indexed: the facts that the CapabilityStatement and the OpenAPI document are written from.</summary>
/// <param name="Routes">Each route below <c>/fhir</c> with its methods and marks, as <c>/{type}/{id}</c>.</param>
/// <param name="Types">The resource types that are served, in the order of their names.</param>
/// <param name="Schema">The definitions.</param>
/// <param name="Offers">The search parameters.</param>
internal sealed record RoutedRest(IReadOnlyList<RoutedPath> Routes, IReadOnlyList<TypeDefinition> Types, Schema Schema, SearchOffers Offers)
{
    /// <summary>The interactions of a type, or of the whole server.</summary>
    public IEnumerable<string> Interactions(bool isSystem) =>
        Routes.SelectMany(route => route.Interactions).Where(interaction => interaction.IsSystem == isSystem).Select(interaction => interaction.Code).Distinct().Order(StringComparer.Ordinal);

    /// <summary>The operations of a type, or of the whole server where it is null.</summary>
    public IEnumerable<Operation> Operations(string? type) => Routes.SelectMany(route => route.Operations)
        .Where(operation => operation.Type == type || (type is not null && operation.Type == "Resource"))
        .DistinctBy(operation => (operation.Name, operation.Definition)).OrderBy(operation => operation.Name, StringComparer.Ordinal);

    /// <summary>Reads the routes.</summary>
    public static RoutedRest Of(IServiceProvider services)
    {
        var schema = services.GetRequiredService<Schema>();
        return new(
            [.. services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
                .Select(RoutedPath.Of).OfType<RoutedPath>().OrderBy(route => route.Path, StringComparer.Ordinal)],
            [.. schema.Types.Where(type => type is { Kind: TypeKind.Resource, IsAbstract: false, IsConstraint: false }).OrderBy(type => type.TypeName, StringComparer.Ordinal)],
            schema,
            services.GetRequiredService<SearchOffers>());
    }
}
