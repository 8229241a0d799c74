using static CareExchange.Exchange.Tests.CarePlans.Contributions;

namespace CareExchange.Exchange.Tests.CarePlans.Sections;

public sealed class JudgementSectionTests
{
    private const string Own = "'system':'urn:careexchange:observation'";

    [Fact]
    public void The_group_and_both_axes_are_read()
    {
        string Axis(string id, string kind, int value) => $"{{'resourceType':'Observation','id':'{id}','status':'final','code':{{'coding':[{{{Own},'code':'{kind}'}}],'text':'필요도'}},'valueQuantity':{{'value':{value}}},'referenceRange':[{{'low':{{'value':0}},'high':{{'value':100}}}}]}}";

        var plan = Plan(
            Resource($"{{'resourceType':'Observation','id':'j1','status':'final','issued':'2026-06-20T00:00:00+09:00','code':{{'coding':[{{{Own},'code':'judgement-group'}}],'text':'통합판정 결과'}},'valueCodeableConcept':{{'text':'중도지원형 노쇠군'}},'component':[{{'code':{{'text':'판정 원문'}},'valueString':'원문'}}]}}", "function", "nhis-seodaemun"),
            Resource(Axis("j2", "judgement-medical", 68), "function", "nhis-seodaemun"),
            Resource(Axis("j3", "judgement-care", 54), "function", "nhis-seodaemun"));

        Assert.Equal(("중도지원형 노쇠군", new DateOnly(2026, 6, 20)), (plan.Judgement.Group!.Text.Korean, plan.Judgement.Group.Date));
        Assert.Equal((68m, 100m), (plan.Judgement.MedicalNeed!.Value, plan.Judgement.MedicalNeed.Maximum));
        Assert.Equal(54m, plan.Judgement.CareNeed!.Value);
        Assert.Empty(plan.Needs.Function);
        Assert.Empty(plan.Needs.Circumstances);
    }

    [Fact]
    public void A_rejected_application_says_so_and_why()
    {
        var benefit = Plan(Resource(
            $"{{'resourceType':'Observation','id':'l1','status':'final','effectiveDateTime':'2026-08-28','code':{{'coding':[{{{Own},'code':'ltc-decision','display':'Long-term-care decision'}}],'text':'장기요양 판정'}},'valueCodeableConcept':{{'coding':[{{'system':'urn:careexchange:ltc-decision','code':'rejected','display':'Rejected'}}],'text':'기각'}},'component':[{{'code':{{'coding':[{{{Own},'code':'reason'}}]}},'valueCodeableConcept':{{'text':'급성기 질환'}}}}],'note':[{{'text':'6개월 지속 불확실'}}]}}",
            "benefit", "nhis-seodaemun")).Judgement.Benefits.Single();

        Assert.True(benefit.Rejected);
        Assert.Equal(("장기요양 판정", "기각", "급성기 질환 — 6개월 지속 불확실"), (benefit.Name.Korean, benefit.Outcome!.Korean, benefit.Reason!.Korean));
    }

    [Fact]
    public void A_coverage_shows_its_grade_and_how_long_it_holds()
    {
        var benefit = Plan(Resource("{'resourceType':'Coverage','id':'v1','status':'active','beneficiary':{'reference':'Patient/p1'},'payor':[{'display':'공단'}],'type':{'text':'노인장기요양보험'},'class':[{'type':{'text':'등급'},'value':'4','name':'4등급'}],'period':{'start':'2026-01-01','end':'2027-12'}}", "benefit")).Judgement.Benefits.Single();

        Assert.Equal(("노인장기요양보험", "4등급"), (benefit.Name.Korean, benefit.Outcome!.Korean));
        Assert.Equal(new DateOnly(2027, 12, 31), benefit.Period.End);
    }
}
