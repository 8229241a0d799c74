using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Outcomes;
using Microsoft.Extensions.Logging;

namespace CareExchange.Exchange.Reading;

/// <summary>Reads the shared care plan as one requester may see it.</summary>
/// <remarks>Consent comes before assembly, audit before the answer.</remarks>
public sealed partial class SharedCarePlanReader(PermittedPlan plans, AuditTrail audit, TimeProvider clock, ILogger<SharedCarePlanReader> logger)
{
    /// <summary>The plan and why it may be seen.</summary>
    /// <param name="patientId">The person.</param>
    /// <param name="requester">Who asks.</param>
    /// <param name="trace">How they ask.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <param name="isPrinted">True where it is handed out to be printed: that stands in the trail as what it is.</param>
    /// <returns>The reading; or one <c>not-found</c> issue for an unknown person as for one who may not be seen.</returns>
    public async Task<Outcome<SharedCarePlanReading>> ReadAsync(
        string patientId, Requester requester, RequestTrace trace, CancellationToken cancellationToken, bool isPrinted = false)
    {
        var result = await plans.BuildAsync(patientId, requester, CivilTime.Here.DayOf(clock.GetUtcNow()), cancellationToken);

        // A disclosure that cannot be recorded must not happen; a refusal is recorded just the same.
        await audit.RecordAsync(
            new AuditRecord(isPrinted ? AuditAction.PlanPrinted : AuditAction.PlanRead, result.Reasons.Any(reason => reason.Basis.Kind == LegalBasisKind.Emergency) ? requester with { Purpose = PurposeOfUse.BreakTheGlass } : requester, trace) { Person = patientId, Refused = result.Plan is null, Entities = result.Entities, Grounds = result.Grounds },
            cancellationToken);
        LogRead(requester.Role, result.Shown.Count);
        if (result.Plan is not { } plan) return ReadingIssues.NotVisible;
        var mayChange = await plans.MayChangeConsentsAsync(patientId, requester, cancellationToken);
        var withdrawable = plan.Consents.Where(consent => mayChange || MayWithdraw(requester, consent.Source.OrganizationId)).Select(consent => consent.Id).ToHashSet(StringComparer.Ordinal);
        return new SharedCarePlanReading(plan, result.Reasons, withdrawable, (await plans.MayReadLooksAsync(patientId, requester, cancellationToken)).MayRead);
    }

    // Whoever took the consent down, or the case manager who sits with the person, records that it is taken back.
    private static bool MayWithdraw(Requester requester, string contributor) =>
        requester.Role is not (RequesterRole.Person or RequesterRole.Caregiver) && (requester.Role == RequesterRole.CaseManager || requester.OrganizationId == contributor);

    // No person here: logs travel further than the audit trail does.
    [LoggerMessage(3101, LogLevel.Information, "Shared care plan read by {Role}: {Shown} resources shown")]
    private partial void LogRead(string role, int shown);
}
