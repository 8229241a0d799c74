namespace CareExchange.Identity.Factors;

/// <summary>What a typed code came to.</summary>
/// <param name="Refusal">Why not, for the audit; null when it was right.</param>
/// <param name="IsRecovery">True for a recovery code, false for one of the device.</param>
internal sealed record FactorCheck(string? Refusal, bool IsRecovery = false);
