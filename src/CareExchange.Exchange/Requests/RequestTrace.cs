namespace CareExchange.Exchange.Requests;

/// <summary>How a request came, for the audit: nothing of it is about a person.</summary>
/// <param name="RequestId">X-Request-Id, the caller's or ours.</param>
/// <param name="TraceParent">W3C traceparent, or null.</param>
/// <param name="NetworkAddress">The caller's address, or null for the gateway's own work.</param>
public sealed record RequestTrace(string RequestId, string? TraceParent, string? NetworkAddress);
