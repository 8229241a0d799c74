using CareExchange.Identity.Secrets;
using CareExchange.Storage.Database;

namespace CareExchange.Server.Hosting;

/// <summary>Takes over a key ring that was changed while the gateway runs.</summary>
internal sealed class KeyWatch(StorageDatabase database, IdentitySecrets identity, string path, TimeProvider clock)
{
    /// <summary>How long a change needs until every gateway over the same key file has taken it over.</summary>
    public static readonly TimeSpan Settles = TimeSpan.FromSeconds(3);

    private DateTime? _seen;

    /// <summary>Looks whether the file is another one than at the last look.</summary>
    public async Task FollowAsync(CancellationToken cancellationToken)
    {
        var written = File.GetLastWriteTimeUtc(path);
        if (_seen == written) return;
        var file = await KeyFile.OpenAsync(path, clock, cancellationToken);
        database.UseKeys(file.Keys);
        identity.Use(file.Identity, file.IdentityOlder, file.IdentityHashes);
        _seen = written;
    }
}
