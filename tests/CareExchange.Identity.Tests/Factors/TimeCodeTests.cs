using System.Text;
using CareExchange.Identity.Factors;

namespace CareExchange.Identity.Tests.Factors;

public sealed class TimeCodeTests
{
    private static readonly byte[] s_secret = Encoding.ASCII.GetBytes("12345678901234567890");

    /// <summary>RFC 6238 Appendix B, SHA-1: the last six of its eight digits.</summary>
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void Codes_are_those_of_the_specification(long second, string code)
    {
        var step = TimeCode.StepOf(DateTimeOffset.FromUnixTimeSeconds(second));

        Assert.Equal(code, TimeCode.Of(s_secret, step));
    }

    [Theory]
    [InlineData(-60, false)]
    [InlineData(-30, true)]
    [InlineData(0, true)]
    [InlineData(30, true)]
    [InlineData(60, false)]
    public void A_clock_may_be_one_step_off_and_no_more(int seconds, bool accepted)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_234_567_890);
        var step = TimeCode.StepOf(now.AddSeconds(seconds));

        Assert.Equal(accepted ? step : null, TimeCode.Match(s_secret, TimeCode.Of(s_secret, step), now));
    }

    [Theory]
    [InlineData("")]
    [InlineData("28708")]
    [InlineData("2870820")]
    [InlineData("abcdef")]
    public void What_is_no_code_matches_nothing(string typed) => Assert.Null(TimeCode.Match(s_secret, typed, DateTimeOffset.FromUnixTimeSeconds(59)));

    /// <summary>RFC 4648 §10, without the padding.</summary>
    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void Base32_is_that_of_the_specification(string plain, string text) => Assert.Equal(text, Base32.Encode(Encoding.ASCII.GetBytes(plain)));
}
