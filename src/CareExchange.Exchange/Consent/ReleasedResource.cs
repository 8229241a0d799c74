namespace CareExchange.Exchange.Consent;

/// <summary>A resource as it may leave.</summary>
/// <param name="Json">UTF-8 JSON: as stored, or without the parts that may not be seen.</param>
/// <param name="Reason">Why it may be seen.</param>
public sealed record ReleasedResource(ReadOnlyMemory<byte> Json, DecisionReason Reason);
