namespace CareExchange.Storage.Outbox;

/// <summary>A message in the hands of one deliverer until a point in time; then somebody else may take it.</summary>
/// <param name="Message">What to deliver.</param>
/// <param name="Attempt">1 for the first try.</param>
/// <param name="Token">Proves the lease: ending it with an old token does nothing.</param>
/// <param name="Until">When the lease ends by itself.</param>
public sealed record OutboxLease(OutboxMessage Message, int Attempt, string Token, DateTimeOffset Until);
