using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace CareExchange.Identity.Secrets;

/// <summary>The operator's secrets, from which every key of this room is derived; one purpose never reads what another wrote. Thread-safe.</summary>
/// <remarks>The newest seals and hashes, older ones open and recognise: so a secret can be replaced under running gateways, each of which learns the new one before any of them uses it.</remarks>
internal sealed class MasterSecret
{
    private volatile Keys _keys;

    /// <param name="newest">Seals.</param>
    /// <param name="older">Open what they sealed.</param>
    /// <param name="hashes">Keys of hashes (<see cref="HashKeyOf"/>) of secrets that are gone: they recognise what was hashed under them, and open nothing.</param>
    public MasterSecret(ReadOnlyMemory<byte> newest, IReadOnlyList<ReadOnlyMemory<byte>>? older = null, IReadOnlyList<ReadOnlyMemory<byte>>? hashes = null) => _keys = Keys.Of(newest, older ?? [], hashes ?? []);

    /// <summary>Takes other secrets over, from the next call on.</summary>
    public void Use(ReadOnlyMemory<byte> newest, IReadOnlyList<ReadOnlyMemory<byte>> older, IReadOnlyList<ReadOnlyMemory<byte>> hashes) => _keys = Keys.Of(newest, older, hashes);

    /// <summary>What is left of a secret that is taken away, for hashes whose text nobody has.</summary>
    public static byte[] HashKeyOf(ReadOnlySpan<byte> secret) => Derive(secret, "careexchange/identity/sign-in-names");

    /// <summary>Encrypts and authenticates; <paramref name="about"/> binds the result to its row, so rows cannot be swapped.</summary>
    public byte[] Seal(ReadOnlySpan<byte> plain, string about)
    {
        var sealedBytes = new byte[1 + 12 + 16 + plain.Length];
        sealedBytes[0] = 1; // Version: another cipher gets another number and both stay readable.
        var nonce = sealedBytes.AsSpan(1, 12);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(_keys.Boxes[0], 16);
        cipher.Encrypt(nonce, plain, sealedBytes.AsSpan(29), sealedBytes.AsSpan(13, 16), Encoding.UTF8.GetBytes(about));
        return sealedBytes;
    }

    /// <summary>Decrypts what <see cref="Seal"/> made, under whichever secret.</summary>
    /// <exception cref="CryptographicException">Altered, moved to another row, or sealed under a secret that is not known.</exception>
    public byte[] Open(ReadOnlySpan<byte> sealedBytes, string about)
    {
        foreach (var box in _keys.Boxes)
        {
            if (TryOpen(box, sealedBytes, about) is { } plain) return plain;
        }

        throw new CryptographicException("Altered, moved, or sealed under a secret that is not known.");
    }

    /// <summary>What was sealed under an older secret, sealed under the newest; null for what is.</summary>
    /// <exception cref="CryptographicException">As <see cref="Open"/>.</exception>
    public byte[]? Renew(ReadOnlySpan<byte> sealedBytes, string about) => TryOpen(_keys.Boxes[0], sealedBytes, about) is not null ? null : Seal(Open(sealedBytes, about), about);

    /// <summary>Keyed hash of a sign-in name, base64url: the table of attempts cannot be read back into what people typed.</summary>
    public string NameKey(string name) => Hash(_keys.Names[0], name);

    /// <summary>The hashes that a name may stand under: first that of today, then those of older secrets.</summary>
    public IReadOnlyList<string> NameKeys(string name) => [.. _keys.Names.Select(key => Hash(key, name))];

    private static string Hash(byte[] key, string name) => Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(name)));

    private static byte[]? TryOpen(byte[] box, ReadOnlySpan<byte> sealedBytes, string about)
    {
        if (sealedBytes.Length < 29 || sealedBytes[0] != 1) throw new CryptographicException("Not a sealed secret of a known version.");
        var plain = new byte[sealedBytes.Length - 29];
        using var cipher = new AesGcm(box, 16);
        try
        {
            cipher.Decrypt(sealedBytes[1..13], sealedBytes[29..], sealedBytes[13..29], plain, Encoding.UTF8.GetBytes(about));
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private static byte[] Derive(ReadOnlySpan<byte> key, string purpose)
    {
        var derived = new byte[32];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key, derived, [], Encoding.UTF8.GetBytes(purpose));
        return derived;
    }

    private sealed record Keys(byte[][] Boxes, byte[][] Names)
    {
        public static Keys Of(ReadOnlyMemory<byte> newest, IReadOnlyList<ReadOnlyMemory<byte>> older, IReadOnlyList<ReadOnlyMemory<byte>> hashes)
        {
            ReadOnlyMemory<byte>[] all = [newest, .. older];
            return new([.. all.Select(key => Derive(key.Span, "careexchange/identity/box"))], [.. all.Select(key => HashKeyOf(key.Span)), .. hashes.Select(key => key.ToArray())]);
        }
    }
}
