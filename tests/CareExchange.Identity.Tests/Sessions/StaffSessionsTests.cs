using CareExchange.Identity.Claims;
using CareExchange.Identity.Events;
using CareExchange.Identity.Sessions;
using CareExchange.Storage.Accounts;
using Microsoft.EntityFrameworkCore;

namespace CareExchange.Identity.Tests.Sessions;

public class StaffSessionsTests
{
    private static CancellationToken Cancel => TestRoom.Cancel;

    [Fact]
    public async Task A_session_gives_back_the_person_role_and_organisation()
    {
        await using var room = await TestRoom.OpenAsync();
        var opened = await OpenAsync(room);

        var caller = Caller.From(await room.Sessions.FindAsync(opened.Key, Cancel));

        Assert.NotNull(caller);
        Assert.Equal(("한간호(가명)", "clinic-nurse", "hongje-homecare", "홍제 재택의료센터"), (caller.Display, caller.Role, caller.OrganizationId, caller.OrganizationDisplay));
        Assert.Equal(("TREAT", false, true), (caller.PurposeOfUse, caller.IsSystem, caller.Scopes.IsEmpty));
    }

    [Fact]
    public async Task The_database_does_not_hold_the_key_that_opens_the_session()
    {
        await using var room = await TestRoom.OpenAsync();
        var opened = await OpenAsync(room);

        await using var context = room.Database.CreateContext();
        var row = await context.Set<StaffSession>().AsNoTracking().SingleAsync(Cancel);

        Assert.NotEqual(opened.Key, row.Id);
        Assert.Null(await room.Sessions.FindAsync(row.Id, Cancel));
        Assert.Null(await room.Sessions.FindAsync("", Cancel));
    }

    [Fact]
    public async Task Use_moves_the_idle_limit_and_nothing_moves_the_absolute_one()
    {
        await using var room = await TestRoom.OpenAsync();
        var opened = await OpenAsync(room);

        for (var minutes = 0; minutes < 580; minutes += 20)
        {
            room.Clock.Advance(TimeSpan.FromMinutes(20));
            Assert.NotNull(await room.Sessions.FindAsync(opened.Key, Cancel));
        }

        room.Clock.Advance(TimeSpan.FromMinutes(20));
        Assert.Null(await room.Sessions.FindAsync(opened.Key, Cancel));
    }

    [Fact]
    public async Task An_unused_session_ends_at_its_idle_limit()
    {
        await using var room = await TestRoom.OpenAsync();
        var opened = await OpenAsync(room);

        room.Clock.Advance(room.Options.SessionIdleLimit - TimeSpan.FromMilliseconds(1));
        Assert.NotNull(await room.Sessions.FindAsync(opened.Key, Cancel));
        room.Clock.Advance(room.Options.SessionIdleLimit);
        Assert.Null(await room.Sessions.FindAsync(opened.Key, Cancel));
    }

    [Fact]
    public async Task A_revoked_session_is_closed_at_once_although_checks_are_remembered()
    {
        await using var room = await TestRoom.OpenAsync();
        var opened = await OpenAsync(room);
        Assert.NotNull(await room.Sessions.FindAsync(opened.Key, Cancel));
        var summary = Assert.Single(await room.Sessions.ListAsync((await room.AccountStore.FindByNameAsync("nurse", Cancel))!.Id, Cancel));

        Assert.True(await room.Sessions.RevokeAsync(summary.Id, "operator", Cancel));

        Assert.Null(await room.Sessions.FindAsync(opened.Key, Cancel));
        Assert.False(await room.Sessions.RevokeAsync(summary.Id, "operator", Cancel));
        Assert.Single(room.Events, happened => happened.Kind is IdentityEventKind.SessionsRevoked && happened.By == "operator");
    }

    [Fact]
    public async Task Another_nodes_revocation_is_noticed_within_the_lag()
    {
        await using var room = await TestRoom.OpenAsync();
        var opened = await OpenAsync(room);
        var otherNode = new StaffSessions(new StaffSessionStore(room.Database), room.AccountStore, room.Options, room.Clock, room.RecordAsync);
        Assert.NotNull(await otherNode.FindAsync(opened.Key, Cancel));

        await room.Sessions.RevokeAllAsync((await room.AccountStore.FindByNameAsync("nurse", Cancel))!.Id, "operator", Cancel);

        room.Clock.Advance(room.Options.RevocationLag);
        Assert.Null(await otherNode.FindAsync(opened.Key, Cancel));
    }

    [Fact]
    public async Task A_new_password_a_disabled_account_and_a_withdrawn_grant_each_end_open_sessions()
    {
        await using var room = await TestRoom.OpenAsync();

        var beforePassword = await OpenAsync(room);
        await room.Accounts.UpsertAsync(TestRoom.Nurse("another-long-one"), "operator", Cancel);
        Assert.Null(await room.Sessions.FindAsync(beforePassword.Key, Cancel));

        var beforeDisabling = await OpenAsync(room);
        await room.Accounts.UpsertAsync(TestRoom.Nurse("another-long-one") with { Enabled = false }, "operator", Cancel);
        Assert.Null(await room.Sessions.FindAsync(beforeDisabling.Key, Cancel));

        await room.Accounts.UpsertAsync(TestRoom.Nurse("another-long-one"), "operator", Cancel);
        var beforeWithdrawal = await OpenAsync(room);
        await room.Accounts.UpsertAsync(TestRoom.Nurse("another-long-one") with { Grants = [] }, "operator", Cancel);
        Assert.Null(await room.Sessions.FindAsync(beforeWithdrawal.Key, Cancel));
    }

    [Fact]
    public async Task A_registration_that_changes_nothing_leaves_people_signed_in()
    {
        await using var room = await TestRoom.OpenAsync();
        var opened = await OpenAsync(room);

        await room.Accounts.UpsertAsync(TestRoom.Nurse(), "demo", Cancel);

        Assert.NotNull(await room.Sessions.FindAsync(opened.Key, Cancel));
    }

    [Fact]
    public async Task A_grant_that_runs_out_ends_the_session_opened_under_it()
    {
        await using var room = await TestRoom.OpenAsync();
        var until = room.Clock.GetUtcNow() + TimeSpan.FromMinutes(10);
        var opened = await OpenAsync(room, until);

        room.Clock.Advance(TimeSpan.FromMinutes(9));
        Assert.NotNull(await room.Sessions.FindAsync(opened.Key, Cancel));
        room.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(await room.Sessions.FindAsync(opened.Key, Cancel));
    }

    private static async Task<OpenedSession> OpenAsync(TestRoom room, DateTimeOffset? until = null)
    {
        if (await room.AccountStore.FindByNameAsync("nurse", Cancel) is null)
        {
            await room.Accounts.UpsertAsync(TestRoom.Nurse() with { Grants = [TestRoom.Nurse().Grants[0] with { ValidUntil = until }] }, "demo", Cancel);
        }

        var account = (await room.AccountStore.FindByNameAsync("nurse", Cancel))!;
        return await room.Sessions.OpenAsync(account, account.Grants.Last(grant => grant.EndedAt is null), "pwd", Cancel);
    }
}
