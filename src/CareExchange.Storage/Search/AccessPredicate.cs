using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

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
    public IReadOnlyList<AccessGrant> Grants { get; private init; }

    /// <summary>A resource must lie in none of these.</summary>
    public IReadOnlyList<AccessGrant> Exceptions { get; private init; }

    /// <summary>What may be known of as far as its content allows, which no index tells: a search finds such resources only where its caller judges each
    /// of them; nothing is asked through them.</summary>
    public IReadOnlyList<AccessGrant> Undecided { get; init; } = [];

    /// <summary>The only person about whom a resource may be, beside resources of no person; null for no such bound.</summary>
    public string? OnlyPerson { get; private init; }

    /// <summary>What lies in any of these grants; no grant is <see cref="None"/>.</summary>
    public static AccessPredicate AnyOf(IEnumerable<AccessGrant> grants)
    {
        // What lies within a grant to everything with some tags would be asked of each row for nothing.
        AccessGrant[] all = [.. grants];
        var wide = Array.FindAll(all, static grant => grant.IsByTags);
        return new(Array.FindAll(all, grant => grant.IsByTags || !Array.Exists(wide, grant.HasTagsWithin)), []);
    }

    /// <summary>The same, without what lies in any of these sets.</summary>
    public AccessPredicate Except(IEnumerable<AccessGrant> exceptions) => this with { Exceptions = [.. Exceptions, .. exceptions] };

    /// <summary>The same, of one person and of no person only: what an app sees that was opened for one person.</summary>
    public AccessPredicate Within(string person) => OnlyPerson is null || OnlyPerson == person ? this with { OnlyPerson = person } : None;

    /// <summary>The same, of each type only what meets a criterion: what a scope with a query (<c>Observation.rs?category=laboratory</c>) lets through.</summary>
    /// <param name="bound">The criterion of a type; null for no such bound.</param>
    public AccessPredicate Bounded(Func<string, SearchCriterion?> bound) => this with { Bound = bound };

    /// <summary>The same where a label that somebody still lacks may close what its category opens: whatever is not open in the narrowest category as well is judged as it is found.</summary>
    /// <param name="narrowest">The category that labels may put a resource in.</param>
    /// <param name="never">The category that they cannot take a resource out of.</param>
    public AccessPredicate Judged(string narrowest, string never)
    {
        var open = Grants.Where(grant => grant.Categories is null || grant.Categories.Contains(narrowest, StringComparer.Ordinal) || grant.Categories.All(category => category == never)).ToArray();

        // What a law shows in part only is not asked meanwhile: a search must not ask through the rest.
        return this with { Grants = open, Undecided = [.. Undecided, .. Grants.Except(open).Where(grant => grant.Elements is null)] };
    }

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

    private const string Identity = "identity";

    // Of a decision that many searches ask, worked out once for each of the two answers.
    private static readonly ConditionalWeakTable<AccessPredicate, AccessPredicate?[]> s_unnamed = [];

    /// <summary>The same without its long lists of persons: whatever they open may pass for anybody, and has to be judged. Null where no list is long, or the lists are needed.</summary>
    /// <param name="types">The types that are searched or come along.</param>
    internal AccessPredicate? Unnamed(IEnumerable<string> types)
    {
        var known = s_unnamed.GetValue(this, static one => [one.Unnamed(arePersons: false), one.Unnamed(arePersons: true)]);
        return known[1] is null && types.Any(Persons.Contains) ? null : known[0];
    }

    private AccessPredicate? Unnamed(bool arePersons)
    {
        if (!Grants.Concat(Undecided).Any(IsLong) || Grants.Any(grant => IsLong(grant) && grant.Elements is not null)) return null;
        var partly = Grants.Where(grant => grant.Elements is not null).ToArray();
        string[] judged = [.. Grants.Concat(Undecided).Where(grant => IsLong(grant) || IsOfAll(grant)).SelectMany(grant => grant.Categories!).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

        // Of what a law shows a part, the lists say whether all of it may be asked about. Who is who is told of persons only.
        if (Array.Exists(partly, part => arePersons || part.Categories?.All(category => category == Identity || !judged.Contains(category, StringComparer.Ordinal)) != true)) return null;

        // What is judged anyway need not be permitted as well, unless it says that more is shown than a part.
        bool IsJudged(AccessGrant grant) => grant is { Categories: { } categories, Elements: null } && categories.All(category => judged.Contains(category, StringComparer.Ordinal) && !Array.Exists(partly, part => part.Categories?.Contains(category, StringComparer.Ordinal) != false));
        return new(grants: [.. Grants.Where(grant => !IsLong(grant) && !IsJudged(grant))], Exceptions)
        {
            OnlyPerson = OnlyPerson, Bound = Bound, Undecided = [new AccessGrant { Categories = judged }, .. Undecided.Where(grant => !IsLong(grant) && !IsOfAll(grant) && !IsJudged(grant))],
        };

        bool IsOfAll(AccessGrant grant) => Undecided.Contains(grant) && grant is { Categories: not null, Persons: null, Sources: null, Resources: null };
    }

    private static readonly ConditionalWeakTable<AccessPredicate, ConcurrentDictionary<string, AccessPredicate>> s_ofTypes = [];

    /// <summary>The same for resources of one type: without what names only others.</summary>
    internal AccessPredicate OfType(string type) =>
        Grants.All(static grant => grant.ResourcesOf is null) ? this : s_ofTypes.GetValue(this, static _ => new(StringComparer.Ordinal)).GetOrAdd(
            type, static (type, all) => all with { Grants = [.. all.Grants.Where(grant => grant.ResourcesOf is not { } only || only == type)] }, this);

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

    /// <summary>False where nothing of a resource can be known of, whatever its content; true where its content, or the store, has to say.</summary>
    public bool MayPermit(string type, string id, string? person, string category, string source) =>
        IsWithin(person) && (Grants.Any(grant => grant.Covers(type, id, person, category, source)) || Undecided.Any(grant => grant.Covers(type, id, person, category, source)));

    private bool IsWithin(string? person) => OnlyPerson is null || person is null || person == OnlyPerson;
}
