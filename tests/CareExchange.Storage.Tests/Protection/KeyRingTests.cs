using System.Security.Cryptography;
using System.Text;
using CareExchange.Storage.Protection;

namespace CareExchange.Storage.Tests.Protection;

public sealed class KeyRingTests
{
    private static readonly StorageKey Old = new("2026-01", Encoding.ASCII.GetBytes("0123456789abcdef0123456789abcdef"));
    private static readonly StorageKey Fresh = new("2027-01", Encoding.ASCII.GetBytes("fedcba9876543210fedcba9876543210"));

    [Fact]
    public void What_an_old_key_protected_opens_with_a_ring_that_still_has_it()
    {
        var envelope = new KeyRing([Old]).Encrypt(ProtectionPurpose.Message, "m1", "본문"u8);

        Assert.Equal("본문"u8, new KeyRing([Fresh, Old]).Decrypt(ProtectionPurpose.Message, "m1", envelope));
        Assert.Throws<CryptographicException>(() => new KeyRing([Fresh]).Decrypt(ProtectionPurpose.Message, "m1", envelope));
    }

    [Fact]
    public void Nothing_opens_for_another_purpose_in_another_context_or_after_any_change()
    {
        var ring = new KeyRing([Old]);
        var envelope = ring.Encrypt(ProtectionPurpose.Message, "m1", "x"u8);

        Assert.False(ring.TryDecrypt(ProtectionPurpose.Outbox, "m1", envelope, out _));
        Assert.False(ring.TryDecrypt(ProtectionPurpose.Message, "m2", envelope, out _));
        for (var at = 0; at < envelope.Length; at++)
        {
            var changed = envelope.ToArray();
            changed[at] ^= 1;
            Assert.False(ring.TryDecrypt(ProtectionPurpose.Message, "m1", changed, out _));
            Assert.False(ring.TryDecrypt(ProtectionPurpose.Message, "m1", envelope.AsSpan(0, at), out _));
        }
    }

    [Fact]
    public void Hashes_differ_by_purpose_and_key_and_name_their_key()
    {
        var ring = new KeyRing([Fresh, Old]);

        var hashes = ring.Hashes(ProtectionPurpose.Identifier, "x");

        Assert.Equal(hashes[0], ring.Hash(ProtectionPurpose.Identifier, "x"));
        Assert.Equal(["2027-01", "2026-01"], hashes.Select(hash => hash.Split(':')[0]));
        Assert.Equal(4, hashes.Concat(ring.Hashes(ProtectionPurpose.MatchKey, "x")).Distinct().Count());
    }

    [Fact]
    public void A_key_does_not_print_its_secret() => Assert.Equal("StorageKey 2026-01", Old.ToString());
}
