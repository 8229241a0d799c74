using System.Globalization;
using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Requests;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Interactions;

/// <summary>Brings everything stored up to the security-label rules when they change: beside reading and writing, some hundred resources a commit, going on after a stop where it was.</summary>
/// <remarks>Labels are only added: what another rule, a partner or a person put there stays (high-water mark). A resource gets a version of its own, with an audit record of each commit.</remarks>
public sealed class Relabelling(ResourceStore store, LabelMarkStore marks, PendingLabels pending, AuditTrail audit)
{
    private const int AtOnce = 200;

    /// <summary>Finds out whether the rules have changed since the database was labelled; from then on decisions see everything as labelled.</summary>
    /// <remarks>Before the doors open. A database without a mark was labelled as it was written.</remarks>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        var rules = pending.Labeller.Fingerprint;
        var mark = await marks.ReadAsync(cancellationToken);
        if (mark is null) await marks.SaveAsync(new(rules, long.MaxValue), cancellationToken);
        else if (mark.Rules != rules) await marks.SaveAsync(new(rules, 0), cancellationToken);
        pending.IsPending = mark is not null && (mark.Rules != rules || mark.Row < long.MaxValue);
    }

    /// <summary>One step.</summary>
    /// <returns>True where there is more to do.</returns>
    public async Task<bool> StepAsync(RequestTrace trace, CancellationToken cancellationToken)
    {
        if (!pending.IsPending) return false;
        var rules = pending.Labeller.Fingerprint;
        if (await marks.ReadAsync(cancellationToken) is not { } mark || mark.Rules != rules) return false;
        var (resources, row) = mark.Row == long.MaxValue ? ([], mark.Row) : await marks.ListAsync(mark.Row, AtOnce, cancellationToken);
        if (resources.Count == 0)
        {
            await marks.SaveAsync(new(rules, long.MaxValue), cancellationToken);
            pending.IsPending = false;
            return false;
        }

        await LabelAsync([.. resources.Select(resource => (Old: resource, New: pending.Labelled(resource))).Where(one => !ReferenceEquals(one.Old, one.New))], trace, cancellationToken);
        await marks.SaveAsync(new(rules, row), cancellationToken);
        return true;
    }

    private async Task LabelAsync(IReadOnlyList<(StoredResource Old, StoredResource New)> changes, RequestTrace trace, CancellationToken cancellationToken)
    {
        if (changes.Count == 0) return;
        await using var transaction = await store.BeginAsync(cancellationToken);
        foreach (var (old, labelled) in changes)
        {
            // Whoever was quicker wrote by the new rules: their version has its labels.
            var put = await transaction.PutAsync(old.Type, old.Id, labelled.Json, labelled.Tags, old.Version, cancellationToken);
            if (!put.Succeeded) continue;
            await audit.AppendAsync(
                transaction,
                new AuditRecord(AuditAction.Update, ConsentAlerts.Gateway, trace)
                {
                    Person = old.Tags.Person, Entities = [string.Create(CultureInfo.InvariantCulture, $"{old.Type}/{old.Id}/_history/{put.Value.Resource.Version}")], Explanation = "security-label-rules",
                },
                cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }
}
