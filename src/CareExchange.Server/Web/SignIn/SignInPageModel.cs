using CareExchange.Exchange.CarePlans.Lines;

namespace CareExchange.Server.Web.SignIn;

/// <summary>What the sign-in page shows.</summary>
/// <param name="ReturnUrl">Local path to go to afterwards.</param>
/// <param name="Name">What was typed as the user name; the password is never sent back.</param>
/// <param name="Problem">Why the last attempt failed, or null.</param>
/// <param name="Notice">Something else worth saying, or null.</param>
public sealed record SignInPageModel(string ReturnUrl, string Name, Phrase? Problem, Phrase? Notice);
