using CareExchange.Exchange.CarePlans;
using CareExchange.Exchange.CarePlans.Lines;
using static CareExchange.Exchange.Tests.CarePlans.Contributions;

namespace CareExchange.Exchange.Tests.CarePlans.Sections;

public sealed class DueSectionTests
{
    private static string Task(string id, string due, string status = "requested") =>
        $"{{'resourceType':'Task','id':'{id}','status':'{status}','intent':'order','description':'{id}','restriction':{{'period':{{'end':'{due}'}}}}}}";

    private static string Plan(string start, string status = "active") =>
        $"{{'resourceType':'CarePlan','id':'c1','status':'{status}','intent':'plan','subject':{{'reference':'Patient/p1'}},'title':'개인별지원계획','period':{{'start':'{start}'}}}}";

    [Fact]
    public void What_is_late_comes_first_and_closed_tasks_are_not_due()
    {
        var due = Contributions.Plan(Resource(Task("나중", "2026-10-01")), Resource(Task("늦음", "2026-09-18")), Resource(Task("오늘", "2026-09-21")), Resource(Task("마침", "2026-09-01", "completed"))).Due;

        Assert.Equal([("늦음", -3), ("오늘", 0), ("나중", 10)], due.Select(item => (item.Text.Korean, item.DaysLeft)));
        Assert.Equal([true, false, false], due.Select(item => item.IsLate));
    }

    [Theory]
    [InlineData("2026-06-29", "2026-09-29")]
    [InlineData("2026-05-31", "2026-08-31")]
    [InlineData("2025-11-30", "2026-02-28")]
    public void The_first_review_is_due_three_months_after_the_plan_began(string start, string due)
    {
        var item = Contributions.Plan(Resource(Plan(start))).Due.Single();

        Assert.Equal((DueKind.PlanReview, DateOnly.ParseExact(due, "yyyy-MM-dd")), (item.Kind, item.Date));
        Assert.Null(item.Source);
    }

    [Fact]
    public void After_a_review_the_next_is_due_six_months_later()
    {
        var review = "{'resourceType':'Task','id':'t1','status':'completed','intent':'order','code':{'coding':[{'system':'urn:careexchange:task-type','code':'monitoring'}],'text':'점검'},'executionPeriod':{'end':'2026-08-20'}}";

        Assert.Equal(new DateOnly(2027, 2, 20), Contributions.Plan(Resource(Plan("2026-06-01")), Resource(review)).Due.Single(item => item.Kind == DueKind.PlanReview).Date);
    }

    [Fact]
    public void A_municipality_may_ask_for_earlier_reviews_and_a_plan_that_is_over_has_none()
    {
        Assert.Equal(new DateOnly(2026, 7, 29), Contributions.Plan(new PlanDeadlines { FirstReviewMonths = 1 }, Resource(Plan("2026-06-29"))).Due.Single().Date);
        Assert.Empty(Contributions.Plan(Resource(Plan("2026-06-29", "completed"))).Due);
    }

    [Fact]
    public void A_review_that_somebody_has_taken_on_is_not_announced_twice()
    {
        var review = Task("점검", "2026-09-25").Replace("'description'", "'code':{'coding':[{'system':'urn:careexchange:task-type','code':'monitoring'}]},'description'");

        Assert.Equal(DueKind.PlanReview, Contributions.Plan(Resource(Plan("2026-06-29")), Resource(review)).Due.Single().Kind);
    }

    [Fact]
    public void An_unanswered_referral_is_due_and_an_urgent_one_earlier()
    {
        string Referral(string id, string priority) => $"{{'resourceType':'ServiceRequest','id':'{id}','status':'active','intent':'order','priority':'{priority}','subject':{{'reference':'Patient/p1'}},'authoredOn':'2026-09-20','code':{{'text':'{id}'}}}}";

        var due = Contributions.Plan(Resource(Referral("routine", "routine"), "referral"), Resource(Referral("urgent", "urgent"), "referral")).Due;

        Assert.Equal([("urgent", new DateOnly(2026, 9, 22)), ("routine", new DateOnly(2026, 9, 23))], due.Select(item => (item.Text.Korean, item.Date)));
    }

    [Fact]
    public void Ends_of_services_and_consents_are_announced_in_time_and_not_a_year_before()
    {
        string Service(string id, string end) => $"{{'resourceType':'ServiceRequest','id':'{id}','status':'active','intent':'plan','subject':{{'reference':'Patient/p1'}},'code':{{'text':'{id}'}},'occurrencePeriod':{{'start':'2026-07-01','end':'{end}'}}}}";

        var due = Contributions.Plan(Resource(Service("식사배달", "2026-10-31")), Resource(Service("동행", "2027-06-30"))).Due;

        Assert.Equal(("식사배달 끝남", DueKind.Service), (due.Single().Text.Korean, due.Single().Kind));
    }

    [Fact]
    public void Booked_visits_and_goals_have_their_day()
    {
        var due = Contributions.Plan(
            Resource("{'resourceType':'Appointment','id':'a1','status':'booked','start':'2026-09-24T01:00:00Z','description':'신장내과 외래','participant':[{'actor':{'reference':'Patient/p1'},'status':'accepted'},{'actor':{'display':'홍제병원'},'status':'accepted'}]}"),
            Resource("{'resourceType':'Goal','id':'g1','lifecycleStatus':'active','description':{'text':'걷는다'},'target':[{'dueDate':'2026-10'}]}"),
            Resource("{'resourceType':'Goal','id':'g2','lifecycleStatus':'completed','description':{'text':'끝난 것'},'target':[{'dueDate':'2026-10-01'}]}")).Due;

        Assert.Equal([(DueKind.FollowUp, new DateOnly(2026, 9, 24)), (DueKind.Goal, new DateOnly(2026, 10, 31))], due.Select(item => (item.Kind, item.Date)));
        Assert.Equal("홍제병원", due[0].Who!.Korean);
    }
}
