using CareExchange.Identity.Events;
using CareExchange.Identity.Staff;

namespace CareExchange.Identity.Tests.Staff;

public class StaffAccountsTests
{
    private static CancellationToken Cancel => TestRoom.Cancel;

    [Fact]
    public async Task The_same_registration_twice_changes_nothing_the_second_time()
    {
        await using var room = await TestRoom.OpenAsync();

        var first = await room.Accounts.UpsertAsync(TestRoom.Nurse(), "demo", Cancel);
        var second = await room.Accounts.UpsertAsync(TestRoom.Nurse(), "demo", Cancel);

        Assert.True(first is { Succeeded: true, Created: true, Changed: true });
        Assert.True(second is { Succeeded: true, Created: false, Changed: false });
        Assert.Equal(first.Id, second.Id);
        Assert.Single(room.Events, happened => happened.Kind is IdentityEventKind.StaffChanged);
        Assert.Single(Assert.Single(await room.Accounts.ListAsync(Cancel)).Grants);
    }

    [Fact]
    public async Task A_grant_no_longer_named_ends_and_stays_as_history()
    {
        await using var room = await TestRoom.OpenAsync();
        await room.Accounts.UpsertAsync(TestRoom.Nurse(), "demo", Cancel);
        room.Clock.Advance(TimeSpan.FromDays(30));
        var moved = room.Clock.GetUtcNow();

        await room.Accounts.UpsertAsync(
            TestRoom.Nurse() with { Grants = [new GrantRegistration("case-manager", "seodaemun", "서대문구 통합돌봄과") { PurposeOfUse = "COC" }] }, "operator", Cancel);

        var grants = Assert.Single(await room.Accounts.ListAsync(Cancel)).Grants;
        Assert.Equal(["clinic-nurse", "case-manager"], grants.Select(grant => grant.Role));
        Assert.Equal((moved, "operator"), (grants[0].EndedAt, grants[0].EndedBy));
        Assert.Null(grants[1].EndedAt);
        Assert.Equal("case-manager", (await room.Credentials.JudgeAsync("nurse", "warm-river-stone", Cancel)).Grant?.Role);
    }

    [Fact]
    public async Task A_grant_holds_from_its_first_instant_until_just_before_its_end()
    {
        await using var room = await TestRoom.OpenAsync();
        var from = room.Clock.GetUtcNow() + TimeSpan.FromHours(1);
        var registration = TestRoom.Nurse() with { Grants = [TestRoom.Nurse().Grants[0] with { ValidFrom = from, ValidUntil = from + TimeSpan.FromHours(1) }] };
        await room.Accounts.UpsertAsync(registration, "demo", Cancel);

        async Task<SignInStatus> StatusAsync() => (await room.Credentials.JudgeAsync("nurse", "warm-river-stone", Cancel)).Status;
        Assert.Equal(SignInStatus.Refused, await StatusAsync());
        room.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(SignInStatus.Succeeded, await StatusAsync());
        room.Clock.Advance(TimeSpan.FromHours(1) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(SignInStatus.Succeeded, await StatusAsync());
        room.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(SignInStatus.Refused, await StatusAsync());
    }

    [Fact]
    public async Task Of_several_grants_the_first_named_that_holds_is_signed_in_with()
    {
        await using var room = await TestRoom.OpenAsync();
        var grants = Enumerable.Range(1, 12).Select(number => new GrantRegistration($"role-{number}", "seodaemun", "서대문구")
        {
            ValidUntil = number == 1 ? room.Clock.GetUtcNow() + TimeSpan.FromMinutes(1) : null,
        });
        await room.Accounts.UpsertAsync(TestRoom.Nurse() with { Grants = [.. grants] }, "demo", Cancel);

        Assert.Equal("role-1", (await room.Credentials.JudgeAsync("nurse", "warm-river-stone", Cancel)).Grant?.Role);
        room.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("role-2", (await room.Credentials.JudgeAsync("nurse", "warm-river-stone", Cancel)).Grant?.Role);
    }

    [Fact]
    public async Task A_registration_without_a_password_keeps_the_present_one()
    {
        await using var room = await TestRoom.OpenAsync();
        await room.Accounts.UpsertAsync(TestRoom.Nurse(), "demo", Cancel);

        var renamed = await room.Accounts.UpsertAsync(TestRoom.Nurse() with { Password = null, Display = "새이름(가명)" }, "demo", Cancel);

        Assert.True(renamed.Changed);
        Assert.Equal(SignInStatus.Succeeded, (await room.Credentials.JudgeAsync("nurse", "warm-river-stone", Cancel)).Status);
    }

    public static TheoryData<string, string, string?> Refused => new()
    {
        { "name-invalid", "two words", "warm-river-stone" },
        { "name-invalid", "", "warm-river-stone" },
        { "password-missing", "nurse", null },
        { "password-too-short", "nurse", "short" },
        { "password-unusable", "nurse", new string('a', 257) },
        { "password-contains-name", "nurse", "the-Nurse-123" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_registration_that_cannot_stand_is_refused_with_its_rule_in_both_languages(string rule, string name, string? password)
    {
        await using var room = await TestRoom.OpenAsync();

        var result = await room.Accounts.UpsertAsync(TestRoom.Nurse() with { Name = name, Password = password }, "demo", Cancel);

        Assert.False(result.Succeeded);
        var problem = Assert.Single(result.Problems);
        Assert.Equal(rule, problem.Rule);
        Assert.NotEqual(problem.English, problem.Korean);
        Assert.Empty(await room.Accounts.ListAsync(Cancel));
        Assert.Empty(room.Events);
    }

    [Fact]
    public void A_registration_printed_by_mistake_shows_no_password() =>
        Assert.DoesNotContain("river", TestRoom.Nurse().ToString(), StringComparison.Ordinal);
}
