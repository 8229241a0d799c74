using static CareExchange.Exchange.Tests.CarePlans.Contributions;

namespace CareExchange.Exchange.Tests.CarePlans.Sections;

public sealed class NeedsSectionTests
{
    private const string Own = "'system':'urn:careexchange:observation'";

    [Fact]
    public void A_condition_keeps_its_official_code_its_precision_and_its_doubt()
    {
        var condition = Plan(Resource(
            """
            {'resourceType':'Condition','id':'c1','subject':{'reference':'Patient/p1'},'onsetDateTime':'2023-04',
             'clinicalStatus':{'coding':[{'code':'active'}]},'verificationStatus':{'coding':[{'code':'provisional'}]},'severity':{'text':'중등도'},
             'code':{'coding':[{'system':'urn:careexchange:x','code':'7'},{'system':'http://www.hl7korea.or.kr/CodeSystem/kostat-kcd-8','code':'F06.7','display':'Mild cognitive disorder'}],'text':'경도 인지장애'}}
            """, "clinical")).Needs.Conditions.Single();

        Assert.Equal(("경도 인지장애", "Mild cognitive disorder", "F06.7"), (condition.Text.Korean, condition.Text.English, condition.Code));
        Assert.Equal((2023, 4, null), (condition.Since!.Value.Year, condition.Since.Value.Month, condition.Since.Value.Day));
        Assert.True(condition.IsCurrent);
        Assert.False(condition.IsConfirmed);
    }

    [Fact]
    public void What_was_entered_in_error_or_ruled_out_is_not_a_need()
    {
        Assert.Empty(Plan(
            Resource("{'resourceType':'Condition','id':'c1','subject':{'reference':'Patient/p1'},'code':{'text':'당뇨'},'verificationStatus':{'coding':[{'code':'refuted'}]}}", "clinical"),
            Resource("{'resourceType':'Condition','id':'c2','subject':{'reference':'Patient/p1'},'code':{'text':'고혈압'},'verificationStatus':{'coding':[{'code':'entered-in-error'}]}}", "clinical")).Needs.Conditions);
    }

    [Fact]
    public void A_scale_has_its_items_its_ends_and_what_it_was_before()
    {
        var plan = Plan(
            Resource($"{{'resourceType':'Observation','id':'old','status':'final','effectiveDateTime':'2026-06-15','code':{{'coding':[{{{Own},'code':'k-adl'}}],'text':'K-ADL'}},'valueQuantity':{{'value':9,'unit':'점'}}}}", "function"),
            Resource($"{{'resourceType':'Observation','id':'new','status':'final','effectiveDateTime':'2026-09-10','code':{{'coding':[{{{Own},'code':'k-adl'}}],'text':'K-ADL'}},'valueQuantity':{{'value':11,'unit':'점'}},'component':[{{'code':{{'text':'목욕'}},'valueQuantity':{{'value':3}},'referenceRange':[{{'low':{{'value':1}},'high':{{'value':3}}}}],'interpretation':[{{'text':'완전 도움'}}]}}]}}", "function"));

        var score = plan.Needs.Function.Single();
        Assert.Equal(("Observation/new", 11m, 7m, 21m, true), (score.Reference, score.Value, score.Minimum, score.Maximum, score.HighIsWorse));
        Assert.Equal("11점", score.Text.Korean);
        Assert.Equal(9m, score.Earlier.Single().Value);
        Assert.Equal(("목욕", 3m, 1m, 3m, "완전 도움"), (score.Items[0].Name.Korean, score.Items[0].Value, score.Items[0].Minimum, score.Items[0].Maximum, score.Items[0].Meaning!.Korean));
    }

    [Fact]
    public void The_same_scale_of_two_organisations_stays_two_lines()
    {
        string Score(string id) => $"{{'resourceType':'Observation','id':'{id}','status':'final','code':{{'coding':[{{{Own},'code':'cist'}}],'text':'CIST'}},'valueQuantity':{{'value':17}}}}";

        var plan = Plan(Resource(Score("a"), "cognition", "seodaemun-dementia"), Resource(Score("b"), "cognition", "hongje-homecare"));

        Assert.Equal(2, plan.Needs.Cognition.Count);
        Assert.All(plan.Needs.Cognition, score => Assert.False(score.HighIsWorse));
    }

    [Fact]
    public void Circumstances_risks_and_wishes_each_have_their_place()
    {
        string Fact(string id, string kind, string name, string value) => $"{{'resourceType':'Observation','id':'{id}','status':'final','code':{{'coding':[{{{Own},'code':'{kind}'}}],'text':'{name}'}},'valueString':'{value}'}}";

        var plan = Plan(
            Resource(Fact("o1", "housing", "주거", "반지하"), "household"),
            Resource(Fact("o2", "economy", "경제", "차상위"), "economic"),
            Resource(Fact("o3", "risk-fall", "낙상 위험", "3개월 2회"), "function"),
            Resource(Fact("o4", "wish-person", "본인", "집에서 살고 싶다"), "service"),
            Resource("{'resourceType':'Flag','id':'f1','status':'active','subject':{'reference':'Patient/p1'},'code':{'text':'고립'}}", "service"),
            Resource("{'resourceType':'Flag','id':'f2','status':'inactive','subject':{'reference':'Patient/p1'},'code':{'text':'옛 위험'}}", "service"));

        Assert.Equal(["경제", "주거"], plan.Needs.Circumstances.Select(fact => fact.Name.Korean).Order(StringComparer.Ordinal));
        Assert.Equal(["고립", "낙상 위험"], plan.Needs.Risks.Select(fact => fact.Name.Korean).Order(StringComparer.Ordinal));
        Assert.Equal("집에서 살고 싶다", plan.Wishes.Single().Text.Korean);
    }

