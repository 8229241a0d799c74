using static CareExchange.Exchange.Tests.Reading.ReadingRoom;

namespace CareExchange.Exchange.Tests.Reading;

public sealed class LooksReaderTests
{
    [Fact]
    public async Task Looks_and_refusals_are_told_newest_first_with_purpose_and_ground()
    {
        await using var room = await OpenAsync();
        await room.PersonAsync("p1", "김가온(가명)");
        await room.Plans.ReadAsync("p1", Manager, Trace, default);
        await room.Plans.ReadAsync("p1", Nurse, Trace, default);

        var reading = (await room.Looks.ReadAsync("p1", null, Manager, Trace, default)).Value!;

        Assert.Equal("김가온(가명)", reading.PersonName);
        Assert.Equal([("access-log-read", "이음(가명)", true), ("plan-read", "나눔(가명)", false), ("plan-read", "이음(가명)", true)], reading.Looks.Select(look => (look.Action, look.Who, look.Permitted)));
        Assert.Equal(("CAREMGT", "서대문구"), (reading.Looks[2].Purpose!.Code, reading.Looks[2].Organization));
        Assert.NotEmpty(reading.Looks[2].Grounds);
    }

    [Fact]
    public async Task Who_may_not_ask_gets_the_answer_of_an_unknown_person_and_the_question_is_recorded()
    {
        await using var room = await OpenAsync();
        await room.PersonAsync("p1", "김가온(가명)", source: "hongje-homecare");

        var nurse = await room.Looks.ReadAsync("p1", null, Nurse, Trace, default);
        var nobody = await room.Looks.ReadAsync("p9", null, Manager, Trace, default);

        Assert.False(nurse.Succeeded);
        Assert.Equal(nobody.Issues, nurse.Issues);
        Assert.Equal(["deny", "deny"], (await room.AuditAsync()).Select(row => row.Outcome));
    }
}
