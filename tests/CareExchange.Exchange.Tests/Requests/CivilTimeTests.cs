using System.Globalization;
using CareExchange.Exchange.Requests;

namespace CareExchange.Exchange.Tests.Requests;

public sealed class CivilTimeTests
{
    [Theory]
    [InlineData("Asia/Seoul", "2026-02-28T15:30:00Z", "2026-03-01")]
    [InlineData("Asia/Seoul", "2026-02-28T14:59:59Z", "2026-02-28")]
    [InlineData("America/New_York", "2026-03-01T04:59:59Z", "2026-02-28")]
    [InlineData("America/New_York", "2026-03-01T05:00:00Z", "2026-03-01")]
    [InlineData("Pacific/Kiritimati", "2026-02-28T10:00:00Z", "2026-03-01")]
    public void An_instant_falls_on_the_day_of_the_place(string zone, string instant, string day) =>
        Assert.Equal(DateOnly.Parse(day, CultureInfo.InvariantCulture), In(zone).DayOf(DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture)));

    // Clocks put forward over midnight, put back over it, and a day of another offset than today's.
    [Theory]
    [InlineData("Asia/Seoul", "2026-03-01", "2026-02-28T15:00:00Z")]
    [InlineData("Asia/Seoul", "1955-03-01", "1955-02-28T15:30:00Z")]
    [InlineData("America/Havana", "2026-03-08", "2026-03-08T05:00:00Z")]
    [InlineData("America/Havana", "2026-11-01", "2026-11-01T04:00:00Z")]
    [InlineData("UTC", "2026-03-01", "2026-03-01T00:00:00Z")]
    public void A_day_begins_at_the_first_moment_that_there_is_of_it(string zone, string day, string instant) =>
        Assert.Equal(DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture), In(zone).Begin(DateOnly.Parse(day, CultureInfo.InvariantCulture)).ToUniversalTime());

    [Fact]
    public void An_instant_is_written_with_the_offset_of_its_own_day()
    {
        Assert.Equal("2026-03-01T09:30:00+09:00", In("Asia/Seoul").Text(DateTimeOffset.Parse("2026-03-01T00:30:00.9Z", CultureInfo.InvariantCulture)));
        Assert.Equal("2026-07-01T02:00:00+02:00", In("Europe/Berlin").Text(DateTimeOffset.Parse("2026-07-01T00:00:00Z", CultureInfo.InvariantCulture)));
        Assert.Equal("2026-01-01T01:00:00+01:00", In("Europe/Berlin").Text(DateTimeOffset.Parse("2026-01-01T00:00:00Z", CultureInfo.InvariantCulture)));
    }

    private static CivilTime In(string zone) => new(TimeZoneInfo.FindSystemTimeZoneById(zone));
}
