using CareExchange.Exchange.Audit;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Interactions;

/// <summary>One entry of a transaction on its way.</summary>
/// <param name="entry">The entry.</param>
/// <param name="resource">Its resource, checked; null where it has none, or a patch.</param>
/// <param name="issues">What was found by checking it.</param>
internal sealed class TransactionStep(BundleEntry entry, CheckedResource? resource, IReadOnlyList<Issue> issues)
{
    public BundleEntry Entry { get; } = entry;

    public CheckedResource? Resource { get; } = resource;

    public IReadOnlyList<Issue> Issues { get; } = issues;

    /// <summary>The id of what it writes.</summary>
    public string? Id { get; set; }

    /// <summary>What its condition found.</summary>
    public StoredResource? Existing { get; set; }

    /// <summary>True where the id was made here and nobody else can know it.</summary>
    public bool IsNew { get; set; }

    /// <summary>The version that must be current: 0 for none, null for any.</summary>
    public long? IfMatch => Entry.Method == "POST" ? 0 : Entry.IfMatchVersion;

    public EntryResult? Result { get; set; }

    /// <summary>The audit of a read or search: it stands in the trail before the answer leaves.</summary>
    public IReadOnlyList<AuditRecord> Looks { get; set; } = [];
}
