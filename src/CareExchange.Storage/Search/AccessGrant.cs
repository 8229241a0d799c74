using CareExchange.Storage.Database;
namespace CareExchange.Storage.Search;

/// <summary>A set of stored resources: those of these persons × these categories × these sources.</summary>
/// <remarks>Null means any, an empty list means none. A resource of no person (an Organization) is in the set only when
/// <see cref="Persons"/> is null.</remarks>
public sealed record AccessGrant
{
    /// <summary>Patient ids; null for any person and for no person.</summary>
    public IReadOnlyList<string>? Persons { get; init; }

    /// <summary>Data category codes; null for any.</summary>
    public IReadOnlyList<string>? Categories { get; init; }

    /// <summary>Ids of the contributing organisations; null for any. Of a Patient that several state, each shows what it states itself: only the store can tell that, in hand
    /// the Patient is covered where one of these contributed it first.</summary>
    public IReadOnlyList<string>? Sources { get; init; }

    /// <summary>Exact resources as <c>Type/id</c>; null for any.</summary>
    public IReadOnlyList<string>? Resources { get; init; }

    /// <summary>The type of all of <see cref="Resources"/>, where they are of one: asked about another type, the set is empty. Null where nobody said.</summary>
    public string? ResourcesOf { get; init; }

    /// <summary>Elements of these resources that may be known (<c>Patient.name</c>), beside id, type, profiles, security labels, language and time; null for all.
    /// What another element says is in no search, order, chain or include through this grant: it is asked as if it were not there.</summary>
    public IReadOnlyList<string>? Elements { get; init; }

    /// <summary>True where nothing but category and source decides, and all of a resource may be known.</summary>
    internal bool IsByTags => this is { Persons: null, Resources: null, Elements: null };

    /// <summary>True where the other has all of its categories and sources.</summary>
    internal bool HasTagsWithin(AccessGrant other) => IsWithin(Categories, other.Categories) && IsWithin(Sources, other.Sources);

    private static bool IsWithin(IReadOnlyList<string>? some, IReadOnlyList<string>? all) => all is null || (some is not null && some.All(one => all.Contains(one, StringComparer.Ordinal)));

    internal bool Covers(string type, string id, string? person, string category, string source) =>
        (Resources is null || NameList.Has(Resources, $"{type}/{id}")) && CoversTags(person, category, source);

    internal bool Covers(string? person, string category, string source) => Resources is null && CoversTags(person, category, source);

    private bool CoversTags(string? person, string category, string source) =>
        (Persons is null || (person is not null && NameList.Has(Persons, person)))
        && (Categories is null || Categories.Contains(category, StringComparer.Ordinal))
        && (Sources is null || Sources.Contains(source, StringComparer.Ordinal));
}
