namespace CareExchange.Storage.Outbox;

/// <summary>A message that was given up.</summary>
/// <param name="Message">What was to be delivered.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Reason">The last error, without personal data.</param>
/// <param name="Since">When it was given up.</param>
public sealed record DeadLetter(OutboxMessage Message, int Attempts, string Reason, DateTimeOffset Since);
