using System.Globalization;
using CareExchange.Exchange.Audit;
using CareExchange.Exchange.CarePlans;
using CareExchange.Exchange.Consent;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Reading;

/// <summary>A plan with everything the audit has to know about it.</summary>
/// <param name="Plan">Null when nothing about the person may be seen, or there is no such person.</param>
internal sealed record PermittedPlanResult(
    ConsentDecision Decision, SharedCarePlan? Plan, IReadOnlyList<StoredResource> Shown, IReadOnlyList<DecisionReason> Reasons)
{
    /// <summary>What was shown, version by version.</summary>
    public IReadOnlyList<string> Entities =>
        [.. Shown.Select(resource => string.Create(CultureInfo.InvariantCulture, $"{resource.Type}/{resource.Id}/_history/{resource.Version}"))];

    /// <summary>On which grounds; for a refusal, what refused.</summary>
    public IReadOnlyList<AuditGround> Grounds =>
    [
        .. (Plan is null ? Decision.Reasons : Reasons).Select(reason => new AuditGround(
            reason.Basis.Uri,
            reason.RulePath,
            reason.ConsentId is { } id ? string.Create(CultureInfo.InvariantCulture, $"Consent/{id}/_history/{reason.ConsentVersion}") : null)).Distinct(),
    ];
}
