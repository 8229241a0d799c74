using CareExchange.Storage.Database;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;

namespace CareExchange.Exchange.Consent;

/// <summary>What one requester may see of every person, for searches and lists that are not about one person.</summary>
/// <remarks>What only content decides is <see cref="AccessPredicate.Undecided"/>: found where each match is judged, withheld elsewhere. Whoever opens
/// one person decides again for that person.</remarks>
/// <param name="predicate">What may be found.</param>
/// <param name="opened">Those whom a consent opens at least in part; nobody is in two lists.</param>
public sealed class PersonsDecision(AccessPredicate predicate, IReadOnlyList<NameList> opened)
{
    /// <summary>What may be found.</summary>
    public AccessPredicate Predicate => predicate;

    /// <summary>Patient ids that a consent opens at least in part, in their order; a legal basis may open more. Put together when it is asked.</summary>
    public IReadOnlyList<string> Persons => [.. opened.SelectMany(static persons => persons).Where(person => predicate.OnlyPerson is not { } only || only == person).Order(StringComparer.Ordinal)];

    /// <summary>True where tags alone say that this resource may be found.</summary>
    public bool Permits(StoredResource resource) =>
        Predicate.Permits(resource.Type, resource.Id, resource.Tags.Person, resource.Tags.Category, resource.Tags.Source);

    /// <summary>The same persons, of whom something else may be found.</summary>
    internal PersonsDecision With(AccessPredicate other) => new(other, opened);
}
