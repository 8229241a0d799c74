namespace CareExchange.Exchange.CarePlans.Lines;

/// <summary>Two visible services that may not, or only under conditions, be received together. It warns and blocks nothing.</summary>
/// <param name="Forbidden">True when the programmes exclude each other; false when a condition has to be checked.</param>
public sealed record PlanWarning(bool Forbidden, Phrase Text, IReadOnlyList<string> References);
