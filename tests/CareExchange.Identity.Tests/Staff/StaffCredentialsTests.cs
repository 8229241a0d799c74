using CareExchange.Identity.Passwords;
using CareExchange.Identity.Staff;
using CareExchange.Storage.Accounts;
using Microsoft.EntityFrameworkCore;

namespace CareExchange.Identity.Tests.Staff;

public class StaffCredentialsTests
{
    private static CancellationToken Cancel => TestRoom.Cancel;

    [Theory]
    [InlineData("nurse")]
    [InlineData("  Nurse ")]
    [InlineData("ＮＵＲＳＥ")]
    public async Task The_right_password_opens_the_account_however_the_name_is_typed(string name)
    {
        await using var room = await TestRoom.OpenAsync();
        await room.Accounts.UpsertAsync(TestRoom.Nurse(), "test", Cancel);

        var verdict = await room.Credentials.JudgeAsync(name, "warm-river-stone", Cancel);

        Assert.Equal(SignInStatus.Succeeded, verdict.Status);
        Assert.Equal("nurse", verdict.Account?.Name);
        Assert.Equal("clinic-nurse", verdict.Grant?.Role);
    }

    [Fact]
    public async Task Every_refusal_looks_the_same_outside_and_has_its_own_reason_inside()
    {
        await using var room = await TestRoom.OpenAsync();
        await room.Accounts.UpsertAsync(TestRoom.Nurse(), "test", Cancel);
        await room.Accounts.UpsertAsync(TestRoom.Nurse() with { Name = "left", Enabled = false }, "test", Cancel);
        await room.Accounts.UpsertAsync(TestRoom.Nurse() with { Name = "idle", Grants = [] }, "test", Cancel);
        await room.Accounts.UpsertAsync(
            TestRoom.Nurse() with { Name = "early", Grants = [TestRoom.Nurse().Grants[0] with { ValidFrom = room.Clock.GetUtcNow() + TimeSpan.FromDays(1) }] }, "test", Cancel);

        (string Name, string Password, string Reason)[] attempts =
        [
            ("nobody", "warm-river-stone", "unknown-name"),
            ("nurse", "warm-river-stones", "wrong-password"),
            ("nurse", "", "wrong-password"),
            ("left", "warm-river-stone", "account-disabled"),
            ("left", "warm-river-stones", "wrong-password"),
            ("idle", "warm-river-stone", "no-valid-grant"),
            ("early", "warm-river-stone", "no-valid-grant"),
            ("", "", "unknown-name"),
            ("\ud800", "x", "unknown-name"),
            ("name with spaces", "x", "unknown-name"),
        ];
        foreach (var (name, password, reason) in attempts)
        {
            var verdict = await room.Credentials.JudgeAsync(name, password, Cancel);

            Assert.Equal((SignInStatus.Refused, reason), (verdict.Status, verdict.Reason));
            Assert.Null(verdict.RetryAfter);
        }
    }

    [Theory]
    [InlineData("nurse")]
    [InlineData("nobody")]
    public async Task A_name_is_locked_after_five_failures_whether_or_not_anyone_has_it(string name)
    {
        await using var room = await TestRoom.OpenAsync();
        await room.Accounts.UpsertAsync(TestRoom.Nurse(), "test", Cancel);

        for (var attempt = 0; attempt < 5; attempt++)
        {
            Assert.Equal(SignInStatus.Refused, (await room.Credentials.JudgeAsync(name, "wrong", Cancel)).Status);
        }

        var locked = await room.Credentials.JudgeAsync(name, "warm-river-stone", Cancel);
        Assert.Equal((SignInStatus.LockedOut, TimeSpan.FromSeconds(30)), (locked.Status, locked.RetryAfter));

        // The lock's end opens exactly one more attempt, and the next lock is twice as long.
        room.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(SignInStatus.Refused, (await room.Credentials.JudgeAsync(name, "wrong", Cancel)).Status);
        Assert.Equal(TimeSpan.FromSeconds(60), (await room.Credentials.JudgeAsync(name, "wrong", Cancel)).RetryAfter);
    }

