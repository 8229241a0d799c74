namespace CareExchange.Exchange.Consent;

/// <summary>A recipient a provision names.</summary>
/// <param name="Reference">A literal reference such as <c>Organization/seodaemun</c>; null for a logical one.</param>
/// <param name="Identifier">A logical reference, such as the role <c>case-manager</c> in <c>urn:careexchange:role</c>.</param>
/// <param name="Role">A role of <c>urn:careexchange:role</c> the recipient must hold as well; null for any.</param>
public sealed record ConsentActor(string? Reference, Coded? Identifier, string? Role = null);
