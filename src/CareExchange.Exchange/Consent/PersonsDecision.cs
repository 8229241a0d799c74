using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;

namespace CareExchange.Exchange.Consent;

/// <summary>What one requester may see of every person, for searches and lists that are not about one person.</summary>
/// <remarks>Coarser than <see cref="ConsentDecision"/>, never wider: what only content could decide is withheld. Whoever opens one person
/// decides again for that person.</remarks>
/// <param name="Predicate">What may be found.</param>
/// <param name="Persons">Patient ids that a consent opens at least in part; a legal basis may open more.</param>
public sealed record PersonsDecision(AccessPredicate Predicate, IReadOnlyList<string> Persons)
{
    /// <summary>True where this resource may be found.</summary>
    public bool Permits(StoredResource resource) =>
        Predicate.Permits(resource.Type, resource.Id, resource.Tags.Person, resource.Tags.Category, resource.Tags.Source);
}
