using CareExchange.Storage.Audit;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Audit;

/// <summary>Writes what happened into the audit trail, which Storage chains by hash.</summary>
/// <remarks>A disclosure that cannot be recorded must not happen: await the record, then answer. Thread-safe.</remarks>
/// <param name="store">Opens the transactions.</param>
/// <param name="source">Which gateway records.</param>
/// <param name="clock">Says when.</param>
public sealed class AuditTrail(ResourceStore store, AuditSource source, TimeProvider clock)
{
    /// <summary>Records a look or a refusal in a commit of its own; durable when it returns.</summary>
    public async Task RecordAsync(AuditRecord record, CancellationToken cancellationToken)
    {
        await using var transaction = await store.BeginAsync(cancellationToken);
        await AppendAsync(transaction, record, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Records several at once, in their order, in one commit of their own.</summary>
    public async Task RecordAsync(IReadOnlyList<AuditRecord> records, CancellationToken cancellationToken)
    {
        await using var transaction = await store.BeginAsync(cancellationToken);
        foreach (var record in records) await AppendAsync(transaction, record, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Records a write in the transaction that writes: both are durable, or neither.</summary>
    /// <returns>Id of the AuditEvent.</returns>
    public async Task<string> AppendAsync(StoreTransaction transaction, AuditRecord record, CancellationToken cancellationToken)
    {
        var row = Row(record);
        await transaction.AppendAuditAsync(row, cancellationToken);
        return row.Id;
    }

    /// <summary>The row of a record, stamped with the time and a fresh id.</summary>
    public AuditRow Row(AuditRecord record)
    {
        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now).ToString();
        return new AuditRow(
            id,
            now,
            record.Action.Name,
            record.Outcome switch { AuditOutcome.Success => "permit", AuditOutcome.Refused => "deny", _ => "error" },
            record.Requester?.Id ?? record.Context.ClientId ?? "anonymous",
            record.Requester?.OrganizationId,
            record.Person,
            AuditEventBuilder.Build(id, now, record, source));
    }
}
