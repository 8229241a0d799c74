using CareExchange.Exchange.Audit;

namespace CareExchange.Exchange.Interactions;

/// <summary>A page that may not leave yet: its looks are to be recorded first (<see cref="SearchInteraction.RecordAsync"/>).</summary>
public sealed class FoundPage
{
    internal FoundPage(SearchPage page, IReadOnlyList<AuditRecord> looks) => (Page, Looks) = (page, looks);

    /// <summary>The page.</summary>
    public SearchPage Page { get; }

    internal IReadOnlyList<AuditRecord> Looks { get; }
}
