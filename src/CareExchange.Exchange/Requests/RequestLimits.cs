namespace CareExchange.Exchange.Requests;

/// <summary>The scopes of a request's token where some of them end at a query (SMART App Launch 2.2, "Scopes for requesting FHIR resources").</summary>
/// <remarks>Of a type that no query is about nothing is said here: the door alone decides. Of the others each action needs a scope without a query,
/// or a resource that meets one of the queries.</remarks>
/// <param name="scopes">Every scope of the token.</param>
public sealed class RequestLimits(IReadOnlyList<RequestLimit> scopes)
{
    /// <summary>Every scope, to be kept with work that goes on later.</summary>
    public IReadOnlyList<RequestLimit> Scopes => scopes;

    /// <summary>The queries one of which a resource must meet, none of them where nothing may be done; null where the type is not limited.</summary>
    public IReadOnlyList<string>? QueriesOf(string type, ResourceActions action)
    {
        var own = scopes.Where(scope => scope.ResourceType == "*" || scope.ResourceType == type).ToArray();
        if (!Array.Exists(own, scope => scope.Query is not null)) return null;
        var allowed = Array.FindAll(own, scope => (scope.Actions & action) == action);
        return Array.Exists(allowed, scope => scope.Query is null) ? null : [.. allowed.Select(scope => scope.Query!).Distinct(StringComparer.Ordinal)];
    }
}
