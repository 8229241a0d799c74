using CareExchange.Storage.Resources;
using static CareExchange.Exchange.Tests.CarePlans.Contributions;

namespace CareExchange.Exchange.Tests.CarePlans.Sections;

public sealed class SourceLedgerTests
{
    private static readonly StoredResource Clinic = Resource("{'resourceType':'Organization','id':'hongje-homecare','name':'홍제 재택의료센터','alias':['Hongje Home Care']}", "admin", "hongje-homecare");
    private static readonly StoredResource Condition = Resource("{'resourceType':'Condition','id':'c1','subject':{'reference':'Patient/p1'},'code':{'text':'만성 신장병'}}", "clinical", "hongje-homecare");
    private static readonly StoredResource Document = Resource("{'resourceType':'DocumentReference','id':'d1','status':'current','date':'2026-09-14T10:30:00+09:00','description':'퇴원 정보','content':[{'attachment':{}}]}", "record", "hongje-homecare");
    private static readonly StoredResource Provenance = Resource(
        """
        {'resourceType':'Provenance','id':'v1','recorded':'2026-09-14T01:32:00Z','target':[{'reference':'Condition/c1/_history/1'}],
         'policy':['urn:careexchange:map:hongje-homecare|1.2.0'],'agent':[{'who':{'reference':'Organization/hongje-homecare'}}],
         'entity':[{'role':'source','what':{'reference':'DocumentReference/d1'}}]}
        """, "record", "hongje-homecare");

    [Fact]
    public void A_line_names_the_organisation_the_message_its_day_and_the_map_that_read_it()
    {
        var source = Plan(Clinic, Condition, Document, Provenance).Needs.Conditions.Single().Source;

        Assert.Equal(("홍제 재택의료센터", "Hongje Home Care"), (source.Organization.Korean, source.Organization.English));
        Assert.Equal("퇴원 정보", source.Title!.Korean);
        Assert.Equal(new DateTimeOffset(2026, 9, 14, 10, 30, 0, TimeSpan.FromHours(9)), source.Sent);
        Assert.Equal(("d1", "v1"), (source.DocumentReferenceId, source.ProvenanceId));
        Assert.Equal(("urn:careexchange:map:hongje-homecare", "1.2.0"), (source.Map, source.MapVersion));
    }

    [Fact]
    public void Without_the_records_the_organisation_and_the_moment_of_storing_still_stand()
    {
        var source = Plan(Condition).Needs.Conditions.Single().Source;

        Assert.Equal("hongje-homecare", source.Organization.Korean);
        Assert.Equal(Stored, source.Received);
        Assert.Null(source.Sent);
        Assert.Null(source.ProvenanceId);
        Assert.Null(source.DocumentReferenceId);
    }

    [Fact]
    public void Messages_are_numbered_from_the_newest_and_what_came_together_has_one_number()
    {
        var old = Resource("{'resourceType':'Goal','id':'g1','lifecycleStatus':'active','description':{'text':'걷는다'}}", stored: Stored.AddDays(-30));
        var first = Resource("{'resourceType':'Goal','id':'g2','lifecycleStatus':'active','description':{'text':'먹는다'}}", stored: Stored);
        var second = Resource("{'resourceType':'Goal','id':'g3','lifecycleStatus':'active','description':{'text':'잔다'}}", stored: Stored);

        var plan = Plan(old, first, second);

        Assert.Equal([1, 2], plan.Sources.Select(source => source.Number));
        Assert.Equal([2, 1, 1], new[] { "g1", "g2", "g3" }.Select(id => plan.Goals.Single(goal => goal.Reference == "Goal/" + id).Source.Number));
    }

    [Fact]
    public void Records_given_only_for_their_origin_name_the_message_and_change_no_edition()
    {
        var builder = new CareExchange.Exchange.CarePlans.SharedCarePlanBuilder("p1", Today, new());
        builder.Add(Condition);
        builder.AddRecord(Provenance);
        builder.AddRecord(Document);
        var plan = builder.Build();

        Assert.Equal("퇴원 정보", plan.Needs.Conditions.Single().Source.Title!.Korean);
        Assert.Equal(Plan(Condition).Edition, plan.Edition);
        Assert.Equal(1, builder.Count);
    }

    [Fact]
    public void The_patient_is_everybodys_and_names_no_source()
    {
        Assert.Empty(Plan(Resource("{'resourceType':'Patient','id':'p1','name':[{'text':'김가온'}]}", "identity", "nhis-seodaemun")).Sources);
    }

    [Fact]
    public void Registers_and_records_are_not_contributions_of_their_own()
    {
        Assert.Empty(Plan(Clinic, Document, Provenance).Sources);
    }
}
