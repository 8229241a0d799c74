using CareExchange.Storage.Database;

namespace CareExchange.Storage.Audit;

/// <summary>Reads the audit trail; it is written only inside a StoreTransaction.</summary>
public sealed class AuditStore(StorageDatabase database)
{
    /// <summary>Entries, newest first.</summary>
    public Task<IReadOnlyList<AuditEntry>> QueryAsync(AuditQuery query, CancellationToken cancellationToken) => throw new NotImplementedException(database.ToString() + query);

    /// <summary>Recomputes every hash from the first row on.</summary>
    public Task<AuditVerification> VerifyAsync(CancellationToken cancellationToken) => throw new NotImplementedException();
}
