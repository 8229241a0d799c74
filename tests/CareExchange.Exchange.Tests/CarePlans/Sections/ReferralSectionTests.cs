using CareExchange.Exchange.CarePlans.Lines;
using static CareExchange.Exchange.Tests.CarePlans.Contributions;

namespace CareExchange.Exchange.Tests.CarePlans.Sections;

public sealed class ReferralSectionTests
{
    private const string Request = "{'resourceType':'ServiceRequest','id':'s1','status':'active','intent':'order','priority':'urgent','subject':{'reference':'Patient/p1'},'authoredOn':'2026-09-02T14:20:00+09:00','code':{'text':'긴급돌봄'},'requester':{'display':'공단 서대문지사'},'performer':[{'display':'서대문구'}],'reasonCode':[{'text':'장기요양 기각'}]}";

    private static string Task(string status, string extra = "") =>
        $"{{'resourceType':'Task','id':'t1','status':'{status}','intent':'order','focus':{{'reference':'ServiceRequest/s1'}},'authoredOn':'2026-09-02T14:20:00+09:00','lastModified':'2026-09-04T09:00:00+09:00'{extra}}}";

    [Fact]
    public void A_referral_says_from_whom_to_whom_how_far_and_how_long_it_waits()
    {
        var referral = Plan(Resource(Request, "referral"), Resource(Task("in-progress"), "referral")).Referrals.Single();

        Assert.Equal(("긴급돌봄", "공단 서대문지사", "서대문구"), (referral.Text.Korean, referral.From!.Korean, referral.To!.Korean));
        Assert.Equal((ReferralState.InProgress, true, 19), (referral.State, referral.IsUrgent, referral.WaitingDays));
        Assert.Equal(new DateOnly(2026, 9, 4), referral.StateSince);
    }

    [Theory]
    [InlineData("requested", "", ReferralState.Sent)]
    [InlineData("received", "", ReferralState.Delivered)]
    [InlineData("on-hold", "", ReferralState.InfoNeeded)]
    [InlineData("accepted", "", ReferralState.Accepted)]
    [InlineData("in-progress", ",'businessStatus':{'coding':[{'system':'urn:careexchange:referral-status','code':'scheduled'}]}", ReferralState.Scheduled)]
    [InlineData("in-progress", ",'businessStatus':{'coding':[{'system':'urn:careexchange:referral-status','code':'no-show'}]}", ReferralState.NoShow)]
    [InlineData("in-progress", "", ReferralState.InProgress)]
    [InlineData("completed", "", ReferralState.Done)]
    [InlineData("rejected", ",'statusReason':{'text':'인력 없음'}", ReferralState.Declined)]
    [InlineData("cancelled", "", ReferralState.Cancelled)]
    [InlineData("failed", "", ReferralState.Failed)]
    public void Every_dialect_becomes_one_state(string status, string extra, ReferralState state)
    {
        var referral = Plan(Resource(Request, "referral"), Resource(Task(status, extra), "referral")).Referrals.Single();

        Assert.Equal(state, referral.State);
        Assert.Equal(referral.IsOpen, referral.WaitingDays is not null);
    }

    [Fact]
    public void A_referral_of_which_only_the_task_may_be_seen_is_still_one_line()
    {
        var referral = Plan(Resource(Task("accepted", ",'description':'긴급돌봄'"), "referral")).Referrals.Single();

        Assert.Equal(("Task/t1", "긴급돌봄", ReferralState.Accepted), (referral.Reference, referral.Text.Korean, referral.State));
    }

    [Fact]
    public void A_referral_is_neither_a_service_nor_a_thing_to_do()
    {
        var plan = Plan(Resource(Request, "referral"), Resource(Task("requested"), "referral"));

        Assert.Empty(plan.Services);
        Assert.Empty(plan.Tasks);
    }

    [Fact]
    public void Open_referrals_come_first_and_urgent_ones_before_them()
    {
        string Other(string id, string status, string priority) => Request.Replace("'s1'", $"'{id}'").Replace("'status':'active'", $"'status':'{status}'").Replace("urgent", priority);

        var plan = Plan(Resource(Other("a", "completed", "urgent"), "referral"), Resource(Other("b", "active", "routine"), "referral"), Resource(Other("c", "active", "urgent"), "referral"));

        Assert.Equal(["ServiceRequest/c", "ServiceRequest/b", "ServiceRequest/a"], plan.Referrals.Select(referral => referral.Reference));
    }
}
