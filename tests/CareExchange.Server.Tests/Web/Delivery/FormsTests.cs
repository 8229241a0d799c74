using CareExchange.Server.Web.Delivery;

namespace CareExchange.Server.Tests.Web.Delivery;

public sealed class FormsTests
{
    [Theory]
    [InlineData("/persons/p1/plan?x=1", "/persons/p1/plan?x=1")]
    [InlineData("//evil.example", "/persons")]
    [InlineData("/\\evil.example", "/persons")]
    [InlineData("https://evil.example/", "/persons")]
    [InlineData("javascript:alert(1)", "/persons")]
    [InlineData("/a\r\nSet-Cookie: x=1", "/persons")]
    [InlineData("", "/persons")]
    [InlineData(null, "/persons")]
    public void Sign_in_returns_only_to_this_gateway(string? url, string expected) => Assert.Equal(expected, Forms.LocalUrl(url));
}
