using CareExchange.Identity.Hosting;
using CareExchange.Identity.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CareExchange.Identity.Tests.Settings;

public class IdentityOptionsRulesTests
{
    private static readonly IdentityOptions s_good = new() { Issuer = "https://gateway.example", MasterKey = Enumerable.Range(1, 32).Select(number => (byte)number).ToArray() };

    private static readonly OutsideIssuer s_outside = new()
    {
        Name = "national", Authority = "https://login.example/realms/care", Audience = "careexchange", AllowedScopes = "system/Patient.rs",
    };

    [Theory]
    [InlineData("https://gateway.example")]
    [InlineData("https://gateway.example:8443/base")]
    [InlineData("http://127.0.0.1:5080")]
    [InlineData("http://localhost:5080")]
    [InlineData("http://[::1]:5080")]
    public void The_defaults_stand_with_any_public_address(string issuer) =>
        Assert.Empty(IdentityOptionsRules.Problems(s_good with { Issuer = issuer, OutsideIssuers = [s_outside] }));

    [Theory]
    [InlineData("http://gateway.example")]
    [InlineData("https://gateway.example/")]
    [InlineData("https://gateway.example?x=1")]
    [InlineData("https://gateway.example#x")]
    [InlineData("https://user:secret@gateway.example")]
    [InlineData("ftp://gateway.example")]
    [InlineData("gateway.example")]
    [InlineData("")]
    public void An_address_that_would_carry_tokens_in_the_clear_or_be_ambiguous_is_refused(string issuer) =>
        Assert.Contains("Issuer", Assert.Single(IdentityOptionsRules.Problems(s_good with { Issuer = issuer })), StringComparison.Ordinal);

    public static TheoryData<string, Func<IdentityOptions, IdentityOptions>> OutOfBounds => new()
    {
        { "MasterKey", options => options with { MasterKey = new byte[31] } },
        { "MasterKey", options => options with { MasterKey = new byte[32] } },
        { "Audience", options => options with { Audience = "not a uri" } },
        { "FhirBasePath", options => options with { FhirBasePath = "fhir" } },
        { "FhirBasePath", options => options with { FhirBasePath = "/" } },
        { "SignInPath", options => options with { SignInPath = "//elsewhere.example" } },
        { "ScopesSupported", options => options with { ScopesSupported = "everything" } },
        { "AccessTokenLifetime", options => options with { AccessTokenLifetime = TimeSpan.FromMinutes(11) } },
        { "AccessTokenLifetime", options => options with { AccessTokenLifetime = TimeSpan.Zero } },
        { "ClockSkew", options => options with { ClockSkew = TimeSpan.FromMinutes(3) } },
        { "SigningAlgorithm", options => options with { SigningAlgorithm = "RS256" } },
        { "SigningKeyLifetime", options => options with { SigningKeyLifetime = TimeSpan.FromDays(366) } },
        { "SigningKeyLead", options => options with { SigningKeyLead = TimeSpan.FromDays(20) } },
        { "PasswordRounds", options => options with { PasswordRounds = 209_999 } },
        { "MinimumPasswordLength", options => options with { MinimumPasswordLength = 7 } },
        { "LockoutThreshold", options => options with { LockoutThreshold = 1000 } },
        { "LockoutStart", options => options with { LockoutStart = TimeSpan.Zero } },
        { "LockoutLimit", options => options with { LockoutLimit = TimeSpan.FromSeconds(1) } },
        { "SessionIdleLimit", options => options with { SessionIdleLimit = TimeSpan.FromHours(9) } },
        { "SessionLimit", options => options with { SessionLimit = TimeSpan.FromDays(2) } },
        { "RevocationLag", options => options with { RevocationLag = TimeSpan.FromMinutes(2) } },
        { "Name", options => options with { OutsideIssuers = [s_outside with { Name = "own" }] } },
        { "Authority", options => options with { OutsideIssuers = [s_outside with { Authority = "http://login.example" }] } },
        { "Authority", options => options with { OutsideIssuers = [s_outside with { Authority = "https://gateway.example" }] } },
        { "Audience", options => options with { OutsideIssuers = [s_outside with { Audience = "" }] } },
        { "AllowedScopes", options => options with { OutsideIssuers = [s_outside with { AllowedScopes = "all" }] } },
        { "Algorithms", options => options with { OutsideIssuers = [s_outside with { Algorithms = ["HS256"] }] } },
        { "Algorithms", options => options with { OutsideIssuers = [s_outside with { Algorithms = ["none"] }] } },
        { "differ", options => options with { OutsideIssuers = [s_outside, s_outside] } },
    };

    [Theory]
    [MemberData(nameof(OutOfBounds), DisableDiscoveryEnumeration = true)]
    public void A_setting_out_of_bounds_is_named(string named, Func<IdentityOptions, IdentityOptions> change) =>
        Assert.Contains(named, string.Join('\n', IdentityOptionsRules.Problems(change(s_good))), StringComparison.Ordinal);

    [Fact]
    public void All_problems_are_reported_together_at_start()
    {
        var bad = s_good with { Issuer = "nowhere", PasswordRounds = 1, SigningAlgorithm = "none" };

        var refused = Assert.Throws<OptionsValidationException>(() => new ServiceCollection().AddIdentity(bad, _ => (_, _) => ValueTask.CompletedTask));

        Assert.Equal(3, refused.Failures.Count());
    }
}
