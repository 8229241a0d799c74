using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Interactions;

/// <summary>Takes a person's consent back at their word (PIPA 37): the next reading, by anybody, is decided without it.</summary>
public sealed class ConsentWithdrawalInteraction(WriteServices services, ConsentDecider consent, Schema schema)
{
    /// <summary>Reasons that may be given; none names anybody.</summary>
    public static IReadOnlyList<string> Reasons { get; } = ["person-request", "representative-request", "purpose-ended"];

    /// <summary>Withdraws a consent, whole or for some data categories.</summary>
    /// <param name="patient">The person it must be of.</param>
    /// <param name="consentId">The consent.</param>
    /// <param name="categories">Data categories that are taken back; empty for all of it.</param>
    /// <param name="reason">One of <see cref="Reasons"/>.</param>
    /// <param name="requester">Who takes it back or enters that: the person, who acts for them, the case manager, or the organisation that holds the consent.</param>
    /// <param name="trace">How the request came.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The inactive version, or the one with its exception; or <c>consent-not-active</c>, <c>data-category-unknown</c>, <c>resource-unknown</c>, <c>resource-of-another</c>, <c>value</c> for an unknown reason.</returns>
    public async Task<Outcome<WriteResult>> WithdrawAsync(
        string patient, string consentId, IReadOnlyList<string> categories, string reason, Requester requester, RequestTrace trace, CancellationToken cancellationToken)
    {
        if (!Reasons.Contains(reason, StringComparer.Ordinal))
        {
            return Issue.Error("value", "withdrawal-reason", "The reason is not one of the list.", "철회 사유가 목록에 없습니다.") with { Expected = string.Join(", ", Reasons) };
        }

        var mandate = await consent.MandateAsync(patient, requester, cancellationToken);
        var decision = await consent.DecideAsync(patient, requester, cancellationToken);
        await using var unit = await services.BeginAsync(requester, cancellationToken);
        var stored = await unit.Transaction.ReadAsync("Consent", consentId, cancellationToken);
        if (stored is not { Deleted: false } || stored.Tags.Person != patient || !decision.Permits(stored)) return InteractionIssues.NotFound("Consent", consentId);
        if (!MayWithdraw(mandate, requester, stored))
        {
            Outcome<PutResult> refused = InteractionIssues.NotYours("Consent", consentId);
            return await services.GiveUpAsync<PutResult, WriteResult>(unit, refused, AuditAction.ConsentWithdrawn, requester, trace, cancellationToken);
        }

        var document = FhirDocument.Parse(stored.Json, schema).Value!;
        var withdrawn = categories.Count == 0 ? ConsentWithdrawal.Withdraw(document, services.Clock.GetUtcNow()) : ConsentWithdrawal.WithdrawCategories(document, categories, services.Clock.GetUtcNow());
        if (withdrawn.Value is not { } json) return Outcome.Failure<WriteResult>(withdrawn.Issues);
        var put = await unit.RestateAsync(stored, json, cancellationToken);
        if (!put.Succeeded) return Outcome.Failure<WriteResult>(put.Issues);
        await unit.CommitAsync(new(AuditAction.ConsentWithdrawn, LegalBasis.Consent) { Explanation = reason }, trace, cancellationToken);
        return WriteResult.Of(put.Value);
    }

    // Taking a refusal back opens something: who was only named by the person does not do that for them.
    internal static bool MayWithdraw(Mandate mandate, Requester requester, StoredResource stored) => mandate.Kind switch
    {
        MandateKind.Self or MandateKind.Legal => true,
        MandateKind.Named => mandate.MayChange && ConsentReader.Read(stored).Statements is [{ Effect: ConsentEffect.Permit }, ..],
        _ => requester.Role is not (RequesterRole.Person or RequesterRole.Caregiver) && (requester.Role == RequesterRole.CaseManager || stored.Tags.Source == requester.OrganizationId),
    };
}
