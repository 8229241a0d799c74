namespace CareExchange.Identity.Scopes;

/// <summary>Which queries behind a scope (<c>Observation.rs?category=laboratory</c>) are held to: only those are granted, because a constraint nobody keeps is a promise.</summary>
/// <param name="understands">Whether a query on a resource type (<c>*</c> for all) is understood; of FHIR nothing is known here.</param>
public sealed class ScopeConstraints(Func<string, string, bool> understands)
{
    /// <summary>No query is understood: nothing is granted but whole types.</summary>
    public static ScopeConstraints None { get; } = new((_, _) => false);

    /// <summary>True where the scope has no query, or one that is held to.</summary>
    public bool Holds(SmartScope scope) => scope.Constraint is not { } query || (query.Length <= MaximumQuery && understands(scope.ResourceType, query));

    /// <summary>The scopes without those whose query is not understood; what is granted is said in the answer (RFC 6749 §3.3).</summary>
    public SmartScopes Keep(SmartScopes scopes)
    {
        ArgumentNullException.ThrowIfNull(scopes);
        return scopes.Where(Holds);
    }

    /// <inheritdoc cref="Keep(SmartScopes)"/>
    public AppScopes Keep(AppScopes scopes)
    {
        ArgumentNullException.ThrowIfNull(scopes);
        return scopes with { Data = Keep(scopes.Data) };
    }

    // Longer ones are no granular scope but a program.
    private const int MaximumQuery = 512;
}
