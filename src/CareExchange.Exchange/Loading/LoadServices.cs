using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Interactions;
using CareExchange.Fhir.Definitions;
using CareExchange.Storage.Loading;

namespace CareExchange.Exchange.Loading;

/// <summary>What every load needs; made once and shared.</summary>
public sealed record LoadServices(WriteServices Writes, BulkWriter Bulk, LoadStore Loads, LoadIndexes Indexes, ConsentDecider Consent, Schema Schema);
