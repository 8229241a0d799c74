using CareExchange.Exchange.Consent;
using Xunit;

namespace CareExchange.Exchange.Tests.Consent;

public sealed class TimeRangeTests
{
    [Theory]
    [InlineData("2026", "2026-01-01T00:00:00+09:00", "2027-01-01T00:00:00+09:00")]
    [InlineData("2026-02", "2026-02-01T00:00:00+09:00", "2026-03-01T00:00:00+09:00")]
    [InlineData("2026-02-28", "2026-02-28T00:00:00+09:00", "2026-03-01T00:00:00+09:00")]
    [InlineData("2026-02-28T10:00:00Z", "2026-02-28T10:00:00+00:00", "2026-02-28T10:00:01+00:00")]
    public void A_date_is_the_whole_span_it_may_mean_in_korean_time(string text, string from, string until)
    {
        var range = TimeRange.Parse(text)!.Value;

        Assert.Equal((DateTimeOffset.Parse(from, null), DateTimeOffset.Parse(until, null)), (range.From, range.Until));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-13")]
    [InlineData("2026-02-30")]
    [InlineData("2026-02-28T10:00:00")]
    [InlineData("28.02.2026")]
    [InlineData("9999")]
    [InlineData("2026-02-28T25:00:00Z")]
    public void What_is_no_date_is_none(string text) => Assert.Null(TimeRange.Parse(text));

    [Fact]
    public void A_period_may_be_open_at_either_end_and_never_ends_before_it_starts()
    {
        Assert.Equal(DateTimeOffset.MinValue, TimeRange.Between(null, "2026")!.Value.From);
        Assert.Equal(DateTimeOffset.MaxValue, TimeRange.Between("2026", null)!.Value.Until);
        Assert.Null(TimeRange.Between("2027", "2026"));
        Assert.NotNull(TimeRange.Between("2026-01-01", "2026-01-01"));
    }
}
