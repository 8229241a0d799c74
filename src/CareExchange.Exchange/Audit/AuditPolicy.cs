namespace CareExchange.Exchange.Audit;

/// <summary>A ground on which something was shown or refused.</summary>
/// <param name="Uri">The policy's URI, such as <c>urn:careexchange:legal-basis:statute:…</c>.</param>
/// <param name="RulePath">The rule or provision.</param>
/// <param name="ConsentId">The Consent; null for a legal basis.</param>
/// <param name="ConsentVersion">Its version that was judged.</param>
public sealed record AuditPolicy(string Uri, string RulePath, string? ConsentId = null, long? ConsentVersion = null);
