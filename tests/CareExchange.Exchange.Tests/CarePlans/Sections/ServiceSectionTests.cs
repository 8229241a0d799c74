using CareExchange.Exchange.CarePlans.Lines;
using static CareExchange.Exchange.Tests.CarePlans.Contributions;

namespace CareExchange.Exchange.Tests.CarePlans.Sections;

public sealed class ServiceSectionTests
{
    private static string Request(string id, string domain, string text, string extra = "") =>
        $"{{'resourceType':'ServiceRequest','id':'{id}','status':'active','intent':'plan','subject':{{'reference':'Patient/p1'}},'category':[{{'coding':[{{'system':'urn:careexchange:service-domain','code':'{domain}'}}]}}],'code':{{'text':'{text}'}}{extra}}}";

    [Fact]
    public void Services_stand_under_their_field_in_the_order_of_the_plan()
    {
        var plan = Plan(
            Resource(Request("s1", "housing", "주거 상향")),
            Resource(Request("s2", "welfare", "식사배달")),
            Resource(Request("s3", "care", "동행")),
            Resource(Request("s4", "medical", "건강동행")),
            Resource("{'resourceType':'ServiceRequest','id':'s5','status':'active','intent':'order','subject':{'reference':'Patient/p1'},'code':{'text':'혈액투석'}}", "clinical", "hongje-homecare"));

        Assert.Equal([ServiceDomain.Medical, ServiceDomain.Care, ServiceDomain.Welfare, ServiceDomain.Housing], plan.Services.Select(group => group.Domain));
        Assert.Equal(["건강동행", "혈액투석"], plan.Services[0].Services.Select(service => service.Text.Korean).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_service_says_who_how_often_how_much_and_how_long()
    {
        var service = Plan(Resource(Request("s1", "care", "병원 동행", ",'performer':[{'reference':'Organization/dolbom-sos','display':'돌봄SOS센터'}],'quantityQuantity':{'value':3,'unit':'시간'},'occurrenceTiming':{'repeat':{'boundsPeriod':{'start':'2026-07-01','end':'2026-12-31'},'frequency':3,'period':1,'periodUnit':'wk'}},'reasonCode':[{'text':'투석 후 어지럼'}]"))).Services.Single().Services.Single();

        Assert.Equal(("돌봄SOS센터", "주 3회", "3시간", "투석 후 어지럼"), (service.Provider!.Korean, service.Frequency!.Korean, service.Quantity!.Korean, service.Reason!.Korean));
        Assert.Equal(new Span(new(2026, 7, 1), new(2026, 12, 31)), service.Period);
    }

    [Theory]
    [InlineData("requested", ServiceState.Requested)]
    [InlineData("accepted", ServiceState.Accepted)]
    [InlineData("in-progress", ServiceState.Active)]
    [InlineData("on-hold", ServiceState.Paused)]
    [InlineData("completed", ServiceState.Ended)]
    [InlineData("rejected", ServiceState.Declined)]
    [InlineData("cancelled", ServiceState.Cancelled)]
    public void The_providers_decision_is_the_state_of_the_service_and_not_a_thing_to_do(string status, ServiceState state)
    {
        var plan = Plan(
            Resource(Request("s1", "care", "동행")),
            Resource($"{{'resourceType':'Task','id':'t1','status':'{status}','intent':'order','focus':{{'reference':'ServiceRequest/s1'}},'owner':{{'display':'돌봄SOS센터'}}}}"));

        Assert.Equal(state, plan.Services.Single().Services.Single().State);
        Assert.Equal("돌봄SOS센터", plan.Services.Single().Services.Single().Provider!.Korean);
        Assert.Empty(plan.Tasks);
    }

    [Fact]
    public void What_lies_ahead_and_nobody_reported_on_is_planned_and_a_single_day_is_a_visit_that_is_due()
    {
        var plan = Plan(Resource(Request("s1", "medical", "외래 진료", ",'occurrenceDateTime':'2026-09-25T10:00:00+09:00'")));

        var service = plan.Services.Single().Services.Single();
        Assert.Equal((ServiceState.Planned, new Span(new(2026, 9, 25), new(2026, 9, 25))), (service.State, service.Period));
        Assert.Equal((DueKind.FollowUp, 4), (plan.Due.Single().Kind, plan.Due.Single().DaysLeft));
    }

    [Fact]
    public void A_visit_that_passed_without_a_result_is_asked_for_a_month_long()
    {
        Assert.True(Plan(Resource(Request("s1", "medical", "외래 진료", ",'occurrenceDateTime':'2026-09-15'"))).Due.Single().IsLate);
        Assert.Empty(Plan(Resource(Request("s1", "medical", "외래 진료", ",'occurrenceDateTime':'2026-07-15'"))).Due);
    }

    [Fact]
    public void Two_partners_that_say_the_same_of_a_service_are_one_line_with_two_witnesses()
    {
        const string provider = ",'performer':[{'display':'치매안심센터'}]";

        var service = Plan(
            Resource(Request("s1", "care", "조호물품 제공", provider + ",'orderDetail':[{'text':'약달력'},{'text':'인식표'}]"), source: "seodaemun-dementia"),
            Resource(Request("s2", "care", "조호물품 제공", provider + ",'occurrencePeriod':{'start':'2026-09-16'}"), source: "seodaemun", stored: Stored.AddDays(1))).Services.Single().Services.Single();

        Assert.Equal("seodaemun", service.Source.OrganizationId);
        Assert.Equal("seodaemun-dementia", service.AlsoSaidBy.Single().OrganizationId);
        Assert.Equal("약달력, 인식표", service.Quantity!.Korean);
        Assert.Equal(new DateOnly(2026, 9, 16), service.Period.Start);
    }

    [Fact]
    public void Where_two_partners_differ_about_a_service_both_lines_stand()
    {
        const string provider = ",'performer':[{'display':'치매안심센터'}]";

        var services = Plan(
            Resource(Request("s1", "care", "조호물품 제공", provider), source: "seodaemun-dementia"),
            Resource(Request("s2", "care", "조호물품 제공", provider).Replace("'active'", "'completed'"), source: "seodaemun")).Services.Single().Services;

        Assert.Equal([ServiceState.Active, ServiceState.Ended], services.Select(service => service.State));
    }

    [Fact]
    public void A_service_without_a_stated_field_stands_where_its_kind_usually_belongs()
    {
        var plan = Plan(Resource("{'resourceType':'ServiceRequest','id':'s1','status':'active','intent':'plan','subject':{'reference':'Patient/p1'},'code':{'coding':[{'system':'urn:careexchange:service-type','code':'welfare-counselling'}],'text':'복지상담'}}"));

        Assert.Equal(ServiceDomain.Welfare, plan.Services.Single().Domain);
    }

    [Fact]
    public void Activities_that_a_plan_states_itself_are_services_too()
    {
        var plan = Plan(Resource(
            """
            {'resourceType':'CarePlan','id':'c1','status':'active','intent':'plan','subject':{'reference':'Patient/p1'},'activity':[
              {'detail':{'status':'in-progress','code':{'coding':[{'system':'urn:careexchange:service-domain','code':'welfare'}],'text':'식사배달'},'scheduledString':'주 5회','performer':[{'display':'복지관'}]}},
              {'reference':{'reference':'ServiceRequest/s1'}}]}
            """));

        var service = Assert.Single(plan.Services.Single().Services);
        Assert.Equal((ServiceDomain.Welfare, "식사배달", "주 5회", "복지관", ServiceState.Active), (service.Domain, service.Text.Korean, service.Frequency!.Korean, service.Provider!.Korean, service.State));
    }

    [Fact]
    public void Services_that_do_not_go_together_are_warned_about_while_both_run()
    {
        string Typed(string id, string code, string status) => Request(id, "care", code).Replace("'code':{'text':", $"'code':{{'coding':[{{'system':'urn:careexchange:service-type','code':'{code}'}}],'text':").Replace("'status':'active'", $"'status':'{status}'");

        var warning = Assert.Single(Plan(Resource(Typed("s1", "custom-senior-care", "active")), Resource(Typed("s2", "ltc-home-care", "active"))).Warnings);

        Assert.True(warning.Forbidden);
        Assert.Equal(["ServiceRequest/s1", "ServiceRequest/s2"], warning.References.Order(StringComparer.Ordinal));
        Assert.Empty(Plan(Resource(Typed("s1", "custom-senior-care", "completed")), Resource(Typed("s2", "ltc-home-care", "active"))).Warnings);
        Assert.Empty(Plan(Resource(Typed("s2", "ltc-home-care", "active"))).Warnings);
    }
}
