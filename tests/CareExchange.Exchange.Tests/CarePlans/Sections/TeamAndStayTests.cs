using static CareExchange.Exchange.Tests.CarePlans.Contributions;

namespace CareExchange.Exchange.Tests.CarePlans.Sections;

public sealed class TeamSectionTests
{
    [Fact]
    public void The_lead_comes_first_former_members_and_the_person_are_left_out_and_a_role_lends_its_phone()
    {
        var team = Plan(
            Resource("{'resourceType':'PractitionerRole','id':'r1','practitioner':{'display':'정다온(가명)'},'organization':{'display':'홍제 재택의료센터'},'telecom':[{'system':'phone','value':'02-0000-0200'}]}", "admin"),
            Resource(
                """
                {'resourceType':'CareTeam','id':'ct1','status':'active','participant':[
                  {'role':[{'text':'방문 간호사'}],'member':{'reference':'PractitionerRole/r1'}},
                  {'role':[{'coding':[{'system':'urn:careexchange:team-role','code':'case-manager'}],'text':'사례관리자'}],'member':{'display':'이음(가명)'},'onBehalfOf':{'display':'서대문구'}},
                  {'member':{'display':'옛 담당'},'period':{'end':'2026-01-01'}},
                  {'member':{'reference':'Patient/p1','display':'김가온(가명)'}}]}
                """)).Team;

        Assert.Equal(["이음(가명)", "정다온(가명)"], team.Select(member => member.Name.Korean));
        Assert.Equal((true, "서대문구"), (team[0].IsLead, team[0].Organization!.Korean));
        Assert.Equal(("방문 간호사", "홍제 재택의료센터", "02-0000-0200"), (team[1].Role!.Korean, team[1].Organization!.Korean, team[1].Phones.Single()));
    }

    [Fact]
    public void A_member_whom_two_teams_name_stands_once()
    {
        string Team(string id) => $"{{'resourceType':'CareTeam','id':'{id}','status':'active','participant':[{{'member':{{'display':'돌봄SOS센터'}}}}]}}";

        Assert.Single(Plan(Resource(Team("a")), Resource(Team("b"))).Team);
    }
}

public sealed class StaySectionTests
{
    [Fact]
    public void Stays_are_told_newest_first_with_what_was_planned_after_them()
    {
        var stays = Plan(
            Resource("{'resourceType':'Encounter','id':'e1','status':'finished','class':{'code':'IMP'},'period':{'start':'2026-09-07','end':'2026-09-12'},'reasonCode':[{'text':'저혈압'}],'serviceProvider':{'display':'홍제병원'},'hospitalization':{'dischargeDisposition':{'text':'집으로'}}}", "clinical"),
            Resource("{'resourceType':'Procedure','id':'pr1','status':'completed','subject':{'reference':'Patient/p1'},'code':{'text':'무릎 인공관절'},'bodySite':[{'text':'양쪽'}],'performedDateTime':'2026-02-10'}", "clinical"),
            Resource("{'resourceType':'Encounter','id':'e2','status':'in-progress','class':{'code':'IMP'},'period':{'start':'2026-09-19'},'reasonCode':[{'text':'낙상'}]}", "clinical"),
            Resource("{'resourceType':'Encounter','id':'e3','status':'cancelled','class':{'code':'IMP'},'reasonCode':[{'text':'취소'}]}", "clinical")).Stays;

        Assert.Equal(["낙상", "저혈압", "무릎 인공관절 · 양쪽"], stays.Select(stay => stay.Text.Korean));
        Assert.True(stays[0].IsOngoing);
        Assert.Equal(("홍제병원", "집으로"), (stays[1].Place!.Korean, stays[1].Disposition!.Korean));
    }
}

public sealed class ConsentSectionTests
{
    [Fact]
    public void Only_consents_in_force_today_are_shown_with_what_they_cover()
    {
        string Consent(string id, string status, string type, string end) =>
            $"{{'resourceType':'Consent','id':'{id}','status':'{status}','dateTime':'2026-06-20','scope':{{'text':'개인정보 동의'}},'category':[{{'coding':[{{'code':'IDSCL'}}],'text':'정보 제공'}},{{'coding':[{{'system':'urn:careexchange:consent-category','code':'sensitive-provision'}}],'text':'민감정보 제공'}}],'organization':[{{'display':'홍제 재택의료센터'}}],'performer':[{{'display':'김가온(가명)'}}],'provision':{{'type':'{type}','period':{{'start':'2026-06-20','end':'{end}'}},'actor':[{{'role':{{'text':'받는 자'}},'reference':{{'display':'서대문구'}}}}],'code':[{{'coding':[{{'system':'urn:careexchange:data-category','code':'clinical'}}]}},{{'coding':[{{'system':'urn:careexchange:data-category','code':'function'}}]}}]}}}}";

        var consent = Assert.Single(Plan(
            Resource(Consent("k1", "active", "permit", "2027-06-19"), "consent", version: 3),
            Resource(Consent("k2", "inactive", "permit", "2027-06-19"), "consent"),
            Resource(Consent("k3", "active", "permit", "2026-08-01"), "consent"),
            Resource(Consent("k4", "active", "deny", "2027-06-19"), "consent")).Consents);

        Assert.Equal(("k1", 3L, "민감정보 제공", "홍제 재택의료센터"), (consent.Id, consent.Version, consent.Text.Korean, consent.Holder!.Korean));
        Assert.Equal(["clinical", "function"], consent.Categories);
        Assert.Equal("서대문구", consent.Recipients.Single().Korean);
        Assert.Equal("김가온(가명)", consent.GivenBy!.Korean);
    }
}
