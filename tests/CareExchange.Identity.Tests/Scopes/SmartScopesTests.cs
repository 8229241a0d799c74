using CareExchange.Identity.Scopes;

namespace CareExchange.Identity.Tests.Scopes;

public class SmartScopesTests
{
    [Theory]
    [InlineData("system/Patient.rs", "Patient", SmartInteractions.Read, true)]
    [InlineData("system/Patient.rs", "Patient", SmartInteractions.Read | SmartInteractions.Search, true)]
    [InlineData("system/Patient.rs", "Patient", SmartInteractions.Create, false)]
    [InlineData("system/Patient.rs", "Observation", SmartInteractions.Read, false)]
    [InlineData("system/Patient.rs", "patient", SmartInteractions.Read, false)]
    [InlineData("system/*.rs", "Observation", SmartInteractions.Search, true)]
    [InlineData("system/*.cruds", "messages", SmartInteractions.Create, false)]
    [InlineData("system/messages.c", "messages", SmartInteractions.Create, true)]
    [InlineData("system/Patient.r system/*.s", "Patient", SmartInteractions.Read | SmartInteractions.Search, true)]
    [InlineData("system/Patient.rs?gender=female", "Patient", SmartInteractions.Read, false)]
    [InlineData("system/Patient.rs", "Patient", SmartInteractions.None, false)]
    [InlineData("", "Patient", SmartInteractions.Read, false)]
    public void Only_what_is_written_is_allowed(string text, string type, SmartInteractions interactions, bool allowed)
    {
        Assert.True(SmartScopes.TryParse(text, out var scopes));
        Assert.Equal(allowed, scopes.Allows(type, interactions));
    }

    [Fact]
    public void A_constrained_scope_is_offered_to_callers_who_can_enforce_it()
    {
        Assert.True(SmartScopes.TryParse("system/Patient.rs?gender=female system/Patient.r", out var scopes));

        Assert.Equal("gender=female", Assert.Single(scopes.Constrained("Patient", SmartInteractions.Search)).Constraint);
        Assert.Empty(scopes.Constrained("Observation", SmartInteractions.Search));
    }

    [Fact]
    public void One_malformed_part_spoils_the_list_and_so_does_an_endless_one()
    {
        Assert.False(SmartScopes.TryParse("system/Patient.rs system/Patient.sr", out _));
        Assert.False(SmartScopes.TryParse("system/Patient.rs openid", out _));
        Assert.False(SmartScopes.TryParse(null, out _));
        Assert.False(SmartScopes.TryParse(string.Join(' ', Enumerable.Repeat("system/Patient.rs", 200)), out _));
    }

    [Fact]
    public void Repeats_are_dropped_and_the_order_stays()
    {
        Assert.True(SmartScopes.TryParse("system/Task.rs  system/Patient.read system/Task.rs", out var scopes));
        Assert.Equal("system/Task.rs system/Patient.rs", scopes.ToString());
    }

    [Fact]
    public void A_request_is_cut_to_the_registration()
    {
        Assert.True(SmartScopes.TryParse("system/*.cruds system/messages.c", out var asked));
        Assert.True(SmartScopes.TryParse("system/Patient.rs system/Task.cru", out var registered));

        Assert.Equal("system/Patient.rs system/Task.cru", asked.Intersect(registered).ToString());
        Assert.True(asked.Intersect(SmartScopes.None).IsEmpty);
    }

    [Fact]
    public void Any_text_gives_scopes_or_nothing_and_never_an_exception()
    {
        var random = new Random(20261121);
        const string alphabet = "system/user patient.*cruds?=&Patient\0한";
        for (var run = 0; run < 20_000; run++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(24)).Select(_ => alphabet[random.Next(alphabet.Length)])]);
            if (!SmartScopes.TryParse(text, out var scopes)) continue;
            Assert.True(SmartScopes.TryParse(scopes.ToString(), out var again));
            Assert.Equal(scopes.Scopes, again.Scopes);
        }
    }
}
