using System.Security.Cryptography;
using CareExchange.Storage.Database;
using CareExchange.Storage.Database.Sqlite;
using CareExchange.Storage.Protection;

namespace CareExchange.Storage.Audit;

/// <summary>Makes signed checkpoints of the audit trail and keeps them; thread-safe over any number of nodes.</summary>
/// <remarks>The signing keys are sealed under the key ring: who can write the database but has not the key file can neither sign a checkpoint nor put a key
/// of their own in the place of ours. Before a key is replaced, its last checkpoint names the next one, so that checkpoints kept outside can be followed from
/// the first key on by whoever knows its thumbprint.</remarks>
public sealed class AuditCheckpointStore(StorageDatabase database)
{
    /// <summary>How long a key signs before another takes its place.</summary>
    public static readonly TimeSpan KeyLifetime = TimeSpan.FromDays(90);

    private const string Lock = "audit-checkpoint";

    /// <summary>Signs how far the trail is now.</summary>
    /// <param name="onlyIfChanged">True to sign nothing where no row came since the last checkpoint.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The checkpoint; null where nothing has changed and that was asked for.</returns>
    public Task<AuditCheckpoint?> CreateAsync(bool onlyIfChanged, CancellationToken cancellationToken) => CreateAsync(onlyIfChanged, rotates: false, isRestored: false, [], cancellationToken);

    /// <summary>Makes a new signing key, which the last checkpoint of the old one names.</summary>
    public async Task<AuditCheckpoint> RotateKeyAsync(CancellationToken cancellationToken) => (await CreateAsync(onlyIfChanged: false, rotates: true, isRestored: false, [], cancellationToken))!;

    /// <summary>Signs that this database was put in the place of a later one by the operator.</summary>
    public async Task<AuditCheckpoint> RestoredAsync(CancellationToken cancellationToken) => (await CreateAsync(onlyIfChanged: false, rotates: false, isRestored: true, [], cancellationToken))!;

    /// <summary>All checkpoints, oldest first, as they are kept; what is no checkpoint any more is left out and found by the verification.</summary>
    public async Task<IReadOnlyList<AuditCheckpoint>> ListAsync(CancellationToken cancellationToken)
    {
        await using var session = await database.ReadCommittedAsync(cancellationToken);
        var tokens = await session.ListAsync(new Statement("SELECT token FROM audit_checkpoint ORDER BY number"), row => row.GetString(0), cancellationToken);
        return [.. tokens.Select(AuditCheckpoint.Parse).OfType<AuditCheckpoint>()];
    }

    /// <summary>Looks whether the rows that a checkpoint names are there: a moment's work, which finds that an older copy stands in place of the database.</summary>
    /// <returns>What is wrong; null where nothing is, or where the operator has restored a backup since.</returns>
    public async Task<AuditBreak?> CompareAsync(string token, CancellationToken cancellationToken)
    {
        if (AuditCheckpoint.Parse(token) is not { } checkpoint) return new(AuditBreakKind.Checkpoint, -1, 0, 0);
        if ((await ListAsync(cancellationToken)).LastOrDefault(one => one.IsRestored) is { } restored && restored.Recorded > checkpoint.Recorded) return null;
        foreach (var chain in checkpoint.Chains)
        {
            if (await HashOfAsync(chain, cancellationToken) != chain.Hash) return new(AuditBreakKind.RestoredOver, chain.Shard, chain.Count, chain.Count) { Checkpoint = checkpoint.Number };
        }

        return null;
    }

    // A look may still wait in the journal: to have all of them moved first would take a start as long as that takes.
    private async Task<string?> HashOfAsync(AuditChainHead chain, CancellationToken cancellationToken)
    {
        if (chain.Shard == LookFile.Shard && database.Dialect.Looks is { } looks) return await looks.HashOfAsync(chain.Count, cancellationToken);
        await using var session = await database.ReadAsync(cancellationToken);
        return await session.FirstAsync(new Statement("SELECT hash FROM audit WHERE shard = $1 AND sequence = $2", (long)chain.Shard, chain.Count), row => row.GetString(0), cancellationToken);
    }

