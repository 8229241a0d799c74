using System.Security.Cryptography;
using CareExchange.Identity.Secrets;

namespace CareExchange.Identity.Tests.Secrets;

public class MasterSecretTests
{
    private readonly MasterSecret _secret = new(RandomNumberGenerator.GetBytes(32));

    [Fact]
    public void What_is_sealed_opens_again_and_never_looks_the_same_twice()
    {
        var (one, two) = (_secret.Seal("private"u8, "row/1"), _secret.Seal("private"u8, "row/1"));

        Assert.NotEqual(one, two);
        Assert.Equal("private"u8, _secret.Open(one, "row/1"));
        Assert.Equal(-1, one.AsSpan().IndexOf("private"u8));
    }

    [Fact]
    public void A_sealed_secret_opens_only_whole_in_its_own_row_and_under_its_own_master_key()
    {
        var sealedBytes = _secret.Seal("private"u8, "row/1");

        Assert.ThrowsAny<CryptographicException>(() => _secret.Open(sealedBytes, "row/2"));
        Assert.ThrowsAny<CryptographicException>(() => new MasterSecret(RandomNumberGenerator.GetBytes(32)).Open(sealedBytes, "row/1"));
        Assert.ThrowsAny<CryptographicException>(() => _secret.Open(sealedBytes.AsSpan(0, 20), "row/1"));
        for (var position = 0; position < sealedBytes.Length; position++)
        {
            var altered = sealedBytes.ToArray();
            altered[position] ^= 1;
            Assert.ThrowsAny<CryptographicException>(() => _secret.Open(altered, "row/1"));
        }
    }

    [Fact]
    public void A_name_key_is_stable_for_one_master_key_and_different_for_another()
    {
        Assert.Equal(_secret.NameKey("nurse"), _secret.NameKey("nurse"));
        Assert.NotEqual(_secret.NameKey("nurse"), _secret.NameKey("nurs"));
        Assert.NotEqual(_secret.NameKey("nurse"), new MasterSecret(RandomNumberGenerator.GetBytes(32)).NameKey("nurse"));
    }
}
