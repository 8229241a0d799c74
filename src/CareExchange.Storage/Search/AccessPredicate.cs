namespace CareExchange.Storage.Search;

/// <summary>What one requester may know of: any of the grants, and none of the exceptions.</summary>
/// <remarks>Compiled into the SQL of every search, total and page, so that what is hidden is hidden from counts too.</remarks>
public sealed record AccessPredicate
{
    private AccessPredicate(IReadOnlyList<AccessGrant> grants, IReadOnlyList<AccessGrant> exceptions)
    {
        Grants = grants;
        Exceptions = exceptions;
    }

    /// <summary>Everything: the gateway's own work, never a person's request.</summary>
    public static AccessPredicate Unrestricted { get; } = new([new AccessGrant()], []);

    /// <summary>Nothing.</summary>
    public static AccessPredicate None { get; } = new([], []);

    /// <summary>A resource must lie in at least one of these.</summary>
    public IReadOnlyList<AccessGrant> Grants { get; }

    /// <summary>A resource must lie in none of these.</summary>
    public IReadOnlyList<AccessGrant> Exceptions { get; }

    /// <summary>What lies in any of these grants; no grant is <see cref="None"/>.</summary>
    public static AccessPredicate AnyOf(IEnumerable<AccessGrant> grants) => new([.. grants], []);

    /// <summary>The same, without what lies in any of these sets.</summary>
    public AccessPredicate Except(IEnumerable<AccessGrant> exceptions) => new(Grants, [.. Exceptions, .. exceptions]);

    /// <summary>The same question as the SQL asks, for one resource in hand.</summary>
    public bool Permits(string? person, string category, string source) =>
        Grants.Any(grant => grant.Covers(person, category, source))
        && !Exceptions.Any(exception => exception.Covers(person, category, source));

    /// <summary>The same question as the SQL asks, for one resource in hand, exact resources included.</summary>
    public bool Permits(string type, string id, string? person, string category, string source) =>
        Grants.Any(grant => grant.Covers(type, id, person, category, source))
        && !Exceptions.Any(exception => exception.Covers(type, id, person, category, source));
}
