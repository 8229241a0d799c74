using CareExchange.Exchange.CarePlans.Lines;

namespace CareExchange.Server.Web.SignIn;

/// <summary>What the page about the reader's own device shows.</summary>
/// <param name="HasFactor">Whether a device is set up.</param>
/// <param name="Problem">Why the last wish was not granted, or null.</param>
/// <param name="Notice">Something else worth saying, or null.</param>
public sealed record FactorPageModel(bool HasFactor, Phrase? Problem, Phrase? Notice);
