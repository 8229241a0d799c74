using CareExchange.Storage.Audit;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Audit;

/// <summary>Writes what happened into the hash-chained trail; nothing is answered before it stands there.</summary>
public sealed class AuditTrail(ResourceStore store, TimeProvider clock)
{
    /// <summary>Records looks and refusals in a commit of their own.</summary>
    public async Task RecordAsync(IReadOnlyList<AuditRecord> records, CancellationToken cancellationToken)
    {
        await using var transaction = await store.BeginAsync(cancellationToken);
        foreach (var record in records) await AppendAsync(transaction, record, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Records one look or refusal in a commit of its own.</summary>
    public Task RecordAsync(AuditRecord record, CancellationToken cancellationToken) => RecordAsync([record], cancellationToken);

    /// <summary>Records a change in the commit that makes it.</summary>
    public async Task AppendAsync(StoreTransaction transaction, AuditRecord record, CancellationToken cancellationToken)
    {
        var recorded = clock.GetUtcNow();
        var id = Guid.CreateVersion7(recorded).ToString();
        await transaction.AppendAuditAsync(
            new(
                id,
                recorded,
                record.Action.Code,
                record.Refused ? "deny" : "permit",
                record.Requester.Id,
                record.Requester.OrganizationId,
                record.Person,
                AuditEventWriter.Write(id, recorded, record)),
            cancellationToken);
    }
}
