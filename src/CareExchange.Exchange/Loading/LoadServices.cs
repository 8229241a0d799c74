using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Interactions;
using CareExchange.Fhir.Definitions;
using CareExchange.Storage.Loading;

namespace CareExchange.Exchange.Loading;

/// <summary>What every load needs; made once and shared.</summary>
public sealed record LoadServices(WriteServices Writes, BulkWriter Bulk, LoadStore Loads, LoadIndexes Indexes, ConsentDecider Consent, Schema Schema)
{
    /// <summary>The gateway's own address with <c>/fhir</c>: references below it mean its own resources. Null where it has none.</summary>
    public string? Address { get; init; }
}
