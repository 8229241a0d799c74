using System.Diagnostics.CodeAnalysis;

namespace CareExchange.Identity.Scopes;

/// <summary>The scopes of one token or registration.</summary>
public sealed class SmartScopes
{
    /// <summary>Longest scope text read: a longer one is an attack or a mistake.</summary>
    public const int MaximumLength = 2048;

    private readonly SmartScope[] _scopes;

    private SmartScopes(SmartScope[] scopes) => _scopes = scopes;

    /// <summary>Allows nothing.</summary>
    public static SmartScopes None { get; } = new([]);

    /// <summary>The scopes in the order they were written, without repeats.</summary>
    public IReadOnlyList<SmartScope> Scopes => _scopes;

    /// <summary>Whether nothing is allowed.</summary>
    public bool IsEmpty => _scopes.Length == 0;

    /// <summary>Reads a space-separated list; false when any part is malformed or a launch or OpenID scope, which machines do not have.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out SmartScopes? scopes)
    {
        scopes = null;
        if (text is null || text.Length > MaximumLength) return false;
        var parsed = new List<SmartScope>();
        foreach (var part in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!SmartScope.TryParse(part, out var scope)) return false;
            if (!parsed.Contains(scope)) parsed.Add(scope);
        }

        scopes = parsed.Count == 0 ? None : new SmartScopes([.. parsed]);
        return true;
    }

    /// <summary>Whether every one of <paramref name="interactions"/> on the type is allowed without constraint.</summary>
    /// <remarks>A constrained scope never answers yes here: a caller who does not look at constraints must not see more than they allow.</remarks>
    public bool Allows(string resourceType, SmartInteractions interactions)
    {
        var missing = interactions;
        foreach (var scope in _scopes)
        {
            if (scope.Constraint is null && scope.Covers(resourceType)) missing &= ~scope.Interactions;
        }

        return missing == SmartInteractions.None && interactions != SmartInteractions.None;
    }

    /// <summary>Scopes that allow the interaction on the type only within their constraint.</summary>
    public IEnumerable<SmartScope> Constrained(string resourceType, SmartInteractions interaction) =>
        _scopes.Where(scope => scope.Constraint is not null && scope.Covers(resourceType) && (scope.Interactions & interaction) != SmartInteractions.None);

    /// <summary>True where an interaction on the type is allowed, be it only for what meets a query: whoever asks this must hold each resource to the query.</summary>
    public bool AllowsSome(string resourceType, SmartInteractions interaction) => Allows(resourceType, interaction) || Constrained(resourceType, interaction).Any();

    /// <summary>Whether any scope ends at a query.</summary>
    public bool HasConstraints => Array.Exists(_scopes, scope => scope.Constraint is not null);

    /// <summary>Those that hold.</summary>
    internal SmartScopes Where(Func<SmartScope, bool> holds) => Array.TrueForAll(_scopes, scope => holds(scope)) ? this : Array.FindAll(_scopes, scope => holds(scope)) is { Length: > 0 } kept ? new SmartScopes(kept) : None;

    /// <summary>What both sets allow: the requested scopes cut to the registered ones.</summary>
    public SmartScopes Intersect(SmartScopes other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var common = new List<SmartScope>();
        foreach (var mine in _scopes)
        {
            foreach (var theirs in other._scopes)
            {
                if (mine.Intersect(theirs) is { } both && !common.Contains(both)) common.Add(both);
            }
        }

        return common.Count == 0 ? None : new SmartScopes([.. common]);
    }

    /// <summary>The list in SMART v2 form.</summary>
    public override string ToString() => string.Join(' ', _scopes);
}
