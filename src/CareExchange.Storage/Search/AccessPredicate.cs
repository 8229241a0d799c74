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
    public IReadOnlyList<AccessGrant> Exceptions { get; private init; }

    /// <summary>What may be known of as far as its content allows, which no index tells: a search finds such resources only where its caller judges each
    /// of them; nothing is asked through them.</summary>
    public IReadOnlyList<AccessGrant> Undecided { get; init; } = [];

    /// <summary>The only person about whom a resource may be, beside resources of no person; null for no such bound.</summary>
    public string? OnlyPerson { get; private init; }

    /// <summary>What lies in any of these grants; no grant is <see cref="None"/>.</summary>
    public static AccessPredicate AnyOf(IEnumerable<AccessGrant> grants) => new([.. grants], []);

    /// <summary>The same, without what lies in any of these sets.</summary>
    public AccessPredicate Except(IEnumerable<AccessGrant> exceptions) => this with { Exceptions = [.. Exceptions, .. exceptions] };

    /// <summary>The same, of one person and of no person only: what an app sees that was opened for one person.</summary>
    public AccessPredicate Within(string person) => OnlyPerson is null || OnlyPerson == person ? this with { OnlyPerson = person } : None;

    /// <summary>The same, of each type only what meets a criterion: what a scope with a query (<c>Observation.rs?category=laboratory</c>) lets through.</summary>
    /// <param name="bound">The criterion of a type; null for no such bound.</param>
    public AccessPredicate Bounded(Func<string, SearchCriterion?> bound) => this with { Bound = bound };

    /// <summary>True where some types are bound, so that whatever comes along must be judged.</summary>
    public bool IsBounded => Bound is not null;

    /// <summary>The same without its bounds: a bound is asked of all that may be known.</summary>
    internal AccessPredicate Unbounded => this with { Bound = null };

    internal Func<string, SearchCriterion?>? Bound { get; private init; }

    /// <summary>The same, without what only its content decides.</summary>
    internal AccessPredicate Decided => Undecided.Count == 0 ? this : this with { Undecided = [] };

    // A list of more persons than this costs a search more than judging what it finds.
    private const int MostNamed = 200;

    // Where a law shows parts of these, which part of whom is a question for the lists.
    private static readonly HashSet<string> Persons = new(StringComparer.Ordinal) { "Patient", "Person", "RelatedPerson" };

    /// <summary>The same without its long lists of persons: whatever they open may pass for anybody, and has to be judged. Null where no list is long, or the lists are needed.</summary>
    /// <param name="types">The types that are searched.</param>
    internal AccessPredicate? Unnamed(IEnumerable<string> types)
    {
        if (!Grants.Concat(Undecided).Any(IsLong) || Grants.Any(grant => IsLong(grant) && grant.Elements is not null)) return null;
        if (Grants.Any(grant => grant.Elements is not null) && types.Any(Persons.Contains)) return null;
        return new(grants: [.. Grants.Where(grant => !IsLong(grant))], Exceptions)
        {
            OnlyPerson = OnlyPerson, Bound = Bound, Undecided = [.. Undecided.Where(grant => !IsLong(grant)), .. Grants.Concat(Undecided).Where(IsLong).Select(grant => grant with { Persons = null, Resources = null })],
        };
    }

    private static bool IsLong(AccessGrant grant) => grant.Categories is not null && (grant.Persons?.Count > MostNamed || grant.Resources?.Count > MostNamed);

    /// <summary>The same where only matches are wanted that nothing but their content decides.</summary>
    internal AccessPredicate Remaining => this with { IsRemaining = true };

    internal bool IsRemaining { get; private init; }

    /// <summary>The same question as the SQL asks, for one resource in hand.</summary>
    public bool Permits(string? person, string category, string source) =>
        IsWithin(person)
        && Grants.Any(grant => grant.Covers(person, category, source))
        && !Exceptions.Any(exception => exception.Covers(person, category, source));

    /// <summary>The same question as the SQL asks, for one resource in hand, exact resources included.</summary>
    public bool Permits(string type, string id, string? person, string category, string source) =>
        IsWithin(person)
        && Grants.Any(grant => grant.Covers(type, id, person, category, source))
        && !Exceptions.Any(exception => exception.Covers(type, id, person, category, source));

    private bool IsWithin(string? person) => OnlyPerson is null || person is null || person == OnlyPerson;
}
