using CareExchange.Identity.Scopes;

namespace CareExchange.Identity.Tests.Scopes;

public class SmartScopeTests
{
    [Theory]
    [InlineData("system/Patient.rs", "system/Patient.rs")]
    [InlineData("system/*.cruds", "system/*.cruds")]
    [InlineData("user/Observation.c", "user/Observation.c")]
    [InlineData("patient/Condition.s", "patient/Condition.s")]
    [InlineData("system/messages.c", "system/messages.c")]
    [InlineData("system/Patient.read", "system/Patient.rs")]
    [InlineData("system/Patient.write", "system/Patient.cud")]
    [InlineData("system/*.*", "system/*.cruds")]
    [InlineData("patient/Observation.rs?category=http://x|laboratory", "patient/Observation.rs?category=http://x|laboratory")]
    public void A_scope_reads_and_prints_in_its_second_version(string text, string printed)
    {
        Assert.True(SmartScope.TryParse(text, out var scope));
        Assert.Equal(printed, scope.ToString());
        Assert.True(SmartScope.TryParse(printed, out var again));
        Assert.Equal(scope, again);
    }

    [Theory]
    [InlineData("")]
    [InlineData("openid")]
    [InlineData("launch/patient")]
    [InlineData("system/Patient.dus")] // out of order
    [InlineData("system/Patient.srr")]
    [InlineData("system/Patient.rr")]
    [InlineData("system/Patient.")]
    [InlineData("system/Patient")]
    [InlineData("system/.rs")]
    [InlineData("system/Pat ient.rs")]
    [InlineData("system/Patient*.rs")]
    [InlineData("system/Patient/1.rs")]
    [InlineData("System/Patient.rs")]
    [InlineData("admin/Patient.rs")]
    [InlineData("/Patient.rs")]
    [InlineData("system/Patient.RS")]
    [InlineData("system/Patient.rs?")]
    [InlineData("system/Patient.rs?status")]
    [InlineData("system/Patient.all")]
    public void A_malformed_scope_is_none(string text) => Assert.False(SmartScope.TryParse(text, out _));

    [Fact]
    public void Every_well_formed_set_of_letters_survives_printing()
    {
        for (var letters = 1; letters < 32; letters++)
        {
            var scope = new SmartScope(SmartContext.System, "Patient", (SmartInteractions)letters);
            Assert.True(SmartScope.TryParse(scope.ToString(), out var read));
            Assert.Equal(scope, read);
        }
    }

    [Theory]
    [InlineData("system/*.rs", "system/Patient.cruds", "system/Patient.rs")]
    [InlineData("system/Patient.cruds", "system/*.rs", "system/Patient.rs")]
    [InlineData("system/*.rs", "system/*.cr", "system/*.r")]
    [InlineData("system/Patient.rs", "system/Observation.rs", null)]
    [InlineData("system/Patient.c", "system/Patient.rs", null)]
    [InlineData("user/Patient.rs", "system/Patient.rs", null)]
    [InlineData("system/*.cruds", "system/messages.c", null)]
    [InlineData("system/Patient.rs?a=1", "system/Patient.rs", "system/Patient.rs?a=1")]
    [InlineData("system/Patient.rs?a=1", "system/*.r?b=2", "system/Patient.r?a=1&b=2")]
    [InlineData("system/Patient.rs?a=1", "system/Patient.rs?a=1", "system/Patient.rs?a=1")]
    public void What_two_scopes_share_is_never_more_than_either(string one, string two, string? shared)
    {
        Assert.True(SmartScope.TryParse(one, out var first));
        Assert.True(SmartScope.TryParse(two, out var second));
        Assert.Equal(shared, first.Intersect(second)?.ToString());
    }
}
