namespace CareExchange.Exchange.Reading;

/// <summary>One page of the audit trail, newest first.</summary>
/// <param name="Facts">The records.</param>
/// <param name="Before">Where the next page starts; null on the last.</param>
public sealed record AuditSearchPage(IReadOnlyList<AuditFact> Facts, string? Before);
