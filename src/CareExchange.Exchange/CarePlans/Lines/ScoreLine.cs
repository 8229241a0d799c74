namespace CareExchange.Exchange.CarePlans.Lines;

/// <summary>A measured scale: K-ADL, CIST, an axis of the judgement.</summary>
/// <param name="Text">The value as written, with its unit.</param>
/// <param name="Value">Null when the result is words only, like a dementia stage.</param>
/// <param name="HighIsWorse">True for K-ADL (7 independent … 21 dependent), false for CIST, null when unknown.</param>
/// <param name="Earlier">The same scale before, newest first.</param>
public sealed record ScoreLine(
    string Reference,
    Source Source,
    Phrase Name,
    Phrase Text,
    decimal? Value,
    decimal? Minimum,
    decimal? Maximum,
    bool? HighIsWorse,
    Phrase? Interpretation,
    DateOnly? Date,
    IReadOnlyList<ScoreItem> Items,
    IReadOnlyList<EarlierScore> Earlier) : PlanLine(Reference, Source);
