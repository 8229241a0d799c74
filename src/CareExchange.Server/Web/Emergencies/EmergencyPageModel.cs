using CareExchange.Exchange.CarePlans.Lines;

namespace CareExchange.Server.Web.Emergencies;

/// <summary>The form that opens a record in an emergency, as it is shown first or again with what has to be corrected.</summary>
/// <param name="Person">The Patient id entered so far.</param>
/// <param name="Reason">The reason entered so far.</param>
/// <param name="Problems">Id of the field and message; empty the first time.</param>
public sealed record EmergencyPageModel(string Person, string Reason, IReadOnlyList<(string Field, Phrase Text)> Problems);
