using CareExchange.Exchange.CarePlans;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Reading;

/// <summary>Builds a plan from what one decision permits; the one place where compartment, consent and builder meet.</summary>
/// <param name="store">Where the resources are.</param>
/// <param name="consent">Decides.</param>
/// <param name="schema">Reads resources that have to be cut.</param>
/// <param name="deadlines">Rules for what is due.</param>
public sealed class PermittedPlan(ResourceStore store, ConsentDecider consent, Schema schema, PlanDeadlines deadlines)
{
    /// <summary>Whether a requester may read who looked at a person's data: the case manager, the person, and who acts for them as far as that goes; and on which mandate.</summary>
    internal async Task<(bool MayRead, MandateKind Mandate)> MayReadLooksAsync(string patientId, Requester requester, CancellationToken cancellationToken)
    {
        var mandate = await consent.MandateAsync(patientId, requester, cancellationToken);
        return (mandate.MayReadLooks || requester.Role == RequesterRole.CaseManager, mandate.Kind);
    }

    /// <summary>True where the requester may give and take back consents as the person or for them.</summary>
    internal async Task<bool> MayChangeConsentsAsync(string patientId, Requester requester, CancellationToken cancellationToken) => (await consent.MandateAsync(patientId, requester, cancellationToken)).MayChange;

    /// <summary>The plan of one person for one requester. Nothing is recorded here: whoever shows it does that first.</summary>
    internal async Task<PermittedPlanResult> BuildAsync(string patientId, Requester requester, DateOnly today, CancellationToken cancellationToken)
    {
        // 1. Decide once, so that every line is judged by the same consent versions.
        var decision = await consent.DecideAsync(patientId, requester, cancellationToken);
        var builder = new SharedCarePlanBuilder(patientId, today, deadlines);
        List<StoredResource> shown = [];
        List<StoredResource> records = [];
        List<DecisionReason> reasons = [];
        if (!decision.Denied)
        {
            // 2. Stream the compartment; the builder never holds what the answer must not show.
            HashSet<(string?, long?, string)> seen = [];
            await foreach (var resource in store.ReadCompartmentAsync(patientId, cancellationToken))
            {
                if (decision.Release(resource) is not { } released)
                {
                    if (resource.Type is "Provenance" or "DocumentReference") records.Add(resource);
                    continue;
                }

                shown.Add(resource);
                // The review of an emergency access is the privacy officer's work, no line of care.
                if (resource is not { Type: "Task", Tags.Category: DataCategories.Record }) builder.Add(resource with { Json = released.Json });
                var reason = released.Reason;
                if (seen.Add((reason.ConsentId, reason.ConsentVersion, reason.RulePath))) reasons.Add(reason);
            }

            // 3. Where the shown lines came from; never what else came with them.
            foreach (var record in LineRecords.Of(records, shown, schema)) builder.AddRecord(record);

            // 4. Names of organisations and staff; registers are about nobody, but they too are asked for.
            foreach (var named in builder.RegistersNamed)
            {
                var (type, id) = (named[..named.IndexOf('/', StringComparison.Ordinal)], named[(named.IndexOf('/', StringComparison.Ordinal) + 1)..]);
                if (await store.ReadAsync(type, id, cancellationToken) is { Deleted: false } register && decision.Permits(register)) builder.Add(register);
            }
        }

        return new(decision, shown.Count > 0 ? builder.Build() : null, shown, reasons);
    }
}
