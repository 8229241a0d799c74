using System.Buffers.Text;
using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace CareExchange.Storage.Protection;

/// <summary>Encrypts and hashes with keys derived per purpose, so that no two purposes ever share a working key.</summary>
/// <remarks>What is written uses the newest key; every key of the ring reads. Thread-safe.</remarks>
internal sealed class KeyRing
{
    private const byte EnvelopeVersion = 1;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private readonly IReadOnlyList<WorkingKeys> _keys;
    private readonly FrozenDictionary<string, WorkingKeys> _byId;

    public KeyRing(IReadOnlyList<StorageKey> keys)
    {
        _keys = [.. keys.Select(key => new WorkingKeys(key))];
        _byId = _keys.ToFrozenDictionary(key => key.Id, StringComparer.Ordinal);
    }

    /// <summary>AES-256-GCM. The envelope names its key: version, key id length, key id, nonce, tag, ciphertext.</summary>
    /// <param name="purpose">Which working key.</param>
    /// <param name="context">What the bytes belong to; decrypting under another context fails, so rows cannot be swapped.</param>
    /// <param name="plain">The bytes.</param>
    public byte[] Encrypt(ProtectionPurpose purpose, string context, ReadOnlySpan<byte> plain)
    {
        var key = _keys[0];
        var header = 2 + key.IdBytes.Length;
        var envelope = new byte[header + NonceLength + TagLength + plain.Length];
        envelope[0] = EnvelopeVersion;
        envelope[1] = (byte)key.IdBytes.Length;
        key.IdBytes.CopyTo(envelope.AsSpan(2));
        var nonce = envelope.AsSpan(header, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key.Derive(purpose), TagLength);
        aes.Encrypt(
            nonce,
            plain,
            envelope.AsSpan(header + NonceLength + TagLength),
            envelope.AsSpan(header + NonceLength, TagLength),
            Encoding.UTF8.GetBytes(context));
        return envelope;
    }

    /// <summary>Undoes <see cref="Encrypt"/>.</summary>
    /// <exception cref="CryptographicException">The envelope is damaged, belongs elsewhere, or its key is not in the ring.</exception>
    public byte[] Decrypt(ProtectionPurpose purpose, string context, ReadOnlySpan<byte> envelope) =>
        TryDecrypt(purpose, context, envelope, out var plain)
            ? plain
            : throw new CryptographicException("Protected bytes cannot be opened: damaged, moved, or their key is not in the key ring.");

    /// <summary>Undoes <see cref="Encrypt"/> for bytes that a stranger may have made.</summary>
    public bool TryDecrypt(ProtectionPurpose purpose, string context, ReadOnlySpan<byte> envelope, out byte[] plain)
    {
        plain = [];
        if (envelope.Length < 2 || envelope[0] != EnvelopeVersion) return false;
        var header = 2 + envelope[1];
        if (envelope.Length < header + NonceLength + TagLength) return false;
        if (!_byId.TryGetValue(Encoding.UTF8.GetString(envelope[2..header]), out var key)) return false;
        var cipher = envelope[(header + NonceLength + TagLength)..];
        var opened = new byte[cipher.Length];
        using var aes = new AesGcm(key.Derive(purpose), TagLength);
        try
        {
            aes.Decrypt(
                envelope.Slice(header, NonceLength), cipher, envelope.Slice(header + NonceLength, TagLength), opened, Encoding.UTF8.GetBytes(context));
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }

        plain = opened;
        return true;
    }

    /// <summary>The id of the key that protects what is written.</summary>
    public string NewestId => _keys[0].Id;

    /// <summary>The id of the key that an envelope names; null for what is no envelope.</summary>
    public static string? KeyIdOf(ReadOnlySpan<byte> envelope) =>
        envelope.Length >= 2 && envelope[0] == EnvelopeVersion && envelope.Length >= 2 + envelope[1] ? Encoding.UTF8.GetString(envelope.Slice(2, envelope[1])) : null;

    /// <summary>HMAC-SHA256 under the newest key, <c>keyid:hex</c>.</summary>
    public string Hash(ProtectionPurpose purpose, string text) => _keys[0].Hash(purpose, text);

    /// <summary>The hash under every key, newest first: what was written before a rotation is still found.</summary>
    public IReadOnlyList<string> Hashes(ProtectionPurpose purpose, string text) => [.. _keys.Select(key => key.Hash(purpose, text))];

    /// <summary>The start of the hash (128 bits, base 64), for columns of which there are many; under the newest key.</summary>
    public string ShortHash(ProtectionPurpose purpose, string text) => _keys[0].ShortHash(purpose, text);

    /// <summary>The same under every key, newest first.</summary>
    public IReadOnlyList<string> ShortHashes(ProtectionPurpose purpose, string text) => [.. _keys.Select(key => key.ShortHash(purpose, text))];

    private sealed class WorkingKeys
    {
        private readonly byte[][] _derived;

        public WorkingKeys(StorageKey key)
        {
            Id = key.Id;
            IdBytes = Encoding.UTF8.GetBytes(key.Id);
            _derived = [.. Enum.GetNames<ProtectionPurpose>().Select(name =>
                HKDF.DeriveKey(HashAlgorithmName.SHA256, key.Secret.ToArray(), 32, info: Encoding.UTF8.GetBytes("careexchange/" + name)))];
        }

        public string Id { get; }

        public byte[] IdBytes { get; }

        public byte[] Derive(ProtectionPurpose purpose) => _derived[(int)purpose];

        public string Hash(ProtectionPurpose purpose, string text) =>
            $"{Id}:{Convert.ToHexStringLower(HMACSHA256.HashData(Derive(purpose), Encoding.UTF8.GetBytes(text)))}";

        public string ShortHash(ProtectionPurpose purpose, string text) =>
            $"{Id}:{Base64Url.EncodeToString(HMACSHA256.HashData(Derive(purpose), Encoding.UTF8.GetBytes(text)).AsSpan(0, 16))}";
    }
}
