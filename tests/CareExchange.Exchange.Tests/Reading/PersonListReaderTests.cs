using CareExchange.Exchange.Reading;
using static CareExchange.Exchange.Tests.Reading.ReadingRoom;

namespace CareExchange.Exchange.Tests.Reading;

public sealed class PersonListReaderTests
{
    private static async Task<ReadingRoom> RoomAsync()
    {
        var room = await OpenAsync();
        await room.PersonAsync("p1", "김가온(가명)");
        await room.PersonAsync("p2", "박하늘(가명)");
        await room.PersonAsync("p3", "이솔(가명)");
        await room.TaskAsync("p1", "t1", "2026-05-20");
        await room.TaskAsync("p2", "t2", "2026-04-20");
        return room;
    }

    [Fact]
    public async Task The_most_urgent_come_first_and_those_with_nothing_due_last()
    {
        await using var room = await RoomAsync();

        var reading = await room.List.ReadAsync(new(), Manager, Trace, default);

        Assert.Equal(["p2", "p1", "p3"], reading.Entries.Select(entry => entry.Person.Id));
        Assert.True(reading.Entries[0].Due[0].IsLate);
        Assert.Null(reading.Next);
    }

    [Fact]
    public async Task A_name_is_found_by_any_part_of_it()
    {
        await using var room = await RoomAsync();

        Assert.Equal("p1", (await room.List.ReadAsync(new("가온"), Manager, Trace, default)).Entries.Single().Person.Id);
        Assert.Empty((await room.List.ReadAsync(new("없는"), Manager, Trace, default)).Entries);
    }

    [Theory]
    [InlineData(PersonListOrder.Due, new[] { "p2", "p1", "p3" })]
    [InlineData(PersonListOrder.Name, new[] { "p1", "p2", "p3" })]
    public async Task Pages_follow_each_other_without_gap_or_repetition(PersonListOrder order, string[] expected)
    {
        await using var room = await RoomAsync();
        List<string> seen = [];
        string? after = null;
        do
        {
            var page = await room.List.ReadAsync(new("", order, after, 1), Manager, Trace, default);
            seen.Add(page.Entries.Single().Person.Id);
            after = page.Next;
        }
        while (after is not null);

        Assert.Equal(expected, seen);
    }

    [Fact]
    public async Task Only_persons_the_reader_may_see_are_listed_and_the_list_is_recorded()
    {
        await using var room = await RoomAsync();
        await room.ConsentAsync("p3", "k1", "seodaemun", "hongje-homecare", ["identity"]);

        var reading = await room.List.ReadAsync(new(), Nurse, Trace, default);

        Assert.Equal(["p3"], reading.Entries.Select(entry => entry.Person.Id));
        var row = Assert.Single(await room.AuditAsync());
        Assert.Equal(("person-list", "permit", "n1"), (row.Action, row.Outcome, row.Agent));
        Assert.Contains("Patient/p3", System.Text.Encoding.UTF8.GetString(row.Json.Span), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rubbish")]
    [InlineData("99999999.p1")]
    [InlineData(".")]
    public async Task A_bent_page_address_is_no_error(string after)
    {
        await using var room = await RoomAsync();

        var reading = await room.List.ReadAsync(new("", PersonListOrder.Due, after), Manager, Trace, default);

        Assert.InRange(reading.Entries.Count, 0, 3);
    }
}
