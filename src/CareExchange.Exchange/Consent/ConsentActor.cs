namespace CareExchange.Exchange.Consent;

/// <summary>Whom a provision is about.</summary>
/// <param name="IsRecipient">False where the stated role is not one that receives data.</param>
/// <param name="Reference">A literal reference such as <c>Organization/seodaemun</c>; null for a logical one.</param>
/// <param name="Identifier">A logical reference, such as the role <c>case-manager</c> in <c>urn:careexchange:role</c>.</param>
public sealed record ConsentActor(bool IsRecipient, string? Reference, Coded? Identifier);
