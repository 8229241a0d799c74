namespace CareExchange.Exchange.CarePlans.Lines;

/// <summary>A consent in force on the day of reading.</summary>
/// <param name="Version">Version of the Consent resource, which a withdrawal must name so that two people do not act on different texts.</param>
/// <param name="Text">What kind of consent it is.</param>
/// <param name="Holder">Whose data it is about: the organisation that provides it.</param>
/// <param name="Recipients">Who may receive.</param>
/// <param name="Categories">Data-category codes it covers; empty when all.</param>
/// <param name="Purposes">Why they may.</param>
/// <param name="GivenBy">The person or who acted for them.</param>
public sealed record ConsentLine(
    string Reference,
    Source Source,
    string Id,
    long Version,
    Phrase Text,
    Phrase? Holder,
    IReadOnlyList<Phrase> Recipients,
    IReadOnlyList<string> Categories,
    IReadOnlyList<Phrase> Purposes,
    Phrase? GivenBy,
    DateOnly? Given,
    Span Period) : PlanLine(Reference, Source);
