namespace CareExchange.Exchange.Consent;

/// <summary>A code in its system.</summary>
/// <param name="System">The code system; null where none is stated.</param>
/// <param name="Code">The code.</param>
public readonly record struct Coded(string? System, string Code);
