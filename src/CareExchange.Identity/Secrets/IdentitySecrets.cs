namespace CareExchange.Identity.Secrets;

/// <summary>Replaces identity's secrets while a gateway runs.</summary>
public sealed class IdentitySecrets
{
    private readonly MasterSecret _secret;

    internal IdentitySecrets(MasterSecret secret) => _secret = secret;

    /// <summary>Takes secrets over, from the next use on.</summary>
    /// <param name="newest">Seals what is written; 32 bytes.</param>
    /// <param name="older">Open what they sealed.</param>
    /// <param name="hashes">What is left of secrets that are gone (<see cref="HashKeyOf"/>).</param>
    public void Use(ReadOnlyMemory<byte> newest, IReadOnlyList<ReadOnlyMemory<byte>> older, IReadOnlyList<ReadOnlyMemory<byte>> hashes) => _secret.Use(newest, older, hashes);

    /// <summary>What is left of a secret that is taken away: it recognises recovery codes and locks of its time, and opens nothing.</summary>
    public static byte[] HashKeyOf(ReadOnlyMemory<byte> secret) => MasterSecret.HashKeyOf(secret.Span);
}
