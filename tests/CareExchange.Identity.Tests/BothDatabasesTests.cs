using CareExchange.Identity.Keys;
using CareExchange.Identity.Staff;
using CareExchange.Storage.Accounts;

namespace CareExchange.Identity.Tests;

/// <summary>What leans on the database to decide between writers, on each database there is.</summary>
public class BothDatabasesTests
{
    private static CancellationToken Cancel => TestRoom.Cancel;

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Attempts_at_a_name_sent_at_once_are_counted_one_by_one(DatabaseKind kind)
    {
        await using var room = await TestRoom.OpenAsync(kind: kind);
        await room.Accounts.UpsertAsync(TestRoom.Nurse(), "test", Cancel);

        foreach (var name in (string[])["nurse", "nobody"])
        {
            var verdicts = await AtOnceAsync(20, () => room.Credentials.JudgeAsync(name, "wrong", Cancel));

            Assert.Equal(5, verdicts.Count(verdict => verdict.Status is SignInStatus.Refused));
            Assert.Equal(15, verdicts.Count(verdict => verdict.Status is SignInStatus.LockedOut));
        }
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Writers_registering_one_name_at_once_make_one_account(DatabaseKind kind)
    {
        await using var room = await TestRoom.OpenAsync(kind: kind);

        var results = await AtOnceAsync(6, () => room.Accounts.UpsertAsync(TestRoom.Nurse(), "demo", Cancel));

        Assert.Single(results.Select(result => result.Id).Distinct());
        Assert.Single(results, result => result.Created);
        Assert.Single(Assert.Single(await room.Accounts.ListAsync(Cancel)).Grants);
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Of_one_assertion_sent_at_once_exactly_one_is_accepted(DatabaseKind kind)
    {
        await using var room = await TestRoom.OpenAsync(kind: kind);
        using var key = ClientKey.Create("ES384");
        await room.Clients.UpsertAsync(TestRoom.Nhis(key), "test", Cancel);
        var assertion = key.Assertion("nhis-sender", room.Options.TokenEndpoint, room.Clock.GetUtcNow());

        var verdicts = await AtOnceAsync(16, () => room.Assertions.CheckAsync(assertion, Cancel));

        Assert.Single(verdicts, verdict => verdict.Reason is null);
        Assert.Equal(15, verdicts.Count(verdict => verdict.Reason == "assertion-replayed"));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Of_one_code_sent_at_once_exactly_one_is_used_and_what_has_ended_is_removed_with_its_values(DatabaseKind kind)
    {
        await using var room = await TestRoom.OpenAsync(kind: kind);
        var store = new AppAuthorizationStore(room.Database);
        var now = room.Clock.GetUtcNow();
        foreach (var (id, ends) in ((string, DateTimeOffset)[])[("running", now.AddHours(1)), ("ended", now.AddHours(-1))])
        {
            await store.AddAsync(
                new AppAuthorization { Id = id, ClientId = "app", AccountId = "a", GrantId = "g", Scopes = "user/*.rs", StartedAt = now, EndsAt = ends },
                new AppSecret { Hash = id, AuthorizationId = id, RedirectUri = "https://app.example", Challenge = "c", ExpiresAt = now.AddMinutes(1) },
                Cancel);
        }

        var used = await AtOnceAsync(8, () => store.TryUseAsync("running", now, null, Cancel));
        await store.PurgeAsync(now, Cancel);

        Assert.Single(used, one => one);
        Assert.NotNull((await store.FindSecretAsync("running", Cancel))?.UsedAt);
        Assert.NotNull(await store.FindAsync("running", Cancel));
        Assert.Null(await store.FindAsync("ended", Cancel));
        Assert.Null(await store.FindSecretAsync("ended", Cancel));
    }

    [Theory]
    [ClassData(typeof(Databases))]
    public async Task Sessions_keys_and_the_cookie_ring_come_back_as_they_were_kept(DatabaseKind kind)
    {
        await using var room = await TestRoom.OpenAsync(kind: kind);
        await room.Accounts.UpsertAsync(TestRoom.Nurse(), "test", Cancel);
        var account = (await room.AccountStore.FindByNameAsync("nurse", Cancel))!;

        var opened = await room.Sessions.OpenAsync(account, account.Grants.Single(), "pwd", Cancel);
        Assert.NotNull(await room.Sessions.FindAsync(opened.Key, Cancel));
        Assert.Equal(1, await room.Sessions.RevokeAllAsync(account.Id, "operator", Cancel));
        Assert.Null(await room.Sessions.FindAsync(opened.Key, Cancel));

        var signing = (await room.Keys.GetAsync(Cancel)).Signing.Key.KeyId;
        Assert.Equal(signing, (await room.NewKeys().GetAsync(Cancel)).Signing.Key.KeyId);
        var rotated = await room.Keys.RotateAsync("operator", Cancel);
        Assert.Equivalent(new[] { signing, rotated }, (await room.NewKeys().GetAsync(Cancel)).Published.Select(key => key.KeyId), strict: true);

        var ring = new ProtectionKeyStore(room.Database);
        ring.Put(new ProtectionKey { Name = "key-1", Xml = "<key />" });
        ring.Put(new ProtectionKey { Name = "key-1", Xml = "<key version=\"2\" />" });
        Assert.Equal("<key version=\"2\" />", Assert.Single(ring.List()).Xml);
    }

    private static Task<T[]> AtOnceAsync<T>(int times, Func<Task<T>> act) => Task.WhenAll(Enumerable.Range(0, times).Select(_ => Task.Run(act)));
}
