using CareExchange.Exchange.Audit;
using CareExchange.Storage.Database;

namespace CareExchange.Exchange.Interactions;

/// <summary>A page that may not leave yet: its looks are to be recorded first (<see cref="SearchInteraction.RecordAsync"/>).</summary>
public sealed class FoundPage
{
    internal FoundPage(SearchPage page, IReadOnlyList<AuditRecord> looks, PresumedMoment? moment) => (Page, Looks, Moment) = (page, looks, moment);

    /// <summary>The page.</summary>
    public SearchPage Page { get; }

    internal IReadOnlyList<AuditRecord> Looks { get; }

    /// <summary>The moment that it was made of; null where everything was read.</summary>
    internal PresumedMoment? Moment { get; }
}