    /// <summary>Thumbprints of the keys that are ours: sealed by our key ring, and the very keys that their public halves say.</summary>
    public async Task<IReadOnlySet<string>> KeysAsync(CancellationToken cancellationToken)
    {
        await using var session = await database.ReadCommittedAsync(cancellationToken);
        var rows = await session.ListAsync(new Statement("SELECT kid, private_key FROM audit_key"), row => (Kid: row.GetString(0), Sealed: row.Bytes(1)), cancellationToken);
        var ours = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (kid, bytes) in rows)
        {
            using var key = Open(kid, bytes);
            if (key is not null) ours.Add(kid);
        }

        return ours;
    }

    /// <summary>The same with cuts: signed first, so that what is removed then is known to have been removed by us.</summary>
    internal async Task<AuditCheckpoint?> CreateAsync(bool onlyIfChanged, bool rotates, bool isRestored, IReadOnlyList<AuditChainHead> cuts, CancellationToken cancellationToken)
    {
        await using var session = await database.WriteAsync(cancellationToken);
        await session.LockAsync(Lock, cancellationToken);
        var last = await session.FirstAsync(new Statement("SELECT token FROM audit_checkpoint ORDER BY number DESC LIMIT 1"), row => AuditCheckpoint.Parse(row.GetString(0)), cancellationToken);
        var chains = await AuditChains.HeadsAsync(database, cancellationToken);
        if (onlyIfChanged && cuts.Count == 0 && last is not null && last.Chains.SequenceEqual(chains)) return null;

        var now = database.Now();
        var (key, created) = await NewestKeyAsync(session, cancellationToken);
        key ??= await AddKeyAsync(session, now, cancellationToken);
        using (key)
        {
            using var next = rotates || created is { } since && now - since > KeyLifetime ? await AddKeyAsync(session, created is { } older && older >= now ? older.AddMicroseconds(1) : now, cancellationToken) : null;
            var checkpoint = AuditCheckpoint.Sign(
                key, (last?.Number ?? 0) + 1, now, last?.TokenHash ?? "", chains, Cuts(last, cuts), next is null ? null : AuditCheckpoint.Thumbprint(next.ExportParameters(false).Q), isRestored);
            await session.ExecuteAsync(
                new Statement("INSERT INTO audit_checkpoint (number, recorded, token) VALUES ($1, $2, $3)", checkpoint.Number, checkpoint.Recorded.ToMicroseconds(), checkpoint.Token), cancellationToken);
            await session.CommitAsync(cancellationToken);
            return checkpoint;
        }
    }

    // Every checkpoint says where each chain begins: the last one alone is enough to verify by.
    private static IReadOnlyList<AuditChainHead> Cuts(AuditCheckpoint? last, IReadOnlyList<AuditChainHead> cuts) =>
        [.. (last?.Cuts ?? []).Where(old => cuts.All(cut => cut.Shard != old.Shard)), .. cuts];

    private async Task<(ECDsa? Key, DateTimeOffset? Created)> NewestKeyAsync(DatabaseSession session, CancellationToken cancellationToken)
    {
        var rows = await session.ListAsync(
            new Statement("SELECT kid, private_key, created FROM audit_key ORDER BY created DESC, kid"), row => (Kid: row.GetString(0), Sealed: row.Bytes(1), Created: row.Time(2)), cancellationToken);

        // A row that somebody else put there is passed over: it does not open.
        foreach (var row in rows)
        {
            if (Open(row.Kid, row.Sealed) is { } key) return (key, row.Created);
        }

        return (null, null);
    }

    private async Task<ECDsa> AddKeyAsync(WriteSession session, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var kid = AuditCheckpoint.Thumbprint(key.ExportParameters(includePrivateParameters: false).Q);
        await session.ExecuteAsync(
            new Statement(
                "INSERT INTO audit_key (kid, public_key, private_key, created) VALUES ($1, $2, $3, $4)",
                kid,
                key.ExportSubjectPublicKeyInfo(),
                database.Keys.Encrypt(ProtectionPurpose.Checkpoint, kid, key.ExportPkcs8PrivateKey()),
                now.ToMicroseconds()),
            cancellationToken);
        return key;
    }

    private ECDsa? Open(string kid, ReadOnlyMemory<byte> bytes)
    {
        if (!database.Keys.TryDecrypt(ProtectionPurpose.Checkpoint, kid, bytes.Span, out var plain)) return null;
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(plain, out _);
        return key;
    }
}