    [Fact]
    public async Task A_success_clears_the_count_of_that_name_only()
    {
        await using var room = await TestRoom.OpenAsync();
        await room.Accounts.UpsertAsync(TestRoom.Nurse(), "test", Cancel);
        await room.Accounts.UpsertAsync(TestRoom.Nurse() with { Name = "other" }, "test", Cancel);
        for (var attempt = 0; attempt < 4; attempt++)
        {
            await room.Credentials.JudgeAsync("nurse", "wrong", Cancel);
            await room.Credentials.JudgeAsync("other", "wrong", Cancel);
        }

        Assert.Equal(SignInStatus.Succeeded, (await room.Credentials.JudgeAsync("nurse", "warm-river-stone", Cancel)).Status);
        Assert.Equal(SignInStatus.Refused, (await room.Credentials.JudgeAsync("nurse", "wrong", Cancel)).Status);
        Assert.Equal(SignInStatus.Refused, (await room.Credentials.JudgeAsync("other", "wrong", Cancel)).Status);

        Assert.Equal(SignInStatus.Succeeded, (await room.Credentials.JudgeAsync("nurse", "warm-river-stone", Cancel)).Status);
        Assert.Equal(SignInStatus.LockedOut, (await room.Credentials.JudgeAsync("other", "warm-river-stone", Cancel)).Status);
    }

    [Fact]
    public async Task An_old_hash_is_replaced_at_sign_in_and_the_password_stays_the_same()
    {
        await using var room = await TestRoom.OpenAsync(rounds: 50);
        await room.Accounts.UpsertAsync(TestRoom.Nurse(), "test", Cancel);
        var account = await room.AccountStore.FindByNameAsync("nurse", Cancel);
        var old = new PasswordHasher(10).Hash("warm-river-stone");
        await room.AccountStore.UpgradeHashAsync(account!.Id, account.PasswordHash, old, Cancel);

        await room.Credentials.JudgeAsync("nurse", "wrong", Cancel);
        Assert.Equal(old, (await room.AccountStore.FindByNameAsync("nurse", Cancel))!.PasswordHash);
        await room.Credentials.JudgeAsync("nurse", "warm-river-stone", Cancel);

        var after = (await room.AccountStore.FindByNameAsync("nurse", Cancel))!;
        Assert.Contains("$i=50$", after.PasswordHash, StringComparison.Ordinal);
        Assert.Equal(account.PasswordChangedAt, after.PasswordChangedAt);
        Assert.Equal(SignInStatus.Succeeded, (await room.Credentials.JudgeAsync("nurse", "warm-river-stone", Cancel)).Status);
    }

    [Fact]
    public async Task An_upgrade_never_overwrites_a_password_changed_meanwhile()
    {
        await using var room = await TestRoom.OpenAsync();
        await room.Accounts.UpsertAsync(TestRoom.Nurse(), "test", Cancel);
        var before = (await room.AccountStore.FindByNameAsync("nurse", Cancel))!;
        await room.Accounts.UpsertAsync(TestRoom.Nurse("another-long-one"), "test", Cancel);

        Assert.False(await room.AccountStore.UpgradeHashAsync(before.Id, before.PasswordHash, room.Hasher.Hash("warm-river-stone"), Cancel));
        Assert.Equal(SignInStatus.Succeeded, (await room.Credentials.JudgeAsync("nurse", "another-long-one", Cancel)).Status);
    }

    [Fact]
    public async Task What_was_typed_as_a_name_is_kept_nowhere()
    {
        await using var room = await TestRoom.OpenAsync();

        await room.Credentials.JudgeAsync("my-password-by-mistake", "x", Cancel);

        await using var context = room.Database.CreateContext();
        var row = await context.Set<SignInAttempt>().AsNoTracking().SingleAsync(Cancel);
        Assert.DoesNotContain("mistake", row.NameKey, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(43, row.NameKey.Length);
    }
}
