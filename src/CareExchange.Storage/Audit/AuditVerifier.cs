using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CareExchange.Storage.Database;

namespace CareExchange.Storage.Audit;

/// <summary>Walks every chain from its first row on, and says of the first row that does not hold what was done to it.</summary>
internal sealed class AuditVerifier(StorageDatabase database)
{
    private const int Page = 1000;

    // Further than that nobody is told which number a row once had.
    private const int MostRenumbered = 10_000;

    public async Task<AuditVerification> VerifyAsync(IReadOnlyList<string> kept, CancellationToken cancellationToken)
    {
        var witnesses = await WitnessesAsync(kept, cancellationToken);
        long entries = 0, unwitnessed = 0;
        var heads = new List<AuditChainHead>();
        foreach (var open in AuditChains.Sources(database))
        {
            foreach (var shard in await AuditChains.ShardsAsync(open, cancellationToken))
            {
                var walk = await WalkAsync(open, shard, witnesses, cancellationToken);
                entries += walk.Rows;
                if (walk.Break is { } found) return Broken(entries, walk.Hash, found, witnesses);
                unwitnessed += walk.Count - (witnesses.Of(shard) is [.., var last] ? last.Head.Count : 0);
                heads.Add(new(shard, walk.Count, walk.Hash));
            }
        }

        // A chain of which nothing at all is left.
        foreach (var shard in witnesses.Shards.Where(shard => heads.TrueForAll(head => head.Shard != shard)))
        {
            return Broken(entries, AuditChain.OriginOf(shard), Short(shard, 0, null, witnesses)!, witnesses);
        }

        if (witnesses.Break is { } altered) return Broken(entries, Witness(heads), altered, witnesses);
        return new AuditVerification(entries, null, Witness(heads)) { Checkpoints = witnesses.Count, RestoredAt = witnesses.RestoredAt, Unwitnessed = unwitnessed };
    }

    private static AuditVerification Broken(long entries, string hash, AuditBreak found, AuditWitnesses witnesses) =>
        new(entries, found.Sequence, hash) { BrokenShard = found.Shard, Break = found, Checkpoints = witnesses.Count };

    private async Task<AuditWitnesses> WitnessesAsync(IReadOnlyList<string> kept, CancellationToken cancellationToken)
    {
        await using var session = await database.ReadAsync(cancellationToken);
        var stored = await session.ListAsync(new Statement("SELECT number, token FROM audit_checkpoint ORDER BY number"), row => (row.GetInt64(0), row.GetString(1)), cancellationToken);
        return AuditWitnesses.Of(stored, kept, await new AuditCheckpointStore(database).KeysAsync(cancellationToken));
    }

    private static async Task<(long Rows, long Count, string Hash, AuditBreak? Break)> WalkAsync(AuditChains.Source open, int shard, AuditWitnesses witnesses, CancellationToken cancellationToken)
    {
        // What its retention has ended for is gone, or about to go: the chain goes on from the last row that was signed away.
        var cut = witnesses.CutOf(shard);
        var (count, previous) = (cut?.Count ?? 0, cut?.Hash ?? AuditChain.OriginOf(shard));
        var said = witnesses.Of(shard).Where(one => one.Head.Count > count).ToArray();
        var (next, rows, agreed) = (0, 0L, cut?.Count ?? 0);
        AuditEntry? last = null;
        while (true)
        {
            IReadOnlyList<AuditEntry> page;
            await using (var session = await open(cancellationToken))
            {
                page = await session.ListAsync(
                    new Statement($"SELECT {AuditRows.Columns} FROM audit WHERE shard = $1 AND sequence > $2 ORDER BY sequence LIMIT $3", (long)shard, count, (long)Page), AuditRows.Read, cancellationToken);
            }

            foreach (var entry in page)
            {
                var expected = count + 1;
                if (entry.Sequence != expected || entry.PreviousHash != previous || entry.Hash != AuditChain.Hash(previous, expected, entry.Row))
                {
                    return (rows, count, previous, await NameAsync(open, shard, expected, previous, entry, cancellationToken));
                }

                (previous, count, last) = (entry.Hash, expected, entry);
                rows++;
                for (; next < said.Length && said[next].Head.Count == count; next++)
                {
                    if (said[next].Head.Hash == previous)
                    {
                        agreed = count;
                        continue;
                    }

                    // The chain holds in itself: it was written anew, or another one was put in its place and has grown since.
                    var by = said[next].By;
                    var kind = witnesses.IsForgotten(by) ? AuditBreakKind.RestoredOver : AuditBreakKind.Rewritten;
                    return (rows, count, previous, new(kind, shard, agreed + 1, count) { EventId = entry.Row.Id, Recorded = entry.Row.Recorded, Checkpoint = by.Number });
                }
            }

            if (page.Count < Page) return (rows, count, previous, Short(shard, count, last, witnesses));
        }
    }

    private static AuditBreak? Short(int shard, long count, AuditEntry? last, AuditWitnesses witnesses)
    {
        if (witnesses.Of(shard) is not [.., var longest] || longest.Head.Count <= count || longest.Head.Count <= (witnesses.CutOf(shard)?.Count ?? 0)) return null;
        var kind = witnesses.IsForgotten(longest.By) ? AuditBreakKind.RestoredOver : AuditBreakKind.Truncated;
        return new(kind, shard, count + 1, longest.Head.Count) { EventId = last?.Row.Id, Recorded = last?.Row.Recorded, Checkpoint = longest.By.Number };
    }

    // Which row should have stood here is known by the hash that it says it follows.
    private static async Task<AuditBreak> NameAsync(AuditChains.Source open, int shard, long expected, string previous, AuditEntry entry, CancellationToken cancellationToken)
    {
        AuditBreak At(AuditBreakKind kind, long first, long last) => new(kind, shard, first, last) { EventId = entry.Row.Id, Recorded = entry.Row.Recorded };
        if (entry.Sequence == expected && entry.PreviousHash == previous) return At(AuditBreakKind.Edited, expected, expected);
        await using (var session = await open(cancellationToken))
        {
            var elsewhere = await session.FirstAsync(
                new Statement("SELECT sequence FROM audit WHERE shard = $1 AND previous_hash = $2 AND sequence <> $3 LIMIT 1", (long)shard, previous, expected), row => row.GetInt64(0), cancellationToken);
            if (elsewhere != 0) return At(AuditBreakKind.Reordered, expected, expected);
        }

        if (entry.Sequence > expected) return At(AuditBreakKind.Removed, expected, entry.Sequence - 1);

        // A row that is whole in its place, but follows what is not there: the one before it was edited, and its hash made anew.
        if (entry.Hash == AuditChain.Hash(entry.PreviousHash, expected, entry.Row) && expected > 1) return At(AuditBreakKind.Edited, expected - 1, expected - 1);

        // Numbers that were closed up after a removal: the row's own hash still knows its number.
        for (var number = expected + 1; number <= expected + MostRenumbered; number++)
        {
            if (entry.Hash == AuditChain.Hash(entry.PreviousHash, number, entry.Row)) return At(AuditBreakKind.Removed, expected, number - 1);
        }

        return At(AuditBreakKind.Edited, expected, expected);
    }

    private static string Witness(List<AuditChainHead> chains)
    {
        if (chains.Count == 0) return AuditChain.Origin;
        if (chains is [{ Shard: 0, Hash: var only }]) return only;
        var text = string.Join('\n', chains.Select(chain => string.Create(CultureInfo.InvariantCulture, $"{chain.Shard}:{chain.Hash}")));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(text)));
    }
}
