using System.Security.Cryptography;
using System.Xml.Linq;
using CareExchange.Identity.Factors;
using CareExchange.Identity.Hosting;
using CareExchange.Identity.Secrets;
using CareExchange.Identity.Staff;
using CareExchange.Storage.Accounts;

namespace CareExchange.Identity.Tests.Hosting;

public sealed class IdentityRekeyerTests
{
    private const string Cookie = """<key><descriptor><encryptedSecret decryptorType="x"><sealed>TEXT</sealed></encryptedSecret></descriptor></key>""";

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Identitys_own_secret_is_replaced_and_the_old_one_is_needed_by_nothing(DatabaseKind kind)
    {
        await using var room = await TestRoom.OpenAsync(kind: kind);
        var old = room.Options.MasterKey;
        byte[] secret = RandomNumberGenerator.GetBytes(32);

        // 1. Under the old secret: a signing key, a device with recovery codes, a cookie key, a name that is locked.
        await room.Accounts.UpsertAsync(TestRoom.Nurse(), "test", TestRoom.Cancel);
        var account = (await room.AccountStore.FindByNameAsync("nurse", TestRoom.Cancel))!.Id;
        var kid = (await room.Keys.GetAsync(TestRoom.Cancel)).Signing.Kid;
        var factors = new SecondFactors(new SecondFactorStore(room.Database), room.Secret, room.Options, room.Clock);
        var device = SecondFactors.NewSecret();
        var codes = (await factors.ConfirmAsync(account, device, TimeCode.Of(device, TimeCode.StepOf(room.Clock.GetUtcNow())), TestRoom.Cancel))!;
        var cookies = new ProtectionKeyStore(room.Database);
        cookies.Put(new ProtectionKey { Name = "k1", Xml = Cookie.Replace("TEXT", Convert.ToBase64String(room.Secret.Seal("cookie"u8, ProtectionKeyEncryptor.About)), StringComparison.Ordinal) });
        for (var attempt = 0; attempt < room.Options.LockoutThreshold; attempt++) await room.Credentials.JudgeAsync("nobody", "wrong", TestRoom.Cancel);
        Assert.Equal(SignInStatus.LockedOut, (await room.Credentials.JudgeAsync("nobody", "wrong", TestRoom.Cancel)).Status);

        // 2. A node that knows the new one beside it reads both; then everything is sealed anew, once.
        room.Secret.Use(secret, [old], []);
        var rekeyer = new IdentityRekeyer(room.Database, secret, [old]);
        Assert.True(await rekeyer.RunAsync(TestRoom.Cancel) >= 3);
        Assert.Equal(0, await rekeyer.RunAsync(TestRoom.Cancel));

        // 3. The old one is gone: keys, device and cookies open, codes on paper are known, the lock stands, and nothing else opens with what is left of it.
        room.Secret.Use(secret, [], [IdentitySecrets.HashKeyOf(old)]);
        using (var keys = room.NewKeys()) Assert.Equal(kid, (await keys.GetAsync(TestRoom.Cancel)).Signing.Kid);
        Assert.Equal(SignInStatus.LockedOut, (await room.Credentials.JudgeAsync("nobody", "wrong", TestRoom.Cancel)).Status);
        room.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null((await factors.JudgeAsync(account, TimeCode.Of(device, TimeCode.StepOf(room.Clock.GetUtcNow())), TestRoom.Cancel)).Refusal);
        Assert.Null((await factors.JudgeAsync(account, codes[0], TestRoom.Cancel)).Refusal);
        Assert.NotNull((await factors.JudgeAsync(account, codes[0], TestRoom.Cancel)).Refusal);
        Assert.Equal("cookie"u8, room.Secret.Open(Convert.FromBase64String(XElement.Parse(cookies.List().Single(key => key.Name == "k1").Xml).Descendants("sealed").Single().Value), ProtectionKeyEncryptor.About));
        await Assert.ThrowsAsync<CryptographicException>(() => new IdentityRekeyer(room.Database, RandomNumberGenerator.GetBytes(32), [old]).RunAsync(TestRoom.Cancel));
    }
}
