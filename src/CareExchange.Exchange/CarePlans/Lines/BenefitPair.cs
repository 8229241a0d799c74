namespace CareExchange.Exchange.CarePlans.Lines;

/// <summary>A rule about two kinds of service received together.</summary>
/// <param name="First">Codes of urn:careexchange:service-type on one side.</param>
/// <param name="Second">Codes on the other side.</param>
/// <param name="Forbidden">True when they exclude each other, false when a condition must be checked.</param>
/// <param name="Text">The warning.</param>
public sealed record BenefitPair(IReadOnlyList<string> First, IReadOnlyList<string> Second, bool Forbidden, Phrase Text);
