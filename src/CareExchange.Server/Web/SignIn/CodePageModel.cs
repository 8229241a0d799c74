using CareExchange.Exchange.CarePlans.Lines;
using CareExchange.Identity.Factors;

namespace CareExchange.Server.Web.SignIn;

/// <summary>What the second step of a sign-in shows.</summary>
/// <param name="ReturnUrl">Local path to go to afterwards.</param>
/// <param name="Ticket">What the first step gave, sealed.</param>
/// <param name="Setup">What is told to a device being set up; null where one is known.</param>
/// <param name="Problem">Why the last attempt failed, or null.</param>
public sealed record CodePageModel(string ReturnUrl, string Ticket, FactorSetup? Setup, Phrase? Problem);
