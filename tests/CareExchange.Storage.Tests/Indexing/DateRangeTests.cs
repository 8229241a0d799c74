using System.Globalization;
using CareExchange.Storage.Database;
using CareExchange.Storage.Indexing;

namespace CareExchange.Storage.Tests.Indexing;

public sealed class DateRangeTests
{
    private static readonly TimeZoneInfo Seoul = TimeZoneInfo.FindSystemTimeZoneById("Asia/Seoul");

    [Theory]
    [InlineData("2026", "2025-12-31T15:00:00Z", "2026-12-31T15:00:00Z")]
    [InlineData("2026-02", "2026-01-31T15:00:00Z", "2026-02-28T15:00:00Z")]
    [InlineData("2026-03-01", "2026-02-28T15:00:00Z", "2026-03-01T15:00:00Z")]
    [InlineData("2026-03-01T09:30", "2026-03-01T00:30:00Z", "2026-03-01T00:31:00Z")]
    [InlineData("2026-03-01T09:30:15", "2026-03-01T00:30:15Z", "2026-03-01T00:30:16Z")]
    [InlineData("2026-03-01T09:30:15Z", "2026-03-01T09:30:15Z", "2026-03-01T09:30:16Z")]
    [InlineData("2026-03-01T09:30:15.25+09:00", "2026-03-01T00:30:15.25Z", "2026-03-01T00:30:15.26Z")]
    [InlineData("2026-03-01T09:30:15.1234567-01:30", "2026-03-01T11:00:15.123456Z", "2026-03-01T11:00:15.123457Z")]
    [InlineData("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z", "2017-01-01T00:00:01Z")]
    public void A_written_date_is_the_range_that_its_precision_and_zone_mean(string text, string low, string high) =>
        Assert.Equal((Parse(low), Parse(high)), (DateRange.Parse(text, Seoul)!.Value.Low, DateRange.Parse(text, Seoul)!.Value.High));

    [Theory]
    [InlineData("")]
    [InlineData("26")]
    [InlineData("2026-3-1")]
    [InlineData("2026-02-30")]
    [InlineData("2026-03-01T")]
    [InlineData("2026-03-01T25:00")]
    [InlineData("2026-03-01T10:00:00.")]
    [InlineData("2026-03-01T10:00:00+25:00")]
    [InlineData("2026-03-01 10:00")]
    [InlineData("9999")]
    public void What_is_no_date_has_no_range(string text) => Assert.Null(DateRange.Parse(text, Seoul));

    private static long Parse(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture).ToMicroseconds();
}
