using CareExchange.Exchange.Requests;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Exchange.Sending;

/// <summary>In whose name a message is sent: the partner's registered client, with the rights that it has at this moment.</summary>
/// <param name="Requester">The client.</param>
/// <param name="Refusal">Says why it may not read a type, or null.</param>
public sealed record PushCaller(Requester Requester, Func<string, Issue?> Refusal);
