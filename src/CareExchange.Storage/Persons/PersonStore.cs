using System.Text;
using CareExchange.Storage.Database;
using CareExchange.Storage.Protection;

namespace CareExchange.Storage.Persons;

/// <summary>Finds persons by keyed hashes; written only inside a StoreTransaction, whose lookups also keep others from adding the same person.</summary>
public sealed class PersonStore(StorageDatabase database)
{
    /// <summary>Patient id of the person who has this identifier, or null.</summary>
    public async Task<string?> FindAsync(PersonIdentifier identifier, CancellationToken cancellationToken)
    {
        await using var session = await database.ReadAsync(cancellationToken);
        return await PersonRows.FindAsync(session, database.Keys, identifier, cancellationToken);
    }

    /// <summary>Persons who share any of these keys, most agreeing kinds first.</summary>
    public async Task<IReadOnlyList<PersonCandidate>> FindCandidatesAsync(IReadOnlyList<PersonMatchKey> keys, CancellationToken cancellationToken)
    {
        await using var session = await database.ReadAsync(cancellationToken);
        return await PersonRows.FindCandidatesAsync(session, database.Keys, keys, cancellationToken);
    }

    /// <summary>The resident registration number in the clear, or null; whoever asks must be audited.</summary>
    public async Task<string?> RevealResidentNumberAsync(string person, CancellationToken cancellationToken)
    {
        await using var session = await database.ReadAsync(cancellationToken);
        var cipher = await session.FirstAsync(
            new Statement("SELECT resident_number FROM person WHERE id = $1", person), row => row.Bytes(0), cancellationToken);
        return cipher is { Length: > 0 } ? Encoding.UTF8.GetString(database.Keys.Decrypt(ProtectionPurpose.ResidentNumber, person, cipher)) : null;
    }

    /// <summary>Persons some of whose hashes were made by older keys, in the order of their ids.</summary>
    /// <param name="after">The id of the last person seen; empty for none.</param>
    /// <param name="count">1 to 1,000.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<IReadOnlyList<string>> ListOlderHashesAsync(string after, int count, CancellationToken cancellationToken)
    {
        await using var session = await database.ReadAsync(cancellationToken);
        return await session.ListAsync(
            new Statement(
                """
                SELECT person FROM person_identifier WHERE person > $2 AND substr(hash, 1, length($1)) <> $1
                UNION SELECT person FROM person_match_key WHERE person > $2 AND substr(hash, 1, length($1)) <> $1
                ORDER BY person LIMIT $3
                """,
                database.Keys.NewestId + ":", after, (long)Math.Clamp(count, 1, 1000)),
            row => row.GetString(0),
            cancellationToken);
    }

    /// <summary>Doubtful matches that still wait, oldest first.</summary>
    public async Task<IReadOnlyList<ParkedMatch>> ListParkedAsync(int count, CancellationToken cancellationToken)
    {
        await using var session = await database.ReadAsync(cancellationToken);
        return await session.ListAsync(
            new Statement(
                $"SELECT {ParkedMatchRows.Columns} FROM parked_match WHERE resolved IS NULL ORDER BY parked, id LIMIT $1", (long)Math.Clamp(count, 1, 1000)),
            row => ParkedMatchRows.Read(row, database.Keys),
            cancellationToken);
    }

    /// <summary>How many matches wait, parked before a moment; null for all of them.</summary>
    public async Task<long> CountParkedAsync(DateTimeOffset? before, CancellationToken cancellationToken)
    {
        await using var session = await database.ReadAsync(cancellationToken);
        return await session.FirstAsync(
            new Statement("SELECT COUNT(*) FROM parked_match WHERE resolved IS NULL AND parked < $1", before?.ToMicroseconds() ?? long.MaxValue), row => row.GetInt64(0), cancellationToken);
    }

    /// <summary>The matches that one message waits or waited for, decided or not, oldest first.</summary>
    public async Task<IReadOnlyList<ParkedMatch>> ListParkedAsync(string messageId, CancellationToken cancellationToken)
    {
        await using var session = await database.ReadAsync(cancellationToken);
        return await session.ListAsync(
            new Statement($"SELECT {ParkedMatchRows.Columns} FROM parked_match WHERE message_id = $1 ORDER BY parked, id", messageId),
            row => ParkedMatchRows.Read(row, database.Keys),
            cancellationToken);
    }

    /// <summary>Patients that share an identifier and of whom nobody has decided whether they are one person, oldest first; or those last decided to be one.</summary>
    public async Task<IReadOnlyList<SharedIdentifier>> ListSharedAsync(bool isJoined, int count, CancellationToken cancellationToken)
    {
        await using var session = await database.ReadAsync(cancellationToken);
        return await session.ListAsync(
            new Statement(
                $"SELECT {SharedIdentifierRows.Columns} FROM shared_identifier WHERE {(isJoined ? "same = 1 ORDER BY decided DESC" : "decided IS NULL ORDER BY found")}, id LIMIT $1", (long)Math.Clamp(count, 1, 1000)),
            SharedIdentifierRows.Read,
            cancellationToken);
    }

    /// <summary>How many pairs of Patients wait for such a decision, found before a moment; null for all of them.</summary>
    public async Task<long> CountSharedAsync(DateTimeOffset? before, CancellationToken cancellationToken)
    {
        await using var session = await database.ReadAsync(cancellationToken);
        return await session.FirstAsync(new Statement("SELECT COUNT(*) FROM shared_identifier WHERE decided IS NULL AND found < $1", before?.ToMicroseconds() ?? long.MaxValue), row => row.GetInt64(0), cancellationToken);
    }

    /// <summary>One such pair, decided or not; null when there is none.</summary>
    public async Task<SharedIdentifier?> FindSharedAsync(string id, CancellationToken cancellationToken)
    {
        await using var session = await database.ReadAsync(cancellationToken);
        return await session.FirstAsync(new Statement($"SELECT {SharedIdentifierRows.Columns} FROM shared_identifier WHERE id = $1", id), SharedIdentifierRows.Read, cancellationToken);
    }

    /// <summary>One parked match, decided or not; null when there is none.</summary>
    public async Task<ParkedMatch?> FindParkedAsync(string id, CancellationToken cancellationToken)
    {
        await using var session = await database.ReadAsync(cancellationToken);
        return await session.FirstAsync(
            new Statement($"SELECT {ParkedMatchRows.Columns} FROM parked_match WHERE id = $1", id), row => ParkedMatchRows.Read(row, database.Keys), cancellationToken);
    }
}