    [Fact]
    public void Several_needs_of_one_assessment_stand_together_and_an_older_assessment_gives_way()
    {
        string AsIs(string id, string day, string text) => $"{{'resourceType':'Observation','id':'{id}','status':'final','effectiveDateTime':'{day}','code':{{'coding':[{{{Own},'code':'as-is'}}],'text':'현재상태'}},'valueString':'{text}'}}";

        var plan = Plan(
            Resource(AsIs("o1", "2026-09-03", "혼자 귀가하기 어려움"), "clinical"),
            Resource(AsIs("o2", "2026-09-03", "한 끼만 먹음"), "function"),
            Resource(AsIs("o3", "2026-03-01", "옛 상태"), "function"),
            Resource("{'resourceType':'Goal','id':'g1','lifecycleStatus':'active','description':{'text':'먹는다'},'addresses':[{'reference':'Observation/o2'}]}"));

        Assert.Equal(["한 끼만 먹음", "혼자 귀가하기 어려움"], plan.Needs.Stated.Select(fact => fact.Text.Korean).Order(StringComparer.Ordinal));
        Assert.Equal("한 끼만 먹음", plan.Goals.Single().Addresses.Single().Text.Korean);
    }

    [Theory]
    [InlineData("'valueBoolean':true", 1, "낙상 위험")]
    [InlineData("'valueBoolean':true,'note':[{'text':'계단'}]", 1, "계단")]
    [InlineData("'valueBoolean':false", 0, null)]
    public void A_risk_that_is_denied_is_no_risk(string value, int count, string? text)
    {
        var risks = Plan(Resource($"{{'resourceType':'Observation','id':'o1','status':'final','code':{{'coding':[{{{Own},'code':'risk-fall'}}],'text':'낙상 위험'}},{value}}}", "function")).Needs.Risks;

        Assert.Equal(count, risks.Count);
        Assert.Equal(text, (risks is [var risk, ..] ? risk.Text.Korean : null));
    }

    [Fact]
    public void A_condition_that_two_partners_know_is_one_line_with_two_witnesses()
    {
        string Known(string id, string extra) => $"{{'resourceType':'Condition','id':'{id}','subject':{{'reference':'Patient/p1'}},'code':{{'coding':[{{'system':'http://www.hl7korea.or.kr/CodeSystem/kostat-kcd-8','code':'N18.5'}}],'text':'만성 신장병'}}{extra}}}";

        var condition = Plan(
            Resource(Known("c1", ",'onsetDateTime':'2023'"), "clinical", "hongje-homecare"),
            Resource(Known("c2", ""), "clinical", "nhis-seodaemun", stored: Stored.AddDays(1))).Needs.Conditions.Single();

        Assert.Equal(("nhis-seodaemun", "hongje-homecare"), (condition.Source.OrganizationId, condition.AlsoSaidBy.Single().OrganizationId));
        Assert.Equal(2023, condition.Since!.Value.Year);
    }

    [Fact]
    public void Items_of_known_scales_have_their_ends_and_words()
    {
        string Item(string code, string name, int value) => $"{{'code':{{'coding':[{{{Own},'code':'{code}'}}],'text':'{name}'}},'valueQuantity':{{'value':{value}}}}}";

        var plan = Plan(
            Resource($"{{'resourceType':'Observation','id':'o1','status':'final','code':{{'coding':[{{{Own},'code':'k-adl'}}],'text':'K-ADL'}},'valueQuantity':{{'value':9}},'component':[{Item("k-adl-bathing", "목욕", 2)}]}}", "function"),
            Resource($"{{'resourceType':'Observation','id':'o2','status':'final','code':{{'coding':[{{{Own},'code':'cist'}}],'text':'CIST'}},'valueQuantity':{{'value':18}},'component':[{Item("cist-memory", "기억력", 4)},{Item("education-years", "교육연수", 6)}]}}", "cognition"));

        Assert.Equal((1m, 3m, "부분 도움"), (plan.Needs.Function[0].Items[0].Minimum, plan.Needs.Function[0].Items[0].Maximum, plan.Needs.Function[0].Items[0].Meaning!.Korean));
        Assert.Equal(10m, plan.Needs.Cognition[0].Items[0].Maximum);
        Assert.Null(plan.Needs.Cognition[0].Items[1].Maximum);
    }

    [Fact]
    public void A_medicine_is_told_with_its_dosage()
    {
        var medicine = Plan(Resource(
            """
            {'resourceType':'MedicationStatement','id':'m1','status':'active','subject':{'reference':'Patient/p1'},'medicationCodeableConcept':{'text':'암로디핀 5 mg'},
             'dosage':[{'timing':{'repeat':{'frequency':1,'period':1,'periodUnit':'d','when':['MORN']}},'doseAndRate':[{'doseQuantity':{'value':1,'unit':'정'}}]}],'effectivePeriod':{'start':'2026-09-12'}}
            """, "clinical")).Needs.Medications.Single();

        Assert.Equal(("암로디핀 5 mg", "1정 매일 1회 아침"), (medicine.Text.Korean, medicine.Dosage!.Korean));
        Assert.Equal(new DateOnly(2026, 9, 12), medicine.Period.Start);
    }
}
