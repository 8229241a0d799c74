using System.Security.Cryptography;
using System.Text;

namespace CareExchange.Identity.Secrets;

/// <summary>The operator's secret, from which every key of this room is derived; one purpose never reads what another wrote.</summary>
internal sealed class MasterSecret(ReadOnlyMemory<byte> key)
{
    private readonly byte[] _box = Derive(key.Span, "careexchange/identity/box");
    private readonly byte[] _names = Derive(key.Span, "careexchange/identity/sign-in-names");

    /// <summary>Encrypts and authenticates; <paramref name="about"/> binds the result to its row, so rows cannot be swapped.</summary>
    public byte[] Seal(ReadOnlySpan<byte> plain, string about)
    {
        var sealedBytes = new byte[1 + 12 + 16 + plain.Length];
        sealedBytes[0] = 1; // Version: a later master key or cipher gets another number and both stay readable.
        var nonce = sealedBytes.AsSpan(1, 12);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(_box, 16);
        cipher.Encrypt(nonce, plain, sealedBytes.AsSpan(29), sealedBytes.AsSpan(13, 16), Encoding.UTF8.GetBytes(about));
        return sealedBytes;
    }

    /// <summary>Decrypts what <see cref="Seal"/> made.</summary>
    /// <exception cref="CryptographicException">Altered, moved to another row, or sealed under another master key.</exception>
    public byte[] Open(ReadOnlySpan<byte> sealedBytes, string about)
    {
        if (sealedBytes.Length < 29 || sealedBytes[0] != 1) throw new CryptographicException("Not a sealed secret of a known version.");
        var plain = new byte[sealedBytes.Length - 29];
        using var cipher = new AesGcm(_box, 16);
        cipher.Decrypt(sealedBytes[1..13], sealedBytes[29..], sealedBytes[13..29], plain, Encoding.UTF8.GetBytes(about));
        return plain;
    }

    /// <summary>Keyed hash of a sign-in name, base64url: the table of attempts cannot be read back into what people typed.</summary>
    public string NameKey(string name) => System.Buffers.Text.Base64Url.EncodeToString(HMACSHA256.HashData(_names, Encoding.UTF8.GetBytes(name)));

    private static byte[] Derive(ReadOnlySpan<byte> key, string purpose)
    {
        var derived = new byte[32];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key, derived, [], Encoding.UTF8.GetBytes(purpose));
        return derived;
    }
}
