namespace CareExchange.Exchange.Consent;

/// <summary>Data a provision points at (R4 <c>Consent.provision.data</c>).</summary>
/// <param name="Meaning"><c>instance</c>, <c>related</c>, <c>dependents</c> or <c>authoredby</c>.</param>
/// <param name="Reference">A literal reference such as <c>Encounter/e1</c>.</param>
public sealed record ConsentData(string Meaning, string Reference);
