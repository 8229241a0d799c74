using CareExchange.Storage.Database;
using CareExchange.Storage.Protection;

namespace CareExchange.Storage.Maintenance;

/// <summary>Seals under the newest key of the ring what was sealed under older ones, while the database is read and written.</summary>
/// <remarks>Some rows at a time, each only if it still stands as it was read; killed, the same call goes on, because what is done is passed over.
/// Keyed hashes of persons need what was hashed, which only a Patient says: <c>PersonRekeyer</c> makes them anew.</remarks>
public sealed class KeyRewriter(StorageDatabase database)
{
    private const int RowsAtATime = 200;

    // Table, the columns that name a row, the sealed column, its purpose, and what it is bound to.
    private static readonly SealedColumn[] Columns =
    [
        new("person", ["id"], "resident_number", ProtectionPurpose.ResidentNumber, key => Text(key[0])),
        new("parked_match", ["id"], "detail", ProtectionPurpose.ParkedMatch, key => Text(key[0])),
        new("outbox", ["id"], "payload", ProtectionPurpose.Outbox, key => Text(key[0])),
        new("message", ["id"], "content", ProtectionPurpose.Message, key => $"{key[0]}/content"),
        new("message", ["id"], "issues", ProtectionPurpose.Message, key => $"{key[0]}/issues"),
        new("message", ["id"], "result", ProtectionPurpose.Message, key => $"{key[0]}/result"),
        new("job", ["id"], "state", ProtectionPurpose.Job, key => $"{key[0]}/state"),
        new("job", ["id"], "outcome", ProtectionPurpose.Job, key => $"{key[0]}/outcome"),
        new("job_part", ["job", "name", "number"], "content", ProtectionPurpose.Job, key => FormattableString.Invariant($"{key[0]}/{key[2]}/{key[1]}")),
        new("audit_key", ["kid"], "private_key", ProtectionPurpose.Checkpoint, key => Text(key[0])),
    ];

    /// <summary>Goes through everything that is sealed.</summary>
    /// <param name="told">Told how far it is: a table, and how many of its values were sealed anew.</param>
    /// <param name="cancellationToken">Stops behind the last commit.</param>
    /// <returns>How many values were sealed anew.</returns>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A value is damaged, or its key is not in the ring.</exception>
    public async Task<long> RunAsync(Action<string, long> told, CancellationToken cancellationToken)
    {
        long all = 0;
        foreach (var column in Columns)
        {
            var done = await RunAsync(column, cancellationToken);
            if (done > 0) told($"{column.Table}.{column.Column}", done);
            all += done;
        }

        var bodies = new BodyRewriter(database);
        foreach (var (column, done) in new[] { ("resource.json", await bodies.RunAsync(isHistory: false, cancellationToken)), ("resource_history.json", await bodies.RunAsync(isHistory: true, cancellationToken)), ("index_token.code", await bodies.IndexAsync(cancellationToken)) })
        {
            if (done > 0) told(column, done);
            all += done;
        }

        return all;
    }

    /// <summary>How many persons are still found by hashes under older keys only.</summary>
    public async Task<long> OlderHashesAsync(CancellationToken cancellationToken)
    {
        await using var session = await database.ReadAsync(cancellationToken);
        return await session.FirstAsync(
            new Statement(
                "SELECT count(*) FROM (SELECT person FROM person_identifier WHERE substr(hash, 1, length($1)) <> $1 UNION SELECT person FROM person_match_key WHERE substr(hash, 1, length($1)) <> $1) p",
                database.Keys.NewestId + ":"),
            row => row.GetInt64(0),
            cancellationToken);
    }

    private async Task<long> RunAsync(SealedColumn column, CancellationToken cancellationToken)
    {
        var names = string.Join(", ", column.Keys);
        long done = 0;
        object[]? after = null;
        while (true)
        {
            IReadOnlyList<(object[] Key, byte[] Sealed)> rows;
            await using (var session = await database.ReadAsync(cancellationToken))
            {
                var where = after is null ? "" : $" WHERE ({names}) > ({string.Join(", ", after.Select((_, place) => $"${place + 1}"))})";
                rows = await session.ListAsync(
                    new Statement($"SELECT {names}, {column.Column} FROM {column.Table}{where} ORDER BY {names} LIMIT {RowsAtATime}", after ?? []),
                    row => (column.Keys.Select((_, place) => row.GetValue(place)).ToArray(), row.Bytes(column.Keys.Length)),
                    cancellationToken);
            }

            if (rows.Count == 0) return done;
            after = rows[^1].Key;
            var older = rows.Where(row => row.Sealed.Length > 0 && KeyRing.KeyIdOf(row.Sealed) != database.Keys.NewestId).ToArray();
            if (older.Length == 0) continue;
            await using var writing = await database.WriteAsync(cancellationToken);
            foreach (var (key, sealedBytes) in older) done += await writing.ExecuteAsync(Statement(column, key, sealedBytes), cancellationToken);
            await writing.CommitAsync(cancellationToken);
        }
    }

    private Statement Statement(SealedColumn column, object[] key, byte[] sealedBytes)
    {
        var context = column.Context(key);
        var renewed = database.Keys.Encrypt(column.Purpose, context, database.Keys.Decrypt(column.Purpose, context, sealedBytes));
        var where = string.Join(" AND ", column.Keys.Select((name, place) => $"{name} = ${place + 3}"));
        return new Statement($"UPDATE {column.Table} SET {column.Column} = $1 WHERE {column.Column} = $2 AND {where}", [renewed, sealedBytes, .. key]);
    }

    private static string Text(object key) => (string)key;

    private sealed record SealedColumn(string Table, string[] Keys, string Column, ProtectionPurpose Purpose, Func<object[], string> Context);
}
