using System.Xml.Linq;
using CareExchange.Identity.Factors;
using CareExchange.Identity.Keys;
using CareExchange.Identity.Secrets;
using CareExchange.Storage.Accounts;
using CareExchange.Storage.Database;

namespace CareExchange.Identity.Hosting;

/// <summary>Seals under identity's newest secret what older ones have sealed: signing keys, second factors, cookie keys. Killed, the same call goes on.</summary>
/// <param name="database">The database, which gateways may be using.</param>
/// <param name="newest">The secret that seals.</param>
/// <param name="older">The secrets that sealed before.</param>
public sealed class IdentityRekeyer(StorageDatabase database, ReadOnlyMemory<byte> newest, IReadOnlyList<ReadOnlyMemory<byte>> older)
{
    private readonly MasterSecret _secret = new(newest, older);

    /// <summary>Goes through everything.</summary>
    /// <returns>How many values were sealed anew.</returns>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A value is damaged, or its secret is not given.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var done = 0;
        var keys = new SigningKeyStore(database);
        foreach (var key in await keys.ListAsync(DateTimeOffset.UnixEpoch, cancellationToken))
        {
            if (_secret.Renew(key.PrivateKey, SigningKeys.About(key.Kid)) is { } renewed && await keys.ReplacePrivateKeyAsync(key.Kid, key.PrivateKey, renewed, cancellationToken)) done++;
        }

        var factors = new SecondFactorStore(database);
        foreach (var account in await factors.ListAsync(cancellationToken))
        {
            if (await factors.FindAsync(account, cancellationToken) is { } factor
                && _secret.Renew(factor.Secret, SecondFactors.About(account)) is { } renewed && await factors.ReplaceSecretAsync(account, factor.Secret, renewed, cancellationToken)) done++;
        }

        var cookies = new ProtectionKeyStore(database);
        foreach (var key in cookies.List())
        {
            var xml = XElement.Parse(key.Xml);
            var isRenewed = false;
            foreach (var part in xml.Descendants(ProtectionKeyEncryptor.Element))
            {
                if (_secret.Renew(Convert.FromBase64String(part.Value), ProtectionKeyEncryptor.About) is not { } renewed) continue;
                part.Value = Convert.ToBase64String(renewed);
                isRenewed = true;
            }

            if (!isRenewed) continue;
            cookies.Put(new ProtectionKey { Name = key.Name, Xml = xml.ToString(SaveOptions.DisableFormatting) });
            done++;
        }

        return done;
    }
}
