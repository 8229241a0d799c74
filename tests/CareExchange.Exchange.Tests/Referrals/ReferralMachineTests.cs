using CareExchange.Exchange.Referrals;
using CareExchange.Fhir.Elements;
using Xunit;

namespace CareExchange.Exchange.Tests.Referrals;

public sealed class ReferralMachineTests
{
    [Theory]
    [InlineData("draft", null, ReferralState.Drafted)]
    [InlineData("requested", null, ReferralState.Sent)]
    [InlineData("received", null, ReferralState.Delivered)]
    [InlineData("on-hold", null, ReferralState.InfoNeeded)]
    [InlineData("accepted", null, ReferralState.Accepted)]
    [InlineData("ready", null, ReferralState.Accepted)]
    [InlineData("rejected", null, ReferralState.Declined)]
    [InlineData("in-progress", "scheduled", ReferralState.Scheduled)]
    [InlineData("in-progress", "no-show", ReferralState.NoShow)]
    [InlineData("in-progress", "visit-cancelled", ReferralState.VisitCancelled)]
    [InlineData("in-progress", null, ReferralState.VisitDone)]
    [InlineData("in-progress", "something-of-a-partner", ReferralState.VisitDone)]
    [InlineData("cancelled", null, ReferralState.Cancelled)]
    [InlineData("completed", null, ReferralState.Done)]
    [InlineData("failed", null, ReferralState.Failed)]
    public void A_task_is_read_into_the_one_vocabulary(string status, string? business, ReferralState expected)
    {
        var more = business is null ? "" : $$""","businessStatus":{"coding":[{"system":"urn:careexchange:referral-status","code":"{{business}}"}]}""";
        var task = TestStore.Parse($$"""{"resourceType":"Task","status":"{{status}}","intent":"order"{{more}}}""");

        Assert.Equal(expected, ReferralMachine.Read(task.Root, default).Value!.State);
    }

    [Fact]
    public void Every_state_is_written_as_a_task_that_is_read_back_as_itself()
    {
        foreach (var step in ReferralMachine.Steps)
        {
            var more = step.BusinessStatus is null ? "" : $$""","businessStatus":{"coding":[{"system":"{{ReferralMachine.BusinessSystem}}","code":"{{step.BusinessStatus}}"}]}""";
            var task = TestStore.Parse($$"""{"resourceType":"Task","status":"{{step.TaskStatus}}","intent":"order"{{more}}}""");

            Assert.Equal(step, ReferralMachine.Read(task.Root, default).Value);
        }
    }

    [Theory]
    [InlineData("active", ReferralState.Sent)]
    [InlineData("revoked", ReferralState.Cancelled)]
    [InlineData("completed", ReferralState.Done)]
    public void A_request_without_task_says_what_it_can(string status, ReferralState expected) =>
        Assert.Equal(expected, ReferralMachine.Read(default, Order(status)).Value!.State);

    [Fact]
    public void A_revoked_request_whose_task_still_runs_is_a_stop_asked_for()
    {
        var running = TestStore.Parse("""{"resourceType":"Task","status":"accepted","intent":"order"}""");
        var over = TestStore.Parse("""{"resourceType":"Task","status":"completed","intent":"order"}""");

        Assert.Equal(ReferralState.CancelAsked, ReferralMachine.Read(running.Root, Order("revoked")).Value!.State);
        Assert.Equal(ReferralState.Done, ReferralMachine.Read(over.Root, Order("revoked")).Value!.State);
    }

    [Fact]
    public void A_status_no_referral_has_is_an_issue()
    {
        var task = TestStore.Parse("""{"resourceType":"Task","status":"unheard-of","intent":"order"}""");

        var issue = Assert.Single(ReferralMachine.Read(task.Root, default).Issues);

        Assert.Equal(("referral-status", "Task.status"), (issue.Rule, issue.Expression));
    }

    [Fact]
    public void The_sender_cannot_declare_a_request_done()
    {
        var issue = Assert.Single(ReferralMachine.Move(ReferralState.Sent, ReferralState.Done, ReferralActor.Requester).Issues);

        Assert.Equal("referral-transition", issue.Rule);
        Assert.Contains("'sent' to 'completed'", issue.English, StringComparison.Ordinal);
        Assert.Equal("cancelled", issue.Expected);
    }

    [Fact]
    public void A_receiver_may_decline_even_after_accepting() =>
        Assert.True(ReferralMachine.Move(ReferralState.Accepted, ReferralState.Declined, ReferralActor.Owner).Succeeded);

    [Fact]
    public void What_is_over_moves_no_more()
    {
        foreach (var over in ReferralMachine.Steps.Where(step => step.IsFinal))
        {
            foreach (var other in ReferralMachine.Steps.Where(step => step != over))
            {
                Assert.False(ReferralMachine.Move(over.State, other.State, ReferralActor.Owner).Succeeded);
                Assert.False(ReferralMachine.Move(over.State, other.State, ReferralActor.Requester).Succeeded);
            }
        }
    }

    [Fact]
    public void Every_state_can_be_reached_and_every_open_one_can_end()
    {
        var reached = new HashSet<ReferralState> { ReferralState.Drafted };
        for (var round = 0; round < 20; round++)
        {
            foreach (var (from, to) in from a in reached.ToArray() from b in Enum.GetValues<ReferralState>() select (a, b))
            {
                if (Enum.GetValues<ReferralActor>().Any(by => ReferralMachine.Move(from, to, by).Succeeded)) reached.Add(to);
            }
        }

        Assert.Equal(Enum.GetValues<ReferralState>().Order(), reached.Order());
        foreach (var step in ReferralMachine.Steps.Where(step => !step.IsFinal))
        {
            Assert.Contains(ReferralMachine.Steps, next => next != step && Enum.GetValues<ReferralActor>().Any(by => ReferralMachine.Move(step.State, next.State, by).Succeeded));
        }
    }

    [Fact]
    public void What_is_due_is_what_was_agreed_else_counted_from_the_last_change()
    {
        var now = new DateTimeOffset(2026, 5, 1, 9, 0, 0, TimeSpan.Zero);
        var sent = ReferralMachine.Step(ReferralState.Sent);

        Assert.Equal(now.AddHours(1), ReferralMachine.Progress(sent, now.AddHours(1), now.AddDays(-3), now).Due);
        Assert.True(ReferralMachine.Progress(sent, null, now.AddDays(-2), now).IsOverdue);
        Assert.False(ReferralMachine.Progress(sent, null, now, now).IsOverdue);
        Assert.Null(ReferralMachine.Progress(ReferralMachine.Step(ReferralState.Done), now, now, now).Due);
    }

    private static Element Order(string status) =>
        TestStore.Parse($$$"""{"resourceType":"ServiceRequest","status":"{{{status}}}","intent":"order","subject":{"reference":"Patient/p1"}}""").Root;
}
