using CareExchange.Exchange.CarePlans;
using CareExchange.Exchange.Consent;

namespace CareExchange.Exchange.Reading;

/// <summary>A shared plan as one requester sees it, and why.</summary>
/// <param name="Reasons">What permitted the lines that are shown, each once. Refusals are not among them: they would tell that there is something to refuse.</param>
/// <param name="Withdrawable">Ids of the consents in the plan whose withdrawal this requester may record.</param>
/// <param name="MayReadLooks">True when this requester may see who looked.</param>
public sealed record SharedCarePlanReading(
    SharedCarePlan Plan, IReadOnlyList<DecisionReason> Reasons, IReadOnlySet<string> Withdrawable, bool MayReadLooks);
