using CareExchange.Exchange.Reading;

namespace CareExchange.Server.Web.Records;

/// <summary>A page of found access records with what was asked.</summary>
/// <param name="Next">Address of the next page; null on the last.</param>
public sealed record RecordSearchModel(IReadOnlyList<AuditFact> Facts, string Person, string Agent, string From, string Until, string? Next);
