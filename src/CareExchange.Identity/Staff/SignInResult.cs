using System.Security.Claims;
using CareExchange.Identity.Factors;

namespace CareExchange.Identity.Staff;

/// <summary>Outcome of one sign-in.</summary>
/// <param name="Status">What to tell the person.</param>
/// <param name="Principal">Who signed in; null otherwise.</param>
/// <param name="RetryAfter">How long the name stays locked; null unless it is.</param>
public sealed record SignInResult(SignInStatus Status, ClaimsPrincipal? Principal = null, TimeSpan? RetryAfter = null)
{
    /// <summary>What the next step has to bring back; null where there is none.</summary>
    public string? Ticket { get; init; }

    /// <summary>What the person tells the device, with <see cref="SignInStatus.SetupNeeded"/>; shown once.</summary>
    public FactorSetup? Setup { get; init; }

    /// <summary>The recovery codes of a device just set up; shown once. Empty otherwise.</summary>
    public IReadOnlyList<string> RecoveryCodes { get; init; } = [];

    /// <summary>Whether the person is signed in.</summary>
    public bool Succeeded => Status is SignInStatus.Succeeded;
}
