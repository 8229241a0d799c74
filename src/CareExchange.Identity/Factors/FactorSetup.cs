namespace CareExchange.Identity.Factors;

/// <summary>What a person tells an authenticator app. Shown once, to them alone.</summary>
/// <param name="Secret">The secret in groups of four letters, for typing.</param>
/// <param name="Uri">The same as an <c>otpauth:</c> address, for the picture that a phone reads.</param>
public sealed record FactorSetup(string Secret, string Uri)
{
    /// <summary>Names no secret.</summary>
    public override string ToString() => nameof(FactorSetup);
}
