using System.Security.Claims;

namespace CareExchange.Identity.Staff;

/// <summary>Outcome of one sign-in.</summary>
/// <param name="Status">What to tell the person.</param>
/// <param name="Principal">Who signed in; null otherwise.</param>
/// <param name="RetryAfter">How long the name stays locked; null unless it is.</param>
public sealed record SignInResult(SignInStatus Status, ClaimsPrincipal? Principal = null, TimeSpan? RetryAfter = null)
{
    /// <summary>Whether the person is signed in.</summary>
    public bool Succeeded => Status is SignInStatus.Succeeded;
}
