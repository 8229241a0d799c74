using CareExchange.Storage.Audit;
using CareExchange.Storage.Persons;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Interactions;

/// <summary>A new resource as it is handed to the store: checked, indexed, with its Provenance and its record. Nothing of it is stored yet.</summary>
/// <param name="First">The version that it becomes.</param>
/// <param name="Resources">It and its Provenance.</param>
/// <param name="Person">Who comes into being with it, or null.</param>
/// <param name="Audits">Its record.</param>
public sealed record ReadyCreate(StoredResource First, IReadOnlyList<PreparedResource> Resources, PersonRecord? Person, IReadOnlyList<AuditRow> Audits);
