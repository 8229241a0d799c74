using CareExchange.Exchange.Audit;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Interactions;

/// <summary>One entry of a transaction on its way.</summary>
/// <remarks>Between the check and the writing only the text of its resource is kept: reading it again costs less than holding a thousand token tables at once.</remarks>
/// <param name="entry">The entry.</param>
/// <param name="text">Its resource as it was checked and labelled; empty where it has none, or a patch.</param>
/// <param name="category">The data category of its resource; null where it has none, or a patch.</param>
/// <param name="ownId">The id that the resource carries, or null.</param>
/// <param name="issues">What was found by checking it.</param>
internal sealed class TransactionStep(BundleEntry entry, ReadOnlyMemory<byte> text, string? category, string? ownId, IReadOnlyList<Issue> issues)
{
    public BundleEntry Entry { get; } = entry;

    /// <summary>The id that the resource carries.</summary>
    public string? OwnId { get; } = ownId;

    public IReadOnlyList<Issue> Issues { get; } = issues;

    /// <summary>The id of what it writes.</summary>
    public string? Id { get; set; }

    /// <summary>What its condition found.</summary>
    public StoredResource? Existing { get; set; }

    /// <summary>True where the id was made here and nobody else can know it.</summary>
    public bool IsNew { get; set; }

    /// <summary>Reads the resource, which was found valid before; the caller disposes it.</summary>
    public CheckedResource Open(Schema schema) => new(
        FhirDocument.Parse(text, schema).Value ?? throw new InvalidOperationException("A checked resource cannot be read."),
        category ?? throw new InvalidOperationException("The entry has no resource."));

    /// <summary>The version that must be current: 0 for none, null for any. Of several that were named the one that is current.</summary>
    public long? Expected { get; set; } = entry.Method == "POST" ? 0 : entry.IfMatchVersion;

    /// <summary>What it writes, made ready as a first version while it was open; null where that is still to be done.</summary>
    public TransactionPut? First { get; set; }

    public EntryResult? Result { get; set; }

    /// <summary>The audit of a read or search: it stands in the trail before the answer leaves.</summary>
    public IReadOnlyList<AuditRecord> Looks { get; set; } = [];
}
