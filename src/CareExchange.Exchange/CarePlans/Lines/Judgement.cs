namespace CareExchange.Exchange.CarePlans.Lines;

/// <summary>통합판정 (Act 12, Decree 5): the group and its two axes, and what long-term-care insurance decided.</summary>
/// <param name="MedicalNeed">의료적 지원 필요도.</param>
/// <param name="CareNeed">일상생활 요양·돌봄 필요도.</param>
/// <param name="Benefits">LTC grade or rejection and other benefit decisions, newest first.</param>
public sealed record Judgement(
    Fact? Group,
    ScoreLine? MedicalNeed,
    ScoreLine? CareNeed,
    IReadOnlyList<BenefitLine> Benefits)
{
    public bool IsEmpty => Group is null && MedicalNeed is null && CareNeed is null && Benefits.Count == 0;
}
