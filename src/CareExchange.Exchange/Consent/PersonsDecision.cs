using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;

namespace CareExchange.Exchange.Consent;

/// <summary>What one requester may see of every person, for searches and lists that are not about one person.</summary>
/// <remarks>What only content decides is <see cref="AccessPredicate.Undecided"/>: found where each match is judged, withheld elsewhere. Whoever opens
/// one person decides again for that person.</remarks>
/// <param name="Predicate">What may be found.</param>
/// <param name="Persons">Patient ids that a consent opens at least in part; a legal basis may open more.</param>
public sealed record PersonsDecision(AccessPredicate Predicate, IReadOnlyList<string> Persons)
{
    /// <summary>True where tags alone say that this resource may be found.</summary>
    public bool Permits(StoredResource resource) =>
        Predicate.Permits(resource.Type, resource.Id, resource.Tags.Person, resource.Tags.Category, resource.Tags.Source);
}
