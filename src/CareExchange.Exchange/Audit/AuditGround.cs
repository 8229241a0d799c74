namespace CareExchange.Exchange.Audit;

/// <summary>On what ground something was shown or withheld, as the trail keeps it.</summary>
/// <param name="BasisUri">The legal basis.</param>
/// <param name="RulePath">The provision or rule that decided.</param>
/// <param name="Consent">The consent judged, <c>Consent/id/_history/version</c>; null for a statute.</param>
public sealed record AuditGround(string BasisUri, string RulePath, string? Consent);
