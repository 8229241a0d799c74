namespace CareExchange.Server.Rest;

/// <summary>One route below <c>/fhir</c>.</summary>
/// <param name="Path">Its pattern, without <c>/fhir</c>; a slash for the server itself.</param>
/// <param name="Methods">The methods that are routed; HEAD and OPTIONS come with them.</param>
/// <param name="Interactions">The interactions it serves.</param>
/// <param name="Operations">The operations it serves.</param>
/// <param name="IsForm">True where its body is a form.</param>
/// <param name="IsOpen">True where nobody has to sign in.</param>
internal sealed record RoutedPath(
    string Path, IReadOnlyList<string> Methods, IReadOnlyList<Interaction> Interactions, IReadOnlyList<Operation> Operations, bool IsForm, bool IsOpen)
{
    private const string Base = "/fhir";

    /// <summary>The route of an endpoint, or null for what is not FHIR's.</summary>
    public static RoutedPath? Of(RouteEndpoint endpoint)
    {
        var text = $"/{endpoint.RoutePattern.RawText?.Trim('/')}";
        if (text != Base && !text.StartsWith($"{Base}/", StringComparison.Ordinal)) return null;
        var path = text[Base.Length..];
        return new(
            path.Length == 0 ? "/" : path,
            endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [],
            endpoint.Metadata.GetOrderedMetadata<Interaction>(),
            endpoint.Metadata.GetOrderedMetadata<Operation>(),
            endpoint.Metadata.GetMetadata<FormBody>() is not null,
            endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Authorization.IAllowAnonymous>() is not null);
    }
}
