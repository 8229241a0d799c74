using CareExchange.Storage.Audit;
using CareExchange.Storage.Database;
using CareExchange.Storage.Resources;

namespace CareExchange.Storage.Maintenance;

/// <summary>Tells a database that may be older what every Consent has said since.</summary>
public static class ConsentReplay
{
    /// <summary>When the backup was made that this database was restored from, where nobody has told it yet what came after; null for any other database.</summary>
    public static async Task<DateTimeOffset?> CopyOfAsync(StorageDatabase database, CancellationToken cancellationToken)
    {
        await using var session = await database.ReadAsync(cancellationToken);
        return await session.FirstAsync(new Statement("SELECT made FROM restored_copy"), row => (DateTimeOffset?)row.Time(0), cancellationToken);
    }

    /// <summary>Brings the database up to a journal: where a Consent said something else since, that is stored as its next version.</summary>
    /// <param name="database">The opened database; no gateway shows anything of it yet.</param>
    /// <param name="path">A journal of any gateway that worked on it.</param>
    /// <param name="audit">The record of each Consent that is changed, for the audit trail in the same commit.</param>
    /// <param name="cancellationToken">Stops; the same call goes on.</param>
    /// <returns>How many Consents were changed; null where there is no such file.</returns>
    /// <exception cref="InvalidDataException">The file is no journal, is damaged, or belongs to another key file.</exception>
    public static async Task<int?> RunAsync(StorageDatabase database, string path, Func<StoredResource, AuditRow> audit, CancellationToken cancellationToken)
    {
        if (await ConsentJournalFile.IdAsync(path, cancellationToken) is not { } id) return null;
        long heard;
        await using (var session = await database.ReadAsync(cancellationToken))
        {
            heard = await session.FirstAsync(new Statement("SELECT number FROM consent_journal WHERE id = $1", id), row => row.GetInt64(0), cancellationToken);
        }

        var last = await ConsentJournalFile.LastAsync(path, cancellationToken);
        if (heard >= last) return 0;
        if (await IsNewAsync(database, cancellationToken))
        {
            await NoteAsync(database, id, last, cancellationToken);
            return 0;
        }

        var resources = new ResourceStore(database);
        var changed = 0;
        foreach (var said in await ConsentJournalFile.ReadAsync(path, id, database.Keys, heard, cancellationToken))
        {
            if (await ApplyAsync(resources, said, audit, cancellationToken)) changed++;
        }

        await NoteAsync(database, id, last, cancellationToken);
        return changed;
    }

    /// <summary>Lets a restored database be opened: what came after its backup is known, or somebody answers for it that there was nothing.</summary>
    public static async Task OpenAsync(StorageDatabase database, AuditRow audit, CancellationToken cancellationToken)
    {
        await using (var session = await database.WriteAsync(cancellationToken))
        {
            // What the triggers of another database noted says nothing here: every journal follows this one from its beginning.
            await session.ExecuteAsync([new Statement("DELETE FROM restored_copy"), new Statement("UPDATE consent_journal SET horizon = 0")], cancellationToken);
            await session.CommitAsync(cancellationToken);
        }

        await new ResourceStore(database).AppendAuditAsync([audit], cancellationToken);
        await new AuditCheckpointStore(database).RestoredAsync(cancellationToken);
    }

    // Somebody began anew in the folder of an old database: its consents are about nobody here.
    private static async Task<bool> IsNewAsync(StorageDatabase database, CancellationToken cancellationToken)
    {
        await using var session = await database.ReadAsync(cancellationToken);
        return await session.FirstAsync(new Statement("SELECT 1 FROM resource LIMIT 1"), row => row.GetInt32(0), cancellationToken) == 0
            && await session.FirstAsync(new Statement("SELECT 1 FROM restored_copy LIMIT 1"), row => row.GetInt32(0), cancellationToken) == 0;
    }

    private static async Task NoteAsync(StorageDatabase database, string id, long number, CancellationToken cancellationToken)
    {
        await using var session = await database.WriteAsync(cancellationToken);
        await session.ExecuteAsync(
            new Statement("INSERT INTO consent_journal (id, number, horizon) VALUES ($1, $2, 0) ON CONFLICT (id) DO UPDATE SET number = excluded.number", id, number), cancellationToken);
        await session.CommitAsync(cancellationToken);
    }

    private static async Task<bool> ApplyAsync(ResourceStore resources, StoredResource said, Func<StoredResource, AuditRow> audit, CancellationToken cancellationToken)
    {
        await using var transaction = await resources.BeginAsync(cancellationToken);
        var stands = await transaction.ReadAsync(said.Type, said.Id, cancellationToken);
        if (stands is not null && stands.LastUpdated >= said.LastUpdated) return false;
        if (said.Deleted)
        {
            if (stands is not { Deleted: false }) return false;
            await transaction.DeleteAsync(said.Type, said.Id, null, cancellationToken);
        }
        else
        {
            var put = await transaction.PutAsync(said.Type, said.Id, said.Json, said.Tags, null, cancellationToken);
            if (put.Value is not { } result || !put.Succeeded) throw new InvalidDataException("A Consent of the journal cannot be stored.");
            if (result.Change == PutChange.Unchanged) return false;
        }

        await transaction.AppendAuditAsync(audit(said), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }
}
