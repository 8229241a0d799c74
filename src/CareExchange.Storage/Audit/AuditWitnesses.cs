namespace CareExchange.Storage.Audit;

/// <summary>The checkpoints that a verification believes, those of the database and those kept elsewhere.</summary>
internal sealed class AuditWitnesses
{
    private readonly List<AuditCheckpoint> _believed = [];
    private readonly HashSet<string> _stored;

    private AuditWitnesses(IEnumerable<string> stored) => _stored = new(stored, StringComparer.Ordinal);

    /// <summary>How many are believed.</summary>
    public int Count => _believed.Count;

    /// <summary>When the operator last put a backup in the place of the database; null for never.</summary>
    public DateTimeOffset? RestoredAt { get; private set; }

    /// <summary>The first that cannot be believed, by its number or its place in the file.</summary>
    public AuditBreak? Break { get; private set; }

    /// <summary>Weighs them.</summary>
    /// <param name="stored">Number and token of each that the database holds, in their order.</param>
    /// <param name="kept">Tokens kept elsewhere.</param>
    /// <param name="keys">Thumbprints of the keys that are ours.</param>
    public static AuditWitnesses Of(IReadOnlyList<(long Number, string Token)> stored, IReadOnlyList<string> kept, IReadOnlySet<string> keys)
    {
        var witnesses = new AuditWitnesses(stored.Select(one => one.Token));
        var trusted = new HashSet<string>(keys, StringComparer.Ordinal);

        // Two of one number are two histories: that of the file counts as well, and the chain says which is true.
        var all = stored.Select(one => (one.Number, one.Token, IsKept: false))
            .Concat(kept.Select((token, place) => (Number: AuditCheckpoint.Parse(token)?.Number ?? place + 1L, Token: token, IsKept: true)))
            .DistinctBy(one => one.Token).OrderBy(one => one.Number).ThenBy(one => one.IsKept);

        // What the operator restored over was lost knowingly: it is told, and no fault.
        witnesses.RestoredAt = stored.Select(one => AuditCheckpoint.Parse(one.Token)).LastOrDefault(one => one is { IsRestored: true } && trusted.Contains(one.KeyId))?.Recorded;
        AuditCheckpoint? before = null;
        foreach (var (number, token, isKept) in all)
        {
            if (AuditCheckpoint.Parse(token) is not { } checkpoint || checkpoint.Number != number || !trusted.Contains(checkpoint.KeyId))
            {
                witnesses.Note(number);
                continue;
            }

            if (isKept && checkpoint.Recorded < witnesses.RestoredAt) continue;

            // Of those in the database none may be missing; of those kept elsewhere only some may have been noted.
            if (!isKept && before is not null && before.Number == checkpoint.Number - 1 && before.TokenHash != checkpoint.Previous) witnesses.Note(number);
            if (checkpoint.NextKeyId is { } next) trusted.Add(next);
            witnesses._believed.Add(checkpoint);
            if (!isKept) before = checkpoint;
        }

        for (var place = 0; place < stored.Count; place++)
        {
            if (stored[place].Number != place + 1 + stored[0].Number - 1) witnesses.Note(stored[place].Number);
        }

        return witnesses;
    }

    /// <summary>What they say of a chain, the shortest first.</summary>
    public IReadOnlyList<(AuditChainHead Head, AuditCheckpoint By)> Of(int shard) =>
        [.. _believed.SelectMany(by => by.Chains.Where(head => head.Shard == shard).Select(head => (head, by))).OrderBy(one => one.head.Count).ThenBy(one => one.by.Number)];

    /// <summary>The chains that they know of.</summary>
    public IEnumerable<int> Shards => _believed.SelectMany(by => by.Chains.Select(head => head.Shard)).Distinct();

    /// <summary>The last row that was removed in order, because its retention had ended; null where a chain begins with its first.</summary>
    public AuditChainHead? CutOf(int shard) => _believed.SelectMany(by => by.Cuts).Where(cut => cut.Shard == shard).MaxBy(cut => cut.Count);

    /// <summary>True where the database does not hold a checkpoint that was kept elsewhere: it is older than that, or another one.</summary>
    public bool IsForgotten(AuditCheckpoint checkpoint) => !_stored.Contains(checkpoint.Token);

    private void Note(long number)
    {
        if (Break is null || number < Break.Sequence) Break = new(AuditBreakKind.Checkpoint, -1, number, number);
    }
}
