using CareExchange.Exchange.Reading;
using static CareExchange.Exchange.Tests.Reading.ReadingRoom;

namespace CareExchange.Exchange.Tests.Reading;

public sealed class SharedCarePlanReaderTests
{
    private static async Task<ReadingRoom> RoomAsync()
    {
        var room = await OpenAsync();
        await room.PersonAsync("p1", "김가온(가명)");
        await room.PutAsync("{'resourceType':'Organization','id':'hongje-homecare','name':'홍제 재택의료센터'}", "", "admin", "hongje-homecare");
        await room.PutAsync("{'resourceType':'Condition','id':'c1','subject':{'reference':'Patient/p1'},'code':{'text':'만성 신장병'}}", "p1", "clinical", "hongje-homecare");
        await room.PutAsync("{'resourceType':'Observation','id':'o1','status':'final','subject':{'reference':'Patient/p1'},'code':{'text':'CIST'},'valueQuantity':{'value':18}}", "p1", "cognition", "seodaemun-dementia");
        await room.PutAsync("{'resourceType':'DocumentReference','id':'d1','status':'current','description':'퇴원 정보','date':'2026-04-20T09:00:00+09:00','subject':{'reference':'Patient/p1'},'content':[{'attachment':{'contentType':'application/json','title':'비밀'}}]}", "p1", "record", "hongje-homecare");
        await room.PutAsync("{'resourceType':'Provenance','id':'v1','target':[{'reference':'Condition/c1'},{'reference':'Observation/o1'}],'recorded':'2026-04-20T00:00:00Z','policy':['urn:careexchange:map:clinic|1.0.0'],'agent':[{'who':{'reference':'Organization/hongje-homecare'}}],'entity':[{'role':'source','what':{'reference':'DocumentReference/d1'}}]}", "p1", "record", "hongje-homecare");
        return room;
    }

    [Fact]
    public async Task Consent_opens_a_line_that_names_its_message_and_the_withheld_one_leaves_no_trace()
    {
        await using var room = await RoomAsync();
        await room.ConsentAsync("p1", "k1", "hongje-homecare", "seodaemun", ["clinical"]);

        var reading = (await room.Plans.ReadAsync("p1", Manager, Trace, default)).Value!;

        var condition = reading.Plan.Needs.Conditions.Single();
        Assert.Equal(("홍제 재택의료센터", "퇴원 정보", "d1", "1.0.0"), (condition.Source.Organization.Korean, condition.Source.Title!.Korean, condition.Source.DocumentReferenceId, condition.Source.MapVersion));
        Assert.Empty(reading.Plan.Needs.Cognition);
        Assert.DoesNotContain(reading.Plan.Sources, source => source.OrganizationId == "seodaemun-dementia");
        Assert.Contains(reading.Reasons, reason => reason.ConsentId == "k1" && reason.Permits);
        Assert.DoesNotContain(reading.Reasons, reason => !reason.Permits);
    }

    [Fact]
    public async Task Withdrawing_a_consent_changes_the_next_reading()
    {
        await using var room = await RoomAsync();
        await room.ConsentAsync("p1", "k1", "hongje-homecare", "seodaemun", ["clinical"]);
        var before = (await room.Plans.ReadAsync("p1", Manager, Trace, default)).Value!;
        Assert.Contains("k1", before.Withdrawable);

        await room.ConsentAsync("p1", "k1", "hongje-homecare", "seodaemun", ["clinical"], status: "inactive");
        var after = (await room.Plans.ReadAsync("p1", Manager, Trace, default)).Value!;

        Assert.Empty(after.Plan.Needs.Conditions);
        Assert.Empty(after.Plan.Consents);
        Assert.NotEqual(before.Plan.Edition, after.Plan.Edition);
    }

    [Fact]
    public async Task Every_look_and_every_refusal_is_recorded_before_the_answer()
    {
        await using var room = await RoomAsync();
        await room.ConsentAsync("p1", "k1", "hongje-homecare", "seodaemun", ["clinical"]);

        await room.Plans.ReadAsync("p1", Manager, Trace, default);
        await room.Plans.ReadAsync("p2", Nurse, Trace, default);

        var rows = await room.AuditAsync();
        Assert.Equal([("plan-read", "deny", "n1", "p2"), ("plan-read", "permit", "m1", "p1")], rows.Select(row => (row.Action, row.Outcome, row.Agent, row.Person)));
        var written = System.Text.Encoding.UTF8.GetString(rows[1].Json.Span);
        Assert.Contains("Condition/c1/_history/1", written, StringComparison.Ordinal);
        Assert.DoesNotContain("Observation/o1", written, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_nobody_opened_and_a_person_who_does_not_exist_get_one_answer()
    {
        await using var room = await OpenAsync();
        await room.PersonAsync("p9", "박하늘(가명)");

        var hidden = await room.Plans.ReadAsync("p9", Nurse, Trace, default);
        var unknown = await room.Plans.ReadAsync("nobody", Nurse, Trace, default);

        Assert.False(hidden.Succeeded);
        Assert.Equal(unknown.Issues, hidden.Issues);
    }

    [Fact]
    public async Task Only_the_case_manager_and_whoever_took_a_consent_down_may_record_its_withdrawal()
    {
        await using var room = await RoomAsync();
        await room.ConsentAsync("p1", "k1", "seodaemun", "hongje-homecare", ["identity"]);
        await room.ConsentAsync("p1", "k2", "hongje-homecare", "seodaemun", ["clinical"]);

        var nurse = (await room.Plans.ReadAsync("p1", Nurse, Trace, default)).Value!;
        var manager = (await room.Plans.ReadAsync("p1", Manager, Trace, default)).Value!;

        Assert.Equal(["k2"], nurse.Withdrawable);
        Assert.Equal(["k1", "k2"], manager.Withdrawable.Order(StringComparer.Ordinal));
        Assert.Equal((false, true), (nurse.MayReadLooks, manager.MayReadLooks));
    }
}
