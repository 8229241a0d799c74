using CareExchange.Exchange.Persons;
using Xunit;

namespace CareExchange.Exchange.Tests.Persons;

public sealed class ResidentNumberTests
{
    [Theory]
    [InlineData("480302-2000001", "4803022000001")]
    [InlineData("480302 2000001", "4803022000001")]
    [InlineData("4803022000001", "4803022000001")]
    [InlineData("480302-200000", null)]
    [InlineData("481302-2000001", null)]
    [InlineData("48O302-2000001", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_number_is_thirteen_digits_that_start_with_a_date(string? written, string? expected) => Assert.Equal(expected, ResidentNumber.Normalize(written));

    [Theory]
    [InlineData("4803022000001", 1948, "female")]
    [InlineData("4803021000001", 1948, "male")]
    [InlineData("1103024000001", 2011, "female")]
    [InlineData("4803025000001", 1948, "male")]
    [InlineData("9903029000001", 1899, "male")]
    public void The_seventh_digit_tells_century_and_sex(string digits, int year, string sex) =>
        Assert.Equal((new DateOnly(year, 3, 2), sex), (ResidentNumber.BirthDateOf(digits)!.Value, ResidentNumber.SexOf(digits)));

    [Fact]
    public void Its_last_seven_digits_are_never_shown() => Assert.Equal("480302-*******", ResidentNumber.Mask("4803022000001"));
}
