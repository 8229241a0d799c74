using CareExchange.Identity.Settings;
using CareExchange.Identity.Staff;

namespace CareExchange.Identity.Tests.Staff;

public class LockoutTests
{
    private static readonly IdentityOptions s_options = new() { Issuer = "https://gateway.example", MasterKey = new byte[32] };

    [Theory]
    [InlineData(1, 0)]
    [InlineData(4, 0)]
    [InlineData(5, 30)]
    [InlineData(6, 60)]
    [InlineData(7, 120)]
    [InlineData(9, 480)]
    [InlineData(10, 900)]
    [InlineData(1000, 900)]
    [InlineData(int.MaxValue, 900)]
    public void The_delay_doubles_from_the_fifth_attempt_up_to_a_quarter_of_an_hour(int attempts, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Lockout.After(attempts, s_options));
}
