namespace CareExchange.Exchange.Consent.Templates;

/// <summary>On which occasion something is agreed to: what a Consent records beside what was chosen.</summary>
/// <param name="Person">Patient id.</param>
/// <param name="At">When.</param>
/// <param name="Agreement">What the Consents made together share, so that they are found together.</param>
public sealed record ConsentOccasion(string Person, DateTimeOffset At, string Agreement)
{
    /// <summary>How: <c>paper</c>, <c>phone</c> or <c>electronic</c> (<c>urn:careexchange:consent-method</c>).</summary>
    public string Method { get; init; } = "electronic";

    /// <summary>Who: <c>self</c>, <c>legal-representative</c> or <c>other</c> (<c>urn:careexchange:consent-signer</c>).</summary>
    public string Signer { get; init; } = "self";

    /// <summary>Reference of who agreed, such as <c>Patient/p1</c> or <c>RelatedPerson/r1</c>.</summary>
    public required string Performer { get; init; }

    /// <summary>Who explained it, where somebody did.</summary>
    public string? ExplainedBy { get; init; }
}
