namespace CareExchange.Identity.Events;

/// <summary>Takes events into the audit. Awaited before anything is answered: what cannot be recorded does not happen, so an exception stops the request.</summary>
public delegate ValueTask IdentityEventSink(IdentityEvent happened, CancellationToken cancellationToken);
