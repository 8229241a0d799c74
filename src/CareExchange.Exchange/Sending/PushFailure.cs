namespace CareExchange.Exchange.Sending;

/// <summary>A message that was given up, for the operator: nothing in it is about a person.</summary>
/// <param name="Id">Names it, to try it again.</param>
/// <param name="PartnerId">Whom it was for.</param>
/// <param name="Output">The kind of message.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Reason">The last reason.</param>
/// <param name="Since">When it was given up.</param>
public sealed record PushFailure(string Id, string PartnerId, string Output, int Attempts, string Reason, DateTimeOffset Since);
