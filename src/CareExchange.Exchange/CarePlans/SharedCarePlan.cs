using CareExchange.Exchange.CarePlans.Lines;

namespace CareExchange.Exchange.CarePlans;

/// <summary>One person's shared plan as one reader may see it: every partner's contributions joined, each line with its source.</summary>
/// <remarks>
/// It holds nothing that was withheld, not even a number of it; a section without permitted lines is empty and looks exactly
/// like a section about which nobody ever said anything.
/// </remarks>
/// <param name="Edition">Eight hex digits that follow from exactly the resource versions shown: the same digits mean the same content, so a stale print can be told.</param>
/// <param name="Today">The Korean day on which ages, waiting times and due dates were computed.</param>
/// <param name="Wishes">What the person and the family want, in their words (A.7: the first field of every plan).</param>
/// <param name="Sources">All messages that contributed a visible line, newest first.</param>
public sealed record SharedCarePlan(
    string Edition,
    DateOnly Today,
    PersonHeader Person,
    PlanOutline? Outline,
    IReadOnlyList<DueItem> Due,
    IReadOnlyList<Fact> Wishes,
    Judgement Judgement,
    Needs Needs,
    IReadOnlyList<GoalLine> Goals,
    IReadOnlyList<TaskLine> Tasks,
    IReadOnlyList<ServiceGroup> Services,
    IReadOnlyList<PlanWarning> Warnings,
    IReadOnlyList<ReferralLine> Referrals,
    IReadOnlyList<TeamLine> Team,
    IReadOnlyList<StayLine> Stays,
    IReadOnlyList<ConsentLine> Consents,
    IReadOnlyList<Source> Sources);
