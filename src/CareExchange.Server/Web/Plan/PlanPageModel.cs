using CareExchange.Exchange.CarePlans;
using CareExchange.Exchange.CarePlans.Lines;
using CareExchange.Identity.Authorize;

namespace CareExchange.Server.Web.Plan;

/// <summary>What the plan page shows.</summary>
/// <param name="Reasons">Why this reader may see it: one sentence for each consent or legal basis that carried the decision.</param>
/// <param name="Withdrawable">Ids of the consents that this reader may record a withdrawal of.</param>
/// <param name="MayReadLooks">Whether the reader may see who looked.</param>
/// <param name="Notice">What the reader has just done, or null.</param>
public sealed record PlanPageModel(
    SharedCarePlan Plan,
    IReadOnlyList<VisibleReason> Reasons,
    IReadOnlySet<string> Withdrawable,
    bool MayReadLooks,
    Phrase? Notice)
{
    /// <summary>True while the reader sees it by emergency access, which they may end.</summary>
    public bool IsEmergency { get; init; }

    /// <summary>True for the page that is made to be printed.</summary>
    public bool IsPaper { get; init; }

    /// <summary>Apps that can be opened for the person.</summary>
    public IReadOnlyList<LaunchedApp> Apps { get; init; } = [];
}
