using CareExchange.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace CareExchange.Storage.Accounts;

/// <summary>The token-signing ring.</summary>
public sealed class SigningKeyStore(StorageDatabase database)
{
    /// <summary>Keys still published at <paramref name="now"/>, oldest signing window first.</summary>
    public async Task<IReadOnlyList<SigningKey>> ListAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var session = await database.ReadCommittedAsync(cancellationToken);
        return await session.ListAsync(
            new Statement(
                "SELECT kid, algorithm, public_jwk, private_key, created_at, sign_from, sign_until, retire_at FROM signing_keys WHERE retire_at > $1 ORDER BY sign_from, kid",
                now.ToUnixTimeMilliseconds()),
            row => new SigningKey
            {
                Kid = row.GetString(0),
                Algorithm = row.GetString(1),
                PublicJwk = row.GetString(2),
                PrivateKey = row.Bytes(3),
                CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4)),
                SignFrom = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(5)),
                SignUntil = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(6)),
                RetireAt = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(7)),
            },
            cancellationToken);
    }

    /// <summary>Keeps a new key.</summary>
    public async Task AddAsync(SigningKey key, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        context.Add(key);
        await context.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Keeps a private key sealed anew; false where somebody else was quicker.</summary>
    public async Task<bool> ReplacePrivateKeyAsync(string kid, byte[] known, byte[] renewed, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        return await context.Set<SigningKey>().Where(key => key.Kid == kid && key.PrivateKey == known).ExecuteUpdateAsync(set => set.SetProperty(key => key.PrivateKey, renewed), cancellationToken) > 0;
    }

    /// <summary>Ends the signing windows of all keys except <paramref name="kid"/> at <paramref name="now"/>; they stay published until <paramref name="retireAt"/>, or less if they would have retired sooner.</summary>
    public async Task SupersedeAsync(string kid, DateTimeOffset now, DateTimeOffset retireAt, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        await context.Set<SigningKey>().Where(key => key.Kid != kid && key.SignUntil > now)
            .ExecuteUpdateAsync(set => set.SetProperty(key => key.SignUntil, now), cancellationToken);
        await context.Set<SigningKey>().Where(key => key.Kid != kid && key.RetireAt > retireAt)
            .ExecuteUpdateAsync(set => set.SetProperty(key => key.RetireAt, retireAt), cancellationToken);
    }

    /// <summary>Removes keys retired before <paramref name="now"/>.</summary>
    public Task<int> PurgeAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        ExpiredRows.RemoveAsync(database, now, ["DELETE FROM signing_keys WHERE retire_at <= $1"], cancellationToken);
}
